//! `--changed`, in real repositories.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::{data, folder, incident, pmsite, write};

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=t", "-c", "user.email=t@example.org"]).args(arguments);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// An incident with one note.
fn culprit(number: u32) -> String {
    format!("{}\nHuman error.\n", incident(number))
}

/// A repository with an archive below its root, in which everything has a note.
fn repository() -> TempDir {
    let folder = folder(&[
        ("docs/INC-0001.md", &culprit(1)),
        ("docs/INC-0002.md", &culprit(2)),
        ("docs/2026/INC-0003.md", &culprit(3)),
        (".gitignore", "ignored.md\n"),
    ]);
    git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message=first"]);
    folder
}

/// The files that the report names, without repetition.
fn named(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let report: serde_json::Value = serde_json::from_str(&data(&pmsite(folder, arguments))).unwrap();
    let mut files: Vec<String> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["file"].as_str().unwrap().to_owned())
        .collect();
    files.dedup();
    files
}

#[test]
fn the_report_is_about_what_has_changed() {
    let folder = repository();
    let check = ["check", "docs", "--changed", "HEAD", "--format", "json"];
    assert_eq!(named(folder.path(), &check), Vec::<String>::new());
    write(folder.path(), "docs/INC-0002.md", &format!("{}\nMore.\n", culprit(2)));
    write(folder.path(), "docs/INC-0004 ü.md", &culprit(4));
    write(folder.path(), "docs/ignored.md", &culprit(5));
    let expected = ["docs/INC-0002.md", "docs/INC-0004 ü.md"];
    assert_eq!(named(folder.path(), &check), expected);
    git(folder.path(), &["add", "."]);
    assert_eq!(named(folder.path(), &check), expected);
    git(folder.path(), &["commit", "--quiet", "--message=second"]);
    let check = ["check", "docs", "--changed", "HEAD~1", "--format", "json"];
    assert_eq!(named(folder.path(), &check), expected);
}

#[test]
fn the_whole_archive_is_read_all_the_same() {
    let folder = repository();
    // By path the new document comes first, so that the error is that of one that has not changed.
    let copy = culprit(6).replace("INC-0006", "INC-0001");
    write(folder.path(), "docs/2026/INC-0001-copy.md", &copy);
    let output = pmsite(folder.path(), &["check", "docs", "--changed", "HEAD"]);
    let told = data(&output);
    assert!(told.contains("error[duplicate-id]") && told.contains("--> docs/INC-0001.md"), "{told}");
    assert_eq!(told.matches("blame-wording").count(), 1, "{told}");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.starts_with("Checked 4 documents (1 changed since HEAD) in "), "{said}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn reports_unknown_revisions() {
    let folder = repository();
    let report = |at: &Path, revision: &str| {
        let output = pmsite(at, &["check", "docs", "--changed", revision]);
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(report(folder.path(), "nowhere").starts_with("error: git does not know the revision `nowhere`"));
    assert!(report(folder.path(), "--output=x").starts_with("error: `--output=x` is not a git revision"));
    assert!(!folder.path().join("x").exists() && !folder.path().join("docs/x").exists());
    let bare = crate::folder(&[("docs/INC-0001.md", &incident(1))]);
    assert!(report(bare.path(), "HEAD").starts_with("error: --changed needs a git repository"));
}

#[test]
fn reports_missing_git() {
    let folder = repository();
    let output = Command::new(env!("CARGO_BIN_EXE_pmsite"))
        .current_dir(folder.path())
        .env_clear()
        .env("PATH", folder.path())
        .args(["check", "docs", "--changed", "HEAD"])
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "error: --changed needs git, but git is not installed\n"
    );
}
