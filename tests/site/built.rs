//! Helpers that build sites with the program and read the files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use walkdir::WalkDir;

/// The as-of date of all builds.
const AS_OF: &str = "2026-11-23";

/// The files of a site, by path below its folder.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// The example archive of the repository.
pub(crate) fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content-example")
}

/// Builds a site without a time limit.
pub(crate) fn pmsite_build(content: &Path, out: &Path, arguments: &[&str]) -> Output {
    command(content, out, arguments).output().unwrap()
}

/// Builds a site, which must succeed, and returns the messages.
pub(crate) fn build(content: &Path, out: &Path, arguments: &[&str]) -> String {
    let output = pmsite_build(content, out, arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{}: {said}", output.status);
    said
}

/// Builds a site with a time limit; `None` if it takes longer.
pub(crate) fn build_within(limit: Duration, content: &Path, out: &Path) -> Option<Output> {
    // A file, because a pipe without a reader would block the build.
    let said = tempfile::NamedTempFile::new().unwrap();
    let mut child =
        command(content, out, &["-v"]).stdout(Stdio::null()).stderr(said.reopen().unwrap()).spawn().unwrap();
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(Output { status, stdout: Vec::new(), stderr: fs::read(said.path()).unwrap() });
        }
        if start.elapsed() > limit {
            child.kill().unwrap();
            child.wait().unwrap();
            return None;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn command(content: &Path, out: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
    command.env_clear().arg("build").arg(content).args(["--as-of", AS_OF]).arg("-o").arg(out).args(arguments);
    command
}

/// All files below a folder.
pub(crate) fn files(folder: &Path) -> Files {
    let entries = WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(|entry| (relative(entry.path(), folder), fs::read(entry.path()).unwrap())).collect()
}

/// A path below a folder, with `/`.
pub(crate) fn relative(path: &Path, folder: &Path) -> String {
    path.strip_prefix(folder).unwrap().to_string_lossy().into_owned()
}

/// The pages among the files of a site.
pub(crate) fn pages(files: &Files) -> impl Iterator<Item = (&str, &str)> {
    let pages = files.iter().filter(|(path, _)| is_page(path));
    pages.map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
}

pub(crate) fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "html")
}

/// A content folder with these files.
pub(crate) fn folder<P: AsRef<Path>, T: AsRef<[u8]>>(
    files: impl IntoIterator<Item = (P, T)>,
) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let place = folder.path().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }
    folder
}

/// A copy of a folder.
pub(crate) fn copy(from: &Path) -> tempfile::TempDir {
    folder(files(from))
}
