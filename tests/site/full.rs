//! Builds on a full disk.
//!
//! The disk is a small tmpfs, which needs permission to mount: root has it, and on most systems every user in a new
//! namespace. Without it, this test reports so and checks nothing; `src/publish/faults.rs` also tests that every single write
//! may fail.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use crate::built::{Files, build, copy, example, files, folder};

/// Mounts a disk of `$SIZE` KiB at `$DISK`, copies `$OLD` there, and builds; copies the result to `$THEN`, enlarges the disk,
/// builds again, and copies the result to `$LAST`. Prints the messages of the first build and exits with its code.
const SCRIPT: &str = r#"
set -e
mount -t tmpfs -o "size=${SIZE}k" none "$DISK"
cp -a "$OLD/." "$DISK/"
code=0
"$PMSITE" build "$CONTENT" --as-of 2026-11-23 -o "$DISK" || code=$?
cp -a "$DISK/." "$THEN/"
mount -o remount,size=512m "$DISK"
"$PMSITE" build "$CONTENT" --as-of 2026-11-23 -o "$DISK" -q
cp -a "$DISK/." "$LAST/"
exit "$code"
"#;

/// The size of a folder on such a disk in KiB: whole memory pages.
fn room(files: &Files) -> usize {
    files.values().map(|bytes| bytes.len().div_ceil(4096) * 4).sum()
}

/// The program in a new mount namespace, if this machine allows one.
fn namespace() -> Option<Command> {
    let may_mount = |flags: &str| {
        let mut command = Command::new("unshare");
        let probe = command.args([flags, "sh", "-c", "mount -t tmpfs none /mnt"]).output();
        probe.is_ok_and(|output| output.status.success())
    };
    let flags = ["-m", "-rm"].into_iter().find(|flags| may_mount(flags))?;
    let mut command = Command::new("unshare");
    command.args([flags, "sh", "-c", SCRIPT]);
    Some(command)
}

fn run(mut command: Command, size: usize, places: [(&str, &Path); 5]) -> Output {
    command.env("SIZE", size.to_string()).env("PMSITE", env!("CARGO_BIN_EXE_pmsite")).envs(places);
    command.output().unwrap()
}

#[test]
fn full_disk_is_reported_and_leaves_the_site_unchanged() {
    if namespace().is_none() {
        // Not through the macros of the test harness, which capture output.
        _ = std::io::stderr().write_all(b"note: nothing can be mounted here, so no disk was filled\n");
        return;
    }
    let content = copy(&example());
    let site = |content: &Path| {
        let out = tempfile::tempdir().unwrap();
        build(content, out.path(), &[]);
        out
    };
    let old = site(content.path());
    fs::write(old.path().join("CNAME"), "example.org\n").unwrap();
    fs::write(content.path().join("pmsite.toml"), "title = 'Every page is another'\n").unwrap();
    let new = site(content.path());
    let before = files(old.path());
    let mut after = files(new.path());
    after.insert("CNAME".to_owned(), b"example.org\n".to_vec());
    let nothing: Files = Files::new();
    let empty = folder::<&str, &str>([]);
    let mut cold = after.clone();
    cold.remove("CNAME");

    for (old, before, after) in [(&empty, &nothing, &cold), (&old, &before, &after)] {
        for part in [1, 20, 40, 60] {
            // New files are staged next to the old ones until all are complete.
            let space = room(before) + room(&cold) * part / 100;
            let [disk, then, last] = [(); 3].map(|()| tempfile::tempdir().unwrap());
            let places = [
                ("OLD", old.path()),
                ("CONTENT", content.path()),
                ("DISK", disk.path()),
                ("THEN", then.path()),
                ("LAST", last.path()),
            ];
            let output = run(namespace().unwrap(), space, places);
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(3), "{part} %: {said}");
            let place = disk.path().to_string_lossy();
            assert!(said.contains(&*place) && said.contains("No space left on device"), "{part} %: {said}");
            let differs = |left: &Files, right: &Files| -> Vec<String> {
                let paths = left.keys().chain(right.keys());
                paths.filter(|path| left.get(*path) != right.get(*path)).cloned().collect()
            };
            let changed = differs(&files(then.path()), before);
            assert!(changed.is_empty(), "{part} %: changed: {changed:?}");
            let unhealed = differs(&files(last.path()), after);
            assert!(unhealed.is_empty(), "{part} %: not as in a first build: {unhealed:?}");
        }
    }
}
