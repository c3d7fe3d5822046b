//! Titles: clean of what the wiki forbids, and each given once.
//!
//! Two titles that a wiki or a file system takes for one (other case, `-` for a blank) are one here. A page that has a
//! title keeps it as long as it wants the same, whoever comes or goes beside it.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::Wiki;
use super::manifest::Manifest;
use crate::text::{shorten, slug, squeeze};

/// The longest title in characters, and in bytes: a file name has 255, and something is put behind it.
const LONGEST: (usize, usize) = (110, 180);

/// Names that Gollum or a file system keep for themselves.
const RESERVED: &[&str] = &[
    "home", " sidebar", " footer", " header", "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4",
    "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8",
    "lpt9",
];

/// The titles given so far.
pub(super) struct Names<'p> {
    wiki: Wiki,
    previous: &'p Manifest,
    taken: BTreeSet<String>,
}

impl<'p> Names<'p> {
    /// Nothing given but what pages of earlier runs hold that are not in `keys`: they stay until they are pruned. Pages of
    /// others are not looked at: who has lost the manifest must not get every page twice.
    pub(super) fn new(wiki: Wiki, previous: &'p Manifest, keys: &BTreeSet<&str>) -> Self {
        let mut taken: BTreeSet<String> = if wiki.is_gollum() {
            RESERVED.iter().map(|name| (*name).to_owned()).collect()
        } else {
            BTreeSet::new()
        };
        let gone = previous.entries.iter().filter(|(key, _)| !keys.contains(key.as_str()));
        taken.extend(gone.map(|(_, entry)| fold(&entry.title)));
        Self { wiki, previous, taken }
    }

    /// Gives titles to all at once: first to those that keep theirs.
    pub(super) fn give(mut self, wanted: &[(String, String)]) -> Vec<String> {
        let mut titles: Vec<Option<String>> = vec![None; wanted.len()];
        for (title, (key, wanted)) in titles.iter_mut().zip(wanted) {
            let known = self.previous.entries.get(key).filter(|entry| entry.wanted == *wanted);
            if let Some(entry) = known
                && self.taken.insert(fold(&entry.title))
            {
                *title = Some(entry.title.clone());
            }
        }
        let named = titles.into_iter().zip(wanted);
        named.map(|(title, (key, wanted))| title.unwrap_or_else(|| self.free(key, wanted))).collect()
    }

    /// The title, or the first of those with a number behind that is free.
    fn free(&mut self, key: &str, wanted: &str) -> String {
        // What is kept for Gollum is kept for these pages.
        let fixed = matches!(key, "home" | "sidebar" | "footer") && RESERVED.contains(&fold(wanted).as_str());
        let mut title = wanted.to_owned();
        let mut number = 1;
        while !(self.taken.insert(fold(&title)) || fixed && number == 1) {
            number += 1;
            title = match self.wiki {
                _ if key.starts_with("file/") => numbered_file(wanted, number),
                Wiki::Github | Wiki::Gitlab => format!("{wanted} {number}"),
                Wiki::Mediawiki | Wiki::Confluence => format!("{wanted} ({number})"),
            };
        }
        title
    }
}

/// `files/a-2.png`: the ending stays the ending.
fn numbered_file(name: &str, number: usize) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}-{number}.{ending}"),
        None => format!("{name}-{number}"),
    }
}

/// The form in which two titles are one.
pub(super) fn fold(title: &str) -> String {
    title.nfc().flat_map(char::to_lowercase).map(|c| if matches!(c, '-' | '_') { ' ' } else { c }).collect()
}

/// The id and the title of an incident; one that says the other is enough.
pub(super) fn of_incident(id: &str, title: &str) -> String {
    if title.is_empty() || slug(id) == slug(title) || slug(title).starts_with(&format!("{}-", slug(id))) {
        return if title.is_empty() { id.to_owned() } else { title.to_owned() };
    }
    format!("{id} {title}")
}

/// A title without what the wiki cannot have in one; never empty.
pub(super) fn clean(wiki: Wiki, title: &str) -> String {
    let harmless = |c: char| if c.is_control() || is_invisible(c) { ' ' } else { c };
    let title: String = title.nfc().map(harmless).collect();
    let title = match wiki {
        Wiki::Github | Wiki::Gitlab => file_name(&title),
        Wiki::Mediawiki => page_name(&title),
        Wiki::Confluence => squeeze(&title),
    };
    let mut title = shorten(&title, LONGEST.0);
    while title.len() > LONGEST.1 {
        title.pop();
    }
    let title = title.trim_matches(|c: char| matches!(c, '.' | '-' | '_' | ' ' | ':' | '…'));
    if title.is_empty() { "Untitled".to_owned() } else { title.to_owned() }
}

/// Characters that turn the direction of writing or cannot be seen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}' | '\u{e000}'..='\u{f8ff}')
}

