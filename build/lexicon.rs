//! Compiles `src/lexicon/languages/*.toml` into Rust tables, every word in the form in which it is compared.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use toml::de::{DeTable, DeValue};

#[path = "../src/lexicon/fold.rs"]
#[expect(dead_code, reason = "the program uses the rest")]
mod fold;

/// The sections that become scopes of `[aliases]`, in the order of the generated table. A word of a scope has one
/// meaning, except in those that are [`INDEPENDENT`].
const SCOPES: [&str; 12] = [
    "front",
    "heading",
    "key",
    "timeline_column",
    "action_column",
    "action_word",
    "action_state",
    "status",
    "relation",
    "phase",
    "event",
    "words",
];

/// The scopes whose lists are independent of each other.
const INDEPENDENT: [&str; 2] = ["event", "words"];

/// The scopes in which labels are looked up as a whole.
const LABELS: [&str; 8] =
    ["front", "heading", "key", "timeline_column", "action_column", "action_word", "action_state", "status"];

/// The sections whose words are also known in other spellings.
const RESPELLED: [&str; 8] =
    ["heading", "key", "timeline_column", "action_column", "action_state", "status", "phase", "event"];

/// Without their accents, shorter words look like others: `über` and `uber`.
const MIN_UNACCENTED: usize = 6;

/// Further sections in which a word has one meaning only.
const UNIQUE: [&str; 5] = ["severity", "month", "unit", "unit_mark", "number"];

/// The words of one name in one section, each with the language file that it comes from.
type Words = Vec<(String, String)>;

/// Everything that the language files say.
#[derive(Default)]
struct Lexicon {
    /// Words by section and name, the names in the order of `en.toml`.
    sections: BTreeMap<String, Vec<(String, Words)>>,
    /// Words of a `[SCOPE.last]` table, which follow those of all languages.
    last: Vec<(String, String, Words)>,
    /// What people type instead of a letter that their keyboard lacks, by language file: `ae` for `ä`.
    spellings: BTreeMap<String, Vec<(String, String)>>,
    /// Time zones by table, as name and meaning.
    zones: BTreeMap<String, Vec<(String, String)>>,
}

/// Writes the tables to the build's output folder.
pub(crate) fn compile() -> Result<(), String> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(|error| error.to_string())?);
    let folder = root.join("src/lexicon/languages");
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed={}", root.join("src/lexicon/fold.rs").display());
    let mut lexicon = Lexicon::default();
    for path in files(&folder)? {
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        lexicon.add(&file, &text).map_err(|message| format!("src/lexicon/languages/{file}: {message}"))?;
    }
    lexicon.finish()?;
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|error| error.to_string())?).join("lexicon.rs");
    fs::write(&out, lexicon.rust()).map_err(|error| format!("{}: {error}", out.display()))
}

/// The language files: English first, because it declares all names, then by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let is = |path: &PathBuf, stem: &str| path.file_stem().is_some_and(|found| found == stem);
    files.sort_by_key(|path| (!is(path, "en"), !is(path, "any"), path.clone()));
    Ok(files)
}

impl Lexicon {
    fn add(&mut self, file: &str, text: &str) -> Result<(), String> {
        let document = DeTable::parse(text).map_err(|error| error.to_string().replace('\n', " "))?;
        for (section, value) in in_order(document.get_ref()) {
            let DeValue::Table(table) = value else { return Err(format!("`{section}` is not a table")) };
            if section == "zone" {
                self.add_zones(table)?;
                continue;
            }
            if section == "spelling" {
                self.add_spelling(file, table)?;
                continue;
            }
            for (name, value) in in_order(table) {
                match value {
                    DeValue::Table(last) if name == "last" => {
                        for (name, value) in in_order(last) {
                            let words = words(file, section, name, value)?;
                            self.last.push((section.to_owned(), name.to_owned(), words));
                        }
                    }
                    _ => {
                        self.add_words(section, name, words(file, section, name, value)?, file == "en.toml")?;
                    }
                }
            }
        }
        Ok(())
    }

    fn add_words(&mut self, section: &str, name: &str, words: Words, declares: bool) -> Result<(), String> {
        let names = self.sections.entry(section.to_owned()).or_default();
        let known = names.iter_mut().find(|(known, _)| known == name);
        match known {
            Some((_, known)) => known.extend(words),
            None if declares => names.push((name.to_owned(), words)),
            None => return Err(format!("`{section}.{name}` is not in `en.toml`, which lists all names")),
        }
        Ok(())
    }

