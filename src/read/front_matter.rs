//! Front matter: found, bounded, parsed, and salvaged where it does not parse.
//!
//! `gray_matter` does the parsing, but it is given only what this module has found and measured. Its YAML parser has no
//! limits of its own (measured: an alias bomb of 318 bytes runs for 20 s, ten thousand `- ` on a line overflow the stack and
//! abort the process), and a byte order mark or a missing closing fence make it report no front matter at all.
//! What does not parse is read line by line, so that one stray blank does not cost a document its title and date.

use gray_matter::Pod;
use gray_matter::engine::{Engine, JSON, TOML, YAML};
use serde_json::Value;

use crate::diag::{Code, Diagnostic};
use crate::source::{SourceFile, Span};

/// Front matter larger than this is not parsed.
const MAX_BYTES: usize = 64 * 1024;
/// Front matter nested deeper than this is not parsed.
const MAX_DEPTH: usize = 32;
/// More aliases (`*name`) than this are not parsed: 16 of them can multiply a document at most 324 times.
const MAX_ALIASES: usize = 16;

/// The language of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Yaml,
    Toml,
    Json,
}

/// One key at the top level of the front matter.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The key as written.
    pub(super) key: String,
    /// The value; numbers that were written with leading zeros or as a version stay text.
    pub(super) value: Value,
    /// The line of the key, or of the whole block if it cannot be told.
    pub(super) span: Span,
}

/// The front matter of a document.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    /// The keys in the order of the file.
    pub(super) entries: Vec<Entry>,
    /// Where the body begins; 0 without front matter.
    pub(super) body: usize,
}

struct Head {
    kind: Kind,
    /// The bytes between the fences.
    inner: Span,
    body: usize,
}

/// Reads the front matter of a source.
pub(super) fn read(source: &SourceFile, diagnostics: &mut Vec<Diagnostic>) -> FrontMatter {
    let head = match find(&source.text) {
        Found::None => return FrontMatter::default(),
        Found::Unterminated { fence, start } => {
            let span = Span::new(start, start + fence.len());
            let diagnostic = Diagnostic::new(
                Code::FrontMatterUnterminated,
                &source.path,
                span,
                format!("the front matter that begins here with `{fence}` has no end"),
            );
            diagnostics
                .push(diagnostic.help(format!("close it with a line that holds `{fence}` and nothing else")));
            return salvage_unterminated(source, start + fence.len());
        }
        Found::Head(head) => head,
    };
    let inner = source.slice(head.inner);
    if let Err(reason) = bounds(inner, head.kind) {
        let diagnostic = Diagnostic::new(Code::FrontMatterTooLarge, &source.path, head.inner, reason);
        diagnostics.push(diagnostic.help("front matter is for a few keys; move the rest into the document"));
        return FrontMatter { entries: Vec::new(), body: head.body };
    }
    let entries = match parse(inner, head.kind) {
        Ok(Value::Object(map)) => in_file_order(source, &head, map),
        Ok(_) => Vec::new(),
        Err(message) => {
            report_syntax(source, &head, &message, diagnostics);
            salvage(source, head.inner)
        }
    };
    FrontMatter { entries, body: head.body }
}

enum Found {
    None,
    Unterminated { fence: &'static str, start: usize },
    Head(Head),
}

/// Finds the fences. A byte order mark, blank lines and HTML comments may stand in front.
fn find(text: &str) -> Found {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let start = bom + (text.len() - bom - text[bom..].trim_start().len());
    let first = text[start..].lines().next().unwrap_or("").trim_end();
    let (fence, kind) = match first {
        "---" | "---yaml" => ("---", Kind::Yaml),
        "+++" | "---toml" => (if first == "+++" { "+++" } else { "---" }, Kind::Toml),
        ";;;" | "---json" => (if first == ";;;" { ";;;" } else { "---" }, Kind::Json),
        line if line.starts_with('{') && !line.starts_with("{{") && !line.starts_with("{%") => {
            return find_json(text, start);
        }
        _ => return Found::None,
    };
    let inner = next_line(text, start);
    let mut at = inner;
    while at < text.len() {
        let end = next_line(text, at);
        let line = text[at..end].trim_end();
        if line == fence || (fence == "---" && line == "...") {
            return Found::Head(Head { kind, inner: Span::new(inner, at), body: end });
        }
        at = end;
    }
    // A rule at the top of a document is no front matter, unless what follows looks like keys.
    let keys = text[inner..].lines().take(3).filter(|line| plain_key(line).is_some()).count();
    if keys > 0 { Found::Unterminated { fence, start } } else { Found::None }
}

/// A JSON object at the very top ends with its closing brace at the end of a line.
fn find_json(text: &str, start: usize) -> Found {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, c) in text[start..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            '{' | '[' if !in_string => depth += 1,
            '}' | ']' if !in_string => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let end = start + at + 1;
                    let rest_of_line = text[end..].lines().next().unwrap_or("");
                    let is_object = text[start..end].contains(':') && rest_of_line.trim().is_empty();
                    return if is_object {
                        Found::Head(Head {
                            kind: Kind::Json,
                            inner: Span::new(start, end),
                            body: next_line(text, end),
                        })
                    } else {
                        Found::None
                    };
                }
            }
            _ => {}
        }
    }
    Found::None
}

fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length + 1)
}

/// Refuses what no honest front matter is.
fn bounds(inner: &str, kind: Kind) -> Result<(), String> {
    if inner.len() > MAX_BYTES {
        return Err(format!(
            "the front matter has {} bytes, more than the {MAX_BYTES} that are read",
            inner.len()
        ));
    }
    if depth(inner, kind) > MAX_DEPTH {
        return Err(format!("the front matter is nested deeper than {MAX_DEPTH} levels"));
    }
    if kind == Kind::Yaml {
        let aliases = inner.match_indices('*').filter(|(at, _)| is_alias(inner, *at)).count();
        if aliases > MAX_ALIASES {
            return Err(format!(
                "the front matter has {aliases} aliases, more than the {MAX_ALIASES} that are expanded"
            ));
        }
    }
    Ok(())
}

fn is_alias(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + 1..].chars().next();
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '[' | '{' | ',' | ':' | '-' | '?'))
        && after.is_some_and(|c| !c.is_whitespace() && c != '*')
}

/// An upper bound of the nesting: indentation steps and compact `- - -` of a line, and brackets open at any point.
fn depth(inner: &str, kind: Kind) -> usize {
    let (mut indents, mut deepest): (Vec<usize>, usize) = (Vec::new(), 0);
    let mut brackets = 0_usize;
    for line in inner.lines() {
        let content = line.trim_start();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let indent = line.len() - content.len();
        while indents.last().is_some_and(|last| *last >= indent) {
            indents.pop();
        }
        indents.push(indent);
        let compact = content.split(' ').take_while(|token| matches!(*token, "-" | "?" | ":" | "")).count();
        let mut open = brackets;
        for c in content.chars() {
            match c {
                '[' | '{' => {
                    brackets += 1;
                    open = open.max(brackets);
                }
                ']' | '}' => brackets = brackets.saturating_sub(1),
                _ => {}
            }
        }
        let nested = if kind == Kind::Yaml { indents.len() + compact } else { 0 };
        deepest = deepest.max(nested + open);
    }
    deepest
}

fn parse(inner: &str, kind: Kind) -> Result<Value, String> {
    let pod = match kind {
        Kind::Yaml => YAML::parse(inner),
        Kind::Toml => TOML::parse(inner),
        Kind::Json => JSON::parse(inner),
    };
    pod.map(value).map_err(|error| error.to_string())
}

fn value(pod: Pod) -> Value {
    match pod {
        Pod::Null => Value::Null,
        Pod::String(text) => Value::String(text),
        Pod::Integer(number) => number.into(),
        Pod::Float(number) => serde_json::Number::from_f64(number).map_or(Value::Null, Value::Number),
        Pod::Boolean(flag) => Value::Bool(flag),
        Pod::Array(items) => items.into_iter().map(value).collect(),
        // The order of a hash map is of no consequence here: `serde_json::Map` sorts by key.
        Pod::Hash(map) => Value::Object(map.into_iter().map(|(key, item)| (key, value(item))).collect()),
    }
}

/// Puts the keys in the order of the file, with their lines, and gives numbers back the form in which they were written.
fn in_file_order(source: &SourceFile, head: &Head, mut map: serde_json::Map<String, Value>) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(map.len());
    for (line, text) in lines(source, head.inner) {
        let Some((key, raw)) = top_level_key(text, head.kind) else { continue };
        let Some(value) = map.remove(&key) else { continue };
        let value = if value.is_number() { as_written(&value, raw) } else { value };
        entries.push(Entry { key, value, span: line });
    }
    entries.extend(map.into_iter().map(|(key, value)| Entry { key, value, span: head.inner }));
    entries
}

/// `0042` is an id and `1.10` a version: a number that prints otherwise than it was written stays text.
fn as_written(value: &Value, raw: &str) -> Value {
    let raw = raw.split(" #").next().unwrap_or(raw).trim().trim_end_matches(',').trim();
    let printed = value.to_string();
    if raw.is_empty() || raw == printed { value.clone() } else { Value::String(raw.to_owned()) }
}

