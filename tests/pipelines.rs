//! The pipelines of `pmsite init --ci`: what they say of a repository, and whether their scripts install only what they expect, from a
//! release that is served on this machine.
#![expect(clippy::disallowed_methods, reason = "repositories and releases are folders on the disk")]
#![expect(clippy::unwrap_used, reason = "this is a test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use gray_matter::engine::{Engine as _, YAML};
use serde_json::Value;
use tempfile::TempDir;

const ARCHIVE: &str = "pmsite-x86_64-unknown-linux-musl.tar.gz";

fn run(folder: &Path, program: &str, arguments: &[&str]) -> Output {
    let output = Command::new(program).current_dir(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {output:?}");
    output
}

/// The pipeline that `init` writes into a new repository.
fn pipeline(provider: &str, more: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), "git", &["init", "-q", "-b", "trunk"]);
    fs::create_dir(folder.path().join("pm")).unwrap();
    let arguments = [&["init", "pm", "--ci", provider, "--yes"], more].concat();
    run(folder.path(), env!("CARGO_BIN_EXE_pmsite"), &arguments);
    let path = if provider == "github" { ".github/workflows/pmsite.yml" } else { ".gitlab-ci.yml" };
    let text = fs::read_to_string(folder.path().join(path)).unwrap();
    YAML::parse(&text).unwrap().deserialize().unwrap()
}

fn step<'a>(workflow: &'a Value, name: &str) -> &'a Value {
    let steps = workflow["jobs"]["build"]["steps"].as_array().unwrap();
    steps.iter().find(|step| step["name"] == name).unwrap()
}

#[test]
fn workflow_publishes_the_branch_that_is_checked_out() {
    let workflow = pipeline("github", &[]);
    assert_eq!(workflow["on"]["push"]["branches"], serde_json::json!(["trunk"]));
    assert_eq!(workflow["env"]["ARCHIVE"], "pm");
}

#[test]
fn workflow_publishes_the_default_branch_of_the_remote() {
    let origin = tempfile::tempdir().unwrap();
    run(origin.path(), "git", &["init", "-q", "-b", "live"]);
    let commit =
        ["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty", "-m", "a"];
    run(origin.path(), "git", &commit);
    let clone = tempfile::tempdir().unwrap();
    run(clone.path(), "git", &["clone", "-q", origin.path().to_str().unwrap(), "."]);
    run(clone.path(), "git", &["checkout", "-q", "-b", "topic"]);
    run(clone.path(), env!("CARGO_BIN_EXE_pmsite"), &["init", "--ci", "github", "--yes"]);
    let text = fs::read_to_string(clone.path().join(".github/workflows/pmsite.yml")).unwrap();
    assert!(text.contains("branches: [\"live\"]"), "{text}");
}

#[test]
fn pull_requests_are_compared_with_their_base() {
    let workflow = pipeline("github", &[]);
    assert_eq!(step(&workflow, "Check out the archive")["with"]["fetch-depth"], 0);
    let check = step(&workflow, "Check the changed documents");
    assert!(check["run"].as_str().unwrap().contains("--changed \"origin/$BASE\""), "{check}");
    let pipeline = pipeline("gitlab", &[]);
    assert_eq!(pipeline["variables"]["GIT_DEPTH"], "0");
    let check = pipeline["check"]["script"][0].as_str().unwrap();
    assert!(check.contains("--changed \"$CI_MERGE_REQUEST_DIFF_BASE_SHA\""), "{check}");
}

/// Files of a release by name, served on this machine until the test ends.
struct Release {
    address: String,
    server: Arc<tiny_http::Server>,
}

impl Release {
    fn serve(files: BTreeMap<String, Vec<u8>>) -> Self {
        let server = Arc::new(tiny_http::Server::http("127.0.0.1:0").unwrap());
        let address = format!("http://{}", server.server_addr());
        let own = Arc::clone(&server);
        std::thread::spawn(move || {
            for request in own.incoming_requests() {
                let file = files.get(request.url().trim_start_matches('/')).cloned();
                let status = if file.is_some() { 200 } else { 404 };
                let answer = tiny_http::Response::from_data(file.unwrap_or_default());
                _ = request.respond(answer.with_status_code(status));
            }
        });
        Self { address, server }
    }
}