/// What can be a file name everywhere and be written in an address: no mark that a path, a query or Gollum reads. A
/// point stays only in numbers, since what follows it would pass for the ending of a file.
fn file_name(title: &str) -> String {
    let chars: Vec<char> = title.chars().collect();
    let mut out = String::with_capacity(title.len());
    for (at, c) in chars.iter().enumerate() {
        let beside = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
        match c {
            '.' if beside(at.checked_sub(1)) && beside(Some(at + 1)) => out.push('.'),
            '<' | '>' | '"' | '\'' | '`' | '?' | '*' | '|' | '[' | ']' | '{' | '}' | '#' | '%' | '^'
            | '$' | '!' | ';' | ',' | '=' => {}
            '/' | '\\' | ':' | '.' | '+' | '~' => out.push(' '),
            '&' => out.push_str(" and "),
            c => out.push(*c),
        }
    }
    squeeze(&out)
}

/// What can be the title of a page of MediaWiki (<https://www.mediawiki.org/wiki/Manual:Page_title>). The first letter
/// is a capital there in any case.
fn page_name(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    let mut chars = title.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '[' | '{' => out.push('('),
            ']' | '}' => out.push(')'),
            '<' | '>' | '|' | '#' | '_' => out.push(' '),
            '~' => out.push('-'),
            // `%41` and `&amp;` would be decoded.
            '%' if chars.peek().is_some_and(char::is_ascii_hexdigit) => out.push(' '),
            '&' if chars.peek().is_some_and(|c| c.is_ascii_alphanumeric() || *c == '#') => {
                out.push_str("and ");
            }
            c => out.push(c),
        }
    }
    // `.` and `..` are parts of a path, and a word before a colon may be a namespace or another wiki.
    let parts: Vec<&str> = out.split('/').filter(|part| !matches!(part.trim(), "." | "..")).collect();
    let out = parts.join("/");
    let out = match out.split_once(':') {
        Some((before, after))
            if !before.trim().contains(' ') || !before.contains(|c: char| c.is_ascii_digit()) =>
        {
            format!("{before} –{after}")
        }
        _ => out,
    };
    let out = squeeze(&out);
    let mut chars = out.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The path of a file in an address or archive, in ASCII, with its ending.
pub(super) fn of_file(path: &str) -> String {
    let (stem, ending) = match path.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains('/') && !ending.is_empty() => (stem, slug(ending)),
        _ => (path, String::new()),
    };
    let parts: Vec<String> = stem.split('/').map(slug).collect();
    if ending.is_empty() { parts.join("/") } else { format!("{}.{ending}", parts.join("/")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_clean_of_what_the_wiki_forbids() {
        for (wiki, title, want) in [
            (Wiki::Github, "INC-7 ../../etc/passwd", "INC-7 etc passwd"),
            (Wiki::Github, "a/b:c?d [x] v1.2 of README.md", "a b cd x v1.2 of README md"),
            (Wiki::Gitlab, "_Sidebar", "Sidebar"),
            (Wiki::Mediawiki, "inc-7 {{x}} [[y]] <b>|#", "Inc-7 ((x)) ((y)) b"),
            (Wiki::Mediawiki, "../a/./b", "A/b"),
            (Wiki::Mediawiki, "Help: how", "Help – how"),
            (Wiki::Mediawiki, "INC-7 api: down", "INC-7 api: down"),
            (Wiki::Mediawiki, "100%41 &amp; ../x", "100 41 and amp; ../x"),
            (Wiki::Confluence, "a\u{202e}b\u{7}", "a b"),
            (Wiki::Confluence, "…", "Untitled"),
        ] {
            assert_eq!(clean(wiki, title), want, "{title}");
        }
        assert!(clean(Wiki::Github, &"検索".repeat(300)).len() <= LONGEST.1);
    }

    fn give(wiki: Wiki, previous: &Manifest, wanted: &[(&str, &str)]) -> Vec<String> {
        let wanted: Vec<_> =
            wanted.iter().map(|(key, title)| ((*key).to_owned(), (*title).to_owned())).collect();
        let keys = wanted.iter().map(|(key, _)| key.as_str()).collect();
        Names::new(wiki, previous, &keys).give(&wanted)
    }

    #[test]
    fn titles_are_given_once_in_any_case() {
        let previous = Manifest::default();
        let wanted = [("a", "INC-7 Down"), ("b", "inc-7 down"), ("c", "CON"), ("d", "INC 7 down")];
        assert_eq!(
            give(Wiki::Github, &previous, &wanted),
            ["INC-7 Down", "inc-7 down 2", "CON 2", "INC 7 down 3"]
        );
    }

    #[test]
    fn a_page_keeps_its_title_when_others_come_before_it() {
        let mut previous = Manifest::default();
        let entry = |title: &str| crate::mirror::Entry {
            wanted: "Down".to_owned(),
            title: title.to_owned(),
            ..crate::mirror::Entry::default()
        };
        previous.entries.insert("b".to_owned(), entry("Down"));
        previous.entries.insert("gone".to_owned(), entry("Down 2"));
        let wanted = [("a", "Down"), ("b", "Down")];
        assert_eq!(give(Wiki::Github, &previous, &wanted), ["Down 3", "Down"]);
    }

    #[test]
    fn files_have_plain_names() {
        assert_eq!(of_file("2024/Bild 1 (ä).PNG"), "2024/bild-1-a.png");
        assert_eq!(of_file("../x"), "x/x");
    }
}
