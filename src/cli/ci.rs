//! `pmsite init --ci`: writes a CI pipeline that builds and publishes the site.

use std::fs;
use std::io::{self, BufRead as _, ErrorKind, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::console::Console;
use super::exit::Exit;
use super::failure::Failure;
use super::repository::publishing_branch;
use crate::config::Edition;
use crate::system::SystemError;

/// The CI provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Provider {
    /// GitHub Actions and GitHub Pages
    Github,
    /// GitLab CI and GitLab Pages
    Gitlab,
}

/// Whether the user has agreed that the site may become public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Consent {
    /// `--yes` was given.
    Given,
    /// Ask on the terminal.
    Ask,
}

impl Provider {
    /// The path of the pipeline in a repository.
    const fn path(self) -> &'static str {
        match self {
            Self::Github => ".github/workflows/pmsite.yml",
            Self::Gitlab => ".gitlab-ci.yml",
        }
    }

    /// The pipeline before [`Settings`] are filled in.
    const fn template(self) -> &'static str {
        match self {
            Self::Github => include_str!("ci/github.yml"),
            Self::Gitlab => include_str!("ci/gitlab.yml"),
        }
    }

    /// The part of the pipeline that builds the internal edition.
    const fn internal_edition(self) -> &'static str {
        match self {
            Self::Github => include_str!("ci/github-internal.yml"),
            Self::Gitlab => include_str!("ci/gitlab-internal.yml"),
        }
    }

    /// A warning about who can read the published site.
    const fn audience(self) -> &'static str {
        match self {
            Self::Github => {
                "GitHub Pages sites are public on most plans, even for private repositories: anyone will be able to read the archive. Only GitHub Enterprise Cloud can restrict access."
            }
            Self::Gitlab => {
                "GitLab Pages sites can be public even if the project is private: check Settings → General → Visibility → Pages before the first run."
            }
        }
    }

    /// The remaining manual steps.
    const fn next(self) -> &'static str {
        match self {
            Self::Github => {
                "Next: choose \"GitHub Actions\" as the source under Settings → Pages, then commit and push the file."
            }
            Self::Gitlab => {
                "Next: commit and push the file, and add a daily schedule under Build → Pipeline schedules."
            }
        }
    }
}

/// What a pipeline says of one repository.
struct Settings<'a> {
    /// The path of the archive in the repository; empty for its root.
    archive: &'a str,
    /// The branch to publish from.
    branch: &'a str,
    /// The expected checksum of the archive for Linux, or empty.
    sha256: &'a str,
    /// The edition that is published. With the public one, the internal one is kept as an artifact.
    edition: Edition,
}

/// The line in both pipelines that holds the path of the archive in the repository.
const ARCHIVE: &str = "ARCHIVE: .\n";

impl Settings<'_> {
    /// The pipeline for this repository. It installs the version of pmsite that writes it.
    fn fill_in(&self, provider: Provider) -> String {
        let (edition, internal) = match self.edition {
            Edition::Internal => ("", ""),
            Edition::Public => (" --edition public", provider.internal_edition()),
        };
        // A JSON string is valid YAML, whatever a folder or branch is called.
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let text = provider
            .template()
            .replace("{edition}", edition)
            .replace("{internal}", internal)
            .replace("\"{branch}\"", &quoted(self.branch))
            .replace("{version}", env!("CARGO_PKG_VERSION"))
            .replace("{sha256}", self.sha256)
            .replace("{home}", env!("CARGO_PKG_REPOSITORY"));
        if self.archive.is_empty() {
            return text;
        }
        text.replace(ARCHIVE, &format!("ARCHIVE: {}\n", quoted(self.archive)))
    }
}

/// Reads a SHA-256 checksum in hexadecimal.
pub(super) fn parse_sha256(text: &str) -> Result<String, String> {
    if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Ok(text.to_ascii_lowercase())
    } else {
        Err("expected 64 hexadecimal digits, as `sha256sum` prints them".to_owned())
    }
}

/// The root of the repository that contains a folder, relative to the working directory, and the path from there to the
/// folder. A folder outside any repository is treated as the root.
fn repository(folder: &Path) -> (PathBuf, String) {
    let absolute = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let depth = absolute.ancestors().position(|path| path.join(".git").exists()).unwrap_or(0);
    let names: Vec<_> = absolute.components().rev().take(depth).collect();
    let names: Vec<_> = names.iter().rev().map(|name| name.as_os_str().to_string_lossy()).collect();
    let mut root = folder.to_owned();
    for _ in 0..depth {
        root = if root.file_name().is_some() {
            root.parent().unwrap_or(&root).to_owned()
        } else {
            root.join("..")
        };
    }
    (root, names.join("/"))
}

