//! `pmsite serve`: serves the site and rebuilds it on changes.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;

use super::args::{ArchiveArguments, Format};
use super::console::{Console, elapsed, found};
use super::exit::Exit;
use super::failure::Failure;
use super::signals::SignalCleanup;
use crate::config::Edition;
use crate::diag::Counts;
use crate::serve::{Options, Port, ServedBuild, Server, WatchMode};
use crate::session::Inputs;
use crate::system::SystemError;
use crate::text::count;

/// The arguments of `pmsite serve`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pmsite serve --watch --open             Preview while you write
  pmsite serve incidents -p 0 -u /repo/   Use any free port and serve below a path")]
pub(super) struct ServeArguments {
    /// The archive folder
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) dir: PathBuf,
    /// Rebuild and reload browsers when a document, the theme or the configuration changes
    #[arg(short, long)]
    pub(super) watch: bool,
    /// Poll for changes (for network mounts without file-system events); implies --watch
    #[arg(long)]
    pub(super) poll: bool,
    /// The address to listen on; use 0.0.0.0 to let other machines connect
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    pub(super) host: String,
    /// The port to listen on; 0 chooses a free port
    #[arg(short, long, value_name = "PORT", default_value_t = 8000)]
    pub(super) port: u16,
    /// Open the site in a browser
    #[arg(long)]
    pub(super) open: bool,
    /// Serve below this path, such as /repo/, or as this public address
    #[arg(short = 'u', long, value_name = "PATH|URL")]
    pub(super) base_url: Option<String>,
    /// A theme folder whose files override the built-in theme
    #[arg(long, value_name = "FOLDER")]
    theme: Option<PathBuf>,
    /// How to read the archive.
    #[command(flatten)]
    archive: ArchiveArguments,
}

impl ServeArguments {
    /// The session inputs for a site at this address. Drafts are included, because their authors want to see them.
    pub(super) fn inputs(&self, base_url: Option<&str>) -> Result<Inputs, Failure> {
        let inputs = self.archive.inputs(self.dir.clone())?;
        Ok(Inputs {
            base_url: base_url.map(str::to_owned),
            theme: self.theme.clone(),
            // The public edition is previewed as it will be published.
            drafts: inputs.drafts || inputs.edition == Edition::Internal,
            ..inputs
        })
    }
}

/// The maximum number of changed documents that a message names.
const MAX_NAMES: usize = 2;

/// Runs the command until a signal ends it.
pub(super) fn serve(arguments: &ServeArguments, console: &Console) -> Result<Exit, Failure> {
    let cleanup = SignalCleanup::install()?;
    let mount = Mount::parse(arguments.base_url.as_deref())?;
    let port = bind(&arguments.host, arguments.port)?;
    let url = port.url(&mount.path);
    let base_url = mount.base_url(&url);
    let inputs = arguments.inputs(base_url)?;
    let watching = match (arguments.watch, arguments.poll) {
        (_, true) => Some(WatchMode::Polling),
        (true, false) => Some(WatchMode::Events),
        (false, false) => None,
    };
    let options = Options {
        host: arguments.host.clone(),
        mount: mount.path.clone(),
        published: mount.url.clone(),
        watch: watching,
    };
    let local = port.is_local();
    let (server, first) = Server::start(port, &options, &inputs)?;
    cleanup.remove(server.folder());
    report_start(&first, &url, console);
    if !local {
        console.message("Any machine that can reach this address can read the site");
    }
    if watching.is_some() {
        let how = match (server.is_polling(), arguments.poll) {
            (true, false) => " by polling, because file-system events are not available",
            _ => "",
        };
        console.message(&format!("Watching {}{how}; press Ctrl-C to stop", arguments.dir.display()));
    }
    if arguments.open
        && let Err(error) = opener::open_browser(&url)
    {
        console.message(&format!("Could not open a browser: {error}"));
    }
    let current_inputs = || arguments.inputs(base_url).unwrap_or_else(|_| Inputs::clone(&inputs));
    server.run(current_inputs, |build, paths| report_rebuild(build, paths, console))
}

