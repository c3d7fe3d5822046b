//! Documents of many shapes and languages, each with what a careful reader finds in it.
//!
//! The labels stand beside the documents (`labelled/*.json`). A key that a label leaves out is not judged; null or an empty list says that the
//! document does not state it. What is known to be read otherwise is listed here, so that it is neither forgotten nor made worse.

#![expect(clippy::disallowed_methods, reason = "the documents lie on the disk")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use pmsite::config::Config;
use pmsite::model::{ActionState, DocumentKind, FieldId, Parsed};
use pmsite::read::Reader;
use pmsite::source::SourceFile;
use serde_json::Value;

/// Labels that are not met yet: folder, how many at most.
const KNOWN: &[(&str, usize)] = &[("english", 2), ("habits", 0), ("languages", 1)];

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
    let incident = parsed.classification.kind == DocumentKind::Incident;
    let mut faults = Vec::new();
    if label["kind"] == "incident" && !incident || label["kind"] == "page" && incident {
        return vec![format!("is taken for {:?}", parsed.classification)];
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
    text("summary_starts", record.text(FieldId::Summary).map(|summary| summary.value.clone()));
    text("root_cause_starts", record.text(FieldId::RootCause).map(|cause| cause.value.clone()));
    text("id", record.id.as_ref().map(|id| id.value.clone()));
    let mut number = |key: &str, got: usize| {
        if let Some(want) = label.get(key).and_then(Value::as_u64)
            && u64::try_from(got).ok() != Some(want)
        {
            faults.push(format!("{key}: wanted {want}, got {got}"));
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
            faults.push(format!("{key}: wanted {want:?}, got {got:?}"));
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
        faults.push(format!(
            "root_cause: wanted {}, got {:?}",
            label["root_cause"],
            record.text(FieldId::RootCause)
        ));
    }
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
        if let Some(priority) = want.get("priority").filter(|priority| {
            fold(priority.as_str().unwrap_or_default()) != fold(got.priority.as_deref().unwrap_or_default())
        }) {
            faults.push(format!("priority of `{starts}`: wanted {priority}, got {:?}", got.priority));
        }
        // Somebody who has begun is not done; labels do not tell these two apart.
        let state = if got.state == ActionState::InProgress { "open" } else { got.state.key() };
        if want.get("state").and_then(Value::as_str).is_some_and(|wanted| wanted != state) {
            faults.push(format!("state of `{starts}`: wanted {}, got {state}", want["state"]));
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
