//! The connections that are open, so that there are never too many.

use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// After this time a client that still has not taken its answer may be cut off for another. It is short, for it matters
/// only when hundreds are being answered at once, and then nobody else would get in.
const PATIENCE: Duration = Duration::from_secs(1);

/// What a connection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// It waits for a request, or for the rest of one.
    Waiting,
    /// It is being answered.
    Answered,
    /// News go out.
    News,
}

#[derive(Debug)]
struct Entry {
    number: u64,
    stream: Arc<TcpStream>,
    phase: Phase,
    since: Instant,
}

/// The connections that are open.
#[derive(Debug)]
pub(super) struct Table {
    limit: usize,
    entries: Mutex<(u64, Vec<Entry>)>,
}

impl Table {
    /// A table for so many connections.
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, entries: Mutex::new((0, Vec::new())) }
    }

    /// Takes in a connection. If there are too many, the one that has kept others waiting longest is cut off: first those
    /// that have not sent their request, so that slow ones cannot shut out those that ask; then those that do not take
    /// their answer; then streams, whose browsers come back by themselves. `None` if nobody can go.
    pub(super) fn admit(&self, stream: &Arc<TcpStream>) -> Option<u64> {
        let mut entries = self.lock();
        if entries.1.len() >= self.limit {
            let now = Instant::now();
            let rank = |entry: &Entry| match entry.phase {
                Phase::Waiting => Some(0),
                Phase::Answered if now.duration_since(entry.since) > PATIENCE => Some(1),
                Phase::Answered => None,
                Phase::News => Some(2),
            };
            let candidates = entries.1.iter().enumerate();
            let candidates = candidates.filter_map(|(at, entry)| Some((rank(entry)?, entry.since, at)));
            let (_, _, at) = candidates.min()?;
            let entry = entries.1.swap_remove(at);
            // Its thread wakes up and finds the connection closed.
            _ = entry.stream.shutdown(Shutdown::Both);
        }
        entries.0 += 1;
        let number = entries.0;
        let stream = Arc::clone(stream);
        entries.1.push(Entry { number, stream, phase: Phase::Waiting, since: Instant::now() });
        Some(number)
    }

    /// Notes what a connection is doing from now on.
    pub(super) fn set(&self, number: u64, phase: Phase) {
        if let Some(entry) = self.lock().1.iter_mut().find(|entry| entry.number == number) {
            (entry.phase, entry.since) = (phase, Instant::now());
        }
    }

    /// Forgets a connection.
    pub(super) fn remove(&self, number: u64) {
        self.lock().1.retain(|entry| entry.number != number);
    }

    fn lock(&self) -> MutexGuard<'_, (u64, Vec<Entry>)> {
        // No step leaves a half-changed table behind.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn those_that_wait_go_first_and_the_oldest_of_them() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let open = || {
            let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
            (client, Arc::new(listener.accept().unwrap().0))
        };
        let (table, pairs) = (Table::new(3), [open(), open(), open(), open(), open()]);
        let numbers: Vec<u64> = pairs[..3].iter().map(|(_, stream)| table.admit(stream).unwrap()).collect();
        table.set(numbers[0], Phase::Answered);
        let fourth = table.admit(&pairs[3].1).unwrap();
        assert_eq!((&pairs[1].0).read(&mut [0]).unwrap(), 0, "the oldest that waits is cut off");
        for number in [numbers[2], fourth] {
            table.set(number, Phase::Answered);
        }
        assert_eq!(table.admit(&pairs[4].1), None, "all are being answered");
        table.set(fourth, Phase::News);
        assert!(table.admit(&pairs[4].1).is_some());
        assert_eq!((&pairs[3].0).read(&mut [0]).unwrap(), 0, "a stream goes for a request");
    }
}
