//! `pmsite serve` end to end: the program, over real sockets, on changing folders.
#![expect(
    clippy::disallowed_methods,
    reason = "archives are folders on the disk, and waiting has a time limit"
)]
#![expect(clippy::unwrap_used, reason = "all of this is a test")]

mod attack;
mod crowd;
mod guard;
mod http;
mod server;
mod signals;
mod watch;
