//! Which services an incident affects if its document has no place for that.
//!
//! The names are known from other documents and from `[[service]]` in the configuration. Those that the title, the summary
//! or the impact mentions are affected. Precision comes first: a name that is also an ordinary word (`search`, `edge`)
//! counts only at the beginning of a title, before a word such as `server`, or if the configuration lists it.

use std::collections::BTreeMap;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Incident;
use crate::config::Config;
use crate::lexicon::{is_unspaced, scope, words};
use crate::model::{Field, FieldId, FieldValue, Origin, Parsed, Provenance, Record};

/// The names of services, and how to find them in a text.
#[derive(Debug, Default)]
pub(crate) struct KnownServices {
    /// The names of the configuration, by their folded names and aliases.
    configured: BTreeMap<String, Arc<str>>,
    /// The names in the order of the patterns.
    names: Vec<KnownName>,
    /// `None` if no name is known.
    automaton: Option<AhoCorasick>,
}

#[derive(Debug)]
struct KnownName {
    shown: Arc<str>,
    /// Whether the name means the service wherever it occurs.
    distinct: bool,
}

/// Where a text comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Title,
    Text,
}

impl KnownServices {
    /// The services that these incidents state and the configuration lists.
    pub(super) fn new(incidents: &[Arc<Parsed>], config: &Config) -> Self {
        let mut configured: BTreeMap<String, Arc<str>> = BTreeMap::new();
        for rule in &config.services {
            let name: Arc<str> = rule.name.as_str().into();
            for alias in [&rule.name].into_iter().chain(&rule.aliases) {
                configured.entry(fold_name(alias)).or_insert_with(|| Arc::clone(&name));
            }
        }
        let mut shown = configured.clone();
        let stated = incidents.iter().filter_map(|incident| incident.record.services.as_ref());
        for name in stated.flat_map(|field| &*field.value) {
            shown.entry(fold_name(name)).or_insert_with(|| name.as_str().into());
        }
        let patterns: Vec<(&String, &Arc<str>)> = shown.iter().collect();
        let names = patterns.iter().map(|(folded, shown)| KnownName {
            shown: Arc::clone(shown),
            distinct: is_distinct(shown) || is_distinct(folded) || configured.contains_key(*folded),
        });
        let names: Vec<KnownName> = names.collect();
        let build = || {
            let mut builder = AhoCorasick::builder();
            builder
                .match_kind(MatchKind::LeftmostLongest)
                .build(patterns.iter().map(|(folded, _)| *folded))
                .ok()
        };
        let automaton = if patterns.is_empty() { None } else { build() };
        Self { configured, names, automaton }
    }

    /// The affected services: those that the document states, under the names of the configuration, or else those that it
    /// mentions.
    pub(super) fn of(&self, record: &Record) -> Option<Field<Arc<[String]>>> {
        let Some(stated) = &record.services else { return self.mentioned(record) };
        let shown = |name: &String| {
            self.configured.get(&fold_name(name)).map_or_else(|| name.clone(), ToString::to_string)
        };
        // Most lists stay as they are, and are shared with the record.
        if stated.value.iter().all(|name| shown(name) == *name) {
            return Some(stated.clone());
        }
        let mut names: Vec<String> = Vec::new();
        for name in stated.value.iter().map(shown) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Some(Field { value: names.into(), provenance: stated.provenance })
    }

    fn mentioned(&self, record: &Record) -> Option<Field<Arc<[String]>>> {
        self.automaton.as_ref()?;
        let title = (&record.title, Place::Title);
        let texts = [FieldId::Impact, FieldId::Summary].into_iter().filter_map(|id| record.text(id));
        // The more a text says, the more services it mentions that were not affected: the first one that names any is enough.
        let mut places = [title].into_iter().chain(texts.map(|text| (text, Place::Text)));
        places.find_map(|(text, place)| {
            let mut found: Vec<String> = Vec::new();
            for name in self.find(&text.value, place) {
                if !found.iter().any(|known| **known == **name) {
                    found.push(name.to_string());
                }
            }
            let provenance = Provenance { origin: Origin::Derived, ..text.provenance };
            (!found.is_empty()).then(|| Field { value: found.into(), provenance })
        })
    }

    /// The services that a text names.
    fn find<'k>(&'k self, text: &str, place: Place) -> Vec<&'k Arc<str>> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let folded = fold_name(text);
        let found = automaton.find_iter(&folded).filter_map(|found| {
            let name = &self.names[found.pattern().as_usize()];
            let (start, end) = (found.start(), found.end());
            let means_it = name.distinct
                || (place == Place::Title && start == 0)
                || next_word_is_in("service_word", &text[end..]);
            let is_watcher = next_word_is_in("watcher_word", &text[end..]);
            let counts = is_whole(text, start, end) && means_it && !is_watcher && !is_unaffected(text, start);
            counts.then_some(&name.shown)
        });
        found.collect()
    }
}

impl Incident {
    /// The value of a field that has a single place: that of the document, or what the archive derives.
    pub fn field(&self, id: FieldId) -> Option<Field<FieldValue<'_>>> {
        match id {
            FieldId::Service => {
                self.services.as_ref().map(|names| names.view(|names| FieldValue::Names(names)))
            }
            id => self.record.field(id),
        }
    }
}

