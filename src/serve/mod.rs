//! Serves the site from memory and rebuilds it on changes.
//!
//! ```text
//!  browser ─► guard ─► tiny_http ─► answer ─► Live: the last good Site and current errors
//!   ▲                                           ▲
//!   └─ an event for each build                  └─ build ◄─ watch
//! ```
//!
//! - [`guard`] owns the port and enforces limits, host names and methods.
//! - [`inner`] runs `tiny_http` behind it; [`answer`] turns requests into responses, from the map of paths in [`site`].
//! - [`build`] runs the session and swaps the site in one step; [`watch`] decides when.
//! - [`live`] holds the current site and notifies browsers; the scripts in `browser/` reload pages and show errors.
//!
//! A served site is what `pmsite build` would write, kept in memory. Nothing is written to disk, and no request path
//! reaches the disk.

mod answer;
mod build;
mod copies;
mod file;
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

use self::answer::Responder;
use self::build::Builder;
use self::guard::{Guard, Hosts};
use self::limits::connection_limit;
use self::live::Live;
use self::watch::{Noticed, Watcher};
use crate::session::{Inputs, RunError};
use crate::system::SystemError;

#[cfg(any(test, fuzzing))]
pub(crate) use self::guard::laws;

pub use self::build::ServedBuild;
pub use self::watch::WatchMode;

/// How often to check the date: ages and "overdue" change at midnight without any file changing.
const DAY: Duration = Duration::from_secs(60);

/// How to serve a site.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address to listen on: an IP address or a host name.
    pub host: String,
    /// The path where the site is mounted. Starts and ends with `/`.
    pub mount: String,
    /// The public address of the server, if there is one.
    pub published: Option<String>,
    /// How to watch for changes, if at all.
    pub watch: Option<WatchMode>,
}

/// A bound port of this machine.
#[derive(Debug)]
pub struct Port {
    listener: TcpListener,
    address: SocketAddr,
}

impl Port {
    /// Binds a port; 0 chooses a free one.
    pub fn bind(host: &str, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((host, port))?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address })
    }

    /// The next free port after this one.
    pub fn free_after(host: &str, port: u16) -> Option<u16> {
        let free = |port: &u16| TcpListener::bind((host, *port)).is_ok();
        (port.checked_add(1)?..=u16::MAX).take(50).find(free)
    }

    /// The address of the site for a browser on this machine.
    pub fn url(&self, mount: &str) -> String {
        // A server that listens on all interfaces is reachable via loopback.
        let host = match self.address.ip() {
            ip if !ip.is_unspecified() => ip,
            IpAddr::V4(_) => IpAddr::from([127, 0, 0, 1]),
            IpAddr::V6(_) => IpAddr::from(std::net::Ipv6Addr::LOCALHOST),
        };
        format!("http://{}{mount}", SocketAddr::new(host, self.address.port()))
    }

    /// Whether only this machine can connect.
    pub fn is_local(&self) -> bool {
        self.address.ip().is_loopback()
    }
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    live: Arc<Live>,
    builder: Builder,
    watcher: Option<Watcher>,
    folder: Option<PathBuf>,
    /// Whether something may have changed that the last build did not see.
    stale: bool,
}

impl Server {
    /// Builds the site and starts to answer requests. If the first build fails, a watching server waits for a fix; without
    /// a watch, the error is returned.
    pub fn start(port: Port, options: &Options, inputs: &Inputs) -> Result<(Self, ServedBuild), RunError> {
        let live = Arc::new(Live::default());
        let mut builder = Builder::default();
        let watcher = options.watch.map(|mode| Watcher::new(builder.scope(inputs), mode));
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
        let limit = connection_limit();
        let (guard, inner) = Guard::new(hosts.clone(), limit)?;
        self.folder = guard.folder().map(PathBuf::from);
        let responder = Responder::new(&options.mount, hosts, self.watcher.is_some());
        inner::answer_all(inner, responder, Arc::clone(&self.live), limit)?;
        thread::Builder::new().name("guard".to_owned()).spawn(move || guard.accept_all(&listener))?;
        Ok(())
    }

    /// The folder to remove when the process ends.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Whether changes are found by polling.
    pub fn is_polling(&self) -> bool {
        self.watcher.as_ref().is_some_and(Watcher::is_polling)
    }

    /// Rebuilds on every change, forever; without a watch it only waits. `inputs` is called for each build, because the date
    /// changes. `report` gets each build and the paths that are known to have changed.
    pub fn run(mut self, inputs: impl Fn() -> Inputs, mut report: impl FnMut(&ServedBuild, &[String])) -> ! {
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
            report(&build, &noticed.paths);
            self.rescope(&inputs);
        }
    }

    /// Watches what the last build read.
    fn rescope(&mut self, inputs: &Inputs) {
        let scope = self.builder.scope(inputs);
        self.stale = self.watcher.as_mut().is_some_and(|watcher| watcher.set_scope(scope));
    }
}