/// Writes the pipeline into the repository that contains the archive. Never overwrites a file.
pub(super) fn write_ci(
    folder: &Path,
    provider: Provider,
    consent: Consent,
    (edition, sha256): (Edition, &str),
    console: &Console,
) -> Result<Exit, Failure> {
    let (root, archive) = repository(folder);
    let path = root.join(provider.path());
    let shown = path.to_string_lossy();
    let shown = shown.trim_start_matches("./");
    if fs::symlink_metadata(&path).is_ok() {
        return Err(Failure::Usage(format!("{shown} already exists; remove it first to replace it")));
    }
    if let Some(link) = link_above(&root, provider) {
        let link = link.display();
        return Err(Failure::Usage(format!(
            "{link} is a symbolic link, and pmsite writes only inside the repository"
        )));
    }
    if !folder.is_dir() {
        let cause = io::Error::from(ErrorKind::NotFound);
        return Err(SystemError::at("write to", folder)(cause).into());
    }
    console.message(provider.audience());
    if consent == Consent::Ask && !confirm(&format!("Write {shown}? [y/N] "))? {
        console.message("Nothing was written");
        return Ok(Exit::Findings);
    }
    let branch = publishing_branch(folder);
    let text = Settings { archive: &archive, branch: &branch, sha256, edition }.fill_in(provider);
    let parent = path.parent().unwrap_or(&root);
    fs::create_dir_all(parent).map_err(SystemError::at("create", parent))?;
    let file = fs::File::options().write(true).create_new(true).open(&path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(SystemError::at("write", &path))?;
    console.message(&format!("Wrote {shown}"));
    console.message(provider.next());
    Ok(Exit::Success)
}

/// The first folder of the path of a pipeline that is a symbolic link.
fn link_above(root: &Path, provider: Provider) -> Option<PathBuf> {
    let folders = Path::new(provider.path()).ancestors().skip(1).filter(|path| !path.as_os_str().is_empty());
    let mut places = folders.map(|path| root.join(path));
    places.find(|place| fs::symlink_metadata(place).is_ok_and(|metadata| metadata.is_symlink()))
}

/// Asks a yes-or-no question on the terminal.
fn confirm(question: &str) -> Result<bool, Failure> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(Failure::Usage(
            "cannot ask for confirmation without a terminal; pass `--yes` to confirm".to_owned(),
        ));
    }
    let failed = SystemError::at("read from", Path::new("the terminal"));
    _ = io::stderr().lock().write_all(question.as_bytes());
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).map_err(failed)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

#[cfg(test)]
mod tests {
    use gray_matter::engine::{Engine as _, YAML};
    use serde_json::Value;

    use super::*;

    fn text(provider: Provider) -> String {
        of_edition(provider, Edition::Internal)
    }

    fn of_edition(provider: Provider, edition: Edition) -> String {
        Settings { archive: "", branch: "trunk", sha256: "", edition }.fill_in(provider)
    }

    fn parsed(provider: Provider) -> Value {
        YAML::parse(&text(provider)).unwrap().deserialize().unwrap()
    }

    #[test]
    fn pipelines_pin_the_version_that_writes_them() {
        for provider in [Provider::Github, Provider::Gitlab] {
            let text = text(provider);
            let line = format!("VERSION: \"{}\"\n", env!("CARGO_PKG_VERSION"));
            assert!(text.contains(&line), "{text}");
            assert!(text.contains(concat!(env!("CARGO_PKG_REPOSITORY"), "/releases/download/v$")), "{text}");
            for hole in ["{branch}", "{version}", "{sha256}", "{home}", "{edition}", "{internal}"] {
                assert!(!text.contains(hole), "{hole}");
            }
        }
    }

    #[test]
    fn branches_and_folders_with_any_name_leave_valid_yaml() {
        let edition = Edition::Internal;
        let settings = Settings { archive: "a: \"b\" #c", branch: "x\"]#y", sha256: "", edition };
        let text = settings.fill_in(Provider::Github);
        let workflow: Value = YAML::parse(&text).unwrap().deserialize().unwrap();
        assert_eq!(workflow["on"]["push"]["branches"], serde_json::json!(["x\"]#y"]));
        assert_eq!(workflow["env"]["ARCHIVE"], "a: \"b\" #c");
    }

