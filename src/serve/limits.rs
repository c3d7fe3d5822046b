//! Limits of the server: the number of connections, and the size of answers that fit into memory.

/// Bodies larger than this are sent by a thread of their own, because the guard forwards them only as fast as the client reads.
/// Smaller ones wait in memory for their client, and there may be hundreds of them.
pub(super) const LARGE: usize = 256 * 1024;

/// More readers than a small machine has; each costs a thread that sleeps.
const MOST: usize = 512;

/// Open files that the process needs for itself.
const OWN_FILES: usize = 64;

/// A connection is one open file, and the pipe that it may need three: one end is the guard's, and `tiny_http` holds the
/// other twice.
const FILES: usize = 4;

/// How many connections there may be without the process running out of open files; a listener of `tiny_http` that meets
/// that limit never accepts again. The limit is raised as far as the system lets us, for some begin with 256.
#[cfg(unix)]
pub(super) fn connection_limit() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let wanted = (MOST * FILES + OWN_FILES) as u64;
    let limit = getrlimit(Resource::Nofile);
    let mut files = limit.current.unwrap_or(u64::MAX);
    if files < wanted {
        let raised = limit.maximum.map_or(wanted, |most| most.min(wanted));
        if setrlimit(Resource::Nofile, Rlimit { current: Some(raised), maximum: limit.maximum }).is_ok() {
            files = raised;
        }
    }
    let files = usize::try_from(files).unwrap_or(usize::MAX);
    (files.saturating_sub(OWN_FILES) / FILES).clamp(8, MOST)
}

/// How many connections there may be.
#[cfg(not(unix))]
pub(super) fn connection_limit() -> usize {
    MOST
}
