//! Makes single system calls of a build fail, on the way in and on the way out (`strace --inject`). Whatever fails, the site is the old
//! one or the new one, and the exit code tells which.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// The calls of a build that can fail, and how often it makes each at most.
const CALLS: &[(&str, usize)] = &[
    ("openat", 90),
    ("getdents64", 8),
    ("read", 90),
    ("statx", 90),
    ("newfstatat", 8),
    ("mkdir", 8),
    ("write", 30),
    ("linkat", 30),
    ("rename", 30),
    ("unlink", 4),
    ("unlinkat", 30),
    ("rmdir", 8),
];

/// What the system says.
const ERRORS: &[&str] = &["EIO", "EMFILE", "EACCES", "ENOSPC"];

/// How many places to try for each call and error; `PMSITE_FAULTS` overrides it.
const PLACES: usize = 3;

type Files = BTreeMap<String, Vec<u8>>;

/// Six incidents, of which the new build changes one, removes one and adds one.
fn write_archive(folder: &Path, new: bool) {
    let place = |number: usize| folder.join(format!("archive/2026/inc-{number}.md"));
    fs::create_dir_all(folder.join("archive/2026")).unwrap();
    for number in 1..=6 + usize::from(new) {
        let more = if new && number == 3 { " again" } else { "" };
        let text =
            format!("---\nid: INC-{number}\ndate: 2026-01-02\n---\n\n# Queue {number} stalled{more}\n");
        fs::write(place(number), text).unwrap();
    }
    if new {
        fs::remove_file(place(2)).unwrap();
    }
}

/// Builds the archive, with these calls failing.
fn build(folder: &Path, inject: Option<&str>) -> Output {
    let pmsite = env!("CARGO_BIN_EXE_pmsite");
    let mut command = match inject {
        Some(inject) => {
            let mut command = Command::new("strace");
            // Only one thread: counting starts anew for each.
            let trace = format!("trace={}", inject.split(':').next().unwrap());
            command.args(["-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e"]);
            command.arg(format!("inject={inject}")).arg(pmsite);
            command
        }
        None => Command::new(pmsite),
    };
    command.args(["build", "archive", "--no-cache", "-j1", "--as-of", "2026-02-01"]);
    command.current_dir(folder).env_remove("SOURCE_DATE_EPOCH").output().unwrap()
}

/// The files of the site that readers see, and whether anything else is left.
fn site(folder: &Path) -> (Files, bool) {
    let out = folder.join("public");
    let (mut files, mut rest) = (Files::new(), false);
    for entry in walkdir::WalkDir::new(&out).into_iter().map(Result::unwrap) {
        let path = entry.path().strip_prefix(&out).unwrap().display().to_string();
        rest |= path.starts_with(".pmsite-");
        if entry.file_type().is_file() && path != "manifest.json" && !path.starts_with(".pmsite-") {
            files.insert(path, fs::read(entry.path()).unwrap());
        }
    }
    (files, rest)
}

/// A folder with the old site and the new archive.
fn with_old_site(old: &Path) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let copied = Command::new("cp").arg("-r").arg(old.join("public")).arg(folder.path()).status().unwrap();
    assert!(copied.success());
    write_archive(folder.path(), true);
    folder
}

fn can_inject() -> bool {
    let mut command = Command::new("strace");
    command.args(["-o", "/dev/null", "-e", "inject=openat:error=EIO:when=999", "true"]);
    command.status().is_ok_and(|status| status.success())
}

#[test]
#[expect(clippy::print_stderr, reason = "tells that nothing was tested")]
fn a_failing_system_call_leaves_the_old_site_or_the_new_one() {
    if !can_inject() {
        eprintln!("skipped: strace is not installed, or tracing is not allowed here");
        return;
    }
    let old = tempfile::tempdir().unwrap();
    write_archive(old.path(), false);
    assert!(build(old.path(), None).status.success());
    let (before, _) = site(old.path());
    let folder = with_old_site(old.path());
    assert!(build(folder.path(), None).status.success());
    let (after, _) = site(folder.path());
    assert_ne!(before, after);

    let places = std::env::var("PMSITE_FAULTS").map_or(PLACES, |places| places.parse().unwrap());
    let mut failed = BTreeMap::<&str, usize>::new();
    for (number, (call, most)) in CALLS.iter().enumerate() {
        for (shift, error) in ERRORS.iter().enumerate() {
            for place in 0..places.min(*most) {
                // Different places for each call and error, more of them near the beginning.
                let at = 1 + (place * place * most / (places * places) + number + shift) % most;
                let what = format!("{error} at {call} {at}");
                let folder = with_old_site(old.path());
                let output = build(folder.path(), Some(&format!("{call}:error={error}:when={at}")));
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                let (found, rest) = site(folder.path());
                let whole = |(path, text): (&String, &Vec<u8>)| {
                    [&before, &after].iter().any(|site| site.get(path) == Some(text))
                };
                match output.status.code() {
                    // Permissions hide a document: an error, and its old page stays.
                    Some(0) if said.contains("cannot be read") || said.contains("cannot be listed") => {
                        assert!(*error == "EACCES", "{what}: {said}");
                        let page =
                            |number: usize| found.contains_key(&format!("incidents/INC-{number}.html"));
                        assert!((3..=6).all(page), "{what}: {said}");
                    }
                    Some(0) => assert!(found == after && !rest, "{what}: not the new site\n{said}"),
                    Some(3) if rest => {
                        assert!(found == after || found == before, "{what}: neither site\n{said}");
                        assert!(said.contains("cannot remove"), "{what}: {said}");
                    }
                    // Before `main`, the loader fails with 127.
                    Some(2 | 3 | 127) => assert!(found == before, "{what}: not the old site\n{said}"),
                    code => panic!("{what}: exit {code:?}\n{said}"),
                }
                if *error != "EACCES" {
                    assert!(found.iter().all(whole), "{what}: a file is neither old nor new\n{said}");
                }
                *failed.entry(call).or_default() += usize::from(output.status.code() == Some(3));
            }
        }
    }
    let reached = failed.values().filter(|failed| **failed > 0).count();
    assert!(reached >= 8, "failures of only these calls had any effect: {failed:?}");
}
