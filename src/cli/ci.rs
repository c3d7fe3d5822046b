//! Pipelines that build and publish the site of an archive: `pmsite init --ci`.

use std::fs;
use std::io::{self, BufRead as _, ErrorKind, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::Exit;
use super::console::Console;
use super::failure::Failure;
use crate::system::SystemError;

/// Who runs the pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Provider {
    /// GitHub Actions and GitHub Pages
    Github,
    /// GitLab CI and GitLab Pages
    Gitlab,
}

/// Whether somebody has agreed that the site becomes public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Consent {
    /// They have.
    Given,
    /// They are to be asked.
    Ask,
}

impl Provider {
    /// Where the pipeline stands in a repository.
    const fn path(self) -> &'static str {
        match self {
            Self::Github => ".github/workflows/pmsite.yml",
            Self::Gitlab => ".gitlab-ci.yml",
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::Github => include_str!("ci/github.yml"),
            Self::Gitlab => include_str!("ci/gitlab.yml"),
        }
    }

    /// Who will be able to read the site.
    const fn audience(self) -> &'static str {
        match self {
            Self::Github => {
                "GitHub Pages are public on most plans, also those of a private repository: everybody will be able to read the archive. Only GitHub Enterprise Cloud can restrict them."
            }
            Self::Gitlab => {
                "GitLab Pages can be public even if the project is private: look at Settings → General → Visibility → Pages before the first run."
            }
        }
    }

    /// What is left to do by hand.
    const fn next(self) -> &'static str {
        match self {
            Self::Github => {
                "Next: choose \"GitHub Actions\" as the source under Settings → Pages, and set the variables that the head of the file names, because there is no release of pmsite to take by default."
            }
            Self::Gitlab => {
                "Next: set the variables that the head of the file names, because there is no release of pmsite to take by default, and add a daily schedule under Build → Pipeline schedules."
            }
        }
    }
}

/// The line of both pipelines that says where in the repository the archive lies.
const ARCHIVE: &str = "ARCHIVE: .\n";

/// The root of the repository that a folder belongs to, as people would type it from here, and the way from there to the folder.
/// A folder of no repository is taken for its root.
fn repository(folder: &Path) -> (PathBuf, String) {
    let absolute = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let depth = absolute.ancestors().position(|place| place.join(".git").exists()).unwrap_or(0);
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

/// Writes the pipeline into the repository of the archive in this folder. A file that is there is never replaced.
pub(super) fn write_ci(
    folder: &Path,
    provider: Provider,
    consent: Consent,
    console: &Console,
) -> Result<Exit, Failure> {
    let (root, archive) = repository(folder);
    let place = root.join(provider.path());
    let shown = place.to_string_lossy();
    let shown = shown.trim_start_matches("./");
    if fs::symlink_metadata(&place).is_ok() {
        return Err(Failure::Usage(format!("{shown} is there already, and pmsite replaces nothing here")));
    }
    if !folder.is_dir() {
        let cause = io::Error::from(ErrorKind::NotFound);
        return Err(SystemError::at("write to", folder)(cause).into());
    }
    console.say(provider.audience());
    if consent == Consent::Ask && !ask(&format!("Write {shown}? [y/N] "))? {
        console.say("Nothing written");
        return Ok(Exit::Findings);
    }
    let text = if archive.is_empty() {
        provider.text().to_owned()
    } else {
        // A text of JSON is one of YAML, whatever the folder is called.
        let quoted = serde_json::Value::from(archive);
        provider.text().replace(ARCHIVE, &format!("ARCHIVE: {quoted}\n"))
    };
    let parent = place.parent().unwrap_or(&root);
    fs::create_dir_all(parent).map_err(SystemError::at("create", parent))?;
    let file = fs::File::options().write(true).create_new(true).open(&place);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(SystemError::at("write", &place))?;
    console.say(&format!("Wrote {shown}"));
    console.say(provider.next());
    Ok(Exit::Fine)
}

/// Asks on the terminal. Without one there is nobody to ask.
fn ask(question: &str) -> Result<bool, Failure> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(Failure::Usage("there is no terminal to ask on; `--yes` agrees beforehand".to_owned()));
    }
    let refused = SystemError::at("read from", Path::new("the terminal"));
    _ = io::stderr().lock().write_all(question.as_bytes());
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).map_err(refused)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

#[cfg(test)]
mod tests {
    use gray_matter::engine::{Engine as _, YAML};
    use serde_json::Value;

    use super::*;

    fn parsed(provider: Provider) -> Value {
        YAML::parse(provider.text()).unwrap().deserialize().unwrap()
    }

    #[test]
    fn the_workflow_of_github_finds_favor_with_the_doctor() {
        let workflow = parsed(Provider::Github);
        assert!(workflow["on"]["schedule"][0]["cron"].is_string());
        assert!(workflow["on"].get("pull_request").is_some());
        assert_eq!(workflow["permissions"], serde_json::json!({ "contents": "read" }));
        let jobs = workflow["jobs"].as_object().unwrap();
        let writing: Vec<_> =
            jobs.iter().filter(|(_, job)| job.get("permissions").is_some()).map(|(name, _)| name).collect();
        assert_eq!(writing, ["deploy"], "only what deploys may write");
        assert_eq!(
            jobs["deploy"]["permissions"],
            serde_json::json!({ "pages": "write", "id-token": "write" })
        );
    }

    #[test]
    fn every_action_is_named_by_a_commit_with_its_version_beside_it() {
        let uses: Vec<_> = Provider::Github.text().lines().filter(|line| line.contains("uses:")).collect();
        assert!(uses.len() > 4);
        for line in uses {
            let (commit, version) = line.split_once('@').unwrap().1.split_once(" # v").unwrap();
            assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{line}");
            assert_eq!(version.split('.').count(), 3, "{line}");
        }
    }

    #[test]
    fn a_pipeline_stands_at_the_root_of_the_repository_and_knows_where_the_archive_lies() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("docs/incidents")).unwrap();
        assert_eq!(repository(&folder.path().join("docs")).1, "");
        fs::create_dir(folder.path().join(".git")).unwrap();
        let (root, archive) = repository(&folder.path().join("docs/incidents"));
        assert_eq!((root.as_path(), archive.as_str()), (folder.path(), "docs/incidents"));
        for provider in [Provider::Github, Provider::Gitlab] {
            assert_eq!(provider.text().matches(ARCHIVE).count(), 1);
        }
    }

    #[test]
    fn no_expression_is_put_into_a_shell() {
        // A branch may be called `$(…)`: what comes from outside goes through the environment.
        let workflow = parsed(Provider::Github);
        for (name, job) in workflow["jobs"].as_object().unwrap() {
            for step in job["steps"].as_array().unwrap() {
                let run = step.get("run").and_then(Value::as_str).unwrap_or_default();
                assert!(!run.contains("${{"), "{name}: {run}");
            }
        }
    }

    #[test]
    fn the_pipeline_of_gitlab_publishes_the_output_folder_of_the_default_branch() {
        let pipeline = parsed(Provider::Gitlab);
        assert_eq!(pipeline["pages"]["artifacts"]["paths"], serde_json::json!(["public"]));
        assert!(pipeline["pages"]["rules"][0]["if"].as_str().unwrap().contains("$CI_DEFAULT_BRANCH"));
        assert!(pipeline["check"]["rules"][0]["if"].as_str().unwrap().contains("merge_request_event"));
    }
}
