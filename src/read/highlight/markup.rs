//! XML and HTML.

use super::scanner::{is_word, line_length};
use super::{Class, Spans};

/// Writes markup with names, attributes, values, references and comments highlighted.
pub(super) fn markup(code: &str, spans: &mut Spans<'_>) {
    let mut rest = code;
    while !rest.is_empty() {
        let length = if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(rest.len(), |at| at + 3);
            spans.put(Class::Comment, &rest[..end]);
            end
        } else if let Some(name) = name_after_bracket(rest) {
            spans.plain(&rest[..name]);
            tag(rest, name, spans)
        } else if let Some(end) = reference_length(rest) {
            spans.put(Class::Number, &rest[..end]);
            end
        } else {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let end = rest[first..].find(['<', '&']).map_or(rest.len(), |at| first + at);
            spans.plain(&rest[..end]);
            end
        };
        rest = &rest[length..];
    }
}

/// The length of what comes before the name of a tag: `<`, `</`, `<?`, `<!`.
fn name_after_bracket(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('<')?;
    let mark = usize::from(after.starts_with(['/', '?', '!']));
    after[mark..].starts_with(is_word).then_some(1 + mark)
}

/// Writes a tag from its name to its end, and returns its length including what comes before the name.
fn tag(rest: &str, name: usize, spans: &mut Spans<'_>) -> usize {
    let mut at = name + name_length(&rest[name..]);
    spans.put(Class::Keyword, &rest[name..at]);
    while let Some(c) = rest[at..].chars().next() {
        let here = &rest[at..];
        let length = match c {
            '>' => {
                spans.plain(">");
                return at + 1;
            }
            // Another tag begins: this one never ends.
            '<' => return at,
            '"' | '\'' => {
                // An unclosed value ends with its line, and so does the search for its end.
                let end = here[1..].find(c).map_or(line_length(here), |end| end + 2);
                spans.put(Class::Text, &here[..end]);
                end
            }
            _ if is_word(c) => {
                let length = name_length(here);
                spans.put(Class::Label, &here[..length]);
                length
            }
            _ => {
                spans.plain(&here[..c.len_utf8()]);
                c.len_utf8()
            }
        };
        at += length;
    }
    at
}

fn name_length(rest: &str) -> usize {
    rest.find(|c: char| !is_word(c) && !":-.".contains(c)).unwrap_or(rest.len())
}

/// `&amp;`, `&#10;`
fn reference_length(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('&')?;
    let name = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '#')?;
    (name > 0 && after[name..].starts_with(';')).then_some(name + 2)
}
