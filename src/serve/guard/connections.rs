//! Open connections, limited in number.

use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// After this time, a client that has not received its whole response may be disconnected in favor of another. It is short,
/// because it only matters when hundreds of clients are being served.
const GRACE: Duration = Duration::from_secs(1);

/// What a connection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Waiting for a request or the rest of one.
    Waiting,
    /// Sending a response.
    Responding,
    /// Sending events.
    Streaming,
    /// Disconnected in favor of another; its thread has not ended yet.
    Closing,
}

#[derive(Debug)]
struct Entry {
    number: u64,
    stream: Arc<TcpStream>,
    phase: Phase,
    since: Instant,
}

/// All open connections.
#[derive(Debug)]
pub(super) struct Connections {
    limit: usize,
    entries: Mutex<(u64, Vec<Entry>)>,
}

impl Connections {
    /// Allows at most `limit` connections.
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, entries: Mutex::new((0, Vec::new())) }
    }

    /// Admits a connection. If there are too many, disconnects the oldest of the least useful: first connections without a
    /// complete request, so slow clients cannot block others; then clients that do not receive their response; then event
    /// streams, because browsers reconnect. `None` if no connection can be closed, or if too many are still closing: they hold
    /// their files until their threads end.
    pub(super) fn admit(&self, stream: &Arc<TcpStream>) -> Option<u64> {
        let mut entries = self.lock();
        if entries.1.len() >= self.limit + self.limit / 4 + 2 {
            return None;
        }
        let open = entries.1.iter().filter(|entry| entry.phase != Phase::Closing).count();
        if open >= self.limit {
            let now = Instant::now();
            let rank = |entry: &Entry| match entry.phase {
                Phase::Waiting => Some(0),
                Phase::Responding if now.duration_since(entry.since) > GRACE => Some(1),
                Phase::Responding | Phase::Closing => None,
                Phase::Streaming => Some(2),
            };
            let candidates = entries.1.iter().enumerate();
            let candidates = candidates.filter_map(|(at, entry)| Some((rank(entry)?, entry.since, at)));
            let (_, _, at) = candidates.min()?;
            let entry = &mut entries.1[at];
            entry.phase = Phase::Closing;
            // Wakes up its thread.
            _ = entry.stream.shutdown(Shutdown::Both);
        }
        entries.0 += 1;
        let number = entries.0;
        let stream = Arc::clone(stream);
        entries.1.push(Entry { number, stream, phase: Phase::Waiting, since: Instant::now() });
        Some(number)
    }

    /// Sets the phase of a connection.
    pub(super) fn set(&self, number: u64, phase: Phase) {
        let is_it = |entry: &&mut Entry| entry.number == number && entry.phase != Phase::Closing;
        if let Some(entry) = self.lock().1.iter_mut().find(is_it) {
            (entry.phase, entry.since) = (phase, Instant::now());
        }
    }

    /// Removes a connection.
    pub(super) fn remove(&self, number: u64) {
        self.lock().1.retain(|entry| entry.number != number);
    }

    fn lock(&self) -> MutexGuard<'_, (u64, Vec<Entry>)> {
        // The list is always consistent, so a poisoned lock can be used.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn oldest_waiting_connection_is_closed_first() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let open = || {
            let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
            (client, Arc::new(listener.accept().unwrap().0))
        };
        let (connections, pairs) = (Connections::new(3), [open(), open(), open(), open(), open()]);
        let numbers: Vec<u64> =
            pairs[..3].iter().map(|(_, stream)| connections.admit(stream).unwrap()).collect();
        connections.set(numbers[0], Phase::Responding);
        let fourth = connections.admit(&pairs[3].1).unwrap();
        assert_eq!((&pairs[1].0).read(&mut [0]).unwrap(), 0, "the oldest waiting connection is closed");
        for number in [numbers[2], fourth] {
            connections.set(number, Phase::Responding);
        }
        assert_eq!(connections.admit(&pairs[4].1), None, "all connections are in use");
        connections.set(fourth, Phase::Streaming);
        assert!(connections.admit(&pairs[4].1).is_some());
        assert_eq!((&pairs[3].0).read(&mut [0]).unwrap(), 0, "a stream is closed for a request");
    }

    #[test]
    fn connections_count_until_their_threads_end() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let stream = Arc::new(listener.accept().unwrap().0);
        let connections = Connections::new(8);
        let numbers: Vec<u64> = (0..20).map_while(|_| connections.admit(&stream)).collect();
        assert_eq!(numbers.len(), 12, "eight that are open, and four that are closing");
        connections.remove(numbers[0]);
        assert!(connections.admit(&stream).is_some());
        assert!(connections.admit(&stream).is_none());
        drop(client);
    }
}
