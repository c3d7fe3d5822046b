//! Runs `pmsite mirror` and examines the files.
#![expect(clippy::disallowed_methods, reason = "mirrors are folders on the disk")]
#![expect(clippy::unwrap_used, reason = "all of this is a test")]

mod dialects;
mod folder;
mod wikis;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;
use walkdir::WalkDir;

/// An archive and the folder of its mirror.
struct Case {
    place: TempDir,
    wiki: &'static str,
}

impl Case {
    /// With one incident, one page and one picture.
    fn new(wiki: &'static str) -> Self {
        let case = Self { place: tempfile::tempdir().unwrap(), wiki };
        case.write(
            "in/pool.md",
            &incident("INC-7", "Pool exhausted", "The pool was empty. ![Graph](graph.png)"),
        );
        case.write("in/graph.png", "no picture, but a file");
        case.write("in/about.md", "# About\n\nSee INC-7.\n");
        case
    }

    /// With the documents of the case `mirror-hostile` of the command-line tests.
    fn hostile(wiki: &'static str) -> Self {
        let case = Self { place: tempfile::tempdir().unwrap(), wiki };
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/mirror-hostile/in");
        for entry in
            WalkDir::new(&from).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file())
        {
            let to = case.path("in").join(entry.path().strip_prefix(&from).unwrap());
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(entry.path(), to).unwrap();
        }
        case
    }

    fn path(&self, path: &str) -> PathBuf {
        self.place.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Runs `pmsite mirror in -o out` at a time in seconds.
    fn run_at(&self, time: u32, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
        command.current_dir(self.place.path()).env_clear().env("SOURCE_DATE_EPOCH", time.to_string());
        command.args(["mirror", "in", "--to", self.wiki, "-o", "out", "--quiet"]).args(arguments);
        command.output().unwrap()
    }

    /// Writes the mirror and verifies it.
    fn mirror(&self) {
        let output = self.run_at(1_795_392_000, &["--verify"]);
        assert!(output.status.success(), "{output:?}");
    }

    /// All files of the mirror, including hidden ones, with their modification times.
    fn times(&self) -> BTreeMap<String, std::time::SystemTime> {
        let entries = WalkDir::new(self.path("out")).into_iter().map(Result::unwrap);
        let files = entries.filter(|entry| entry.file_type().is_file()).map(|entry| {
            let path = entry.path().strip_prefix(self.path("out")).unwrap().to_string_lossy().into_owned();
            (path, entry.metadata().unwrap().modified().unwrap())
        });
        files.collect()
    }

    /// Sets the modification time of every file to a time long ago.
    fn age(&self) {
        let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        for path in self.times().keys() {
            fs::File::open(self.path("out").join(path)).unwrap().set_modified(long_ago).unwrap();
        }
    }

    /// Files that were written since [`Case::age`].
    fn written(&self) -> Vec<String> {
        let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        self.times().into_iter().filter(|(_, time)| *time != long_ago).map(|(path, _)| path).collect()
    }
}

fn incident(id: &str, title: &str, summary: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: {title}\ndate: 2026-01-02\nseverity: SEV2\n---\n\n## Summary\n\n{summary}\n"
    )
}
