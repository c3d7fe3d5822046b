//! `tiny_http` behind the guard.
//!
//! It reads and writes HTTP here, but not to strangers: it has no limit for the size of a head, for the time that one
//! takes or for the number of connections. So it listens on a socket that only this process and user can reach, and
//! [`guard`](super::guard) passes on what it has checked.

use std::io::{self, Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use tiny_http::{Header, Method, Request, Response, Server, StatusCode};

use super::answer::{Answer, Answers, Asked, Body};
use super::limits::LARGE;
use super::live::Live;
use super::site::File;

/// Threads that answer. None of them waits for a client: the guard takes what it is given at once.
const THREADS: usize = 4;

/// Sent with every answer. Nothing is kept without asking again, no type is guessed, and no page of another origin may
/// use what is served here as its image or script (Fetch standard, `Cross-Origin-Resource-Policy`).
const ALWAYS: [(&str, &str); 4] = [
    ("Server", "pmsite"),
    ("Cache-Control", "no-cache"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
];

/// Answers what comes to `server` until the process ends.
pub(super) fn answer_all(server: Server, answers: Answers, live: Arc<Live>) -> io::Result<()> {
    let shared = Arc::new((server, answers, live));
    for number in 0..THREADS {
        let shared = Arc::clone(&shared);
        let run = move || {
            while let Ok(request) = shared.0.recv() {
                // A panic must not take the thread with it; `tiny_http` answers 500 when the request is dropped.
                _ = catch_unwind(AssertUnwindSafe(|| answer_one(request, &shared.1, &shared.2)));
            }
        };
        thread::Builder::new().name(format!("answers-{number}")).spawn(run)?;
    }
    Ok(())
}

fn answer_one(request: Request, answers: &Answers, live: &Arc<Live>) {
    let header = |name: &str| {
        let found =
            request.headers().iter().find(|header| header.field.as_str().as_str().eq_ignore_ascii_case(name));
        found.map(|header| header.value.as_str())
    };
    let asked = Asked {
        target: request.url(),
        accept: header("Accept"),
        if_none_match: header("If-None-Match"),
        if_range: header("If-Range"),
        origin: header("Origin"),
        range: header("Range"),
        site: header("Sec-Fetch-Site"),
    };
    let answer = answers.answer(asked, live);
    let head_only = *request.method() == Method::Head;
    match &answer.body {
        Body::News if !head_only => {
            let live = Arc::clone(live);
            // Without a thread to write them there are no news; the browser will ask again.
            _ = thread::Builder::new()
                .name("news".to_owned())
                .spawn(move || send_news(request, answer, &live));
        }
        body if body.length() > LARGE && !head_only => {
            _ = thread::Builder::new().name("large".to_owned()).spawn(move || send(request, answer));
        }
        _ => send(request, answer),
    }
}

fn send(request: Request, answer: Answer) {
    let length = answer.body.length();
    let body: Box<dyn Read> = match answer.body {
        Body::File(file, part) => Box::new(Part { file, at: part.start, end: part.end }),
        Body::Page(head, file, from) => {
            let end = file.bytes().len();
            Box::new(Cursor::new(head).chain(Part { file, at: from, end }))
        }
        Body::Bytes(bytes) => Box::new(Cursor::new(bytes)),
        Body::News => Box::new(io::empty()),
    };
    let always = ALWAYS.map(|(name, value)| (name, value.to_owned()));
    let headers = always.into_iter().chain(answer.headers);
    let headers = headers.filter_map(|(name, value)| Header::from_bytes(name, value).ok()).collect();
    // By itself `tiny_http` would send long bodies in chunks, without saying how long they are.
    let response = Response::new(StatusCode(answer.status), headers, body, Some(length), None)
        .with_chunked_threshold(usize::MAX);
    // The guard has gone with its client; nobody is left to be told.
    _ = request.respond(response);
}

/// Writes the head by hand: a response of `tiny_http` would hold back events until a buffer is full.
fn send_news(request: Request, answer: Answer, live: &Live) {
    let mut head = format!("HTTP/1.1 {} OK\r\n", answer.status);
    for (name, value) in
        ALWAYS.map(|(name, value)| (name, value.to_owned())).into_iter().chain(answer.headers)
    {
        let value = if name == "Cache-Control" { "no-store".to_owned() } else { value };
        head.extend([name, ": ", &value, "\r\n"]);
    }
    head.push_str("\r\n");
    let mut writer = request.into_writer();
    // It ends when the browser has left.
    _ = writer.write_all(head.as_bytes()).and_then(|()| live.stream(writer));
}

/// Part of a file, without a copy of it.
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
