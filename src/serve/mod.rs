//! Serves the site from memory, and builds it again when something changes.
//!
//! ```text
//!  browser ─► guard ─► tiny_http ─► answer ─► Live: the last good Site, what is wrong
//!   ▲                                           ▲
//!   └─ news of each build                       └─ build ◄─ watch
//! ```
//!
//! - [`guard`] owns the port: limits, names, methods.
//! - [`inner`] is `tiny_http` behind it; [`answer`] decides what it says, from the map of paths in [`site`].
//! - [`build`] runs the session and swaps the site in one step; [`watch`] says when.
//! - [`live`] holds what is served now and tells browsers; the scripts in `browser/` reload pages and show errors.
//!
//! There is no second way to build: a served site is what `pmsite build` would write, kept in memory. Nothing is written
//! to the disk, and no path of a request touches it.

mod answer;
mod build;
mod copies;
mod guard;
mod inject;
mod inner;
mod limits;
mod live;
mod media;
mod partial_read;
mod range;
mod site;
mod target;
mod watch;

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use self::answer::Answers;
use self::build::Builder;
use self::guard::{Guard, Hosts};
use self::live::Live;
use self::watch::{Noticed, Watcher};
use crate::session::{Inputs, RunError};
use crate::system::SystemError;

#[cfg(any(test, fuzzing))]
pub(crate) use self::guard::laws;

pub use self::build::ServedBuild;
pub use self::watch::WatchMode;

/// How often the day is looked up: ages and "overdue" change at midnight without any file changing.
const DAY: Duration = Duration::from_secs(60);

/// How a site is served.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address that was asked for, as a number or a name.
    pub host: String,
    /// Where the site is mounted: `/`, or a path that begins and ends with `/`.
    pub mount: String,
    /// The web address by which others know the server, if they do.
    pub published: Option<String>,
    /// How changes are noticed, if at all.
    pub watching: Option<WatchMode>,
}

/// A port of this machine.
#[derive(Debug)]
pub struct Port {
    listener: TcpListener,
    address: SocketAddr,
}

impl Port {
    /// Takes a port; 0 stands for any that is free.
    pub fn bind(host: &str, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((host, port))?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address })
    }

    /// A port after this one that nobody uses.
    pub fn free_after(host: &str, port: u16) -> Option<u16> {
        let free = |port: &u16| TcpListener::bind((host, *port)).is_ok();
        (port.checked_add(1)?..=u16::MAX).take(50).find(free)
    }

    /// The address at which a browser on this machine finds the site.
    pub fn url(&self, mount: &str) -> String {
        // A server that listens at every address is found at the nearest.
        let host = match self.address.ip() {
            ip if !ip.is_unspecified() => ip,
            IpAddr::V4(_) => IpAddr::from([127, 0, 0, 1]),
            IpAddr::V6(_) => IpAddr::from(std::net::Ipv6Addr::LOCALHOST),
        };
        format!("http://{}{mount}", SocketAddr::new(host, self.address.port()))
    }

    /// Whether only this machine can reach it.
    pub fn is_local(&self) -> bool {
        self.address.ip().is_loopback()
    }
}

/// A server whose site is built and that answers.
#[derive(Debug)]
pub struct Server {
    live: Arc<Live>,
    builder: Builder,
    watcher: Option<Watcher>,
    folder: Option<PathBuf>,
    /// Whether something has changed that the last build may not have seen.
    stale: bool,
}

impl Server {
    /// Builds for the first time and begins to answer. A first build that fails is a site that is still to come if the
    /// server watches; if not, nothing is served.
    pub fn start(port: Port, options: &Options, inputs: &Inputs) -> Result<(Self, ServedBuild), RunError> {
        let live = Arc::new(Live::default());
        let mut builder = Builder::default();
        let watcher = options.watching.map(|watching| Watcher::new(builder.scope(inputs), watching));
        let mut build = builder.build(inputs, &Noticed::default(), &live);
        if watcher.is_none() {
            build.result = Ok(build.result?);
        }
        let mut server = Self { live, builder, watcher, folder: None, stale: false };
        server.rescope(inputs);
        let place = PathBuf::from(port.address.to_string());
        server.open(port, options).map_err(SystemError::at("serve at", &place))?;
        Ok((server, build))
    }

    fn open(&mut self, port: Port, options: &Options) -> io::Result<()> {
        let Port { listener, address } = port;
        let hosts = Hosts::new(address.ip(), address.port(), &options.host, options.published.as_deref());
        let (guard, inner) = Guard::new(hosts.clone())?;
        self.folder = guard.folder().map(PathBuf::from);
        let answers = Answers::new(&options.mount, hosts, self.watcher.is_some());
        inner::answer_all(inner, answers, Arc::clone(&self.live))?;
        thread::Builder::new().name("guard".to_owned()).spawn(move || guard.accept_all(&listener))?;
        Ok(())
    }

    /// The folder that is to be removed when the process ends.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Whether changes are found by looking only.
    pub fn is_polling(&self) -> bool {
        self.watcher.as_ref().is_some_and(Watcher::is_polling)
    }

    /// Builds again whenever something changes, for ever; without a watch it only waits. `inputs` is asked each time,
    /// since the day changes. `tell` gets each build and the paths that are known to have changed.
    pub fn run(mut self, inputs: impl Fn() -> Inputs, mut tell: impl FnMut(&ServedBuild, &[String])) -> ! {
        let mut day = inputs().as_of;
        loop {
            let Some(watcher) = &mut self.watcher else {
                thread::park();
                continue;
            };
            let noticed = if self.stale { Some(Noticed::default()) } else { watcher.wait(DAY) };
            let inputs = inputs();
            if noticed.is_none() && inputs.as_of == day {
                continue;
            }
            day = inputs.as_of;
            let noticed = noticed.unwrap_or_default();
            let build = self.builder.build(&inputs, &noticed, &self.live);
            tell(&build, &noticed.paths);
            self.rescope(&inputs);
        }
    }

    /// Watches what the last build has read.
    fn rescope(&mut self, inputs: &Inputs) {
        let scope = self.builder.scope(inputs);
        self.stale = self.watcher.as_mut().is_some_and(|watcher| watcher.set_scope(scope));
    }
}
