//! Documents of many shapes and languages, each with what a careful reader finds in it.
//!
//! The labels stand beside the documents (`labelled/*.json`). A key that a label leaves out is not judged; null or an empty list says that the
//! document does not state it. What is known to be read otherwise is listed here, so that it is neither forgotten nor made worse.

#![expect(clippy::disallowed_methods, reason = "the documents lie on the disk")]

use std::path::Path;
use std::sync::Arc;

use pmsite::config::Config;
use pmsite::model::{Parsed, Sort};
use pmsite::read::Reader;
use pmsite::source::SourceFile;
use serde_json::Value;

/// Labels that are not met yet: folder, how many at most.
const KNOWN: &[(&str, usize)] = &[("english", 30), ("languages", 4)];

#[test]
fn documents_are_understood_as_their_labels_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labelled");
    let reader = Reader::new(&Config::default());
    for (folder, known) in KNOWN {
        let labels = std::fs::read_to_string(root.join(format!("{folder}.json"))).unwrap();
        let labels: Vec<Value> = serde_json::from_str(&labels).unwrap();
        let mut missed = Vec::new();
        for label in &labels {
            let path = label["path"].as_str().unwrap();
            let text = std::fs::read_to_string(root.join(folder).join(path)).unwrap();
            let parsed = reader.read(&Arc::new(SourceFile::new(path, text)));
            missed.extend(faults(label, &parsed).into_iter().map(|fault| format!("{path}: {fault}")));
        }
        assert!(!labels.is_empty());
        assert!(missed.len() <= *known, "{folder}: {} missed\n{}", missed.len(), missed.join("\n"));
    }
}

fn faults(label: &Value, parsed: &Parsed) -> Vec<String> {
    let incident = parsed.verdict.sort == Sort::Incident;
    let mut faults = Vec::new();
    if label["kind"] == "incident" && !incident || label["kind"] == "page" && incident {
        return vec![format!("is taken for {:?}", parsed.verdict)];
    }
    if !incident {
        return faults;
    }
    let record = &parsed.record;
    let mut text = |key: &str, got: Option<String>| {
        let Some(want) = label.get(key) else { return };
        let got = got.unwrap_or_default();
        let fits =
            want.as_str().unwrap_or_default().split(" || ").any(|want| fold(&got).starts_with(&fold(want)));
        if want.is_null() != got.is_empty() || !fits {
            faults.push(format!("{key}: wanted {want}, got {got:?}"));
        }
    };
    text("date", record.date.as_ref().map(|date| date.value.to_string()));
    text("severity", record.severity.as_ref().map(|severity| severity.value.label.clone()));
    text("summary_starts", record.summary.as_ref().map(|summary| summary.value.text.clone()));
    let mut number = |key: &str, got: usize| {
        if let Some(want) = label.get(key).and_then(Value::as_u64)
            && u64::try_from(got).ok() != Some(want)
        {
            faults.push(format!("{key}: wanted {want}, got {got}"));
        }
    };
    number("timeline_entries", record.timeline.len());
    number("five_whys", record.five_whys.len());
    let Some(actions) = label["actions"].as_array() else { return faults };
    for want in actions.iter().filter(|want| want["optional"] != true) {
        let starts = want["starts"].as_str().unwrap_or_default();
        let Some(got) = record.actions.iter().find(|item| fold(&item.action.text).contains(&fold(starts)))
        else {
            faults.push(format!("no action item `{starts}`"));
            continue;
        };
        if let Some(owner) =
            want.get("owner").filter(|owner| **owner != got.owner.clone().map_or(Value::Null, Value::String))
        {
            let same = owner
                .as_str()
                .is_some_and(|owner| got.owner.as_deref() == Some(owner.trim_start_matches('@')));
            if !same {
                faults.push(format!("owner of `{starts}`: wanted {owner}, got {:?}", got.owner));
            }
        }
        if let Some(due) = want
            .get("due")
            .and_then(Value::as_str)
            .filter(|due| got.due.map(|due| due.to_string()).as_deref() != Some(due))
        {
            faults.push(format!("due date of `{starts}`: wanted {due}, got {:?}", got.due));
        }
    }
    faults
}

/// Letters and digits in lower case.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