    fn add_zones(&mut self, zones: &DeTable<'_>) -> Result<(), String> {
        for (kind, value) in in_order(zones) {
            let DeValue::Table(names) = value else { return Err(format!("`zone.{kind}` is not a table")) };
            let known = self.zones.entry(kind.to_owned()).or_default();
            for (name, value) in in_order(names) {
                let DeValue::String(meaning) = value else {
                    return Err(format!("`zone.{kind}`: the zone `{name}` needs an offset or a place"));
                };
                if !known.iter().any(|(known, _)| known == name) {
                    known.push((name.to_owned(), meaning.to_string()));
                }
            }
        }
        Ok(())
    }

    fn add_spelling(&mut self, file: &str, letters: &DeTable<'_>) -> Result<(), String> {
        let spelling = self.spellings.entry(file.to_owned()).or_default();
        for (letter, value) in in_order(letters) {
            let DeValue::String(other) = value else {
                return Err(format!("`spelling.{letter}` is not a string"));
            };
            spelling.push((letter.to_owned(), other.to_string()));
        }
        Ok(())
    }

    /// Adds the words of the sections in [`RESPELLED`] as people write them without accents (`deploye`, `restaure`) and with
    /// other letters (`geloest`), unless that is another word.
    fn add_spellings(&mut self) {
        // Vietnamese has a block of letters of its own.
        let is_letter = |c: char| c < '\u{250}' || ('\u{1ea0}'..='\u{1eff}').contains(&c);
        let is_latin = |word: &str| word.chars().all(is_letter) && word.chars().count() >= MIN_UNACCENTED;
        for section in RESPELLED {
            let names = self.sections.entry(section.to_owned()).or_default();
            let mut known: HashSet<String> =
                names.iter().flat_map(|(_, words)| words).map(|(word, _)| word.clone()).collect();
            for (_, words) in names {
                let spelled = |(word, file): &(String, String)| {
                    let letters = self.spellings.get(file).into_iter().flatten();
                    let other =
                        letters.fold(word.clone(), |word, (letter, other)| word.replace(letter, other));
                    [fold::without_accents(word), Some(other).filter(|other| other != word)]
                        .into_iter()
                        .flatten()
                        .map(|other| (other, file.clone()))
                        .collect::<Words>()
                };
                let latin = words.iter().filter(|(word, _)| is_latin(word));
                let mut new: Words = latin.flat_map(spelled).collect();
                new.retain(|(word, _)| known.insert(word.clone()));
                words.extend(new);
            }
        }
    }

    /// Puts what comes last at the end, drops repeated words and refuses words with two meanings.
    fn finish(&mut self) -> Result<(), String> {
        self.add_spellings();
        for (section, name, words) in std::mem::take(&mut self.last) {
            self.add_words(&section, &name, words, false)?;
        }
        for (section, names) in &mut self.sections {
            let in_scope = SCOPES.contains(&&**section) && !INDEPENDENT.contains(&&**section);
            let is_unique = in_scope || UNIQUE.contains(&&**section);
            let mut meanings: HashMap<String, (String, String)> = HashMap::new();
            for (name, words) in names {
                let mut seen = Vec::new();
                words.retain(|(word, _)| {
                    let is_new = !seen.contains(word);
                    seen.push(word.clone());
                    is_new
                });
                for (word, file) in words.iter().filter(|_| is_unique) {
                    if let Some((other, before)) = meanings.insert(word.clone(), (name.clone(), file.clone()))
                    {
                        return Err(format!(
                            "src/lexicon/languages/{file}: `{word}` means `{section}.{name}`, but `{section}.{other}` in \
                             {before}; a word has one meaning, so leave it out of one of the two"
                        ));
                    }
                }
                // An empty list in a scope would read as one empty word.
                if words.is_empty() && SCOPES.contains(&&**section) {
                    return Err(format!("`{section}.{name}` has no words in any language"));
                }
            }
        }
        Ok(())
    }

    /// The tables in which labels are looked up: meaning and rank by word, and the largest number of words in one.
    fn labels(&self) -> String {
        let mut out = String::new();
        let mut tables = String::new();
        for scope in LABELS {
            let names = self.sections.get(scope).into_iter().flatten();
            let entries = || {
                let of_name = |(id, (_, words)): (usize, &'_ (String, Words))| {
                    words
                        .iter()
                        .enumerate()
                        .map(move |(rank, (word, _))| (word.clone(), (id, rank)))
                        .collect::<Vec<_>>()
                };
                names.clone().enumerate().flat_map(of_name)
            };
            let mut forms: BTreeMap<String, (usize, usize)> = entries().collect();
            // The word itself takes precedence over such a form of another.
            for (word, entry) in entries() {
                for form in fold::label_forms(&word) {
                    forms.entry(form).or_insert(entry);
                }
            }
            let longest = entries().map(|(word, _)| word.split(' ').count()).max().unwrap_or(0);
            let mut map = phf_codegen::Map::new();
            for (word, entry) in &forms {
                map.entry(word.as_str(), format!("{entry:?}"));
            }
            let table = scope.to_uppercase();
            out += "#[expect(clippy::unreadable_literal, reason = \"generated\")]\n";
            _ = writeln!(out, "static {table}: phf::Map<&str, (u16, u16)> = {};", map.build());
            _ = writeln!(tables, "({scope:?}, &{table}, {longest}),");
        }
        let count = LABELS.len();
        out + &format!(
            "/// The words of each scope of labels in all forms, and the largest number of words in one.\n\
             pub(super) static LABELS: [(&str, Labels, usize); {count}] = [\n{tables}];\n"
        )
    }

