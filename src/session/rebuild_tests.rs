//! A rebuild makes the same site as a full run.
#![expect(clippy::disallowed_methods, reason = "the tests create the archives")]

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use walkdir::WalkDir;

use rayon::prelude::*;
use std::sync::Arc;

use jiff::civil::Date;

use super::*;
use crate::config::Edition;
use crate::emit::{Artifact, Contents};

/// A copy of the example that tests can edit.
struct Workspace {
    folder: TempDir,
    inputs: Inputs,
    session: Session,
}

/// How much was recomputed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Recomputed {
    /// Only what depends on the text of the changed documents.
    Text,
    /// Everything.
    Everything,
}

impl Workspace {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("content-example");
        for entry in WalkDir::new(&example).into_iter().map(Result::unwrap) {
            let place = folder.path().join(entry.path().strip_prefix(&example).unwrap());
            if entry.file_type().is_dir() {
                fs::create_dir_all(place).unwrap();
            } else {
                fs::copy(entry.path(), place).unwrap();
            }
        }
        let inputs = Inputs {
            folder: folder.path().to_owned(),
            config: None,
            output: None,
            base_url: Some("https://incidents.example/".to_owned()),
            theme: None,
            as_of: Date::constant(2026, 11, 23),
            drafts: true,
            edition: Edition::Internal,
            redaction_key: None,
        };
        let mut workspace = Self { folder, inputs, session: Session::default() };
        workspace.session.run(&workspace.inputs).unwrap();
        workspace
    }

    fn edit(&self, path: &str, change: impl Fn(&str) -> String) {
        let place = self.folder.path().join(path);
        let text = fs::read_to_string(&place).unwrap();
        let changed = change(&text);
        assert_ne!(text, changed, "{path}");
        fs::write(place, changed).unwrap();
    }

    /// Rebuilds, runs from scratch, and compares every byte.
    fn rebuild(&mut self, changed: &[&str]) -> Recomputed {
        let paths: Vec<String> = changed.iter().map(|path| (*path).to_owned()).collect();
        let before = self.session.previous.as_ref().map(|last| Arc::clone(&last.artifacts));
        let again = self.session.rebuild(&self.inputs, &paths).unwrap();
        let cold = Session::default().run(&self.inputs).unwrap();
        assert_eq!(again.loaded.diagnostics, cold.loaded.diagnostics, "{changed:?}");
        assert_eq!(again.loaded.skipped, cold.loaded.skipped, "{changed:?}");
        let (again_files, cold_files) = (files(&again), files(&cold));
        for ((path, warm), (cold_path, cold)) in again_files.iter().zip(&cold_files) {
            assert_eq!(path, cold_path, "{changed:?}");
            assert_eq!(warm, cold, "{path} after {changed:?}");
        }
        assert_eq!(again_files.len(), cold_files.len());
        if before.is_some_and(|before| Arc::ptr_eq(&before, &again.artifacts)) {
            Recomputed::Text
        } else {
            Recomputed::Everything
        }
    }
}

/// The path and text of every file; for a copied file, its source.
fn files(outcome: &BuiltSite) -> Vec<(String, String)> {
    let search = outcome.emitter.search();
    let text = |artifact: &Artifact| {
        let bytes = match &artifact.contents {
            Contents::Page(page) => outcome.emitter.bytes(page).unwrap(),
            Contents::Bytes(bytes) => bytes.clone(),
            Contents::File(path) => path.as_bytes().to_vec(),
        };
        (artifact.path.to_string(), String::from_utf8_lossy(&bytes).into_owned())
    };
    outcome.artifacts.par_iter().chain(&search).map(text).collect()
}

const HERD: &str = "2024/INC-0009-redis-failover-herd.md";
const POOL: &str = "2025/INC-0017-checkout-pool-exhausted.md";

#[test]
fn editing_text_recomputes_only_the_text() {
    let mut workspace = Workspace::new();
    for words in
        ["The replica was promoted again.", "As in INC-0012 and INC-0003, the checkout pool was exhausted."]
    {
        workspace.edit(HERD, |text| {
            text.replacen("\n### What Happened\n", &format!("\n{words}\n\n### What Happened\n"), 1)
        });
        assert_eq!(workspace.rebuild(&[HERD]), Recomputed::Text);
    }
    workspace.edit(HERD, |text| text.replace("INC-0012 and INC-0003", "INC-0030 and INC-9876"));
    assert_eq!(workspace.rebuild(&[HERD]), Recomputed::Text);
    // Text that other pages show too.
    workspace.edit(HERD, |text| text.replacen("Thundering herd", "Stampede", 1));
    assert_eq!(workspace.rebuild(&[HERD]), Recomputed::Text);
    workspace.edit(HERD, |text| text.replacen("A routine Redis failover", "A planned Redis failover", 1));
    assert_eq!(workspace.rebuild(&[HERD]), Recomputed::Text);
    workspace.edit(HERD, |text| text.replacen("\n| 1 | ", "\n| 1 | Really: ", 1));
    assert_eq!(workspace.rebuild(&[HERD]), Recomputed::Text);
    workspace.edit("about.md", |text| format!("{text}\nSee also INC-0009.\n"));
    workspace.edit(POOL, |text| text.replacen("| 1", "| 1 ", 1));
    assert_eq!(workspace.rebuild(&["about.md", POOL]), Recomputed::Text);
    // A temporary file of an editor, and an unchanged document.
    assert_eq!(workspace.rebuild(&["2024/4913", HERD]), Recomputed::Text);
}

type Change = fn(&str) -> String;

#[test]
fn editing_what_other_pages_depend_on_recomputes_everything() {
    let mut workspace = Workspace::new();
    let edits: [(&str, Change); 7] = [
        (HERD, |text| text.replacen("| SEV3 |", "| SEV2 |", 1)),
        (HERD, |text| text.replacen("| INC-0009 |", "| INC-0109 |", 1)),
        (HERD, |text| text.replacen("[INC-0007]: earlier", "[INC-0007]: same cause", 1)),
        (HERD, |text| text.replacen("2024-08-27", "2024-08-28", 1)),
        (HERD, |text| text.replacen("| Done |", "| Open |", 1)),
        (HERD, |text| format!("{text}\n![Pool](../images/inc-0017-pool-usage.png)\n")),
        ("about.md", |text| format!("{text}\n![Pool](images/inc-0007-cache-stampede.png)\n")),
    ];
    for (path, change) in edits {
        workspace.edit(path, change);
        assert_eq!(workspace.rebuild(&[path]), Recomputed::Everything);
    }
    fs::remove_file(workspace.folder.path().join(POOL)).unwrap();
    assert_eq!(workspace.rebuild(&[POOL]), Recomputed::Everything);
    fs::write(workspace.folder.path().join("2025/new.md"), "# INC-0900: New\n\n- Date: 2025-01-01\n")
        .unwrap();
    assert_eq!(workspace.rebuild(&["2025/new.md"]), Recomputed::Everything);
    workspace.edit("pmsite.toml", |text| text.replacen("language = \"en\"", "language = \"de\"", 1));
    assert_eq!(workspace.rebuild(&["pmsite.toml"]), Recomputed::Everything);
    fs::rename(workspace.folder.path().join("2023"), workspace.folder.path().join("2022")).unwrap();
    assert_eq!(workspace.rebuild(&["2023", "2022"]), Recomputed::Everything);
}
