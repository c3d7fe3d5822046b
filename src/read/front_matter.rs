//! Front matter: found, limited, parsed, and salvaged if it does not parse.
//!
//! `gray_matter` does the parsing, but only gets what this module has found and measured. Its YAML parser has no
//! limits of its own (an alias bomb of 318 bytes runs for 20 s; ten thousand `- ` on a line overflow the stack and
//! abort the process), and with a byte order mark or a missing closing fence it reports no front matter. What does not
//! parse is read line by line, so that a stray space does not cost a document its title and date.

mod fences;
mod limits;
mod lines;
mod salvage;
mod syntax;

use gray_matter::Pod;
use gray_matter::engine::{Engine, JSON, TOML, YAML};
use serde_json::Value;

use self::fences::{Fences, find};
use self::limits::check_limits;
use self::lines::{lines, top_level_key};
use self::salvage::{salvage, salvage_unterminated};
use self::syntax::report_syntax;
use super::hidden;
use crate::diag::{Code, Diagnostic};
use crate::source::{SourceFile, Span};

/// The format of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Yaml,
    Toml,
    Json,
}

/// One key at the top level of the front matter.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The key as written.
    pub(super) key: String,
    /// The value; numbers written with leading zeros or as a version stay strings.
    pub(super) value: Value,
    /// The line of the key, or the whole block if it is not known.
    pub(super) span: Span,
}

/// The front matter of a document.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    /// The keys in the order of the file.
    pub(super) entries: Vec<Entry>,
    /// The byte at which the body begins; 0 without front matter.
    pub(super) body: usize,
}

struct Block {
    format: Format,
    /// The bytes between the fences.
    inner: Span,
    body: usize,
}

/// Reads the front matter of a source.
pub(super) fn read(source: &SourceFile, diagnostics: &mut Vec<Diagnostic>) -> FrontMatter {
    let block = match find(&source.text) {
        Fences::None => return FrontMatter::default(),
        Fences::Unterminated { fence, start } => {
            let span = Span::new(start, start + fence.len());
            let diagnostic = Diagnostic::new(
                Code::FrontMatterUnterminated,
                &source.path,
                span,
                format!("front matter has no closing `{fence}`"),
            );
            diagnostics.push(diagnostic.help(format!("close it with a line that contains only `{fence}`")));
            let mut salvaged = salvage_unterminated(source, start + fence.len());
            show_hidden(source, &mut salvaged.entries, diagnostics);
            return salvaged;
        }
        Fences::Block(block) => block,
    };
    let inner = source.slice(block.inner);
    if let Err(reason) = check_limits(inner, block.format) {
        let diagnostic = Diagnostic::new(Code::FrontMatterTooLarge, &source.path, block.inner, reason);
        diagnostics.push(diagnostic.help("front matter is for a few keys; move the rest into the document"));
        return FrontMatter { entries: Vec::new(), body: block.body };
    }
    let mut entries = match parse(inner, block.format) {
        Ok(Value::Object(map)) => in_file_order(source, &block, map),
        Ok(_) => Vec::new(),
        Err(message) => {
            report_syntax(source, &block, &message, diagnostics);
            salvage(source, block.inner)
        }
    };
    show_hidden(source, &mut entries, diagnostics);
    FrontMatter { entries, body: block.body }
}

fn show_hidden(source: &SourceFile, entries: &mut [Entry], diagnostics: &mut Vec<Diagnostic>) {
    for Entry { key, value, span } in entries {
        hidden::in_front_matter(source, (key, value), *span, diagnostics);
    }
}

fn parse(inner: &str, format: Format) -> Result<Value, String> {
    let pod = match format {
        Format::Yaml => YAML::parse(inner),
        Format::Toml => TOML::parse(inner),
        Format::Json => JSON::parse(inner),
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
        // The order of the hash map does not matter: `serde_json::Map` sorts by key.
        Pod::Hash(map) => Value::Object(map.into_iter().map(|(key, item)| (key, value(item))).collect()),
    }
}

/// Sorts the keys in file order, adds their lines, and restores numbers as they were written.
fn in_file_order(source: &SourceFile, block: &Block, mut map: serde_json::Map<String, Value>) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(map.len());
    for (line, text) in lines(source, block.inner) {
        let Some((key, raw)) = top_level_key(text, block.format) else { continue };
        let Some(value) = map.remove(&key) else { continue };
        let value = if value.is_number() { preserve_spelling(&value, raw) } else { value };
        entries.push(Entry { key, value, span: line });
    }
    entries.extend(map.into_iter().map(|(key, value)| Entry { key, value, span: block.inner }));
    entries
}