/// A name in the form in which it is compared: `Checkout API` and `checkout-api` are the same. It has the same length.
fn fold_name(name: &str) -> String {
    let fold = |c: char| match c {
        '-' | '_' => ' ',
        c => c.to_ascii_lowercase(),
    };
    name.chars().map(fold).collect()
}

/// Whether a name cannot be an ordinary word: `checkout-api`, `db2`, `MediaWiki`, `Media Proxy`.
fn is_distinct(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let mut pairs = name.chars().zip(name.chars().skip(1));
    let has_mark = name.contains(|c: char| matches!(c, '-' | '_' | '.' | ' ' | '/') || c.is_ascii_digit());
    (has_mark && letters > 1 && name.chars().count() > 2)
        || pairs.any(|(before, after)| before.is_lowercase() && after.is_uppercase())
        || (name.chars().all(is_unspaced) && letters > 3)
}

/// Whether a match is a whole word or name, and not part of a longer one: not `checkout-api` in `checkout-api-b2b`.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let joins = |c: char| matches!(c, '-' | '_' | '.' | '@');
    let before = &mut text[..start].chars().rev();
    let after = &mut text[end..].chars();
    let is_free = |outside: &mut dyn Iterator<Item = char>, inside: Option<char>| match outside.next() {
        None | Some('/') => true,
        Some(c) if is_unspaced(c) || inside.is_some_and(is_unspaced) => true,
        Some(c) if joins(c) => !outside.next().is_some_and(char::is_alphanumeric),
        Some(c) => !c.is_alphanumeric(),
    };
    is_free(before, text[start..end].chars().next()) && is_free(after, text[start..end].chars().next_back())
}

/// Whether the word after a name is one of a list.
fn next_word_is_in(name: &str, rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix([' ', '-']) else { return false };
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    list(name).any(|known| known == word)
}

/// Whether the sentence at a place says that something was not affected.
fn is_unaffected(text: &str, at: usize) -> bool {
    let ends = ['.', ';', '\n', '。', '；', '!', '！'];
    let is_end = |c: char| ends.contains(&c);
    let from = text[..at].rfind(is_end).map_or(0, |end| end + 1);
    let from = (from..=at).find(|from| text.is_char_boundary(*from)).unwrap_or(at);
    let to = text[at..].find([';', '\n', '。', '；', '!', '！']).map_or(text.len(), |end| at + end);
    let to = text[at..to].find(". ").map_or(to, |end| at + end);
    let sentence = text[from..to].to_lowercase();
    list("unaffected").any(|word| sentence.contains(word))
}

fn list(name: &str) -> impl Iterator<Item = &'static str> {
    words(scope("words"), name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ServiceRule;
    use crate::read::Reader;
    use crate::source::SourceFile;

    const STATED: &str =
        "# Report 1\n\n- Services: pump-control, edge, Media Proxy\n\n## Root cause\n\nA fuse.\n";

    fn services(text: &str, config: &Config) -> Vec<String> {
        let reader = Reader::new(config);
        let read =
            |path: &str, text: &str| Arc::new(reader.read(&Arc::new(SourceFile::new(path, text.to_owned()))));
        let known = KnownServices::new(&[read("a.md", STATED)], config);
        known.of(&read("b.md", text).record).map(|field| field.value.to_vec()).unwrap_or_default()
    }

    fn check(title: &str, summary: &str, want: &[&str]) {
        let text = format!("# {title}\n\n## Summary\n\n{summary}\n");
        assert_eq!(services(&text, &Config::default()), want, "{text}");
    }

    #[test]
    fn a_known_name_in_title_or_summary_is_an_affected_service() {
        check("pump-control stands still", "No water.", &["pump-control"]);
        check(
            "No water",
            "The Pump Control restarted, and the media proxy with it.",
            &["pump-control", "Media Proxy"],
        );
        check("No water", "Nothing is known.", &[]);
    }

    #[test]
    fn an_ordinary_word_needs_its_place() {
        check("Edge timeouts of five seconds", "It was slow.", &["edge"]);
        check("No water", "The edge servers were slow.", &["edge"]);
        check("No water at the edge", "A pump fell over the edge.", &[]);
        check("Hedge trimmed", "The knowledge of all is at an edge.", &[]);
    }

    #[test]
    fn longer_names_and_denials_do_not_count() {
        check("pump-control-b2b stands still", "See /opt/x.pump-control.d for more.", &[]);
        check("No water", "Dirt in the pipe; pump-control was not affected.", &[]);
        check("No water", "A pump-control alert fired at night.", &[]);
    }

    #[test]
    fn the_configuration_unites_names() {
        let rule = ServiceRule {
            name: "pumps".to_owned(),
            aliases: vec!["pump-control".to_owned(), "P4".to_owned()],
            owner: None,
            url: None,
        };
        let config = Config { services: vec![rule], ..Config::default() };
        assert_eq!(services("# No water\n\n## Summary\n\nA leak in the pumps.\n", &config), ["pumps"]);
        assert_eq!(services(STATED, &config), ["pumps", "edge", "Media Proxy"]);
    }
}