fn lines(source: &SourceFile, span: Span) -> impl Iterator<Item = (Span, &str)> {
    let first = source.line(span.start);
    let last = source.line(span.end.saturating_sub(1).max(span.start));
    (first..=last).map(move |line| {
        let span = source.line_span(line);
        (span, source.slice(span))
    })
}

fn top_level_key(line: &str, kind: Kind) -> Option<(String, &str)> {
    match kind {
        Kind::Yaml if line.starts_with([' ', '\t', '-', '#']) => None,
        Kind::Yaml => plain_key(line),
        Kind::Toml => line.split_once('=').map(|(key, raw)| (unquote(key), raw)).or_else(|| {
            let table = line.trim().strip_prefix('[')?.trim_start_matches('[');
            Some((unquote(table.split([']', '.']).next()?), ""))
        }),
        Kind::Json => line
            .trim_start()
            .trim_start_matches('{')
            .trim_start()
            .split_once(':')
            .map(|(key, raw)| (unquote(key), raw)),
    }
}

/// `key: value` or `key:`, the key being short and of one line.
fn plain_key(line: &str) -> Option<(String, &str)> {
    let (key, raw) = line.split_once(':')?;
    let sensible = !key.trim().is_empty() && key.len() <= 60 && !key.contains(['{', '[', '<', '|']);
    (sensible && (raw.is_empty() || raw.starts_with([' ', '\t']))).then(|| (unquote(key), raw))
}

fn unquote(text: &str) -> String {
    text.trim().trim_matches(['"', '\'']).to_owned()
}

/// Says where the parser stopped. Its position stands only in its message, relative to the block.
fn report_syntax(source: &SourceFile, head: &Head, message: &str, diagnostics: &mut Vec<Diagnostic>) {
    let first = source.line(head.inner.start);
    let line = first + number_after(message, "line ").unwrap_or(1).saturating_sub(1);
    let column = number_after(message, "column ").unwrap_or(1);
    let row = source.line_span(line);
    let offset = source
        .slice(row)
        .char_indices()
        .nth(column.saturating_sub(1) as usize)
        .map_or(row.end - row.start, |(at, _)| u32::try_from(at).unwrap_or(0));
    let reason = message.lines().last().unwrap_or(message);
    let reason = reason.split(" at byte ").next().unwrap_or(reason);
    let reason = reason.trim_start_matches("deserialize error: ").trim();
    let language = match head.kind {
        Kind::Yaml => "YAML",
        Kind::Toml => "TOML",
        Kind::Json => "JSON",
    };
    let span = Span { start: row.start + offset, end: row.end.max(row.start + offset) };
    let code = if message.contains("duplicated key") {
        Code::FrontMatterDuplicateKey
    } else {
        Code::FrontMatterSyntax
    };
    let diagnostic = Diagnostic::new(
        code,
        &source.path,
        span,
        format!("the front matter is no valid {language}: {reason}"),
    );
    diagnostics.push(diagnostic.help(syntax_help(source.slice(row), head.kind)));
}

fn syntax_help(line: &str, kind: Kind) -> &'static str {
    let value = line.split_once(": ").map_or("", |(_, value)| value);
    match kind {
        Kind::Yaml if value.contains(": ") => "a value that holds `: ` needs quotation marks",
        Kind::Yaml if line.contains('\t') => "YAML is indented with blanks, never with tabs",
        Kind::Yaml if line.starts_with(' ') => {
            "keys of one level stand in one column; this line may have a stray blank in front"
        }
        _ => "what can be read line by line is used until this is mended",
    }
}

fn number_after(text: &str, word: &str) -> Option<u32> {
    let at = text.find(word)? + word.len();
    let digits: String = text[at..].chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// Reads `key: value`, `key = value` and `- item` line by line, whatever the language says.
fn salvage(source: &SourceFile, span: Span) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (line, text) in lines(source, span) {
        let content = text.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        if let Some(item) = content.strip_prefix("- ") {
            if let Some(last) = entries.last_mut() {
                push_item(&mut last.value, item);
            }
            continue;
        }
        // A stray blank in front of a key is what breaks most YAML; deeper keys belong to a value.
        if text.len() - text.trim_start().len() > 1 {
            continue;
        }
        let pair =
            plain_key(content).or_else(|| content.split_once('=').map(|(key, raw)| (unquote(key), raw)));
        if let Some((key, raw)) = pair
            && !entries.iter().any(|entry| entry.key == key)
        {
            entries.push(Entry { key, value: scalar(raw), span: line });
        }
    }
    entries
}