impl Drop for Release {
    fn drop(&mut self) {
        self.server.unblock();
    }
}

/// An archive with a program of that name, and its checksum.
fn archive() -> (Vec<u8>, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pmsite"), "#!/bin/sh\necho installed\n").unwrap();
    run(folder.path(), "tar", &["-czf", ARCHIVE, "pmsite"]);
    let sum = String::from_utf8(run(folder.path(), "sha256sum", &[ARCHIVE]).stdout).unwrap();
    (fs::read(folder.path().join(ARCHIVE)).unwrap(), sum[..64].to_owned())
}

/// Runs the script that installs pmsite. Returns whether it succeeded, and whether it installed anything.
fn install(provider: &str, release: &Release, sha256: &str) -> (bool, bool) {
    let folder: TempDir = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    let more = ["--sha256", sha256];
    let pipeline = pipeline(provider, if sha256.is_empty() { &[] } else { &more });
    let github = provider == "github";
    let script = if github {
        &step(&pipeline, "Install pmsite")["run"]
    } else {
        &pipeline[".pmsite"]["before_script"][0]
    };
    let variables = if github { &pipeline["env"] } else { &pipeline["variables"] };
    fs::create_dir(folder.path().join("bin")).unwrap();
    let script = script.as_str().unwrap().replace("--proto '=https'", "--proto '=http'");
    let script = script.replace("--retry 3", "").replace("/tmp", place).replace("/usr/local", place);
    let mut shell = Command::new(if github { "bash" } else { "sh" });
    shell.current_dir(place).args(["-c", &script]);
    shell.envs(variables.as_object().unwrap().iter().map(|(name, value)| (name, value.as_str().unwrap())));
    shell.env("RUNNER_TEMP", place).env("GITHUB_PATH", folder.path().join("path"));
    shell.env("RELEASE", &release.address).env("PMSITE_RELEASE", &release.address);
    shell.envs(["RELEASE_SHA256", "REPOSITORY", "REVISION"].map(|name| (name, "")));
    let output = shell.output().unwrap();
    (output.status.success(), folder.path().join("bin/pmsite").exists())
}

/// A release with an archive and a list of checksums.
fn release(archive: &[u8], sums: Option<String>) -> Release {
    let mut files = BTreeMap::from([(ARCHIVE.to_owned(), archive.to_vec())]);
    files.extend(sums.map(|sums| ("SHA256SUMS".to_owned(), sums.into_bytes())));
    Release::serve(files)
}

#[test]
fn pipelines_install_only_an_archive_with_the_expected_checksum() {
    let (archive, sum) = archive();
    let other = "0".repeat(64);
    let listed = release(&archive, Some(format!("{other}  pmsite-other.zip\n{sum}  {ARCHIVE}\n")));
    let unlisted = release(&archive, Some(format!("{other}  pmsite-other.zip\n")));
    let changed = release(b"something else", Some(format!("{sum}  {ARCHIVE}\n")));
    let bare = release(&archive, None);
    for provider in ["github", "gitlab"] {
        let install = |release: &Release, sha256: &str| install(provider, release, sha256);
        assert_eq!(install(&listed, ""), (true, true), "{provider}: the checksum of the release");
        assert_eq!(install(&bare, &sum), (true, true), "{provider}: the checksum in the file");
        assert_eq!(install(&listed, &other), (false, false), "{provider}: another checksum in the file");
        assert_eq!(install(&unlisted, ""), (false, false), "{provider}: the release does not list it");
        assert_eq!(install(&changed, ""), (false, false), "{provider}: the archive was replaced");
        assert_eq!(install(&bare, ""), (false, false), "{provider}: no checksums");
    }
}
