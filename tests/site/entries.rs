//! What else may lie in a content folder: things that are no files, names that nobody can type, folders without end. Each is named,
//! nothing is waited for, and the documents beside them have their pages.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::built::{build_within, files, folder};

const LIMIT: Duration = Duration::from_secs(20);

const DOCUMENT: &str = "# INC-0001: x\n\n- Date: 2026-01-01\n\n## Timeline\n\n- 10:00 alert\n";

/// Builds a folder that must give a page for its one healthy document; what was said, without colors.
fn said_of(content: &Path) -> String {
    let out = tempfile::tempdir().unwrap();
    let output = build_within(LIMIT, content, out.path()).expect("the build waits for something");
    let said = String::from_utf8(output.stderr).expect("what is said is UTF-8");
    assert!(output.status.success(), "{said}");
    assert!(files(out.path()).contains_key("incidents/INC-0001.html"), "{said}");
    said
}

/// The lines below the headline of the first diagnostic with a code that names a path.
fn names(said: &str, code: &str, path: &str) -> bool {
    let mut lines = said.lines().skip_while(|line| !line.contains(&format!("[{code}]")));
    lines.any(|line| line.contains(path))
}

#[test]
fn what_is_no_file_is_named_and_not_waited_for() {
    let content = folder([("a.md", DOCUMENT)]);
    let place = |name: &str| content.path().join(name);
    let _socket = UnixListener::bind(place("socket.md")).unwrap();
    assert!(Command::new("mkfifo").arg(place("pipe.md")).status().unwrap().success());
    std::os::unix::fs::symlink("/dev/zero", place("device.md")).unwrap();
    std::os::unix::fs::symlink("a.md", place("link.md")).unwrap();
    let said = said_of(content.path());
    for name in ["socket.md", "pipe.md", "device.md", "link.md"] {
        assert!(names(&said, "not-a-regular-file", name), "{name}\n{said}");
    }
}

/// What `show --sources` says of a folder.
fn sources(content: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
    let output = command.env_clear().args(["show", "--sources", "-C"]).arg(content).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_device_is_passed_over() {
    let content = folder([("a.md", DOCUMENT)]);
    let place = content.path().join("null.md");
    // Only an administrator may make one; for others `/dev` itself holds enough of them.
    let made = Command::new("mknod").arg(&place).args(["c", "1", "5"]).output().unwrap().status.success();
    if made {
        assert!(names(&said_of(content.path()), "not-a-regular-file", "null.md"));
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
    let output = command.env_clear().args(["show", "--sources", "-C", "/dev/fd"]).output().unwrap();
    assert!(output.status.code().is_some_and(|code| code < 4), "{output:?}");
}

#[test]
fn a_folder_named_like_a_document_is_a_folder() {
    let content = folder([("a.md", DOCUMENT), ("x.md/b.md", "# INC-0002: y\n\n## Timeline\n\n- 10:00 x\n")]);
    let out = tempfile::tempdir().unwrap();
    let output = build_within(LIMIT, content.path(), out.path()).unwrap();
    assert!(output.status.success());
    assert!(files(out.path()).contains_key("incidents/INC-0002.html"));
}

#[test]
fn a_file_that_may_not_be_read_is_named() {
    let content = folder([("a.md", DOCUMENT), ("secret.md", "# INC-0002: y\n\n## Timeline\n\n- 10:00 x\n")]);
    let place = content.path().join("secret.md");
    fs::set_permissions(&place, fs::Permissions::from_mode(0o000)).unwrap();
    let said = said_of(content.path());
    // Permissions do not bind an administrator, for whom this is a document like any other.
    assert!(fs::read(&place).is_ok() || names(&said, "unreadable", "secret.md"), "{said}");
}

#[test]
fn a_name_that_cannot_be_written_is_named_and_harmless() {
    let content = folder([("a.md", DOCUMENT)]);
    let names: [&[u8]; 8] = [
        b"bad\xff.md",
        b"new\nline.md",
        b"bell\x07.md",
        b"red\x1b[31m.md",
        "turned\u{202e}dm.exe.md".as_bytes(),
        "\u{9b}31mcsi.md".as_bytes(),
        b"-rf.md",
        b"a\tb\\c:d*?\"<>|.md",
    ];
    for name in names {
        // A broken link, so that each file has something to be said of.
        fs::write(content.path().join(OsStr::from_bytes(name)), "# x\n\n[x](nowhere.md)\n").unwrap();
    }
    let said = said_of(content.path()) + &sources(content.path());
    let bad = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!said.contains(bad), "{said:?}");
    for part in
        ["bad\u{fffd}.md", "new␊line.md", "bell␇.md", "red␛[31m.md", "turned\u{fffd}dm.exe.md", "-rf.md"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn names_as_long_as_a_system_allows_have_pages() {
    let long =
        |last: &str, ending: &str| format!("{}{last}{ending}", "n".repeat(255 - last.len() - ending.len()));
    let content = folder([
        (
            "a.md".to_owned(),
            format!("{DOCUMENT}\n![x]({})\n![x]({})\n", long("x", ".png"), long("X", ".png")),
        ),
        (long("a", ".md"), "# Incident\n\n## Timeline\n\n- 10:00 x\n".to_owned()),
        (long("A", ".md"), "# A page\n".to_owned()),
        (long("b", ".md"), "# A page\n".to_owned()),
        (long("x", ".png"), "x".to_owned()),
        (long("X", ".png"), "y".to_owned()),
    ]);
    said_of(content.path());
}

#[test]
fn folders_deeper_than_a_path_may_be_are_named() {
    let content = folder([("a.md", DOCUMENT)]);
    // Each is made below the one before it and moved in, since no call takes so long a path at once.
    let mut inner = content.path().join("inner");
    fs::create_dir(&inner).unwrap();
    fs::write(inner.join("deep.md"), "# A page\n").unwrap();
    for _ in 0..60 {
        let outer = content.path().join("outer");
        fs::create_dir(&outer).unwrap();
        fs::rename(&inner, outer.join("d".repeat(100))).unwrap();
        fs::rename(&outer, content.path().join("inner")).unwrap();
        inner = content.path().join("inner");
    }
    let said = said_of(content.path());
    assert!(names(&said, "unreadable", "inner"), "{said}");
}

#[test]
fn hundreds_of_folders_in_each_other_are_walked() {
    let path = format!("{}deep.md", "d/".repeat(700));
    let content =
        folder([("a.md", DOCUMENT), (path.as_str(), "# INC-0002: y\n\n## Timeline\n\n- 10:00 x\n")]);
    let out = tempfile::tempdir().unwrap();
    let output = build_within(LIMIT, content.path(), out.path()).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(files(out.path()).contains_key("incidents/INC-0002.html"));
}
