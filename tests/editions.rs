//! The public edition from end to end: archives with canaries in all that is withheld, and a scanner that shares no code
//! with pmsite. `tests/editions/canaries.py` writes the archives and looks through the sites.
#![expect(clippy::disallowed_methods, reason = "archives and sites are folders on the disk")]
#![expect(clippy::unwrap_used, reason = "this is a test")]

#[path = "editions/mutations.rs"]
mod mutations;

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// The archives that `canaries.py plant` writes.
const ARCHIVES: [&str; 2] = ["marks", "fields"];

/// How many canaries there must be at least.
const MIN_CANARIES: usize = 400;

#[test]
fn the_public_edition_has_no_canary() {
    let folder = planted();
    let mut total = 0;
    let mut faults = Vec::new();
    for archive in ARCHIVES {
        let site = build(folder.path(), archive, "public");
        let scan = scan(folder.path(), archive, &site);
        total += scan.canaries;
        if !scan.is_clean {
            faults.push(format!("{archive}:\n{}", scan.report));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(total >= MIN_CANARIES, "there are only {total} canaries");
}

#[test]
fn the_scanner_finds_most_canaries_in_the_internal_edition() {
    let folder = planted();
    for archive in ARCHIVES {
        let site = build(folder.path(), archive, "internal");
        // The sources beside the pages have them all, and are read in a second.
        let sources = folder.path().join(format!("{archive}-sources"));
        fs::create_dir(&sources).unwrap();
        for entry in fs::read_dir(site.join("incidents")).unwrap().map(Result::unwrap) {
            if entry.path().extension().is_some_and(|ending| ending == "md") {
                fs::copy(entry.path(), sources.join(entry.file_name())).unwrap();
            }
        }
        let Scan { canaries, found, is_clean, .. } = scan(folder.path(), archive, &sources);
        assert!(!is_clean);
        assert!(found * 10 >= canaries * 7, "{archive}: {found} of {canaries} canaries found");
    }
}

#[test]
fn the_scanner_sees_through_every_disguise() {
    let folder = planted();
    let kinds = text(python(["kinds"]));
    let kinds: Vec<&str> = kinds.lines().collect();
    assert!(kinds.len() >= 12);
    for kind in &kinds {
        let site = folder.path().join("site").join(kind);
        fs::create_dir_all(&site).unwrap();
        text(python([OsStr::new("leak"), OsStr::new(kind), site.as_os_str()]));
    }
    let scan = scan(folder.path(), "marks", &folder.path().join("site"));
    let is_found = |kind: &&str| scan.report.lines().any(|line| line.starts_with(&format!("{kind}/")));
    let missed: Vec<&str> = kinds.into_iter().filter(|kind| !is_found(kind)).collect();
    assert!(missed.is_empty(), "not found: {}", missed.join(", "));
}

#[test]
fn the_scanner_misses_witnesses_in_an_empty_site() {
    let folder = planted();
    let site = folder.path().join("site");
    fs::create_dir(&site).unwrap();
    fs::write(site.join("index.html"), "nothing").unwrap();
    let Scan { found, is_clean, report, .. } = scan(folder.path(), "marks", &site);
    assert_eq!(found, 0, "{report}");
    assert!(!is_clean);
}

/// What the scanner says about a site.
struct Scan {
    report: String,
    canaries: usize,
    found: usize,
    is_clean: bool,
}

/// A folder with the archives.
fn planted() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    text(python([OsStr::new("plant"), folder.path().as_os_str()]));
    folder
}

/// Builds an edition, and returns the site.
fn build(folder: &Path, archive: &str, edition: &str) -> std::path::PathBuf {
    let site = folder.join(format!("{archive}-{edition}"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
    command
        .current_dir(folder)
        .args(["build", archive, "--edition", edition, "--as-of", "2026-10-01", "-o"])
        .arg(&site);
    // The scanner decides on its own.
    command.args(["--no-prove", "--no-cache", "--color", "never"]);
    text(command.output().unwrap());
    site
}

fn scan(folder: &Path, archive: &str, site: &Path) -> Scan {
    let output = python([OsStr::new("scan"), folder.join(archive).as_os_str(), site.as_os_str()]);
    let report = String::from_utf8(output.stdout).unwrap();
    let problem = String::from_utf8_lossy(&output.stderr).into_owned();
    let is_clean = match output.status.code() {
        Some(0) => true,
        Some(1) if problem.is_empty() => false,
        _ => panic!("the scanner failed\n{report}\n{problem}"),
    };
    let totals = report.lines().last().unwrap_or_default();
    let mut numbers = totals.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok());
    let (Some(canaries), Some(found)) = (numbers.next(), numbers.next()) else {
        panic!("no totals: {totals}")
    };
    Scan { report, canaries, found, is_clean }
}

/// Runs `canaries.py`.
fn python(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/editions/canaries.py");
    let output =
        Command::new("python3").env("PYTHONIOENCODING", "utf-8").arg(script).args(arguments).output();
    output.unwrap_or_else(|error| panic!("this test needs Python 3.11 or later as `python3`: {error}"))
}

/// The standard output of a program that must succeed.
fn text(output: Output) -> String {
    let problem = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}\n{problem}", output.status);
    String::from_utf8(output.stdout).unwrap()
}
