//! `tiny_http` behind the guard.
//!
//! `tiny_http` limits neither the size of request heads, nor the time they take, nor the number of connections. So it listens
//! on a socket that only this user can reach, and [`guard`](super::guard) passes on requests that it has checked.

use std::io::{self, Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tiny_http::{Header, Method, Request, Server, StatusCode};

use super::answer::{Body, RequestHead, Responder, Response};
use super::file::File;
use super::limits::LARGE_BODY;
use super::live::Live;

/// The number of threads that answer requests. They never wait for a client: the guard accepts responses at once.
const THREADS: usize = 4;

/// Headers of every response: browsers must revalidate, must not guess types, and must not let pages of other origins embed
/// the content (Fetch standard, `Cross-Origin-Resource-Policy`).
const COMMON_HEADERS: [(&str, &str); 4] = [
    ("Server", "pmsite"),
    ("Cache-Control", "no-cache"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
];

/// Answers the requests of `server` until the process ends, with at most `limit` event streams at a time.
pub(super) fn answer_all(
    server: Server,
    responder: Responder,
    live: Arc<Live>,
    limit: usize,
) -> io::Result<()> {
    let streams = Streams { open: Arc::default(), limit };
    let shared = Arc::new((server, responder, live, streams));
    for number in 0..THREADS {
        let shared = Arc::clone(&shared);
        let run = move || {
            while let Ok(request) = shared.0.recv() {
                // Survive panics: `tiny_http` answers 500 when the request is dropped.
                _ = catch_unwind(AssertUnwindSafe(|| {
                    answer_one(request, &shared.1, &shared.2, &shared.3);
                }));
            }
        };
        thread::Builder::new().name(format!("answers-{number}")).spawn(run)?;
    }
    Ok(())
}

/// How many event streams are open. One whose client has gone is open until its next heartbeat.
#[derive(Debug)]
struct Streams {
    open: Arc<AtomicUsize>,
    limit: usize,
}

/// A place among the event streams.
struct StreamPlace(Arc<AtomicUsize>);

impl Streams {
    /// A place, if there is one.
    fn take(&self) -> Option<StreamPlace> {
        let place = StreamPlace(Arc::clone(&self.open));
        (self.open.fetch_add(1, Ordering::SeqCst) < self.limit).then_some(place)
    }
}

impl Drop for StreamPlace {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn answer_one(request: Request, responder: &Responder, live: &Arc<Live>, streams: &Streams) {
    let header = |name: &str| {
        let found =
            request.headers().iter().find(|header| header.field.as_str().as_str().eq_ignore_ascii_case(name));
        found.map(|header| header.value.as_str())
    };
    let head = RequestHead {
        target: request.url(),
        accept: header("Accept"),
        if_none_match: header("If-None-Match"),
        if_range: header("If-Range"),
        origin: header("Origin"),
        range: header("Range"),
        site: header("Sec-Fetch-Site"),
    };
    let response = responder.answer(head, live);
    let head_only = *request.method() == Method::Head;
    match &response.body {
        Body::Events if !head_only => {
            let Some(place) = streams.take() else {
                return send(request, Response::text(503, "Too many pages are open."));
            };
            let live = Arc::clone(live);
            // If no thread can be started, the browser reconnects later.
            _ = thread::Builder::new().name("events".to_owned()).spawn(move || {
                send_events(request, response, &live);
                drop(place);
            });
        }
        body if body.length() > LARGE_BODY && !head_only => {
            _ = thread::Builder::new().name("large".to_owned()).spawn(move || send(request, response));
        }
        _ => send(request, response),
    }
}

fn send(request: Request, response: Response) {
    let length = response.body.length();
    let body: Box<dyn Read> = match response.body {
        Body::File(file, part) => Box::new(Part { file, at: part.start, end: part.end }),
        Body::Page(head, file, from) => {
            let end = file.bytes().len();
            Box::new(Cursor::new(head).chain(Part { file, at: from, end }))
        }
        Body::Bytes(bytes) => Box::new(Cursor::new(bytes)),
        Body::Events => Box::new(io::empty()),
    };
    let always = COMMON_HEADERS.map(|(name, value)| (name, value.to_owned()));
    let headers = always.into_iter().chain(response.headers);
    let headers = headers.filter_map(|(name, value)| Header::from_bytes(name, value).ok()).collect();
    // By default `tiny_http` would send long bodies chunked, without a length.
    let response = tiny_http::Response::new(StatusCode(response.status), headers, body, Some(length), None)
        .with_chunked_threshold(usize::MAX);
    // If this fails, the client has disconnected.
    _ = request.respond(response);
}

/// Writes the event stream without a `tiny_http` response, which would buffer events.
fn send_events(request: Request, response: Response, live: &Live) {
    let mut head = format!("HTTP/1.1 {} OK\r\n", response.status);
    for (name, value) in
        COMMON_HEADERS.map(|(name, value)| (name, value.to_owned())).into_iter().chain(response.headers)
    {
        let value = if name == "Cache-Control" { "no-store".to_owned() } else { value };
        head.extend([name, ": ", &value, "\r\n"]);
    }
    head.push_str("\r\n");
    let mut writer = request.into_writer();
    // Ends when the client disconnects.
    _ = writer.write_all(head.as_bytes()).and_then(|()| live.stream(writer));
}

/// Reads part of a file without copying it.
struct Part {
    file: Arc<File>,
    at: usize,
    end: usize,
}

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = &self.file.bytes()[self.at..self.end];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.at += count;
        Ok(count)
    }
}
