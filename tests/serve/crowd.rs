//! Many misbehaving clients, at once and one after the other.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use rustix::net::sockopt::set_socket_recv_buffer_size;

use crate::server::{LIMIT, Server, archive, is_connected, write};

/// Sends a request on a connection with the smallest possible receive buffer.
fn slow_reader(server: &Server, target: &str, header: &str) -> TcpStream {
    let mut stream = server.connect();
    set_socket_recv_buffer_size(&stream, 1).unwrap();
    write!(stream, "GET {target} HTTP/1.1\r\nHost: {}\r\n{header}\r\n\r\n", server.address).unwrap();
    stream
}

/// Checks that a client gets its answer while this slow one is still there: nobody waits until the slow ones are disconnected, which
/// takes ten seconds.
fn is_answered_beside(server: &Server, slow: &TcpStream, who: &str) {
    assert_eq!(server.get("/robots.txt").status, 200, "{who}");
    assert!(is_connected(slow), "{who}: the answer came after the slow client was disconnected");
}

/// A number from `/proc/PID/status`, or 0 if it does not exist.
fn number(server: &Server, name: &str) -> usize {
    let text = fs::read_to_string(format!("/proc/{}/status", server.pid())).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.map_or(0, |line| line.split_whitespace().next().unwrap().parse().unwrap())
}

/// Threads and open files.
fn used(server: &Server) -> (usize, usize) {
    let files = fs::read_dir(format!("/proc/{}/fd", server.pid()));
    (number(server, "Threads"), files.map_or(0, Iterator::count))
}

/// Waits until there are at most this many threads and open files.
fn falls_to(server: &Server, (threads, files): (usize, usize)) {
    let end = Instant::now() + LIMIT;
    loop {
        let now = used(server);
        if now.0 <= threads && now.1 <= files {
            return;
        }
        assert!(Instant::now() < end, "{now:?} threads and files, and not {threads} and {files}");
        std::thread::yield_now();
    }
}

/// What the server may keep for future requests: pipes with a thread and three open files each, and idle threads.
const SPARE: (usize, usize) = (24, 48);

#[test]
fn slow_downloads_do_not_slow_other_clients() {
    let folder = archive();
    write(folder.path(), "2026/chart.png", &"0123456789abcdef".repeat(500_000));
    let words = "0123456789abcdef".repeat(150_000);
    write(folder.path(), "long.md", &format!("# A long page\n\n```\n{words}\n```\n"));
    let server = Server::start(folder.path(), &["--watch"]);
    let chart = server.cold().into_keys().find(|path| path.ends_with("chart.png")).unwrap();
    assert!(server.get("/long.html").body.len() > 2_000_000);
    assert_eq!(server.get("/robots.txt").status, 200);
    let before = number(&server, "VmHWM");
    for (target, header) in [
        ("/long.html", "Accept: text/html"),
        ("/long.html", "Accept: */*"),
        (&format!("/{chart}"), "Range: bytes=1-"),
    ] {
        let held: Vec<TcpStream> = (0..60).map(|_| slow_reader(&server, target, header)).collect();
        is_answered_beside(&server, held.last().unwrap(), target);
        drop(held);
    }
    let grown = number(&server, "VmHWM").saturating_sub(before);
    assert!(grown < 32 * 1024, "{grown} KB for 60 who read slowly");
}

#[test]
fn three_hundred_slow_clients_cost_little_and_do_not_slow_others() {
    let folder = archive();
    let size = 900_000;
    write(folder.path(), "2026/chart.png", &"x".repeat(size));
    let server = Server::start(folder.path(), &["--watch"]);
    let chart = server.cold().into_keys().find(|path| path.ends_with("chart.png")).unwrap();
    assert_eq!(server.get("/robots.txt").status, 200);
    let before = number(&server, "VmHWM");
    let host = &server.address;
    let begun = |text: String| {
        let mut stream = server.connect();
        stream.write_all(text.as_bytes()).unwrap();
        stream
    };
    let silent: Vec<TcpStream> = (0..300).map(|_| begun(String::new())).collect();
    is_answered_beside(&server, silent.last().unwrap(), "300 who say nothing");
    // Every client sends one byte at a time.
    let mut slow: Vec<TcpStream> = (0..300).map(|_| begun("G".to_owned())).collect();
    for byte in "ET / HTTP/1.1".bytes() {
        for stream in &mut slow {
            // The oldest were disconnected.
            _ = stream.write_all(&[byte]);
        }
        is_answered_beside(&server, slow.last().unwrap(), "300 who send byte by byte");
    }
    let held: Vec<TcpStream> = (0..300).map(|_| slow_reader(&server, &format!("/{chart}"), "A: b")).collect();
    is_answered_beside(&server, held.last().unwrap(), "300 who do not read");
    let events = format!("GET /.pmsite/events HTTP/1.1\r\nHost: {host}\r\n\r\n");
    let news: Vec<TcpStream> = (0..300).map(|_| begun(events.clone())).collect();
    is_answered_beside(&server, news.last().unwrap(), "300 who want news");
    let grown = number(&server, "VmHWM").saturating_sub(before);
    assert!(grown < 160 * 1024, "{grown} KB for 1200 slow clients");
    drop((silent, slow, held, news));
}

