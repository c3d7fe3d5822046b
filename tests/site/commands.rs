//! Every command on hostile documents: each terminates without failing, and its output is harmless.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::built::folder;
use crate::hostile::{forms, markup};

/// The program is not optimized in tests, and the machine may be busy.
const LIMIT: Duration = Duration::from_secs(60);

/// The commands that read an archive, with their allowed exit codes.
const COMMANDS: [(&[&str], &[i32]); 18] = [
    (&["check", "in"], &[0, 1]),
    (&["check", "in", "--format", "json", "-v"], &[0, 1]),
    (&["check", "in", "--format", "github"], &[0, 1]),
    (&["check", "in", "--format", "sarif"], &[0, 1]),
    (&["show", "--sources", "in"], &[0]),
    (&["show", "INC-0668", "in", "-v"], &[0, 1]),
    (&["show", "INC-0668", "in", "--format", "json"], &[0, 1]),
    (&["list", "-C", "in"], &[0, 1]),
    (&["list", "alert", "-C", "in", "--format", "csv"], &[0, 1]),
    (&["list", "-C", "in", "--format", "json"], &[0, 1]),
    (&["similar", "pool exhausted <script>", "-C", "in"], &[0, 1]),
    (&["actions", "-C", "in", "--state", "all"], &[0]),
    (&["actions", "-C", "in", "--state", "all", "--format", "markdown"], &[0]),
    (&["actions", "-C", "in", "--state", "all", "--format", "csv"], &[0]),
    (&["mirror", "in", "--to", "github-wiki", "-o", "github", "--verify"], &[0]),
    (&["mirror", "in", "--to", "gitlab-wiki", "-o", "gitlab", "--verify"], &[0]),
    (&["mirror", "in", "--to", "mediawiki", "-o", "mediawiki", "--verify"], &[0]),
    (&["mirror", "in", "--to", "confluence", "-o", "confluence", "--verify"], &[0]),
];

/// Runs the program with a time limit.
fn run(place: &Path, arguments: &[&str]) -> Option<Output> {
    let [out, err] = [tempfile::NamedTempFile::new().unwrap(), tempfile::NamedTempFile::new().unwrap()];
    let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
    command.current_dir(place).env_clear().env("SOURCE_DATE_EPOCH", "1795392000").args(arguments);
    command.stdin(Stdio::null()).stdout(out.reopen().unwrap()).stderr(err.reopen().unwrap());
    let mut child = command.spawn().unwrap();
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            let [stdout, stderr] = [out, err].map(|file| fs::read(file.path()).unwrap());
            return Some(Output { status, stdout, stderr });
        }
        if start.elapsed() > LIMIT {
            child.kill().unwrap();
            child.wait().unwrap();
            return None;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Whether a character could mislead a terminal, a log or a reviewer.
fn misleads(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn every_command_terminates_on_hostile_documents_and_prints_no_control_characters() {
    let mut cases = markup();
    cases.extend(forms());
    let evil = "\x1b[31m\x07\u{9b}2J\u{202e}\u{2066}\r\x08\x7f\x1b]0;x\x07";
    let text = format!(
        "---\nid: \"INC-0900{}\"\ntitle: \"T {}\"\nowner: \"{}\"\n---\n# x {evil}\n\n- Status: {evil}\n- Author: {evil}\n\n## Timeline\n\n- 10:00 {evil} pool exhausted\n\n## Action Items\n\n| # | Action | Owner | Due | Status |\n|--|--|--|--|--|\n| {evil} | do {evil} | o{evil} | 2026-01-01 | {evil} |\n\n[x](nowhere{evil}.md) [[INC-9999{evil}]]\n",
        "\\e[31m\\x07\\u202e\\u0085", "\\e[31m\\x07\\u202e\\x7f", "\\e]0;x\\a\\u2066"
    );
    let content = folder(
        cases
            .iter()
            .map(|case| (format!("in/all/{}", case.path), case.bytes.clone()))
            .chain([("in/evil.md".to_owned(), text.into_bytes())]),
    );
    let mut faults = Vec::new();
    for (arguments, codes) in COMMANDS {
        let name = arguments.join(" ");
        let Some(output) = run(content.path(), arguments) else {
            faults.push(format!("{name}: not done within {LIMIT:?}"));
            continue;
        };
        let [stdout, stderr] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
        if !output.status.code().is_some_and(|code| codes.contains(&code)) {
            let said: String = stderr.chars().rev().take(800).collect::<Vec<_>>().into_iter().rev().collect();
            faults.push(format!("{name}: {}: {said}", output.status));
        }
        if stderr.contains("panicked") || stderr.contains("fault of pmsite") {
            faults.push(format!("{name}: it fails on a document: {stderr}"));
        }
        for (stream, text) in [("output", &stdout), ("messages", &stderr)] {
            if let Some(at) = text.find(misleads) {
                let before: String =
                    text[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
                faults.push(format!("{name}: {stream}: {:?} after {before:?}", text[at..].chars().next()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
