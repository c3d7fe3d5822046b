//! `pmsite init`: creates an archive, or a CI pipeline that publishes one.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::args::ArchiveArguments;
use super::ci::{Consent, Provider, parse_sha256, write_ci};
use super::console::Console;
use super::exit::Exit;
use super::failure::Failure;
use super::new::create_file;
use crate::config::FILE_NAME;
use crate::session::Inputs;

/// The configuration of a new archive: every key is commented out.
const CONFIG: &str = include_str!("init/pmsite.toml");
/// The first incident of a new archive.
const EXAMPLE: &str = include_str!("init/example.md");
/// Placeholders for dates in the example.
const DAY: &str = "{day}";
const IN_TWO_WEEKS: &str = "{in two weeks}";

/// The arguments of `pmsite init`.
#[derive(Debug, Args)]
#[command(after_help = "\
Creates pmsite.toml, .gitignore and, if there are no incidents yet, an example. Existing files are never changed.

Examples:
  pmsite init incidents
  cd incidents && pmsite init
  pmsite init --ci github   Add a workflow that builds and publishes the site
  pmsite init --ci github --edition public   Publish the public edition; keep the internal one as an artifact")]
pub(super) struct InitArguments {
    /// The archive folder
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Only create a CI pipeline that publishes the site on every change and every day
    #[arg(long, value_name = "PROVIDER")]
    ci: Option<Provider>,
    /// Do not ask whether the site may be public
    #[arg(short, long, requires = "ci")]
    yes: bool,
    /// The checksum of the release's archive for Linux, instead of the release's own SHA256SUMS
    #[arg(long, value_name = "DIGEST", requires = "ci", value_parser = parse_sha256)]
    sha256: Option<String>,
    /// How to read the archive.
    #[command(flatten)]
    archive: ArchiveArguments,
}

/// Runs the command.
pub(super) fn init(arguments: &InitArguments, console: &Console) -> Result<Exit, Failure> {
    let dir = &arguments.dir;
    if let Some(provider) = arguments.ci {
        let consent = if arguments.yes { Consent::Given } else { Consent::Ask };
        let sha256 = arguments.sha256.as_deref().unwrap_or_default();
        let edition = arguments.archive.inputs(dir.clone())?.edition;
        return write_ci(dir, provider, consent, (edition, sha256), console);
    }
    fs::create_dir_all(dir).map_err(crate::system::SystemError::at("create", dir))?;
    let inputs = Inputs { drafts: true, ..arguments.archive.inputs(dir.clone())? };
    let loaded = console.progress_bar().session().read(&inputs)?;
    let mut files = vec![(PathBuf::from(FILE_NAME), CONFIG.to_owned())];
    files.push((PathBuf::from(".gitignore"), format!("/{}/\n", loaded.config.output_dir.trim_matches('/'))));
    if loaded.archive.incidents.is_empty() {
        let day = loaded.archive.as_of;
        let later = day.saturating_add(jiff::Span::new().weeks(2));
        let text = EXAMPLE.replace(DAY, &day.to_string()).replace(IN_TWO_WEEKS, &later.to_string());
        let path = Path::new(&loaded.config.content).join(format!("{}/INC-0001-example.md", day.year()));
        files.push((path, text));
    }
    for (path, text) in files {
        let path = path.strip_prefix(".").unwrap_or(&path).to_owned();
        let path = if dir == Path::new(".") { path } else { dir.join(path) };
        if fs::symlink_metadata(&path).is_ok() {
            console.message(&format!("{} already exists, not changed", path.display()));
            continue;
        }
        create_file(&path, &text)?;
        console.data(&format!("{}\n", path.display()))?;
    }
    let ignored = fs::read_to_string(dir.join(".gitignore")).unwrap_or_default();
    let output = loaded.config.output_dir.trim_matches('/');
    if !ignored.lines().any(|line| line.trim().trim_matches('/') == output) {
        console
            .message(&format!("Add `/{output}/` to .gitignore to keep the built site out of the repository"));
    }
    let shown = dir.display();
    let (folder, archive) = if dir == Path::new(".") {
        (String::new(), String::new())
    } else {
        (format!(" {shown}"), format!(" -C {shown}"))
    };
    console.message(&format!(
        "Next:\n  pmsite serve{folder} --watch --open   preview while you write\
         \n  pmsite new \"What happened\"{archive}   create a post-mortem\
         \n  pmsite build{folder}   build the site to {}/",
        loaded.config.output_dir
    ));
    Ok(Exit::Success)
}
