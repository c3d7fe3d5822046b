//! The JSON Schema of front matter, so that editors complete and check it.
//!
//! Draft 7, because that is what the editors' YAML plugins know. It is as loose as the reader: a key may have many names, a list
//! may be one text, and keys that pmsite has no use for are kept.

use serde_json::{Map, Value, json};

use super::lexicon::front_words;
use crate::config::Config;

/// What a key holds.
#[derive(Clone, Copy)]
enum FieldKind {
    Text,
    Moment,
    Duration,
    Severity,
    Names,
    Timeline,
    Actions,
    Related,
    Flag,
}

/// The keys that documentation names, by their meaning in the vocabulary: meaning, key, form, description.
const KEYS: [(&str, &str, FieldKind, &str); 26] = [
    ("id", "id", FieldKind::Text, "The incident's id; leading zeros stay if it is quoted."),
    ("title", "title", FieldKind::Text, "Its title."),
    ("date", "date", FieldKind::Moment, "The day of the incident."),
    ("started", "started", FieldKind::Moment, "When it began."),
    ("detected", "detected", FieldKind::Moment, "When it was noticed."),
    ("declared", "declared", FieldKind::Moment, "When it was declared an incident."),
    ("mitigated", "mitigated", FieldKind::Moment, "When its effects ended."),
    ("resolved", "resolved", FieldKind::Moment, "When it was over."),
    ("duration", "duration", FieldKind::Duration, "How long it lasted."),
    ("severity", "severity", FieldKind::Severity, "How grave, on the archive's own scale."),
    ("status", "status", FieldKind::Text, "Where the document is in its own life."),
    ("author", "authors", FieldKind::Names, "Who wrote it."),
    ("service", "services", FieldKind::Names, "What was affected."),
    ("tag", "tags", FieldKind::Names, "Tags."),
    ("aliases", "aliases", FieldKind::Names, "Other ids under which it is known."),
    ("summary", "summary", FieldKind::Text, "What happened, in short."),
    ("impact", "impact", FieldKind::Text, "Who noticed what."),
    ("trigger", "trigger", FieldKind::Text, "What set it off."),
    ("root_cause", "root_cause", FieldKind::Text, "The underlying cause."),
    ("detection", "detection", FieldKind::Text, "How it was noticed."),
    ("resolution", "resolution", FieldKind::Text, "What ended it."),
    ("timeline", "timeline", FieldKind::Timeline, "What happened when."),
    ("actions", "actions", FieldKind::Actions, "What is to be done."),
    ("related", "related", FieldKind::Related, "Other incidents."),
    ("draft", "draft", FieldKind::Flag, "Not to be published without `--drafts`."),
    ("priority", "priority", FieldKind::Severity, "Taken for the severity where there is none."),
];

/// The schema of front matter in an archive with these settings.
pub fn front_matter_schema(config: &Config) -> Value {
    let words = front_words(config);
    let mut properties = Map::new();
    let mut definitions = Map::new();
    for (meaning, key, form, description) in KEYS {
        definitions.insert(key.to_owned(), kind_schema(form, config));
        let reference = json!({ "$ref": format!("#/definitions/{key}") });
        for word in words.get(meaning).into_iter().flatten() {
            let said = format!("Another name for `{key}`.");
            properties.insert(spelled(word), json!({ "description": said, "allOf": [reference] }));
        }
        properties.insert(key.to_owned(), json!({ "description": description, "allOf": [reference] }));
    }
    for (key, label) in &config.fields {
        properties.entry(key.clone()).or_insert_with(|| json!({ "description": label }));
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Front matter of a post-mortem",
        "description": "What pmsite understands in the front matter of an incident. Keys are compared without regard to case, `-`, `_` and blanks; others are kept for templates.",
        "type": ["object", "null"],
        "properties": properties,
        "definitions": definitions,
    })
}

/// A word of the vocabulary as a key of YAML.
fn spelled(word: &str) -> String {
    word.replace(' ', "_")
}