#[test]
fn endless_headers_use_no_memory() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    assert_eq!(server.get("/robots.txt").status, 200);
    let before = number(&server, "VmHWM");
    let host = format!("Host: {}\r\n", server.address);
    for (begin, piece) in [
        ("GET /", "x".repeat(64 * 1024)),
        ("GET / HTTP/1.1\r\nX: ", "x".repeat(64 * 1024)),
        ("GET / HTTP/1.1\r\n", "X: y\r\n".repeat(10 * 1024)),
        ("GET / HTTP/1.1\r\n", host.repeat(3000)),
        ("GET / HTTP/1.1\r\n", "\r".repeat(64 * 1024)),
        ("", "\r\n".repeat(32 * 1024)),
        ("", "x".repeat(64 * 1024)),
    ] {
        let mut stream = server.connect();
        _ = stream.write_all(begin.as_bytes());
        // Three hundred megabytes, or as much as the server accepts.
        _ = (0..4800).try_for_each(|_| stream.write_all(piece.as_bytes()));
        let grown = number(&server, "VmHWM").saturating_sub(before);
        assert!(grown < 16 * 1024, "{grown} KB after {begin:?}{:?}…", &piece[..10]);
        assert_eq!(server.get("/robots.txt").status, 200, "{begin}");
    }
}

#[test]
fn thousands_of_connections_leak_nothing() {
    let folder = archive();
    write(folder.path(), "2026/chart.png", &"0123456789abcdef".repeat(200_000));
    let server = Server::start(folder.path(), &["--watch"]);
    let chart = server.cold().into_keys().find(|path| path.ends_with("chart.png")).unwrap();
    assert_eq!(server.get("/robots.txt").status, 200);
    let before = used(&server);
    let host = &server.address;
    let whole = format!("GET /robots.txt HTTP/1.1\r\nHost: {host}\r\n\r\n");
    let large = format!("GET /{chart} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    for _ in 0..500 {
        drop(server.connect());
        server.connect().write_all(b"GET / HT").unwrap();
        server.connect().write_all(whole.as_bytes()).unwrap();
        server.connect().write_all(b"\x16\x03\x01").unwrap();
    }
    for _ in 0..100 {
        server.connect().write_all(large.as_bytes()).unwrap();
        server.connect().write_all(whole.replace("robots.txt", ".pmsite/events").as_bytes()).unwrap();
    }
    assert_eq!(server.get("/robots.txt").status, 200);
    falls_to(&server, (before.0 + SPARE.0, before.1 + SPARE.1));
    // Large files in parallel, all complete.
    let mut streams: Vec<TcpStream> = (0..100).map(|_| server.connect()).collect();
    for stream in &mut streams {
        stream.write_all(large.as_bytes()).unwrap();
    }
    for stream in &mut streams {
        assert!(std::io::copy(stream, &mut std::io::sink()).unwrap() > 3_200_000);
    }
    drop(streams);
    falls_to(&server, (before.0 + SPARE.0, before.1 + SPARE.1));
}

#[test]
fn a_flood_of_event_streams_does_not_exhaust_the_open_files() {
    let folder = archive();
    let server = Server::start_with_files(1024, folder.path(), &["--watch"]);
    assert_eq!(server.get("/robots.txt").status, 200);
    let before = used(&server);
    let events = format!("GET /.pmsite/events HTTP/1.1\r\nHost: {}\r\n\r\n", server.address);
    let open = || {
        let mut stream = server.connect();
        // A client that is refused may not be able to send.
        _ = stream.write_all(events.as_bytes());
        stream
    };
    // Four hundred that stay, then a thousand that come and go.
    let held: Vec<TcpStream> = (0..400).map(|_| open()).collect();
    assert!(used(&server).1 < 1000, "{:?} threads and open files", used(&server));
    drop(held);
    (0..1000).for_each(|_| drop(open()));
    // Whoever is refused for lack of room comes again.
    let answers = |_: &usize| {
        let mut stream = server.connect();
        _ = write!(
            stream,
            "GET /robots.txt HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            server.address
        );
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).is_ok() && bytes.starts_with(b"HTTP/1.1 200 ")
    };
    let end = Instant::now() + LIMIT;
    let mut answered = 0;
    while answered < 200 {
        answered += usize::from(answers(&answered));
        assert!(Instant::now() < end, "only {answered} requests were answered after the flood");
    }
    falls_to(&server, (before.0 + SPARE.0, before.1 + SPARE.1));
}

#[test]
fn client_that_never_reads_is_disconnected() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    assert_eq!(server.get("/robots.txt").status, 200);
    let before = number(&server, "VmHWM");
    let mut stream = server.connect();
    stream.set_write_timeout(Some(LIMIT)).unwrap();
    let request = format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).repeat(100);
    // The connection ends after the write timeout.
    let error = loop {
        if let Err(error) = stream.write_all(request.as_bytes()) {
            break error;
        }
    };
    assert!(!matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error}");
    let grown = number(&server, "VmHWM").saturating_sub(before);
    assert!(grown < 16 * 1024, "{grown} KB");
}

#[test]
fn response_is_complete_whatever_follows_the_last_request() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    let expected = server.get("/").body;
    for _ in 0..50 {
        let mut stream = server.connect();
        let request = format!("GET / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.address);
        stream.write_all((request + &"x".repeat(100_000)).as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        assert!(bytes.ends_with(&expected), "{} bytes", bytes.len());
    }
}
