//! Limits on connections and memory.

/// Larger response bodies are sent by a thread of their own, because the guard passes them on only as fast as the client
/// reads. Smaller bodies are buffered in memory.
pub(super) const LARGE_BODY: usize = 256 * 1024;

/// More clients than a small server has. Each costs a sleeping thread.
const MAX_CONNECTIONS: usize = 512;

/// Open files that the process itself needs.
#[cfg(unix)]
const OWN_FILES: usize = 64;

/// Open files per connection: one for the client, and three for its pipe, since `tiny_http` holds its end twice. An event stream whose
/// client has gone holds two of them until its next heartbeat, when others may have taken its place.
#[cfg(unix)]
const FILES_PER_CONNECTION: usize = 6;

/// The maximum number of connections, so that the process does not run out of open files: if it did, `tiny_http` would never
/// accept another connection. Raises the soft limit if possible; some systems start with 256.
#[cfg(unix)]
pub(super) fn connection_limit() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let wanted = (MAX_CONNECTIONS * FILES_PER_CONNECTION + OWN_FILES) as u64;
    let limit = getrlimit(Resource::Nofile);
    let mut files = limit.current.unwrap_or(u64::MAX);
    if files < wanted {
        let raised = limit.maximum.map_or(wanted, |most| most.min(wanted));
        if setrlimit(Resource::Nofile, Rlimit { current: Some(raised), maximum: limit.maximum }).is_ok() {
            files = raised;
        }
    }
    let files = usize::try_from(files).unwrap_or(usize::MAX);
    (files.saturating_sub(OWN_FILES) / FILES_PER_CONNECTION).clamp(8, MAX_CONNECTIONS)
}

/// The maximum number of connections.
#[cfg(not(unix))]
pub(super) fn connection_limit() -> usize {
    MAX_CONNECTIONS
}
