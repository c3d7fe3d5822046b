//! The names of people and teams who wrote a document.
//!
//! People write them in many ways: `Ann Lee <ann@example.org>`, `[Ann](https://…)`, `Ann Lee, SRE`, `@ann @bob`, an object
//! with a name and an address. A name is kept or split, but never dropped for its length.

use serde_json::Value;

use super::lexicon::{Lexicon, fold, is_unspaced};
use super::placeholder::{is_choice, is_placeholder};
use crate::text::squeeze;

/// What is longer is a text and no name.
pub(super) const MAX_NAME: usize = 120;

/// With more words, what has no key in front of it is a sentence and no name.
const MAX_WORDS: usize = 5;

/// The keys of an object that may have its name, the best first.
const NAME_KEYS: [&str; 9] =
    ["name", "display_name", "displayName", "full_name", "title", "id", "login", "handle", "username"];

/// Parts of the names of teams.
const TEAM: &[&str] = crate::lexicon::list("text.team");

/// Marks around a name.
const MARKS: [char; 12] = ['*', '`', '_', '"', ':', '：', '.', '@', ',', '[', ']', '\''];

/// The name of a person or team, if the text can be one.
pub(super) fn author(text: &str, lexicon: &Lexicon) -> Option<String> {
    if is_placeholder(text) || is_choice(text) {
        return None;
    }
    let text = without_address(without_link(text.trim()));
    let name = bare(without_role(text, lexicon));
    let head = name.split([':', '：']).next().unwrap_or(name);
    let is_key = head.len() < name.len() && lexicon.key(head).is_some();
    let is_name = name.chars().any(char::is_alphanumeric)
        && name.chars().count() <= MAX_NAME
        && !is_key
        && !lexicon.is_nothing(name)
        // `负责人待指定`
        && !lexicon.list("nothing").any(|word| {
            word.len() < name.len() && word.starts_with(is_unspaced) && name.ends_with(word)
        })
        // `TBD - after the review`
        && !lexicon.is_nothing(before_dash(name));
    is_name.then(|| name.to_owned())
}

fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || MARKS.contains(&c))
}

/// The text before ` - `.
fn before_dash(text: &str) -> &str {
    let dashes = [" - ", " – ", " — "];
    let at = dashes.into_iter().filter_map(|dash| text.find(dash)).min();
    at.map_or(text, |at| text[..at].trim_end())
}

/// `[Ann Lee](https://…)` in front matter, where Markdown means nothing.
fn without_link(text: &str) -> &str {
    let link = text.strip_prefix('[').and_then(|rest| rest.split_once("]("));
    link.map_or(text, |(name, _)| name)
}

/// `Ann Lee <ann@example.org>` and `Ann Lee ann@example.org`; an address alone is a name.
fn without_address(text: &str) -> &str {
    let head = text.split_once('<').map_or(text, |(head, _)| head.trim_end());
    if !head.is_empty() && head.len() < text.len() {
        return head;
    }
    let is_address = |word: &str| word.find('@').is_some_and(|at| at > 0 && word[at..].contains('.'));
    match text.rsplit_once(' ') {
        Some((head, last)) if is_address(last) => head.trim_end(),
        _ => text,
    }
}

/// `Ann Lee - Staff Engineer`
fn without_role<'t>(text: &'t str, lexicon: &Lexicon) -> &'t str {
    let name = before_dash(text);
    if name.len() < text.len() && is_role(&text[name.len()..], lexicon) { name } else { text }
}

/// Whether a text is what somebody does: `Senior SRE`, `Head of Engineering`.
pub(super) fn is_role(text: &str, lexicon: &Lexicon) -> bool {
    let folded = fold(text);
    let is_title = |word: &str| lexicon.is_in("job_title", word);
    folded.split(' ').next_back().is_some_and(is_title) || folded.split(' ').next().is_some_and(is_title)
}

/// The names in a text: between commas, between words such as `and`, or handles one after another. What comes after a
/// name and is a role is none.
pub(super) fn split<'t>(text: &'t str, lexicon: &Lexicon) -> Vec<&'t str> {
    let mut names: Vec<&str> = Vec::new();
    let parts = without_remark(text).split([',', '、', ';', '；', '，', '\n', '|', '·', '•']);
    for part in parts.flat_map(|part| part.split(" / ")) {
        for part in joined(part, lexicon) {
            let handles = part.split_whitespace().all(|word| word.starts_with('@') && word.len() > 1);
            if handles {
                names.extend(part.split_whitespace());
            } else if names.is_empty() || !is_role(part, lexicon) {
                names.push(part);
            }
        }
    }
    names
}

/// The names before a sentence about them: `Ann Lee, Bo Ek. Written a week later from the logs of the call.`
fn without_remark(text: &str) -> &str {
    let Some((names, remark)) = text.split_once(". ") else { return text };
    let is_remark = remark.split_whitespace().nth(MAX_WORDS).is_some();
    if is_remark && names.split_whitespace().nth(1).is_some() { names } else { text }
}

/// The parts of a text between words such as `and`.
fn joined<'t>(text: &'t str, lexicon: &Lexicon) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    for word in text.split(' ') {
        let end = at + word.len();
        let is_between = at > start && end < text.len();
        if is_between && lexicon.is_in("name_join", &word.to_lowercase()) {
            parts.push(&text[start..at]);
            start = end + 1;
        }
        at = end + 1;
    }
    parts.push(&text[start.min(text.len())..]);
    parts
}

/// The text of a value that has one.
fn scalar(value: &Value) -> Option<String> {
    value.as_str().map(|text| text.trim().to_owned()).or_else(|| value.as_number().map(ToString::to_string))
}

