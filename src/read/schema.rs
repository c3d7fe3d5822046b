//! The JSON Schema of front matter, with which editors complete and check it.
//!
//! Draft 7, because that is what the YAML plugins of editors know. It is as tolerant as the reader: a key has many names, a
//! list may be a single text, and keys that pmsite does not use are allowed.

use serde_json::{Map, Value, json};

use super::lexicon::front_words;
use crate::config::Config;
use crate::model::{FIELDS, FieldKind};

/// The schema of front matter in an archive with these settings.
pub fn front_matter_schema(config: &Config) -> Value {
    let words = front_words(config);
    let mut properties = Map::new();
    let mut definitions = Map::new();
    for spec in FIELDS {
        let Some(key) = spec.key else { continue };
        definitions.insert(key.to_owned(), kind_schema(spec.kind, config));
        let reference = json!({ "$ref": format!("#/definitions/{key}") });
        for word in words.get(spec.id.name()).into_iter().flatten() {
            let description = format!("Another name for `{key}`.");
            properties.insert(yaml_key(word), json!({ "description": description, "allOf": [reference] }));
        }
        properties.insert(key.to_owned(), json!({ "description": spec.description, "allOf": [reference] }));
    }
    let editions = [
        (
            "visibility",
            json!({ "description": "Whether the public edition shows the document.", "enum": ["public", "internal"] }),
        ),
        ("public_title", json!({ "description": "The title in the public edition.", "type": "string" })),
        ("public_summary", json!({ "description": "The summary in the public edition.", "type": "string" })),
    ];
    properties.extend(editions.map(|(key, value)| (key.to_owned(), value)));
    for (key, label) in &config.fields {
        // A configured field replaces the built-in one, and may hold anything.
        properties.insert(key.clone(), json!({ "description": label }));
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Front matter of a post-mortem",
        "description": "What pmsite understands in the front matter of an incident. Keys are compared without regard to case, `-`, `_` and spaces. Other keys are passed to templates.",
        "type": ["object", "null"],
        "properties": properties,
        "definitions": definitions,
    })
}

/// A word of the lexicon as a YAML key.
fn yaml_key(word: &str) -> String {
    word.replace(' ', "_")
}

/// Text, or what YAML makes of text without quotes. `null` is a key without a value.
fn scalar() -> Value {
    json!({ "type": ["string", "number", "boolean", "null"] })
}

/// A list of texts or of records with these keys.
fn records(keys: &Value) -> Value {
    let record = json!({ "type": "object", "properties": keys });
    let item = json!({ "anyOf": [scalar(), record] });
    json!({ "anyOf": [scalar(), { "type": "array", "items": item }] })
}

fn kind_schema(kind: FieldKind, config: &Config) -> Value {
    match kind {
        // Running text may also be a list of sentences.
        FieldKind::Line
        | FieldKind::Prose
        | FieldKind::Points
        | FieldKind::List
        | FieldKind::Status
        | FieldKind::Whys => json!({ "anyOf": [scalar(), { "type": ["array", "object"] }] }),
        // Status pages write `resolved: true`.
        FieldKind::Day | FieldKind::Moment => json!({
            "type": ["string", "number", "boolean", "null"],
            "examples": ["2026-03-14", "2026-03-14T14:02:00Z"],
        }),
        FieldKind::Duration => json!({
            "description": "A number is in minutes.",
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
    use crate::read::EDITION_KEYS;
    use crate::read::lexicon::Lexicon;

    #[test]
    fn reader_understands_every_key_of_the_schema() {
        let config = Config::default();
        let lexicon = Lexicon::new(&config);
        let schema = front_matter_schema(&config);
        let properties = schema["properties"].as_object().unwrap();
        for (key, property) in properties.iter().filter(|(key, _)| !EDITION_KEYS.contains(&key.as_str())) {
            let reference = property["allOf"][0]["$ref"].as_str().unwrap();
            let named = |key: &str| reference.ends_with(&format!("/{key}"));
            let spec = FIELDS.iter().find(|spec| spec.key.is_some_and(named)).unwrap();
            assert_eq!(lexicon.front(key), Some(spec.id), "{key}");
        }
    }

    #[test]
    fn schema_accepts_every_documented_form() {
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
