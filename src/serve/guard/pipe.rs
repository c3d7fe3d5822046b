//! The way from the guard to `tiny_http`.
//!
//! A pipe is a connection that is kept and used for one request after the other. The socket lies in a folder that only
//! this user can enter.

use std::io::{self, ErrorKind, Read, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

#[cfg(unix)]
use std::os::unix::net::{UnixListener as Listener, UnixStream as Stream};

#[cfg(not(unix))]
use std::net::{TcpListener as Listener, TcpStream as Stream};

use super::head::Head;
use crate::serve::limits::LARGE;

/// The head of an answer is the server's own; this only keeps a mistake from using up the memory.
const LARGEST_HEAD: usize = 64 * 1024;

/// How much is read at a time while the length is not known.
const CHUNK: usize = 16 * 1024;

/// Tells a client that no further answer comes.
const CLOSE: &[u8] = b"Connection: close\r\n";

/// Asks for nothing; the answer shows that the pipe is open at the other end too.
const HELLO: &str = "HEAD /.pmsite/hello HTTP/1.1\r\n\r\n";

/// So many requests are under way at once; each takes a fraction of a millisecond, and more at once would only be more
/// threads that wait for the same processors.
const AT_ONCE: usize = 16;

/// Nobody waits longer for another request to end.
const PATIENCE: Duration = Duration::from_millis(200);

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
    /// Requests under way.
    asking: usize,
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

/// What follows through a pipe after the beginning of an answer.
#[derive(Debug)]
pub(super) enum Rest {
    /// Nothing; the pipe is idle again.
    Nothing,
    /// So many bytes.
    Bytes(usize, Pipe),
    /// Bytes without end.
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

impl Pipes {
    /// The pipes, and the listener at their other end.
    pub(super) fn new() -> io::Result<(Self, Listener)> {
        let (place, listener) = Place::listen()?;
        let pipes = Self { place, state: Mutex::default(), freed: Condvar::new(), opening: Mutex::default() };
        Ok((pipes, listener))
    }

    /// The folder to remove when the process ends.
    pub(super) fn folder(&self) -> Option<&std::path::Path> {
        self.place.folder()
    }

    /// Passes a request on and reads the answer into `answer`: all of it, or as much as is held in memory. The buffer is the
    /// caller's, so that a connection uses one and the same for all its answers: a hundred threads that each take and give
    /// back pages of all sizes keep some megabytes each.
    pub(super) fn ask(&self, head: &Head, answer: &mut Vec<u8>) -> io::Result<Rest> {
        let full = |state: &mut State| state.asking >= AT_ONCE;
        let turn = self.freed.wait_timeout_while(self.lock(), PATIENCE, full);
        let mut state = turn.unwrap_or_else(PoisonError::into_inner).0;
        state.asking += 1;
        let idle = state.idle.pop();
        drop(state);
        let rest = self.ask_through(idle, head, answer);
        self.lock().asking -= 1;
        self.freed.notify_one();
        rest
    }

    fn ask_through(&self, idle: Option<Stream>, head: &Head, answer: &mut Vec<u8>) -> io::Result<Rest> {
        if let Some(pipe) = idle
            && let Ok(rest) = self.exchange(pipe, head, answer)
        {
            return Ok(rest);
        }
        self.exchange(self.open()?, head, answer)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No step leaves a half-changed state behind.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens one more pipe, and no two at once: of connections that come together `tiny_http` may leave some without a
    /// thread until another ends, because it counts a thread as idle that has been given something to do but has not
    /// woken up yet.
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
            // Before the empty line that ends the head.
            answer.splice(end - 2..end - 2, CLOSE.iter().copied());
            end += CLOSE.len();
        }
        let Some(length) = length else { return Ok(Rest::Endless(Pipe(pipe))) };
        let missing = (end + length).checked_sub(answer.len()).ok_or(ErrorKind::InvalidData)?;
        if length > LARGE {
            return Ok(Rest::Bytes(missing, Pipe(pipe)));
        }
        let read = answer.len();
        answer.resize(read + missing, 0);
        pipe.read_exact(&mut answer[read..])?;
        self.put_back(Pipe(pipe));
        Ok(Rest::Nothing)
    }

    /// Takes back a pipe through which a whole answer has come. After a rush of large files there are more than will be
    /// wanted at once again; each would keep a thread of `tiny_http` and three open files for ever.
    pub(super) fn put_back(&self, pipe: Pipe) {
        let mut state = self.lock();
        if state.idle.len() < AT_ONCE {
            state.idle.push(pipe.0);
        }
    }
}

/// Reads until the head of an answer is whole; where it ends.
fn read_head(pipe: &mut Stream, answer: &mut Vec<u8>) -> io::Result<usize> {
    loop {
        let (known, seen) = (answer.len(), answer.len().saturating_sub(3));
        answer.resize(known + CHUNK, 0);
        let count = pipe.read(&mut answer[known..])?;
        answer.truncate(known + count);
        if count == 0 || known > LARGEST_HEAD {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        if let Some(at) = answer[seen..].windows(4).position(|four| four == b"\r\n\r\n") {
            return Ok(seen + at + 4);
        }
    }
}

/// How many bytes of body follow a head (RFC 9112, section 6.3); `None` if there is no end.
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
