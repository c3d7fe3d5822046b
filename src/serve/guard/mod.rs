//! Protects `tiny_http` from untrusted clients.
//!
//! `tiny_http` 0.12 limits neither the size of a request head, nor the time it takes, nor the number of connections, and
//! blocks a thread for every slow client. So the guard owns the port. It reads heads within limits of size and time,
//! rejects invalid requests, passes valid ones on through a [`pipe`], and sends the responses back. Pages are sent in one
//! write with Nagle's algorithm turned off: together with delayed acknowledgements (RFC 896, RFC 1122), it would make responses
//! of `tiny_http` on a keep-alive connection take 44 ms.
#![expect(clippy::disallowed_methods, reason = "requests have time limits")]

mod connections;
mod head;
mod hosts;
#[cfg(any(test, fuzzing))]
pub(crate) mod laws;
mod pipe;

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use self::connections::{Connections, Phase};
use self::head::{Head, Refusal};
use self::pipe::{Pipe, Pipes, Rest};
use super::limits::LARGE_BODY;

pub(super) use self::hosts::Hosts;

/// How long a client may stall while it receives a response.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);

/// How long to read remaining bytes after the last response. Closing a connection with unread bytes resets it, and the client
/// may lose the end of the response (RFC 9112, section 9.6).
const LINGER: Duration = Duration::from_secs(1);

/// How often an event stream is checked for a client that has gone.
const PROBE: Duration = Duration::from_millis(400);

/// The stack size of a connection thread.
const STACK_BYTES: usize = 256 * 1024;

/// Guards one port.
#[derive(Debug)]
pub(super) struct Guard {
    hosts: Hosts,
    pipes: Pipes,
    connections: Connections,
}

impl Guard {
    /// A guard that admits at most `limit` connections, and the server behind it.
    pub(super) fn new(hosts: Hosts, limit: usize) -> io::Result<(Self, tiny_http::Server)> {
        let (pipes, listener) = Pipes::new()?;
        let server = tiny_http::Server::from_listener(listener, None).map_err(io::Error::other)?;
        Ok((Self { hosts, pipes, connections: Connections::new(limit) }, server))
    }