    #[test]
    fn pipeline_of_the_public_edition_publishes_only_that_and_never_without_the_proof() {
        for provider in [Provider::Github, Provider::Gitlab] {
            let text = of_edition(provider, Edition::Public);
            assert!(!text.contains("--no-prove") && !text.contains("{internal}"), "{text}");
            for line in text.lines().filter(|line| line.contains("pmsite build")) {
                let is_internal = line.contains("--edition internal") && line.contains("internal\"")
                    || line.ends_with("internal");
                assert!(is_internal || line.contains("--edition public"), "{line}");
            }
            let parsed: Value = YAML::parse(&text).unwrap().deserialize().unwrap();
            assert!(parsed.is_object());
        }
        let workflow: Value =
            YAML::parse(&of_edition(Provider::Github, Edition::Public)).unwrap().deserialize().unwrap();
        let steps = workflow["jobs"]["build"]["steps"].as_array().unwrap();
        let uploads: Vec<_> = steps
            .iter()
            .filter(|step| step["uses"].as_str().is_some_and(|uses| uses.contains("upload-pages-artifact")))
            .map(|step| step["with"]["path"].as_str().unwrap())
            .collect();
        assert_eq!(uploads, ["${{ runner.temp }}/site"]);
    }

    #[test]
    fn forks_build_without_variables_and_deploy_nothing() {
        let workflow = parsed(Provider::Github);
        assert!(workflow["jobs"]["deploy"]["if"].as_str().unwrap().contains("!github.event.repository.fork"));
        assert!(!text(Provider::Github).contains("secrets."));
    }

    #[test]
    fn checksum_has_64_hexadecimal_digits() {
        assert_eq!(parse_sha256(&"A".repeat(64)), Ok("a".repeat(64)));
        assert!(parse_sha256("abc").is_err());
        assert!(parse_sha256(&"g".repeat(64)).is_err());
    }

    #[test]
    fn github_workflow_satisfies_the_doctor() {
        let workflow = parsed(Provider::Github);
        assert!(workflow["on"]["schedule"][0]["cron"].is_string());
        assert!(workflow["on"].get("pull_request").is_some());
        assert_eq!(workflow["permissions"], serde_json::json!({ "contents": "read" }));
        let jobs = workflow["jobs"].as_object().unwrap();
        let writing: Vec<_> =
            jobs.iter().filter(|(_, job)| job.get("permissions").is_some()).map(|(name, _)| name).collect();
        assert_eq!(writing, ["deploy"], "only the deploy job has write permissions");
        assert_eq!(
            jobs["deploy"]["permissions"],
            serde_json::json!({ "pages": "write", "id-token": "write" })
        );
    }

    #[test]
    fn github_actions_are_pinned_to_commits_with_a_version_comment() {
        let uses: Vec<_> =
            Provider::Github.template().lines().filter(|line| line.contains("uses:")).collect();
        assert!(uses.len() > 4);
        for line in uses {
            let (commit, version) = line.split_once('@').unwrap().1.split_once(" # v").unwrap();
            assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{line}");
            assert_eq!(version.split('.').count(), 3, "{line}");
        }
    }

    #[test]
    fn pipeline_goes_to_the_repository_root_and_knows_the_archive_path() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("docs/incidents")).unwrap();
        assert_eq!(repository(&folder.path().join("docs")).1, "");
        fs::create_dir(folder.path().join(".git")).unwrap();
        let (root, archive) = repository(&folder.path().join("docs/incidents"));
        assert_eq!((root.as_path(), archive.as_str()), (folder.path(), "docs/incidents"));
        for provider in [Provider::Github, Provider::Gitlab] {
            assert_eq!(provider.template().matches(ARCHIVE).count(), 1);
        }
    }

    #[test]
    fn workflow_puts_no_expressions_into_shell_commands() {
        // A branch may be called `$(…)`: external values go through the environment.
        let workflow = parsed(Provider::Github);
        for (name, job) in workflow["jobs"].as_object().unwrap() {
            for step in job["steps"].as_array().unwrap() {
                let run = step.get("run").and_then(Value::as_str).unwrap_or_default();
                assert!(!run.contains("${{"), "{name}: {run}");
            }
        }
    }

    #[test]
    fn gitlab_pipeline_publishes_the_default_branch() {
        let pipeline = parsed(Provider::Gitlab);
        assert_eq!(pipeline["pages"]["artifacts"]["paths"], serde_json::json!(["public"]));
        assert!(pipeline["pages"]["rules"][0]["if"].as_str().unwrap().contains("$CI_DEFAULT_BRANCH"));
        assert!(pipeline["check"]["rules"][0]["if"].as_str().unwrap().contains("merge_request_event"));
    }
}
