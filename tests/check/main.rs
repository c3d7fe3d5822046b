//! `pmsite check` in whole runs: what other programs read of it, what git knows, and what the manual says.
#![expect(clippy::disallowed_methods, reason = "the archives lie on the disk")]
#![expect(clippy::unwrap_used, reason = "all of this is a test")]

mod changed;
mod example;
mod manual;
mod programs;
mod reported;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A sound incident with an id.
pub(crate) fn incident(number: u32) -> String {
    format!(
        "# INC-{number:04}: The thing broke\n\n| Field | Value |\n|---|---|\n| Date | 2026-01-{number:02} |\n\
         | Severity | SEV2 |\n\n## Summary\n\nThe thing broke and was put together again.\n"
    )
}

/// A folder with some files.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

pub(crate) fn write(root: &Path, path: &str, text: &str) {
    let place = root.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, text).unwrap();
}

/// Runs the program in a folder.
pub(crate) fn pmsite(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
    command.current_dir(folder).env("SOURCE_DATE_EPOCH", "1795392000").args(arguments).output().unwrap()
}

/// What it wrote to standard output.
pub(crate) fn data(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}