    /// The folder to remove when the process ends.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.pipes.folder()
    }

    /// Accepts connections until the process ends.
    pub(super) fn accept_all(self, listener: &TcpListener) {
        let guard = Arc::new(self);
        loop {
            match listener.accept() {
                // A bug must not end the loop, or nobody would be answered again.
                Ok((stream, _)) => {
                    _ = catch_unwind(AssertUnwindSafe(|| guard.admit(Arc::new(stream))));
                }
                // The client has disconnected, or there are too many open files. Both are temporary.
                Err(_) => thread::sleep(Duration::from_millis(5)),
            }
        }
    }

    fn admit(self: &Arc<Self>, stream: Arc<TcpStream>) {
        let Some(number) = self.connections.admit(&stream) else {
            _ = stream.set_write_timeout(Some(Duration::from_millis(10)));
            refuse(&stream, (503, "Service Unavailable", "Too many connections."));
            return;
        };
        let guard = Arc::clone(self);
        let run = move || {
            // An error here means that the client has disconnected; after a panic, the connection still counts down.
            _ = catch_unwind(AssertUnwindSafe(|| guard.serve(&stream, number)));
            guard.connections.remove(number);
        };
        // If no thread can be started, the connection is closed.
        if thread::Builder::new().name("connection".to_owned()).stack_size(STACK_BYTES).spawn(run).is_err() {
            self.connections.remove(number);
        }
    }

    /// Answers the requests of one connection in order.
    fn serve(&self, stream: &TcpStream, number: u64) -> io::Result<()> {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(WRITE_TIMEOUT))?;
        let (mut buffer, mut answer) = (Vec::new(), Vec::new());
        let mut first = true;
        loop {
            let checked = match head::read(stream, &mut buffer, first) {
                Ok(None) => return Ok(()),
                Ok(Some(length)) => {
                    let checked = head::check(&buffer[..length], &self.hosts);
                    buffer.drain(..length);
                    checked
                }
                Err(refusal) => Err(refusal),
            };
            self.connections.set(number, Phase::Responding);
            match checked {
                Ok(head) => {
                    self.pass_on(&head, &mut answer, stream, number)?;
                    if head.last {
                        self.connections.set(number, Phase::Waiting);
                        linger(stream);
                        return Ok(());
                    }
                }
                Err(refusal) => {
                    self.connections.set(number, Phase::Waiting);
                    refuse(stream, refusal.response());
                    linger(stream);
                    return Ok(());
                }
            }
            self.connections.set(number, Phase::Waiting);
            first = false;
        }
    }

    /// Passes a request on and sends the response back.
    fn pass_on(
        &self,
        head: &Head,
        answer: &mut Vec<u8>,
        mut stream: &TcpStream,
        number: u64,
    ) -> io::Result<()> {
        let Ok(rest) = self.pipes.send(head, answer) else {
            refuse(stream, (503, "Service Unavailable", "The server is overloaded."));
            return Err(ErrorKind::BrokenPipe.into());
        };
        let sent = stream.write_all(answer);
        if answer.capacity() > LARGE_BODY {
            *answer = Vec::new();
        }
        match rest {
            Rest::Nothing => sent,
            Rest::Bytes(length, mut pipe) => {
                sent?;
                // A pipe with unread bytes cannot be reused and is closed.
                let copied = io::copy(&mut (&mut pipe).take(length as u64), &mut stream)?;
                if copied == length as u64 {
                    self.pipes.put_back(pipe);
                    return Ok(());
                }
                Err(ErrorKind::UnexpectedEof.into())
            }
            Rest::Endless(pipe) => {
                sent?;
                self.connections.set(number, Phase::Streaming);
                pass_on_events(pipe, stream)?;
                Err(ErrorKind::UnexpectedEof.into())
            }
        }
    }
}

/// Sends events until the stream ends or the client has gone. A client that closes its connection sends nothing that would wake up a
/// write, so the thread looks for the end of what the client sends.
fn pass_on_events(mut pipe: Pipe, mut stream: &TcpStream) -> io::Result<()> {
    pipe.set_read_timeout(PROBE)?;
    stream.set_read_timeout(Some(Duration::from_millis(1)))?;
    let is_waiting = |error: &io::Error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut);
    let mut chunk = [0; 4096];
    loop {
        match pipe.read(&mut chunk) {
            Ok(0) => return Ok(()),
            Ok(count) => stream.write_all(&chunk[..count])?,
            Err(error) if is_waiting(&error) => match stream.peek(&mut [0]) {
                Ok(0) => return Ok(()),
                Err(error) if !is_waiting(&error) => return Err(error),
                _ => {}
            },
            Err(error) => return Err(error),
        }
    }
}

/// Responds without `tiny_http`. A server that has no room says so without a body, because the request, which may be HEAD, was not read.
fn refuse(mut stream: &TcpStream, (status, reason, sentence): (u16, &str, &str)) {
    let allow = if status == Refusal::Method.response().0 { "Allow: GET, HEAD\r\n" } else { "" };
    let body = if status == 503 { String::new() } else { format!("{sentence}\n") };
    let length = body.len();
    let text = format!(
        "HTTP/1.1 {status} {reason}\r\nServer: pmsite\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
         {allow}Content-Type: text/plain; charset=utf-8\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    // If this fails, the client has disconnected.
    _ = stream.write_all(text.as_bytes());
}

/// Closes the sending side and reads what remains for a while.
fn linger(mut stream: &TcpStream) {
    if stream.shutdown(Shutdown::Write).is_err() {
        return;
    }
    let end = Instant::now() + LINGER;
    let mut chunk = [0; 16 * 1024];
    loop {
        let rest = end.saturating_duration_since(Instant::now());
        if rest.is_zero() || stream.set_read_timeout(Some(rest)).is_err() {
            return;
        }
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
    }
}
