//! Connections from the guard to `tiny_http`.
//!
//! A pipe is a persistent connection for one request at a time. The socket is in a folder that only this user can enter.

use std::io::{self, ErrorKind, Read, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

#[cfg(unix)]
use std::os::unix::net::{UnixListener as Listener, UnixStream as Stream};

#[cfg(not(unix))]
use std::net::{TcpListener as Listener, TcpStream as Stream};

use super::head::Head;
use crate::serve::limits::LARGE_BODY;

/// The maximum size of a response head. Only a bug could exceed it.
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// The read size while the length is unknown.
const CHUNK: usize = 16 * 1024;

/// The header that announces the end of the connection.
const CLOSE: &[u8] = b"Connection: close\r\n";

/// A request without effect. The response shows that `tiny_http` has accepted the pipe.
const HELLO: &str = "HEAD /.pmsite/hello HTTP/1.1\r\n\r\n";

/// The maximum number of concurrent requests. Each takes a fraction of a millisecond, so more would only compete for the same
/// CPUs.
const MAX_CONCURRENT: usize = 16;

/// The maximum time to wait for other requests.
const MAX_WAIT: Duration = Duration::from_millis(200);

/// The pipes of one server.
#[derive(Debug)]
pub(super) struct Pipes {
    place: Place,
    state: Mutex<State>,
    freed: Condvar,
    opening: Mutex<()>,
}

#[derive(Debug, Default)]
struct State {
    idle: Vec<Stream>,
    /// The number of requests in progress.
    active: usize,
}

/// Where `tiny_http` listens.
#[derive(Debug)]
#[cfg(unix)]
struct Place(tempfile::TempDir);

#[derive(Debug)]
#[cfg(not(unix))]
struct Place(std::net::SocketAddr);

impl Place {
    #[cfg(unix)]
    fn listen() -> io::Result<(Self, Listener)> {
        use std::os::unix::fs::PermissionsExt;

        let private = std::fs::Permissions::from_mode(0o700);
        let folder = tempfile::Builder::new().prefix("pmsite-serve-").permissions(private).tempdir()?;
        let listener = Listener::bind(folder.path().join("socket"))?;
        Ok((Self(folder), listener))
    }

    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere there is none")]
    fn folder(&self) -> Option<&std::path::Path> {
        Some(self.0.path())
    }

    #[cfg(not(unix))]
    fn folder(&self) -> Option<&std::path::Path> {
        None
    }

    #[cfg(unix)]
    fn connect(&self) -> io::Result<Stream> {
        Stream::connect(self.0.path().join("socket"))
    }

    #[cfg(not(unix))]
    fn listen() -> io::Result<(Self, Listener)> {
        let listener = Listener::bind("127.0.0.1:0")?;
        Ok((Self(listener.local_addr()?), listener))
    }

    #[cfg(not(unix))]
    fn connect(&self) -> io::Result<Stream> {
        let stream = Stream::connect(self.0)?;
        // Small writes must not wait for acknowledgements of earlier ones.
        stream.set_nodelay(true)?;
        Ok(stream)
    }
}

/// What follows the buffered start of a response.
#[derive(Debug)]
pub(super) enum Rest {
    /// Nothing: the pipe is idle again.
    Nothing,
    /// This many bytes.
    Bytes(usize, Pipe),
    /// An endless stream.
    Endless(Pipe),
}

/// A pipe that is in use.
#[derive(Debug)]
pub(super) struct Pipe(Stream);

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Pipe {
    /// Limits how long a read waits.
    pub(super) fn set_read_timeout(&self, limit: Duration) -> io::Result<()> {
        self.0.set_read_timeout(Some(limit))
    }
}

impl Pipes {
    /// The pipes and the listener at their other end.
    pub(super) fn new() -> io::Result<(Self, Listener)> {
        let (place, listener) = Place::listen()?;
        let pipes = Self { place, state: Mutex::default(), freed: Condvar::new(), opening: Mutex::default() };
        Ok((pipes, listener))
    }

    /// The folder to remove when the process ends.
    pub(super) fn folder(&self) -> Option<&std::path::Path> {
        self.place.folder()
    }

    /// Passes a request on and reads the response into `answer`: completely, or the start of a large one. The caller owns the
    /// buffer, so a connection reuses one buffer for all its responses: otherwise a hundred threads that allocate and free
    /// pages of all sizes would hold some megabytes each.
    pub(super) fn send(&self, head: &Head, answer: &mut Vec<u8>) -> io::Result<Rest> {
        let full = |state: &mut State| state.active >= MAX_CONCURRENT;
        let turn = self.freed.wait_timeout_while(self.lock(), MAX_WAIT, full);
        let mut state = turn.unwrap_or_else(PoisonError::into_inner).0;
        state.active += 1;
        let idle = state.idle.pop();
        drop(state);
        let rest = self.send_through(idle, head, answer);
        self.lock().active -= 1;
        self.freed.notify_one();
        rest
    }

    fn send_through(&self, idle: Option<Stream>, head: &Head, answer: &mut Vec<u8>) -> io::Result<Rest> {
        if let Some(pipe) = idle
            && let Ok(rest) = self.exchange(pipe, head, answer)
        {
            return Ok(rest);
        }
        self.exchange(self.open()?, head, answer)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // The state is always consistent, so a poisoned lock can be used.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens a pipe, one at a time: if several connections arrive together, `tiny_http` may leave some without a thread until
    /// another ends, because it counts threads as idle that have work but have not woken up yet.
    fn open(&self) -> io::Result<Stream> {
        let _one = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        let mut pipe = self.place.connect()?;
        pipe.write_all(HELLO.as_bytes())?;
        let mut answer = Vec::new();
        let end = read_head(&mut pipe, &mut answer)?;
        if answer.len() == end { Ok(pipe) } else { Err(ErrorKind::InvalidData.into()) }
    }

    fn exchange(&self, mut pipe: Stream, head: &Head, answer: &mut Vec<u8>) -> io::Result<Rest> {
        pipe.write_all(head.text.as_bytes())?;
        answer.clear();
        let mut end = read_head(&mut pipe, answer)?;
        let length = body_length(&answer[..end], head.bodiless)?;
        if head.last || length.is_none() {
            // Insert before the empty line.
            answer.splice(end - 2..end - 2, CLOSE.iter().copied());
            end += CLOSE.len();
        }
        let Some(length) = length else { return Ok(Rest::Endless(Pipe(pipe))) };
        let missing = (end + length).checked_sub(answer.len()).ok_or(ErrorKind::InvalidData)?;
        if length > LARGE_BODY {
            return Ok(Rest::Bytes(missing, Pipe(pipe)));
        }
        let read = answer.len();
        answer.resize(read + missing, 0);
        pipe.read_exact(&mut answer[read..])?;
        self.put_back(Pipe(pipe));
        Ok(Rest::Nothing)
    }

    /// Returns a pipe whose response was read completely. Excess pipes are closed, because each holds a thread of `tiny_http`
    /// and three open files.
    pub(super) fn put_back(&self, pipe: Pipe) {
        let mut state = self.lock();
        if state.idle.len() < MAX_CONCURRENT {
            state.idle.push(pipe.0);
        }
    }
}

/// Reads until the head of a response is complete, and returns its length.
fn read_head(pipe: &mut Stream, answer: &mut Vec<u8>) -> io::Result<usize> {
    loop {
        let (known, seen) = (answer.len(), answer.len().saturating_sub(3));
        answer.resize(known + CHUNK, 0);
        let count = pipe.read(&mut answer[known..])?;
        answer.truncate(known + count);
        if count == 0 || known > MAX_HEAD_BYTES {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        if let Some(at) = answer[seen..].windows(4).position(|four| four == b"\r\n\r\n") {
            return Ok(seen + at + 4);
        }
    }
}

/// The length of the body after a head (RFC 9112, section 6.3). `None` if it is endless.
fn body_length(head: &[u8], bodiless: bool) -> io::Result<Option<usize>> {
    let text = std::str::from_utf8(head).map_err(|_| ErrorKind::InvalidData)?;
    let status = text.split(' ').nth(1).unwrap_or_default();
    if bodiless || status == "204" || status == "304" {
        return Ok(Some(0));
    }
    let length = text.lines().filter_map(|line| line.split_once(':'));
    let mut length = length.filter(|(name, _)| name.eq_ignore_ascii_case("Content-Length"));
    match length.next() {
        Some((_, digits)) => Ok(Some(digits.trim().parse().map_err(|_| ErrorKind::InvalidData)?)),
        None => Ok(None),
    }
}
