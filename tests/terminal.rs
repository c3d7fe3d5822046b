//! The output of commands on a terminal: lines fit its width, colors can be turned off, and progress bars are cleared.
//! `tests/snapshots` has the output at 60 and 120 columns; update it with `cargo insta` or `INSTA_UPDATE=always`.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "all of this is a test")]

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use regex::Regex;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use unicode_width::UnicodeWidthStr;

/// The output on a terminal of this width, in the folder of the project.
fn shown(width: u16, arguments: &[&str], environment: &[(&str, &str)]) -> String {
    shown_in(Path::new(env!("CARGO_MANIFEST_DIR")), width, arguments, environment)
}

/// The output on a terminal of this width, including standard error. Times are masked.
fn shown_in(folder: &Path, width: u16, arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap();
    let slave = File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    tcsetwinsize(&slave, Winsize { ws_row: 50, ws_col: width, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
    command.current_dir(folder).env_clear().env("TERM", "xterm");
    command.envs(environment.iter().copied()).args(arguments).args(["--as-of", "2026-11-23"]);
    command.stdin(Stdio::null()).stdout(slave.try_clone().unwrap()).stderr(slave);
    let mut child = command.spawn().unwrap();
    // Drop our copies of the terminal, so reading ends when the child exits.
    drop(command);
    let mut bytes = Vec::new();
    // Linux reports the end of a pseudo-terminal as an error.
    _ = File::from(master).read_to_end(&mut bytes);
    child.wait().unwrap();
    // Progress bars are overwritten and cleared.
    let text = String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
    let text = Regex::new(r"\r[^\n\r]*\x1b\[K").unwrap().replace_all(&text, "").into_owned();
    Regex::new(r"in [\d.,]+ m?s\b").unwrap().replace_all(&text, "in TIME").into_owned()
}

/// Without colors.
fn bare(text: &str) -> String {
    Regex::new(r"\x1b\[[\d;]*m").unwrap().replace_all(text, "").into_owned()
}

/// The commands and the names of their snapshots.
const COMMANDS: [(&str, &[&str]); 8] = [
    ("list", &["list", "-C", "content-example", "-n", "8"]),
    ("list_words", &["list", "-C", "content-example", "-n", "5", "pool", "exhausted", "severity<=2"]),
    ("list_nothing", &["list", "-C", "content-example", "service:chekout-api"]),
    ("similar", &["similar", "-C", "content-example", "disk", "full,", "no", "space", "left"]),
    ("actions", &["actions", "-C", "content-example", "--overdue"]),
    ("show", &["show", "INC-0017", "content-example"]),
    ("sources", &["show", "--sources", "content-example"]),
    ("check", &["check", "content-example"]),
];

#[test]
fn lines_fit_the_terminal() {
    for width in [60, 120] {
        for (name, arguments) in COMMANDS {
            let text = bare(&shown(width, arguments, &[]));
            assert!(!text.is_empty(), "{name}");
            // The terminal wraps messages, and paths are never cut, so they can be copied.
            let beginnings = ["No incident has", "  content-example/", "info[", "warning[", "Checked"];
            let talk = |line: &&str| {
                let inner = line.trim_start();
                beginnings.iter().any(|talk| line.starts_with(talk))
                    || ["--> ", "= help"].iter().any(|talk| inner.starts_with(talk))
            };
            for line in text.lines().filter(|line| !talk(line)) {
                assert!(line.width() <= usize::from(width), "{name} at {width}: {line}");
            }
            insta::assert_snapshot!(format!("{name}_{width}"), text);
        }
    }
}

#[test]
fn first_steps_fit_the_terminal() {
    for width in [60, 120] {
        let place = tempfile::tempdir().unwrap();
        let steps = [
            &["init", "team"][..],
            &["new", "Checkout fails again", "-C", "team", "--severity", "SEV2"],
            &["build", "team", "-o", "site", "-q"],
            &["mirror", "team", "--to", "github-wiki", "-o", "wiki", "-q"],
            &["doctor", "team"],
        ]
        .map(|arguments| {
            let text = bare(&shown_in(place.path(), width, arguments, &[]));
            format!("$ pmsite {}\n{text}", arguments.join(" "))
        });
        insta::assert_snapshot!(format!("begun_{width}"), steps.concat());
    }
}

#[test]
fn colors_can_be_turned_off() {
    let list = COMMANDS[0].1;
    assert!(shown(80, list, &[]).contains("\x1b[1;31mSEV1\x1b[0m"));
    for unwanted in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        assert!(!shown(80, list, &[unwanted]).contains('\x1b'), "{unwanted:?}");
    }
}

#[test]
fn columns_variable_sets_the_width() {
    let text = bare(&shown(120, COMMANDS[0].1, &[("COLUMNS", "50")]));
    assert!(text.lines().all(|line| line.width() <= 50), "{text}");
}
