//! Diagnostics as SARIF 2.1.0 (OASIS, 2020), which code scanning services read.
//!
//! Only includes what such services show: the tool with its rules, and results with their locations. Paths are relative to
//! `%SRCROOT%`, which the service defines.

use serde::Serialize;

use super::{Sources, json_lines};
use crate::check::page;
use crate::diag::{Code, Diagnostic, Level};
use crate::source::Span;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<SarifResult<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Message<'static>,
    full_description: Message<'static>,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Message<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: OwnedMessage,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
}

#[derive(Serialize)]
struct OwnedMessage {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    uri_base_id: &'static str,
}

/// Lines and columns (in characters) count from 1; the end is exclusive.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

/// A pretty-printed log with one run. Lists all rules, including those without results.
pub fn report(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let driver = Driver {
        name: "pmsite",
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        rules: Code::ALL.iter().map(|code| rule(*code)).collect(),
    };
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver },
            column_kind: "unicodeCodePoints",
            results: diagnostics.iter().map(|diagnostic| result(diagnostic, sources)).collect(),
        }],
    };
    json_lines(&log)
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

fn rule(code: Code) -> Rule {
    let page = page(code);
    Rule {
        id: code.name(),
        short_description: Message { text: code.manual() },
        full_description: Message { text: code.manual() },
        help: Help { text: page.clone(), markdown: page },
        default_configuration: Configuration { level: level(code.level()) },
    }
}

fn result<'a>(diagnostic: &'a Diagnostic, sources: &Sources<'_>) -> SarifResult<'a> {
    let help = diagnostic.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    let related = diagnostic.labels.iter().map(|label| Location {
        physical_location: physical(diagnostic, label.span, sources),
        message: Some(Message { text: &label.message }),
    });
    SarifResult {
        rule_id: diagnostic.code.name(),
        // Rules are listed in the order of the codes.
        rule_index: Code::ALL.iter().position(|code| *code == diagnostic.code).unwrap_or_default(),
        level: level(diagnostic.level),
        message: OwnedMessage { text: format!("{}{help}", diagnostic.message) },
        locations: [Location {
            physical_location: physical(diagnostic, diagnostic.span, sources),
            message: None,
        }],
        related_locations: related.collect(),
    }
}

fn physical(diagnostic: &Diagnostic, span: Span, sources: &Sources<'_>) -> Physical {
    let source = sources.get(&diagnostic.source).filter(|_| span != Span::default());
    let region = source.map(|source| Region {
        start_line: source.line(span.start),
        start_column: source.column(span.start),
        end_line: source.line(span.end),
        end_column: source.column(span.end),
    });
    let uri = address(&sources.shown(&diagnostic.source));
    Physical { artifact_location: Artifact { uri, uri_base_id: "%SRCROOT%" }, region }
}

/// A path as a relative reference (RFC 3986), percent-encoded.
fn address(path: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const KEPT: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');
    utf8_percent_encode(path, KEPT).to_string()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::report::Root;
    use crate::source::SourceFile;

    #[test]
    fn result_has_rule_location_and_path_from_the_root() {
        let source = SourceFile::new("a b:ü.md", "ä\nöx\n".to_owned());
        let path = Arc::from("a b:ü.md");
        let list = [Diagnostic::new(Code::DateInvalid, &path, Span::new(5, 6), "no day").help("mend it")];
        let root = Root { working: "/repo/docs".into(), top: "/repo".into() };
        let text = report(&list, &Sources::new(".", [&source], None).relative_to(root));
        let log: serde_json::Value = serde_json::from_str(&text).unwrap();
        let result = &log["runs"][0]["results"][0];
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][index]["id"], "date-invalid");
        assert_eq!(result["message"]["text"], "no day; mend it");
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "docs/a%20b%3A%C3%BC.md");
        let region = serde_json::json!({"startLine": 2, "startColumn": 2, "endLine": 2, "endColumn": 3});
        assert_eq!(place["region"], region);
    }
}
