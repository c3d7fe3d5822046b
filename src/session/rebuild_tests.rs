//! A run that keeps what it can makes the same site as one that starts from nothing.
#![expect(clippy::disallowed_methods, reason = "the tests make the folders that are read")]

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use walkdir::WalkDir;

use super::*;

/// A copy of the example, which tests may change.
struct Desk {
    folder: TempDir,
    inputs: Inputs,
    session: Session,
}

/// What an edit is expected to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Took {
    /// What many documents share was kept.
    Little,
    /// Everything was put together again.
    All,
}

impl Desk {
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
        };
        let mut desk = Self { folder, inputs, session: Session::default() };
        desk.session.run(&desk.inputs).unwrap();
        desk
    }

    fn edit(&self, path: &str, change: impl Fn(&str) -> String) {
        let place = self.folder.path().join(path);
        let text = fs::read_to_string(&place).unwrap();
        let changed = change(&text);
        assert_ne!(text, changed, "{path}");
        fs::write(place, changed).unwrap();
    }

    /// Runs again, and from nothing, and compares every byte.
    fn run(&mut self, changed: &[&str]) -> Took {
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
            Took::Little
        } else {
            Took::All
        }
    }
}

/// The path and the text of every file; of one that is copied, where it comes from.
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
fn words_of_a_document_change_little() {
    let mut desk = Desk::new();
    for words in
        ["The replica was promoted again.", "As in INC-0012 and INC-0003, the checkout pool was exhausted."]
    {
        desk.edit(HERD, |text| {
            text.replacen("\n### What Happened\n", &format!("\n{words}\n\n### What Happened\n"), 1)
        });
        assert_eq!(desk.run(&[HERD]), Took::Little);
    }
    desk.edit(HERD, |text| text.replace("INC-0012 and INC-0003", "INC-0030 and INC-9876"));
    assert_eq!(desk.run(&[HERD]), Took::Little);
    // What other pages show of it, in the places where they have shown it.
    desk.edit(HERD, |text| text.replacen("Thundering herd", "Stampede", 1));
    assert_eq!(desk.run(&[HERD]), Took::Little);
    desk.edit(HERD, |text| text.replacen("A routine Redis failover", "A planned Redis failover", 1));
    assert_eq!(desk.run(&[HERD]), Took::Little);
    desk.edit(HERD, |text| text.replacen("\n| 1 | ", "\n| 1 | Really: ", 1));
    assert_eq!(desk.run(&[HERD]), Took::Little);
    desk.edit("about.md", |text| format!("{text}\nSee also INC-0009.\n"));
    desk.edit(POOL, |text| text.replacen("| 1", "| 1 ", 1));
    assert_eq!(desk.run(&["about.md", POOL]), Took::Little);
    // An editor's file that has come and gone, and a document that nobody has touched.
    assert_eq!(desk.run(&["2024/4913", HERD]), Took::Little);
}

type Change = fn(&str) -> String;

#[test]
fn what_others_show_of_a_document_changes_all() {
    let mut desk = Desk::new();
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
        desk.edit(path, change);
        assert_eq!(desk.run(&[path]), Took::All);
    }
    fs::remove_file(desk.folder.path().join(POOL)).unwrap();
    assert_eq!(desk.run(&[POOL]), Took::All);
    fs::write(desk.folder.path().join("2025/new.md"), "# INC-0900: New\n\n- Date: 2025-01-01\n").unwrap();
    assert_eq!(desk.run(&["2025/new.md"]), Took::All);
    desk.edit("pmsite.toml", |text| text.replacen("language = \"en\"", "language = \"de\"", 1));
    assert_eq!(desk.run(&["pmsite.toml"]), Took::All);
    fs::rename(desk.folder.path().join("2023"), desk.folder.path().join("2022")).unwrap();
    assert_eq!(desk.run(&["2023", "2022"]), Took::All);
}
