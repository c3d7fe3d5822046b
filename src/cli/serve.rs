//! `pmsite serve`: serves the site, and builds it again when something changes.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;

use super::args::{ArchiveArguments, Format};
use super::console::Console;
use super::failure::Failure;
use super::signals::Ending;
use super::{Exit, spent};
use crate::diag::Counts;
use crate::serve::{Options, Port, Round, Server, Watching};
use crate::session::Inputs;
use crate::system::SystemError;
use crate::text::count;

/// The arguments of `pmsite serve`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pmsite serve --watch --open            # write, save, see
  pmsite serve incidents -p 0 -u /repo/  # any free port, below a path")]
pub(super) struct ServeArguments {
    /// The archive folder
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) dir: PathBuf,
    /// Build again when a document, the theme or the configuration changes, and reload browsers
    #[arg(short, long)]
    pub(super) watch: bool,
    /// Watch by looking at files again and again, for network mounts that tell nothing; implies --watch
    #[arg(long)]
    pub(super) poll: bool,
    /// The address or name to listen at; 0.0.0.0 lets other machines in
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    pub(super) host: String,
    /// The port to listen at; 0 takes any that is free
    #[arg(short, long, value_name = "PORT", default_value_t = 8000)]
    pub(super) port: u16,
    /// Show the site in a browser
    #[arg(long)]
    pub(super) open: bool,
    /// Where the site is mounted: a path such as /repo/, or the web address by which others know it
    #[arg(short = 'u', long, value_name = "PATH|URL")]
    pub(super) base_url: Option<String>,
    /// A folder whose files replace those of the built-in theme
    #[arg(long, value_name = "FOLDER")]
    theme: Option<PathBuf>,
    /// How the archive is read.
    #[command(flatten)]
    archive: ArchiveArguments,
}

impl ServeArguments {
    /// What the session is asked for, if the site is to be found at this address. Drafts are part of it: their authors
    /// are those who look.
    pub(super) fn inputs(&self, base_url: Option<&str>) -> Result<Inputs, Failure> {
        let inputs = self.archive.inputs(self.dir.clone())?;
        Ok(Inputs {
            base_url: base_url.map(str::to_owned),
            theme: self.theme.clone(),
            drafts: true,
            ..inputs
        })
    }
}

/// How many changed documents a line names.
const NAMED: usize = 2;

/// Runs the command; a signal ends it.
pub(super) fn serve(arguments: &ServeArguments, console: &Console) -> Result<Exit, Failure> {
    let ending = Ending::on_signals()?;
    let mount = Mount::parse(arguments.base_url.as_deref())?;
    let port = bind(&arguments.host, arguments.port)?;
    let url = port.url(&mount.path);
    let base_url = mount.base_url(&url);
    let inputs = arguments.inputs(base_url)?;
    let watching = match (arguments.watch, arguments.poll) {
        (_, true) => Some(Watching::Polling),
        (true, false) => Some(Watching::Events),
        (false, false) => None,
    };
    let options = Options {
        host: arguments.host.clone(),
        mount: mount.path.clone(),
        published: mount.url.clone(),
        watching,
    };
    let local = port.is_local();
    let (server, first) = Server::start(port, &options, &inputs)?;
    ending.remove(server.folder());
    greet(&first, &url, console);
    if !local {
        console.say("Every machine that reaches this address can read the site");
    }
    if watching.is_some() {
        let how = match (server.is_polling(), arguments.poll) {
            (true, false) => " by looking at its files again and again, for the system tells of no changes",
            _ => "",
        };
        console.say(&format!("Watching {}{how}; Ctrl-C ends it", arguments.dir.display()));
    }
    if arguments.open
        && let Err(error) = opener::open_browser(&url)
    {
        console.say(&format!("No browser could be opened: {error}"));
    }
    let inputs_now = || arguments.inputs(base_url).unwrap_or_else(|_| Inputs::clone(&inputs));
    server.run(inputs_now, |round, paths| tell(round, paths, console))
}

/// Takes the port, or says which one could be had.
fn bind(host: &str, port: u16) -> Result<Port, Failure> {
    Port::bind(host, port).map_err(|error| {
        let cause = match (error.kind(), Port::free_after(host, port)) {
            (ErrorKind::AddrInUse, Some(free)) => std::io::Error::new(
                ErrorKind::AddrInUse,
                format!("the port is in use; --port {free} is free"),
            ),
            _ => error,
        };
        SystemError::at("listen at", Path::new(&format!("{host}:{port}")))(cause).into()
    })
}

