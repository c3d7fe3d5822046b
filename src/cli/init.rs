//! `pmsite init`: begins an archive, or has one published.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Exit;
use super::args::ArchiveArguments;
use super::ci::{Consent, Provider, write_ci};
use super::console::Console;
use super::failure::Failure;
use super::new::write_new;
use crate::config::FILE_NAME;
use crate::session::Inputs;

/// The configuration of a new archive: every key as a comment, so that it changes nothing.
const CONFIG: &str = include_str!("init/pmsite.toml");
/// The first incident of a new archive.
const EXAMPLE: &str = include_str!("init/example.md");
/// What the example has in place of days.
const DAY: &str = "{day}";
const IN_TWO_WEEKS: &str = "{in two weeks}";

/// The arguments of `pmsite init`.
#[derive(Debug, Args)]
#[command(after_help = "\
Writes pmsite.toml, .gitignore and, if there is no incident yet, one as an example. A file that is there stays as it is.

Examples:
  pmsite init incidents
  cd incidents && pmsite init
  pmsite init --ci github   # what builds and publishes the site, and nothing else")]
pub(super) struct InitArguments {
    /// The archive folder
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Write only what builds and publishes the site, on every change and every day
    #[arg(long, value_name = "HOST")]
    ci: Option<Provider>,
    /// Do not ask whether the site may be public
    #[arg(short, long, requires = "ci")]
    yes: bool,
    /// How the archive is read.
    #[command(flatten)]
    archive: ArchiveArguments,
}

/// Runs the command.
pub(super) fn init(arguments: &InitArguments, console: &Console) -> Result<Exit, Failure> {
    let dir = &arguments.dir;
    if let Some(provider) = arguments.ci {
        let consent = if arguments.yes { Consent::Given } else { Consent::Ask };
        return write_ci(dir, provider, consent, console);
    }
    fs::create_dir_all(dir).map_err(crate::system::SystemError::at("create", dir))?;
    let inputs = Inputs { drafts: true, ..arguments.archive.inputs(dir.clone())? };
    let reading = console.work().session().read(&inputs)?;
    let mut files = vec![(PathBuf::from(FILE_NAME), CONFIG.to_owned())];
    files.push((PathBuf::from(".gitignore"), format!("/{}/\n", reading.config.output_dir.trim_matches('/'))));
    if reading.archive.incidents.is_empty() {
        let day = reading.archive.as_of;
        let later = day.saturating_add(jiff::Span::new().weeks(2));
        let text = EXAMPLE.replace(DAY, &day.to_string()).replace(IN_TWO_WEEKS, &later.to_string());
        let place = Path::new(&reading.config.content).join(format!("{}/INC-0001-example.md", day.year()));
        files.push((place, text));
    }
    for (path, text) in files {
        let path = path.strip_prefix(".").unwrap_or(&path).to_owned();
        let place = if dir == Path::new(".") { path } else { dir.join(path) };
        if fs::symlink_metadata(&place).is_ok() {
            console.say(&format!("{} is there already and stays as it is", place.display()));
            continue;
        }
        write_new(&place, &text)?;
        console.data(&format!("{}\n", place.display()))?;
    }
    let ignored = fs::read_to_string(dir.join(".gitignore")).unwrap_or_default();
    let output = reading.config.output_dir.trim_matches('/');
    if !ignored.lines().any(|line| line.trim().trim_matches('/') == output) {
        console.say(&format!(
            "Add `/{output}/` to .gitignore, so that the site is not committed with its sources"
        ));
    }
    let shown = dir.display();
    let (folder, archive) = if dir == Path::new(".") {
        (String::new(), String::new())
    } else {
        (format!(" {shown}"), format!(" -C {shown}"))
    };
    console.say(&format!(
        "Next:\n  pmsite serve{folder} --watch --open   shows the site while you write\
         \n  pmsite new \"What happened\"{archive}   begins a post-mortem\
         \n  pmsite build{folder}   writes the site to {}/",
        reading.config.output_dir
    ));
    Ok(Exit::Fine)
}
