//! Runs the program as its users do. Each folder in `tests/cases` is a case:
//!
//! - `in/` is copied to a fresh working directory;
//! - `cmd` has the commands, one a line, without `pmsite`. Leading words like `NAME=value` set the environment, `#` starts
//!   a comment, and a trailing `< FILE` feeds a file to standard input;
//! - `stdout`, `stderr` and `code` are the expectations. A missing file means empty output, or exit code 0.
//!
//! `BLESS=1 cargo test --test cli` writes the expectations. Times and file counts are masked: they depend on the machine
//! and on the theme.
#![expect(clippy::disallowed_methods, reason = "cases are folders on the disk")]
#![expect(clippy::unwrap_used, reason = "this is a test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;

/// The files and folders that a case can have.
const PARTS: [&str; 5] = ["in", "cmd", "stdout", "stderr", "code"];

/// The as-of date of all cases, 2026-11-23, in seconds.
const SOURCE_DATE_EPOCH: &str = "1795392000";

/// What the commands of a case printed, and their exit codes.
#[derive(Default)]
struct Result {
    stdout: String,
    stderr: String,
    code: String,
}

#[test]
fn every_case_prints_what_it_expects() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    let faults: Vec<String> = cases.iter().flat_map(|case| check(case)).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// The differences between a case and its expectations.
fn check(case: &Path) -> Vec<String> {
    let name = case.file_name().unwrap().to_string_lossy().into_owned();
    let result = run(case);
    let mut faults = Vec::new();
    for entry in fs::read_dir(case).unwrap() {
        let part = entry.unwrap().file_name().to_string_lossy().into_owned();
        if !PARTS.contains(&part.as_str()) {
            faults.push(format!("{name}: unused file `{part}`"));
        }
    }
    let code = if result.code == "0\n" { "" } else { &result.code };
    for (part, found) in [("stdout", result.stdout.as_str()), ("stderr", &result.stderr), ("code", code)] {
        let place = case.join(part);
        if std::env::var_os("BLESS").is_some() {
            if found.is_empty() {
                _ = fs::remove_file(&place);
            } else {
                fs::write(&place, found).unwrap();
            }
            continue;
        }
        let expected = fs::read_to_string(&place).unwrap_or_default();
        if expected != found {
            faults.push(format!("{name}: {part} differs\n--- expected\n{expected}--- found\n{found}"));
        } else if found.is_empty() && place.exists() {
            faults.push(format!("{name}: `{part}` is empty; remove it"));
        }
    }
    faults
}

/// Runs the commands of a case in order.
fn run(case: &Path) -> Result {
    let folder = tempfile::tempdir().unwrap();
    copy(&case.join("in"), folder.path());
    let text = fs::read_to_string(case.join("cmd")).unwrap();
    let lines: Vec<&str> =
        text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let mut result = Result::default();
    for line in &lines {
        let is_setting = |word: &&str| {
            word.split('=').next().is_some_and(|name| {
                word.contains('=') && name.chars().all(|c| c.is_ascii_uppercase() || c == '_')
            })
        };
        let (line_words, input) =
            line.split_once(" < ").map_or((*line, None), |(words, file)| (words, Some(file)));
        let words: Vec<&str> = line_words.split_whitespace().collect();
        let settings = words.iter().take_while(|word| is_setting(word)).count();
        let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
        command.current_dir(folder.path()).env_clear().env("SOURCE_DATE_EPOCH", SOURCE_DATE_EPOCH);
        command.envs(words[..settings].iter().filter_map(|word| word.split_once('=')));
        if let Some(file) = input {
            command.stdin(fs::File::open(folder.path().join(file)).unwrap());
        }
        let output = command.args(&words[settings..]).output().unwrap();
        let heading = if lines.len() > 1 { format!("$ pmsite {line}\n") } else { String::new() };
        for (all, bytes) in [(&mut result.stdout, output.stdout), (&mut result.stderr, output.stderr)] {
            if !bytes.is_empty() {
                all.push_str(&heading);
                all.push_str(&masked(&String::from_utf8(bytes).unwrap()));
            }
        }
        result.code.extend([output.status.code().unwrap().to_string(), "\n".to_owned()]);
    }
    if result.code.lines().all(|code| code == "0") {
        "0\n".clone_into(&mut result.code);
    }
    result
}

/// Replaces everything that depends on the machine or the version.
fn masked(text: &str) -> String {
    let text = text.replace(env!("CARGO_PKG_VERSION"), "VERSION");
    let text = Regex::new(r"(documents?) in [\d.]+ m?s\b").unwrap().replace_all(&text, "$1 in TIME");
    let text = Regex::new(r"[\d,]+ files? in [\d.]+ m?s\b").unwrap().replace_all(&text, "N files in TIME");
    let text = Regex::new(r"(incidents?) in [\d.]+ m?s\b").unwrap().replace_all(&text, "$1 in TIME");
    Regex::new(r"[\d,]+ written, [\d,]+ unchanged")
        .unwrap()
        .replace_all(&text, "N written, N unchanged")
        .into_owned()
}

/// Copies a folder. Names that Windows reserves for devices begin with `reserved-` in the repository, so that
/// it can be checked out there.
fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).min_depth(1) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        let name = target.file_name().unwrap().to_string_lossy().into_owned();
        let target = target.with_file_name(name.strip_prefix("reserved-").unwrap_or(&name));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