/// The findings of the first build, and where the site is.
fn greet(round: &Round, url: &str, console: &Console) {
    match &round.result {
        Ok(reading) => {
            // Nobody is there to be told that the terminal is not.
            _ = console.findings(&reading.diagnostics, &reading.sources(), Format::Human);
            let incidents = count(reading.archive.incidents.len(), "incident");
            let pages = count(round.pages, "page");
            let found = found(Counts::of(&reading.diagnostics));
            let time = spent(round.time);
            console.say(&format!("Serving {incidents}, {pages} at {url} (built in {time}; {found})"));
        }
        Err(error) => {
            console.run_failed(error, Format::Human);
            console.say(&format!("Serving at {url} as soon as this is mended"));
        }
    }
}

/// One line for a build, and below it what is new to be said. A build that has changed nothing is no news.
fn tell(round: &Round, paths: &[String], console: &Console) {
    let reading = match &round.result {
        Ok(reading) => reading,
        Err(error) => {
            console.say(&format!("{}: the last good site stays", what_changed(round, paths)));
            console.run_failed(error, Format::Human);
            return;
        }
    };
    let nothing = paths.is_empty() && round.documents.is_empty() && round.news.is_empty();
    if nothing && !console.verbose {
        return;
    }
    let what = what_changed(round, paths);
    let pages = count(round.pages, "page");
    let found = found(Counts::of(&reading.diagnostics));
    console.say(&format!("{what}: {pages} in {} ({found})", spent(round.time)));
    _ = console.findings(&round.news, &reading.sources(), Format::Human);
}

/// The documents that have changed; if none has, the files that something has happened to.
fn what_changed(round: &Round, paths: &[String]) -> String {
    let names = if round.documents.is_empty() { paths } else { &round.documents };
    match names.len() {
        0 => "Changed".to_owned(),
        count if count <= NAMED => names.join(", "),
        count => format!("{} and {} more", names[..NAMED - 1].join(", "), count - NAMED + 1),
    }
}

fn found(counts: Counts) -> String {
    format!("{}, {}", count(counts.errors, "error"), count(counts.warnings, "warning"))
}

/// Where the site is mounted.
#[derive(Debug, PartialEq, Eq)]
struct Mount {
    /// Begins and ends with `/`.
    path: String,
    /// The web address that was given, if it was one.
    url: Option<String>,
}

impl Mount {
    /// Reads `/repo/`, `repo`, or `https://host/repo/`.
    fn parse(text: Option<&str>) -> Result<Self, Failure> {
        let text = text.unwrap_or("/");
        let (path, url) = match text.split_once("://") {
            Some((_, rest)) => (rest.split_once('/').map_or("", |(_, path)| path), Some(text.to_owned())),
            None => (text, None),
        };
        let path = path.trim_matches('/');
        let fault = |part: &str| {
            matches!(part, "" | "." | "..")
                || part.contains(['?', '#', '%', '\\'])
                || part.contains(char::is_whitespace)
        };
        if !path.is_empty() && path.split('/').any(fault) {
            return Err(Failure::Usage(format!(
                "`{text}` is no place for a site; write a path such as /repo/"
            )));
        }
        let path = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
        Ok(Self { path, url })
    }

    /// The address that the site is told: the one that was given, or the server's own if the site is to lie below a path.
    /// Else it is that of the configuration, so that what is served is what a build writes.
    fn base_url<'a>(&'a self, served: &'a str) -> Option<&'a str> {
        self.url.as_deref().or_else(|| (self.path != "/").then_some(served))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mount_point_is_a_path() {
        for (text, path) in [
            (None, "/"),
            (Some("/"), "/"),
            (Some("/repo/"), "/repo/"),
            (Some("repo"), "/repo/"),
            (Some("/a/b"), "/a/b/"),
            (Some("https://x.example/repo"), "/repo/"),
            (Some("https://x.example"), "/"),
        ] {
            assert_eq!(Mount::parse(text).unwrap().path, path, "{text:?}");
        }
        for text in ["/a//b", "/../x", "/a?b", "/a b/"] {
            assert!(Mount::parse(Some(text)).is_err(), "{text}");
        }
    }
}