fn push_item(value: &mut Value, item: &str) {
    if let Value::Array(items) = value {
        items.push(scalar(item));
    } else if value.is_null() {
        *value = Value::Array(vec![scalar(item)]);
    }
}

fn scalar(raw: &str) -> Value {
    let raw = raw.split(" #").next().unwrap_or(raw).trim();
    if raw.is_empty() || raw.starts_with('#') {
        return Value::Null;
    }
    if let Some(list) = raw.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
        return list.split(',').map(|item| Value::String(unquote(item))).collect();
    }
    match raw {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => Value::String(unquote(raw)),
    }
}

/// Without an end, the lines that look like keys are taken, up to the first that does not.
fn salvage_unterminated(source: &SourceFile, from: usize) -> FrontMatter {
    let start = next_line(&source.text, from);
    let mut at = start;
    while at < source.text.len() {
        let end = next_line(&source.text, at);
        let line = source.text[at..end].trim_end();
        let belongs =
            plain_key(line).is_some() || line.starts_with(['-', ' ', '#']) && !line.starts_with("# ");
        if !belongs {
            break;
        }
        at = end;
    }
    FrontMatter { entries: salvage(source, Span::new(start, at)), body: at }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = (Vec<(String, String)>, Vec<(Code, u32, u32)>, String);

    fn check(text: &str) -> Read {
        let source = SourceFile::new("a.md", text.to_owned());
        let mut diagnostics = Vec::new();
        let matter = read(&source, &mut diagnostics);
        let entries =
            matter.entries.iter().map(|entry| (entry.key.clone(), entry.value.to_string())).collect();
        let places = diagnostics
            .iter()
            .map(|diagnostic| {
                (diagnostic.code, source.line(diagnostic.span.start), source.column(diagnostic.span.start))
            })
            .collect();
        (entries, places, text[matter.body..].to_owned())
    }

    fn pair(key: &str, value: &str) -> (String, String) {
        (key.to_owned(), value.to_owned())
    }

    #[test]
    fn three_languages_a_mark_and_crlf_are_understood() {
        let want = vec![pair("id", "\"0042\""), pair("severity", "\"SEV2\"")];
        for text in [
            "---\nid: 0042\nseverity: SEV2\n---\nbody",
            "\u{feff}---\r\nid: 0042\r\nseverity: SEV2\r\n---\r\nbody",
            "\n\n---\nid: 0042\nseverity: SEV2\n...\nbody",
            "+++\nid = \"0042\"\nseverity = \"SEV2\"\n+++\nbody",
            "{\n\"id\": \"0042\",\n\"severity\": \"SEV2\"\n}\nbody",
        ] {
            let (entries, places, body) = check(text);
            assert_eq!((entries, places.len(), body.as_str()), (want.clone(), 0, "body"), "{text:?}");
        }
    }

    #[test]
    fn broken_yaml_is_reported_at_its_line_and_read_line_by_line() {
        let (entries, places, _) =
            check("---\ntitle: Outage: api\n resolved_on: 2021-08-05\naffected:\n  - api\n---\n");
        assert_eq!(places[0].0, Code::FrontMatterSyntax);
        assert_eq!(places[0].1, 2);
        assert_eq!(entries[0], pair("title", "\"Outage: api\""));
        assert_eq!(entries[1], pair("resolved_on", "\"2021-08-05\""));
        assert_eq!(entries[2], pair("affected", "[\"api\"]"));
    }

    #[test]
    fn a_missing_end_is_an_error_at_the_beginning() {
        let (entries, places, body) = check("---\ntitle: X\n\n# Heading\n");
        assert_eq!(places, vec![(Code::FrontMatterUnterminated, 1, 1)]);
        assert_eq!((entries.len(), body.as_str()), (1, "\n# Heading\n"));
    }

    #[test]
    fn a_rule_at_the_top_is_no_front_matter() {
        let (entries, places, body) = check("---\n\nA text.\n");
        assert!(entries.is_empty() && places.is_empty());
        assert_eq!(body, "---\n\nA text.\n");
    }

    #[test]
    fn bombs_are_refused_before_any_parser_sees_them() {
        let bomb = format!("---\na: &a [x,x]\n{}---\n", "b: [*a,*a,*a]\n".repeat(9));
        for text in [
            bomb,
            format!("---\n{}x\n---\n", "- ".repeat(10_000)),
            format!("---\na: {}\n---\n", "[".repeat(100)),
            format!("---\na: {}\n---\n", "x".repeat(70_000)),
        ] {
            let (entries, places, body) = check(&text);
            assert_eq!((entries.len(), places[0].0, body.as_str()), (0, Code::FrontMatterTooLarge, ""));
        }
    }
}
