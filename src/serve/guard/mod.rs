//! Stands between strangers and `tiny_http`.
//!
//! `tiny_http` 0.12 has no limit for the size of a head, the time that one may take, or the number of connections, and
//! holds a thread for every client that sends slowly. So the port belongs to the guard. It reads a head within limits of
//! size and time, refuses what breaks the rules, passes the rest on through a [`pipe`], and sends back what comes. Pages
//! go out in one write, on sockets that do not wait for acknowledgements (Nagle's algorithm, RFC 896, against delayed
//! acknowledgements, RFC 1122, is what makes answers of `tiny_http` on a kept connection take 44 ms).
#![expect(clippy::disallowed_methods, reason = "clients have a time limit")]

mod connections;
mod head;
mod hosts;
#[cfg(any(test, fuzzing))]
pub(crate) mod laws;
mod pipe;

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use self::connections::{Phase, Table};
use self::head::{Head, Refusal};
use self::pipe::{Pipes, Rest};
use super::limits::LARGE;
use super::limits::connection_limit;

pub(super) use self::hosts::Hosts;

/// How long a client may take none of the bytes of an answer.
const STUCK: Duration = Duration::from_secs(10);

/// How long bytes are still taken in after the last answer. A connection that is closed with bytes unread is reset, and then
/// the client may never see all of it (RFC 9112, section 9.6).
const FAREWELL: Duration = Duration::from_secs(1);

/// A stack is filled by the buffers of one request.
const STACK: usize = 256 * 1024;

/// Guards one port.
#[derive(Debug)]
pub(super) struct Guard {
    hosts: Hosts,
    pipes: Pipes,
    table: Table,
}

impl Guard {
    /// A guard, and the server behind it.
    pub(super) fn new(hosts: Hosts) -> io::Result<(Self, tiny_http::Server)> {
        let (pipes, listener) = Pipes::new()?;
        let server = tiny_http::Server::from_listener(listener, None).map_err(io::Error::other)?;
        Ok((Self { hosts, pipes, table: Table::new(connection_limit()) }, server))
    }

    /// The folder to remove when the process ends.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.pipes.folder()
    }

    /// Takes in connections until the process ends.
    pub(super) fn accept_all(self, listener: &TcpListener) {
        let guard = Arc::new(self);
        loop {
            match listener.accept() {
                Ok((stream, _)) => guard.admit(Arc::new(stream)),
                // A client that has left already, or no room for another open file; both pass.
                Err(_) => thread::sleep(Duration::from_millis(5)),
            }
        }
    }

    fn admit(self: &Arc<Self>, stream: Arc<TcpStream>) {
        let Some(number) = self.table.admit(&stream) else {
            _ = stream.set_write_timeout(Some(Duration::from_millis(10)));
            refuse(&stream, (503, "Service Unavailable", "There are too many connections."));
            return;
        };
        let guard = Arc::clone(self);
        let run = move || {
            // An error here is a client that has left, in the midst of something or not.
            _ = guard.attend(&stream, number);
            guard.table.remove(number);
        };
        // Without a thread the connection is closed, which is all that can be done.
        if thread::Builder::new().name("connection".to_owned()).stack_size(STACK).spawn(run).is_err() {
            self.table.remove(number);
        }
    }

    /// Answers the requests of one connection, one after the other.
    fn attend(&self, stream: &TcpStream, number: u64) -> io::Result<()> {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(STUCK))?;
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
            self.table.set(number, Phase::Answered);
            match checked {
                Ok(head) => {
                    self.pass_on(&head, &mut answer, stream, number)?;
                    if head.last {
                        self.table.set(number, Phase::Waiting);
                        farewell(stream);
                        return Ok(());
                    }
                }
                Err(refusal) => {
                    self.table.set(number, Phase::Waiting);
                    refuse(stream, refusal.words());
                    farewell(stream);
                    return Ok(());
                }
            }
            self.table.set(number, Phase::Waiting);
            first = false;
        }
    }

    /// Passes a request on, and sends the answer back.
    fn pass_on(
        &self,
        head: &Head,
        answer: &mut Vec<u8>,
        mut stream: &TcpStream,
        number: u64,
    ) -> io::Result<()> {
        let Ok(rest) = self.pipes.ask(head, answer) else {
            refuse(stream, (503, "Service Unavailable", "The server is out of breath."));
            return Err(ErrorKind::BrokenPipe.into());
        };
        let sent = stream.write_all(answer);
        if answer.capacity() > LARGE {
            *answer = Vec::new();
        }
        match rest {
            Rest::Nothing => sent,
            Rest::Bytes(length, mut pipe) => {
                sent?;
                // A pipe with bytes left in it is of no further use and is closed.
                let copied = io::copy(&mut (&mut pipe).take(length as u64), &mut stream)?;
                if copied == length as u64 {
                    self.pipes.put_back(pipe);
                    return Ok(());
                }
                Err(ErrorKind::UnexpectedEof.into())
            }
            Rest::Endless(mut pipe) => {
                sent?;
                self.table.set(number, Phase::News);
                io::copy(&mut pipe, &mut stream)?;
                Err(ErrorKind::UnexpectedEof.into())
            }
        }
    }
}

/// Answers without asking anybody.
fn refuse(mut stream: &TcpStream, (status, reason, sentence): (u16, &str, &str)) {
    let allow = if status == Refusal::Method.words().0 { "Allow: GET, HEAD\r\n" } else { "" };
    let length = sentence.len() + 1;
    let text = format!(
        "HTTP/1.1 {status} {reason}\r\nServer: pmsite\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
         {allow}Content-Type: text/plain; charset=utf-8\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{sentence}\n"
    );
    // A client that does not listen has its answer all the same.
    _ = stream.write_all(text.as_bytes());
}

/// Says that no more will be sent, and for a while reads what still comes.
fn farewell(mut stream: &TcpStream) {
    if stream.shutdown(Shutdown::Write).is_err() {
        return;
    }
    let end = Instant::now() + FAREWELL;
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