/// A text, or what YAML makes of one that is not quoted; nothing after the colon says nothing.
fn scalar() -> Value {
    json!({ "type": ["string", "number", "boolean", "null"] })
}

/// A list of records with some keys in common, or of texts.
fn records(keys: &Value) -> Value {
    let record = json!({ "type": "object", "properties": keys });
    let item = json!({ "anyOf": [scalar(), record] });
    json!({ "anyOf": [scalar(), { "type": "array", "items": item }] })
}

fn kind_schema(form: FieldKind, config: &Config) -> Value {
    match form {
        // Prose may also be a list of sentences; only what is no text at all is refused.
        FieldKind::Text => json!({ "anyOf": [scalar(), { "type": ["array", "object"] }] }),
        // Status pages also write `resolved: true`.
        FieldKind::Moment => json!({
            "type": ["string", "number", "boolean", "null"],
            "examples": ["2026-03-14", "2026-03-14T14:02:00Z"],
        }),
        FieldKind::Duration => json!({
            "description": "A number counts minutes.",
            "type": ["string", "number", "null"],
            "examples": ["2h14m", "PT2H14M", "95 min", 95],
        }),
        FieldKind::Severity => {
            let labels: Vec<&str> = config.severities.iter().map(|step| step.label.as_str()).collect();
            json!({ "type": ["string", "number", "null"], "examples": labels })
        }
        FieldKind::Names => {
            let item = json!({ "anyOf": [scalar(), { "type": "object" }] });
            json!({ "anyOf": [scalar(), { "type": "object" }, { "type": "array", "items": item }] })
        }
        FieldKind::Timeline => records(&json!({ "time": scalar(), "event": scalar() })),
        FieldKind::Actions => records(&json!({
            "action": scalar(), "owner": scalar(), "priority": scalar(), "due": scalar(), "status": scalar(),
        })),
        FieldKind::Related => {
            let kinds =
                ["recurrence-of", "caused-by", "duplicate-of", "follow-up-of", "same-cause", "related"];
            records(&json!({
                "id": scalar(),
                "kind": { "type": ["string", "null"], "examples": kinds },
                "note": scalar(),
            }))
        }
        FieldKind::Flag => json!({ "type": ["boolean", "string", "null"] }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FieldId;
    use crate::read::lexicon::Lexicon;

    #[test]
    fn every_key_of_the_schema_is_one_that_the_reader_understands() {
        let config = Config::default();
        let lexicon = Lexicon::new(&config);
        let schema = front_matter_schema(&config);
        for (key, property) in schema["properties"].as_object().unwrap() {
            let reference = property["allOf"][0]["$ref"].as_str().unwrap();
            let (meaning, ..) =
                KEYS.iter().find(|(_, of, ..)| reference.ends_with(&format!("/{of}"))).unwrap();
            assert_eq!(lexicon.front(key), FieldId::from_name(meaning), "{key}");
        }
    }

    #[test]
    fn every_form_that_the_documentation_names_holds() {
        let schema = front_matter_schema(&Config::default());
        assert!(jsonschema::meta::is_valid(&schema));
        let validator = jsonschema::validator_for(&schema).unwrap();
        for value in [
            json!({ "id": "0042", "title": "x", "date": "2026-03-14", "severity": 2, "duration": 95 }),
            json!({ "authors": "Ann, Bob", "services": ["api", "db"], "tags": null }),
            json!({ "timeline": [{ "time": "14:02", "event": "x" }], "actions": ["x", { "action": "y", "due": null }] }),
            json!({ "related": ["INC-3", { "id": "INC-7", "kind": "caused-by", "note": "x" }], "draft": true }),
            json!({ "anything": { "else": [1] } }),
        ] {
            assert!(validator.is_valid(&value), "{value}");
        }
        for value in [json!({ "date": ["x"] }), json!({ "severity": {} }), json!({ "sev": [] }), json!([])] {
            assert!(!validator.is_valid(&value), "{value}");
        }
    }
}
