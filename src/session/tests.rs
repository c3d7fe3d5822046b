//! Tests of whole runs on real folders.
#![expect(clippy::disallowed_methods, reason = "the tests create the archives")]

use std::fs;

use tempfile::TempDir;

use std::sync::Arc;

use jiff::civil::Date;

use super::pipeline::read_one;
use super::*;
use crate::config::{Config, Edition};
use crate::crawl::Skipped;
use crate::diag::Code;
use crate::diag::Level::{Error, Warning};
use crate::model::FieldId;
use crate::read::Reader;
use crate::source::SourceFile;

fn folder(files: &[(&str, &str)]) -> (TempDir, Inputs) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let place = folder.path().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }
    let inputs = Inputs {
        folder: folder.path().to_owned(),
        config: None,
        output: Some(folder.path().join("public")),
        base_url: None,
        theme: None,
        as_of: Date::constant(2026, 11, 23),
        drafts: false,
        edition: Edition::Internal,
        redaction_key: None,
    };
    (folder, inputs)
}

fn documents(loaded: &LoadedArchive) -> Vec<&str> {
    loaded.documents.iter().map(|document| document.source.path.as_ref()).collect()
}

#[test]
fn unchanged_documents_are_not_read_again() {
    let (folder, inputs) = folder(&[("a.md", "# A"), ("b.md", "# B")]);
    let mut session = Session::default();
    let first = session.read(&inputs).unwrap();
    fs::write(folder.path().join("b.md"), "# B changed").unwrap();
    let second = session.read(&inputs).unwrap();
    assert!(Arc::ptr_eq(&first.documents[0], &second.documents[0]));
    assert!(!Arc::ptr_eq(&first.documents[1], &second.documents[1]));
    assert_eq!(session.remembered(), 2);
    // A configuration change can affect every document.
    fs::write(folder.path().join("pmsite.toml"), "language = 'de'").unwrap();
    let third = session.read(&inputs).unwrap();
    assert!(!Arc::ptr_eq(&second.documents[0], &third.documents[0]));
}

#[test]
fn drafts_are_excluded_by_default() {
    let (_folder, mut inputs) = folder(&[("a.md", "---\ndraft: true\n---\n# A"), ("b.md", "# B")]);
    let loaded = Session::default().read(&inputs).unwrap();
    assert_eq!(documents(&loaded), ["b.md"]);
    assert_eq!(loaded.skipped, [Skipped { path: "a.md".to_owned(), why: "a draft" }]);
    inputs.drafts = true;
    assert_eq!(documents(&Session::default().read(&inputs).unwrap()), ["a.md", "b.md"]);
}

#[test]
fn configured_field_takes_its_key_from_the_built_in_field() {
    let text =
        "---\nCustomer_Impact: high\nseverity: SEV2\n---\n# INC-0001: Out\n\n## Root cause\n\nA full disk.\n";
    let (folder, inputs) = folder(&[("a.md", text), ("b.md", &text.replace("INC-0001", "INC-0002"))]);
    let read = |config: &str| {
        fs::write(folder.path().join("pmsite.toml"), config).unwrap();
        let loaded = Session::default().read(&inputs).unwrap();
        let record = &loaded.archive.incidents[0].record;
        let impact = record.text(FieldId::Impact).map(|field| field.value.clone());
        let notes = loaded.diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::FieldOverridden);
        let notes: Vec<_> = notes.map(|note| (note.span.start, note.message.clone())).collect();
        (impact, record.extra_values("customer_impact"), notes)
    };
    assert_eq!(read(""), (Some("high".to_owned()), Vec::new(), Vec::new()));
    let message = "`customer_impact` no longer feeds the built-in field `impact`".to_owned();
    let expected = (None, vec!["high".to_owned()], vec![(9, message)]);
    assert_eq!(read("[fields]\ncustomer_impact = 'Customer impact'\n"), expected);
    assert_eq!(read("[fields]\nregion = 'Region'\n").2, []);
}

#[test]
fn levels_come_from_the_configuration() {
    let (folder, inputs) = folder(&[("latin.md", ""), ("bare", "# Bare")]);
    fs::write(folder.path().join("latin.md"), b"\xff").unwrap();
    let levels = |config: &str| {
        fs::write(folder.path().join("pmsite.toml"), config).unwrap();
        let loaded = Session::default().read(&inputs).unwrap();
        let of = |code| loaded.diagnostics.iter().find(|d| d.code == code).map(|d| d.level);
        (of(Code::NotUtf8), of(Code::ExtensionMissing))
    };
    assert_eq!(levels(""), (Some(Warning), Some(Warning)));
    assert_eq!(levels("[check]\nnot-utf8 = 'error'\nextension-missing = 'off'"), (Some(Error), None));
}

#[test]
fn invalid_configuration_stops_the_run() {
    let (folder, mut inputs) = folder(&[("pmsite.toml", "titel = 'x'")]);
    let error = Session::default().read(&inputs).unwrap_err();
    assert!(matches!(error, RunError::Config { diagnostics, .. } if diagnostics.len() == 1));
    inputs.config = Some(folder.path().join("none.toml"));
    assert!(matches!(Session::default().read(&inputs), Err(RunError::System(_))));
    fs::write(folder.path().join("none.toml"), "content = 'docs'").unwrap();
    assert!(matches!(Session::default().read(&inputs), Err(RunError::System(_))), "no such content folder");
}

#[test]
fn document_that_crashes_pmsite_is_reported_and_left_out() {
    let source = Arc::new(SourceFile::new("a.md", "# A".to_owned()));
    let diagnostic = read_one(&source, |_| panic!("a bug in pmsite")).unwrap_err();
    assert_eq!(
        (diagnostic.code, diagnostic.level, diagnostic.source.as_ref()),
        (Code::Unreadable, Error, "a.md")
    );
    assert!(read_one(&source, |source| Reader::new(&Config::default()).read(source)).is_ok());
}