/// Binds the port. If it is in use, the error suggests a free one.
fn bind(host: &str, port: u16) -> Result<Port, Failure> {
    Port::bind(host, port).map_err(|error| {
        let cause = match (error.kind(), Port::free_after(host, port)) {
            (ErrorKind::AddrInUse, Some(free)) => {
                std::io::Error::new(ErrorKind::AddrInUse, format!("the port is in use; try --port {free}"))
            }
            _ => error,
        };
        SystemError::at("listen on", Path::new(&format!("{host}:{port}")))(cause).into()
    })
}

/// Reports the findings of the first build and the address of the site.
fn report_start(build: &ServedBuild, url: &str, console: &Console) {
    match &build.result {
        Ok(loaded) => {
            // If the terminal is gone, there is nowhere to report it.
            _ = console.findings(&loaded.diagnostics, &loaded.sources(), Format::Human);
            let incidents = count(loaded.archive.incidents.len(), "incident");
            let pages = count(build.pages, "page");
            let found = found(Counts::of(&loaded.diagnostics));
            let time = elapsed(build.time);
            console.message(&format!("Serving {incidents}, {pages} at {url} (built in {time}; {found})"));
        }
        Err(error) => {
            console.report_run_error(error, Format::Human);
            console.message(&format!("Fix this error to serve the site at {url}"));
        }
    }
}

/// Reports a rebuild on one line, followed by its new findings. A rebuild without changes is not reported.
fn report_rebuild(build: &ServedBuild, paths: &[String], console: &Console) {
    let loaded = match &build.result {
        Ok(loaded) => loaded,
        Err(error) => {
            console.message(&format!(
                "{}: build failed, still serving the last good site",
                changes(build, paths)
            ));
            console.report_run_error(error, Format::Human);
            return;
        }
    };
    let unchanged = paths.is_empty() && build.documents.is_empty() && build.new_diagnostics.is_empty();
    if unchanged && !console.verbose {
        return;
    }
    let what = changes(build, paths);
    let pages = count(build.pages, "page");
    let found = found(Counts::of(&loaded.diagnostics));
    console.message(&format!("{what}: {pages} in {} ({found})", elapsed(build.time)));
    console.new_findings(&build.new_diagnostics, &loaded.sources());
}

/// The changed documents, or the changed files if no document changed.
fn changes(build: &ServedBuild, paths: &[String]) -> String {
    let names = if build.documents.is_empty() { paths } else { &build.documents };
    match names.len() {
        0 => "Changed".to_owned(),
        count if count <= MAX_NAMES => names.join(", "),
        count => format!("{} and {} more", names[..MAX_NAMES - 1].join(", "), count - MAX_NAMES + 1),
    }
}

/// The path where the site is mounted.
#[derive(Debug, PartialEq, Eq)]
struct Mount {
    /// Starts and ends with `/`.
    path: String,
    /// The public address, if one was given.
    url: Option<String>,
}

impl Mount {
    /// Parses `/repo/`, `repo`, or `https://host/repo/`.
    fn parse(text: Option<&str>) -> Result<Self, Failure> {
        let text = text.unwrap_or("/");
        let (path, url) = match text.split_once("://") {
            Some((_, rest)) => (rest.split_once('/').map_or("", |(_, path)| path), Some(text.to_owned())),
            None => (text, None),
        };
        let path = path.trim_matches('/');
        let is_invalid = |part: &str| {
            matches!(part, "" | "." | "..")
                || part.contains(['?', '#', '%', '\\'])
                || part.contains(char::is_whitespace)
        };
        if !path.is_empty() && path.split('/').any(is_invalid) {
            return Err(Failure::Usage(format!(
                "`{text}` is not a valid path for a site; use a path such as /repo/"
            )));
        }
        let path = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
        Ok(Self { path, url })
    }

    /// The base URL for the site: the public address, else the server's own if the site is below a path. `None` means
    /// that of the configuration, so the served site is the one that `pmsite build` writes.
    fn base_url<'a>(&'a self, served: &'a str) -> Option<&'a str> {
        self.url.as_deref().or_else(|| (self.path != "/").then_some(served))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mount_accepts_paths_and_urls() {
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
