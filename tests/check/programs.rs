//! The formats for programs.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::{data, folder, incident, pmsite, write};

/// An archive in a folder of a repository, with a finding on line 13 of one document, and one about a whole file.
fn repository() -> TempDir {
    let culprit = format!("{}\n## Größe\n\nIt was ähnlich: human error.\n", incident(2));
    let folder = folder(&[("docs/pm/INC-0001 ü.md", &incident(1)), ("docs/pm/INC-0002.md", &culprit)]);
    fs::create_dir(folder.path().join(".git")).unwrap();
    write(folder.path(), "docs/pm/INC-0003", &incident(3));
    folder
}

fn sarif(folder: &Path, arguments: &[&str]) -> Value {
    serde_json::from_str(&data(&pmsite(folder, arguments))).unwrap()
}

/// What the official schema says against a log.
fn faults(log: &Value) -> Vec<String> {
    let mut schema: Value = serde_json::from_str(include_str!("sarif-2.1.0.json")).unwrap();
    // The pattern for language tags has a bracket too many, and validators refuse it. Nothing here has such a tag.
    for owner in ["run", "toolComponent"] {
        schema["definitions"][owner]["properties"]["language"].as_object_mut().unwrap().remove("pattern");
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    validator.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn sarif_obeys_the_official_schema() {
    let folder = repository();
    for command in ["check", "build"] {
        let log = sarif(folder.path(), &[command, "docs/pm", "--format", "sarif"]);
        assert_eq!(faults(&log), Vec::<String>::new(), "{command}");
        assert!(!log["runs"][0]["results"].as_array().unwrap().is_empty(), "{command}");
    }
    assert!(
        !faults(&serde_json::json!({"version": "2.1.0", "runs": [{}]})).is_empty(),
        "the schema refuses nothing"
    );
}

#[test]
fn paths_are_those_of_the_repository_wherever_pmsite_is_started() {
    let folder = repository();
    let whole = folder.path().canonicalize().unwrap();
    let below = whole.join("docs/pm");
    for (from, archive) in
        [(&whole, "docs/pm"), (&whole, "./docs/pm/"), (&below, "."), (&whole, below.to_str().unwrap())]
    {
        let log = sarif(from, &["check", archive, "--format", "sarif"]);
        let mut places: Vec<(&str, Option<u64>)> = Vec::new();
        for result in log["runs"][0]["results"].as_array().unwrap() {
            let place = &result["locations"][0]["physicalLocation"];
            places.push((
                place["artifactLocation"]["uri"].as_str().unwrap(),
                place["region"]["startLine"].as_u64(),
            ));
        }
        assert_eq!(places, [("docs/pm/INC-0002.md", Some(14)), ("docs/pm/INC-0003", None)]);
    }
}

#[test]
fn annotations_stand_at_the_words_they_speak_of() {
    let folder = repository();
    let below = folder.path().join("docs/pm");
    let text = data(&pmsite(&below, &["check", "--format", "github"]));
    let first = text.lines().find(|line| line.contains("blame-wording")).unwrap();
    let expected = "::notice file=docs/pm/INC-0002.md,line=14,col=17,endColumn=28,title=blame-wording::";
    assert!(first.starts_with(expected), "{first}");
    let line = fs::read_to_string(below.join("INC-0002.md")).unwrap();
    let line: Vec<char> = line.lines().nth(13).unwrap().chars().collect();
    assert_eq!(line[16..27].iter().collect::<String>(), "human error");
}

#[test]
fn json_counts_every_level() {
    let folder = repository();
    let report = sarif(folder.path(), &["check", "docs/pm", "--format", "json"]);
    assert_eq!((&report["errors"], &report["warnings"], &report["notes"]), (&0.into(), &1.into(), &1.into()));
    assert_eq!(report["diagnostics"].as_array().unwrap().len(), 2);
}