    /// The tables as Rust.
    fn rust(&self) -> String {
        let mut out =
            format!("/// The names of the scopes.\npub(crate) const SCOPE_NAMES: &[&str] = &{SCOPES:?};\n");
        out += "/// The words of each scope by meaning, with `|` between them.\n\
             pub(super) static SCOPES: [(&str, Meanings); 12] = [\n";
        for scope in SCOPES {
            _ = writeln!(out, "({scope:?}, &[");
            for (name, words) in self.sections.get(scope).into_iter().flatten() {
                let words: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
                _ = writeln!(out, "({name:?}, {:?}),", words.join("|"));
            }
            out += "]),\n";
        }
        out += "];\n";
        out += &self.labels();
        let lists = || self.sections.iter().filter(|(section, _)| !SCOPES.contains(&&***section));
        out += "/// Lists of words by `section.name`.\nconst LISTS: &[(&str, &[&str])] = &[\n";
        for (section, names) in lists() {
            for (name, words) in names {
                let mut words: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
                if is_marks(section, name) {
                    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
                }
                _ = writeln!(out, "({:?}, &{words:?}),", format!("{section}.{name}"));
            }
        }
        out += "];\n/// The lists that hold single characters.\nconst CHARACTERS: &[(&str, &[char])] = &[\n";
        for (section, names) in lists() {
            for (name, words) in names {
                let single = |(word, _): &(String, String)| {
                    let mut characters = word.chars();
                    characters.next().filter(|_| characters.next().is_none())
                };
                if let Some(characters) = words.iter().map(single).collect::<Option<Vec<char>>>() {
                    _ = writeln!(out, "({:?}, &{characters:?}),", format!("{section}.{name}"));
                }
            }
        }
        out += "];\n/// Time zones by table.\nconst ZONES: &[(&str, &[(&str, &str)])] = &[\n";
        for (kind, names) in &self.zones {
            _ = writeln!(out, "({kind:?}, &{names:?}),");
        }
        out += "];\n/// Numbers in words, by their digits.\nconst NUMBERS: &[(&str, &[&str])] = &[\n";
        for (name, words) in self.sections.get("number").into_iter().flatten() {
            let words: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
            _ = writeln!(out, "({name:?}, &{words:?}),");
        }
        out + "];\n"
    }
}

/// Whether these are words of scripts without spaces, which are matched without looking for the end of a word: the
/// longest first.
fn is_marks(section: &str, name: &str) -> bool {
    section.ends_with("_mark") || name.ends_with("_mark")
}

/// The entries of a table in the order of the file.
fn in_order<'t>(table: &'t DeTable<'_>) -> Vec<(&'t str, &'t DeValue<'t>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries.into_iter().map(|(key, value)| (key.get_ref().as_ref(), value.get_ref())).collect()
}

/// The words of an array, as they are compared.
fn words(file: &str, section: &str, name: &str, value: &DeValue<'_>) -> Result<Words, String> {
    let DeValue::Array(array) = value else { return Err(format!("`{section}.{name}` is not an array")) };
    array
        .iter()
        .map(|value| match value.get_ref() {
            DeValue::String(word) if word.contains('|') && SCOPES.contains(&section) => {
                Err(format!("`{section}.{name}`: `|` cannot be part of a word"))
            }
            DeValue::String(word) => Ok((compared(section, name, word), file.to_owned())),
            _ => Err(format!("`{section}.{name}` holds something other than strings")),
        })
        .collect()
}

/// The form in which the words of a section are compared.
fn compared(section: &str, name: &str, word: &str) -> String {
    match (section, name) {
        ("relation" | "phase" | "event", _) => fold::fold_text(word),
        // What says nothing is mostly marks, which `fold` takes away.
        ("words", "nothing" | "because") => word.to_lowercase(),
        ("severity", _) => fold::fold_tight(word),
        (section, _) if SCOPES.contains(&section) => fold::compared(word),
        _ => word.to_owned(),
    }
}