/// The names in a value of the front matter: a text, a list, an object with a name, a map of such objects.
pub(super) fn names(value: &Value, lexicon: &Lexicon) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(|value| names(value, lexicon)).collect(),
        Value::Object(map) => {
            let text = |key: &str| map.get(key).and_then(scalar).filter(|text| !text.is_empty());
            let whole = || {
                let parts = [["given", "family"], ["first_name", "last_name"], ["first", "last"]];
                parts.into_iter().find_map(|[first, last]| Some(format!("{} {}", text(first)?, text(last)?)))
            };
            let named = text("name").or_else(whole).or_else(|| NAME_KEYS.into_iter().find_map(text));
            match named {
                Some(name) => vec![name],
                None if map.values().any(Value::is_object) => {
                    map.values().flat_map(|value| names(value, lexicon)).collect()
                }
                None => text("email").into_iter().collect(),
            }
        }
        value => scalar(value).map_or_else(Vec::new, |text| {
            split(&squeeze(&text), lexicon).into_iter().map(|name| name.trim().to_owned()).collect()
        }),
    }
}

/// Whether a text without a key has the form of a name: few words, each with a capital or a particle between them, or
/// handles.
pub(super) fn looks_like_name(text: &str, lexicon: &Lexicon) -> bool {
    let text = without_address(text.trim());
    let marks = |c: char| c != '@' && MARKS.contains(&c);
    let text = text.trim_matches(marks).trim();
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_name = |word: &str| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let known = lexicon.is_in("name_particle", word.trim_matches('.'))
            || TEAM.contains(&word.to_lowercase().as_str());
        letters > 0
            && !word.contains(|c: char| c.is_ascii_digit() || matches!(c, '/' | ':' | '(' | ')' | '!' | '?'))
            && (known || word.starts_with(|c: char| c.is_uppercase() || c == '@' || is_unspaced(c)))
    };
    let has_capital =
        |word: &&str| word.starts_with(|c: char| c.is_uppercase() || c == '@' || is_unspaced(c));
    // Names in scripts without spaces are short.
    let is_short = !text.chars().any(is_unspaced) || text.chars().count() <= 12;
    (1..=MAX_WORDS).contains(&words.len())
        && is_short
        && words.iter().copied().all(is_name)
        && words.iter().any(has_capital)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn all(text: &str) -> Vec<String> {
        let lexicon = Lexicon::new(&Config::default());
        split(text, &lexicon).into_iter().filter_map(|name| author(name, &lexicon)).collect()
    }

    #[test]
    fn a_name_comes_without_address_link_and_role() {
        assert_eq!(all("Ann Lee <ann@example.org>"), ["Ann Lee"]);
        assert_eq!(all("Ann Lee ann@example.org, bob@example.org"), ["Ann Lee", "bob@example.org"]);
        assert_eq!(all("[Ann Lee](https://example.org/~ann)"), ["Ann Lee"]);
        assert_eq!(all("Ann Lee, Senior SRE"), ["Ann Lee"]);
        assert_eq!(all("Ann Lee — Staff Engineer; Bob Ng, Head of Engineering"), ["Ann Lee", "Bob Ng"]);
    }

    #[test]
    fn joined_names_are_split_in_any_language() {
        assert_eq!(all("@ann @bob"), ["ann", "bob"]);
        assert_eq!(all("Ann Lee and Bob Ng"), ["Ann Lee", "Bob Ng"]);
        assert_eq!(all("Anna Groß und Bert Klein"), ["Anna Groß", "Bert Klein"]);
        assert_eq!(all("Ana Ruiz, Blas Gil y Eva Sanz"), ["Ana Ruiz", "Blas Gil", "Eva Sanz"]);
        assert_eq!(all("佐藤、田中"), ["佐藤", "田中"]);
    }

    #[test]
    fn long_names_stay_and_missing_ones_do_not() {
        let team = "The platform reliability team of the Rotterdam office, night shift";
        assert_eq!(all(team), ["The platform reliability team of the Rotterdam office", "night shift"]);
        assert!(all("TBD - after the review").is_empty());
        assert!(all("Status: Final").is_empty());
    }

    #[test]
    fn front_matter_has_names_as_texts_lists_and_objects() {
        let lexicon = Lexicon::new(&Config::default());
        for (value, want) in [
            (serde_json::json!("Ann Lee and Bob Ng"), vec!["Ann Lee", "Bob Ng"]),
            (serde_json::json!({ "name": "Ann Lee", "email": "ann@example.org" }), vec!["Ann Lee"]),
            (
                serde_json::json!([{ "login": "ann" }, { "given": "Bob", "family": "Ng" }]),
                vec!["ann", "Bob Ng"],
            ),
            (
                serde_json::json!({ "ann": { "name": "Ann Lee" }, "bob": { "name": "Bob Ng" } }),
                vec!["Ann Lee", "Bob Ng"],
            ),
        ] {
            assert_eq!(names(&value, &lexicon), want, "{value}");
        }
    }

    #[test]
    fn only_names_look_like_names() {
        let lexicon = Lexicon::new(&Config::default());
        for text in ["Ann Lee", "Ludwig van Beethoven", "@ann", "Platform Team", "佐藤 花子"] {
            assert!(looks_like_name(text, &lexicon), "{text}");
        }
        for text in
            ["design, the cache is warm", "14:02", "restarting the pod", "Ann restarted all of the pods"]
        {
            assert!(!looks_like_name(text, &lexicon), "{text}");
        }
    }
}
