//! Reads labeled documents of many kinds and languages and compares the result with what a careful reader finds in them.
//!
//! The labels are in `labelled/*.json`. A key that a label omits is not checked; null or an empty list means that the document does
//! not state it. Known misses are listed below, so that they are neither forgotten nor replaced by others.

#![expect(clippy::disallowed_methods, reason = "the documents are files on disk")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use pmsite::config::Config;
use pmsite::model::{ActionState, DocumentKind, FieldId, Parsed};
use pmsite::read::Reader;
use pmsite::source::SourceFile;
use serde_json::Value;

/// For each folder, the labels that the reader does not match yet, in the words of the test.
const KNOWN: &[(&str, &[&str])] = &[
    (
        "english",
        &[
            "mail-archive/0412-mail-relay.md: authors: wanted [String(\"Thaddeus Blom <blom@ops.gullwing.example> || Thaddeus Blom\")], got {}",
            "obsidian/Incidents/2024-04-11 Kiln controller reboot loop.md: related: wanted [String(\"2023-11-30 Dryer firmware rollback\")], got {}",
        ],
    ),
    ("habits", &[]),
    ("languages", &["zh/platform/cdn-config-rollback.md: related: wanted [String(\"PM-61\")], got {}"]),
];

#[test]
fn documents_are_read_as_labeled() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labelled");
    let reader = Reader::new(&Config::default());
    let mut faults = Vec::new();
    for (folder, known) in KNOWN {
        let labels = std::fs::read_to_string(root.join(format!("{folder}.json"))).unwrap();
        let labels: Vec<Value> = serde_json::from_str(&labels).unwrap();
        assert!(!labels.is_empty());
        let mut missed = BTreeSet::new();
        for label in &labels {
            let path = label["path"].as_str().unwrap();
            let text = std::fs::read_to_string(root.join(folder).join(path)).unwrap();
            let parsed = reader.read(&Arc::new(SourceFile::new(path, text)));
            missed.extend(misses(label, &parsed).into_iter().map(|miss| format!("{path}: {miss}")));
        }
        let known: BTreeSet<String> = known.iter().map(|miss| (*miss).to_owned()).collect();
        faults.extend(missed.difference(&known).map(|miss| format!("{folder}: new: {miss}")));
        faults.extend(known.difference(&missed).map(|miss| format!("{folder}: no longer missed: {miss}")));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// What the reader finds in a document that differs from its label.
fn misses(label: &Value, parsed: &Parsed) -> Vec<String> {
    let incident = parsed.classification.kind == DocumentKind::Incident;
    let mut misses = Vec::new();
    if label["kind"] == "incident" && !incident || label["kind"] == "page" && incident {
        return vec![format!("classified as {:?}", parsed.classification)];
    }
    if !incident {
        return misses;
    }
    let record = &parsed.record;
    let mut text = |key: &str, got: Option<String>| {
        let Some(want) = label.get(key) else { return };
        let got = got.unwrap_or_default();
        let fits =
            want.as_str().unwrap_or_default().split(" || ").any(|want| fold(&got).starts_with(&fold(want)));
        if want.is_null() != got.is_empty() || !fits {
            misses.push(format!("{key}: wanted {want}, got {got:?}"));
        }
    };
    text("date", record.date.as_ref().map(|date| date.value.to_string()));
    text("severity", record.severity.as_ref().map(|severity| severity.value.label.clone()));
    text("summary_starts", record.text(FieldId::Summary).map(|summary| summary.value.clone()));
    text("root_cause_starts", record.text(FieldId::RootCause).map(|cause| cause.value.clone()));
    text("id", record.id.as_ref().map(|id| id.value.clone()));
    let mut number = |key: &str, got: usize| {
        if let Some(want) = label.get(key).and_then(Value::as_u64)
            && u64::try_from(got).ok() != Some(want)
        {
            misses.push(format!("{key}: wanted {want}, got {got}"));
        }
    };
    number("timeline_entries", record.timeline.len());
    number("five_whys", record.five_whys.len());
    let mut names = |key: &str, got: Vec<String>| {
        let Some(want) = label.get(key).and_then(Value::as_array) else { return };
        let got: BTreeSet<_> = got.iter().map(|name| fold(name)).collect();
        let known = |want: &str| got.iter().any(|name| name.starts_with(&fold(want)));
        let fits = |want: &Value| want.as_str().unwrap_or_default().split(" || ").any(known);
        if want.len() != got.len() || !want.iter().all(fits) {
            misses.push(format!("{key}: wanted {want:?}, got {got:?}"));
        }
    };
    names("authors", record.authors.as_ref().map(|authors| authors.value.to_vec()).unwrap_or_default());
    let related = record.relations.iter().map(|relation| relation.target.clone());
    names(
        "related",
        related.map(|target| SourceFile::new(target.as_str(), String::new()).stem().to_owned()).collect(),
    );
    if label
        .get("root_cause")
        .and_then(Value::as_bool)
        .is_some_and(|want| want != record.text(FieldId::RootCause).is_some())
    {
        misses.push(format!(
            "root_cause: wanted {}, got {:?}",
            label["root_cause"],
            record.text(FieldId::RootCause)
        ));
    }
    let Some(actions) = label["actions"].as_array() else { return misses };
    for want in actions.iter().filter(|want| want["optional"] != true) {
        let starts = want["starts"].as_str().unwrap_or_default();
        let Some(got) = record.actions.iter().find(|item| fold(&item.action.text).contains(&fold(starts)))
        else {
            misses.push(format!("no action item `{starts}`"));
            continue;
        };
        if let Some(owner) =
            want.get("owner").filter(|owner| **owner != got.owner.clone().map_or(Value::Null, Value::String))
        {
            let same = owner
                .as_str()
                .is_some_and(|owner| got.owner.as_deref() == Some(owner.trim_start_matches('@')));
            if !same {
                misses.push(format!("owner of `{starts}`: wanted {owner}, got {:?}", got.owner));
            }
        }
        if let Some(priority) = want.get("priority").filter(|priority| {
            fold(priority.as_str().unwrap_or_default()) != fold(got.priority.as_deref().unwrap_or_default())
        }) {
            misses.push(format!("priority of `{starts}`: wanted {priority}, got {:?}", got.priority));
        }
        // Labels do not distinguish open items from items in progress.
        let state = if got.state == ActionState::InProgress { "open" } else { got.state.key() };
        if want.get("state").and_then(Value::as_str).is_some_and(|wanted| wanted != state) {
            misses.push(format!("state of `{starts}`: wanted {}, got {state}", want["state"]));
        }
        if let Some(due) = want
            .get("due")
            .and_then(Value::as_str)
            .filter(|due| got.due.map(|due| due.to_string()).as_deref() != Some(due))
        {
            misses.push(format!("due date of `{starts}`: wanted {due}, got {:?}", got.due));
        }
    }
    misses
}

/// Letters and digits in lower case.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