/// `0042` is an id and `1.10` a version: a number that prints differently than it is written stays a string.
fn preserve_spelling(value: &Value, raw: &str) -> Value {
    let raw = raw.split(" #").next().unwrap_or(raw).trim().trim_end_matches(',').trim();
    let printed = value.to_string();
    if raw.is_empty() || raw == printed { value.clone() } else { Value::String(raw.to_owned()) }
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
        let positions = diagnostics
            .iter()
            .map(|diagnostic| {
                (diagnostic.code, source.line(diagnostic.span.start), source.column(diagnostic.span.start))
            })
            .collect();
        (entries, positions, text[matter.body..].to_owned())
    }

    fn pair(key: &str, value: &str) -> (String, String) {
        (key.to_owned(), value.to_owned())
    }

    #[test]
    fn reads_yaml_toml_json_with_byte_order_mark_and_crlf() {
        let want = vec![pair("id", "\"0042\""), pair("severity", "\"SEV2\"")];
        for text in [
            "---\nid: 0042\nseverity: SEV2\n---\nbody",
            "\u{feff}---\r\nid: 0042\r\nseverity: SEV2\r\n---\r\nbody",
            "\n\n---\nid: 0042\nseverity: SEV2\n...\nbody",
            "+++\nid = \"0042\"\nseverity = \"SEV2\"\n+++\nbody",
            "{\n\"id\": \"0042\",\n\"severity\": \"SEV2\"\n}\nbody",
        ] {
            let (entries, positions, body) = check(text);
            assert_eq!((entries, positions.len(), body.as_str()), (want.clone(), 0, "body"), "{text:?}");
        }
    }

    #[test]
    fn reports_broken_yaml_at_its_line_and_salvages_it() {
        let (entries, positions, _) =
            check("---\ntitle: Outage: api\n resolved_on: 2021-08-05\naffected:\n  - api\n---\n");
        assert_eq!(positions[0].0, Code::FrontMatterSyntax);
        assert_eq!(positions[0].1, 2);
        assert_eq!(entries[0], pair("title", "\"Outage: api\""));
        assert_eq!(entries[1], pair("resolved_on", "\"2021-08-05\""));
        assert_eq!(entries[2], pair("affected", "[\"api\"]"));
    }

    #[test]
    fn reports_missing_closing_fence_at_the_opening_one() {
        let (entries, positions, body) = check("---\ntitle: X\n\n# Heading\n");
        assert_eq!(positions, vec![(Code::FrontMatterUnterminated, 1, 1)]);
        assert_eq!((entries.len(), body.as_str()), (1, "\n# Heading\n"));
    }

    #[test]
    fn does_not_read_a_thematic_break_as_front_matter() {
        let (entries, positions, body) = check("---\n\nA text.\n");
        assert!(entries.is_empty() && positions.is_empty());
        assert_eq!(body, "---\n\nA text.\n");
    }

    #[test]
    fn refuses_bombs_before_parsing() {
        let bomb = format!("---\na: &a [x,x]\n{}---\n", "b: [*a,*a,*a]\n".repeat(9));
        for text in [
            bomb,
            format!("---\n{}x\n---\n", "- ".repeat(10_000)),
            format!("---\na: {}\n---\n", "[".repeat(100)),
            format!("---\na: {}\n---\n", "x".repeat(70_000)),
            format!("---\n{}x\n---\n", "-\t".repeat(10_000)),
            format!("---\n{}x\n---\n", "? ".repeat(10_000)),
            format!("---\n{}x\n---\n", "- !!seq &a ".repeat(5_000)),
            format!("---\n{}x\n---\n", "-   ? ".repeat(5_000)),
            format!("---\n{}\n---\n", (0..300).map(|n| " ".repeat(n) + "a:\n").collect::<String>()),
            format!("---\na: {}\n---\n", "{a: ".repeat(10_000)),
            format!("+++\na = {}\n+++\n", "[".repeat(10_000)),
            format!("+++\na = {}\n+++\n", "{a=".repeat(10_000)),
        ] {
            let (entries, positions, body) = check(&text);
            assert_eq!((entries.len(), positions[0].0, body.as_str()), (0, Code::FrontMatterTooLarge, ""));
        }
    }

    /// The processor time of this thread, in seconds.
    #[cfg(unix)]
    fn thread_seconds() -> i64 {
        rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime).tv_sec
    }

    /// Input within the limits may still be malicious; none of it may overflow the stack or take long.
    #[cfg(unix)]
    #[test]
    fn reads_everything_within_the_limits_in_a_second_of_processor_time() {
        let long = |piece: &str| piece.repeat(60_000 / piece.len());
        for inner in [
            format!("{}: 1", long("a.")),
            long("a: &a b\n"),
            long("<<: {a: 1}\n"),
            format!("a: {}", long("9")),
            format!("a: 1e{}", long("9")),
            format!("a: {}", long("-")),
            format!("a: {}", long("!!x ")),
            format!("a: \"{}\"", long("\\U0010FFFF")),
            long("? a\n: b\n"),
            format!("a: |\n{}", long("  x\n")),
            long("%YAML 1.2\n"),
            long("- a\n"),
            format!("a: [{}]", long("a,")),
            (0..9_000).map(|n| n.to_string() + ":\n").collect(),
        ] {
            for (open, close) in [("---\n", "\n---\n"), ("+++\n", "\n+++\n"), ("{\n", "\n}\n"), ("---\n", "")]
            {
                // Processor time: other processes use the machine too.
                let start = thread_seconds();
                check(&format!("{open}{inner}{close}"));
                let seconds = thread_seconds() - start;
                assert!(seconds < 2, "{seconds} s for {open:?} and {:?}", &inner[..20]);
            }
        }
    }
}
