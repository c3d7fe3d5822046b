//! What untrusted clients cannot do.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use crate::server::{Server, archive, is_connected};

#[test]
fn only_own_host_names_are_accepted() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    let port = server.address.rsplit(':').next().unwrap();
    let ask = |host: &str| server.raw(&format!("GET / HTTP/1.1\r\nConnection: close\r\n{host}\r\n")).status;
    for host in ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"] {
        assert_eq!(ask(&format!("Host: {host}:{port}\r\n")), 200, "{host}");
    }
    for host in ["evil.example", &format!("evil.example:{port}"), "127.0.0.1", "localhost:1", "", "a b"] {
        assert_eq!(ask(&format!("Host: {host}\r\n")), 421, "{host}");
    }
    assert_eq!(ask(""), 400);
    assert_eq!(ask(&format!("Host: localhost:{port}\r\nHost: localhost:{port}\r\n")), 400);
    let other = format!("GET http://evil.example/ HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
    assert_eq!(server.raw(&other).status, 421);
}

#[test]
fn only_own_pages_get_events() {
    let folder = archive();
    let server = Server::start(folder.path(), &["--watch"]);
    let own = format!("Origin: http://{}", server.address);
    let ask = |header: &str| {
        let mut stream = server.connect();
        let host = &server.address;
        write!(stream, "GET /.pmsite/events HTTP/1.1\r\nHost: {host}\r\n{header}\r\n\r\n").unwrap();
        let mut head = [0; 12];
        stream.read_exact(&mut head).unwrap();
        String::from_utf8_lossy(&head[9..]).into_owned()
    };
    for header in ["Accept: */*", &own, "Sec-Fetch-Site: same-origin"] {
        assert_eq!(ask(header), "200", "{header}");
    }
    for header in [
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: http://127.0.0.1:1",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
    ] {
        assert_eq!(ask(header), "403", "{header}");
    }
}

#[test]
fn head_size_is_limited() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    let large = format!("X: {}", "x".repeat(20 * 1024));
    assert_eq!(server.ask("GET", "/", &[&large]).status, 200);
    assert_eq!(server.ask("GET", "/", &[&large, &large]).status, 431);
    assert_eq!(server.ask("GET", "/", &["A: b"; 200]).status, 431);
    assert_eq!(server.ask("GET", &format!("/{}", "x".repeat(40 * 1024)), &[]).status, 431);

    // An endless header, as much as the server accepts.
    let before = memory(&server);
    let mut stream = server.connect();
    write!(stream, "GET / HTTP/1.1\r\nHost: {}\r\nX: ", server.address).unwrap();
    let chunk = vec![b'x'; 64 * 1024];
    let sent = (0..4800).take_while(|_| stream.write_all(&chunk).is_ok()).count();
    assert!(memory(&server) < before + 16 * 1024, "{} KB after {sent} times 64 KB", memory(&server));
    assert_eq!(server.get("/").status, 200);
}

/// Peak memory in kilobytes, or 0 without `/proc`.
fn memory(server: &Server) -> usize {
    let text = std::fs::read_to_string(format!("/proc/{}/status", server.pid())).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or(0, |line| line.trim().trim_end_matches(" kB").parse().unwrap())
}

#[test]
fn slow_clients_do_not_slow_others() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    let slow = |_| {
        let mut stream = server.connect();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: loc").unwrap();
        stream
    };
    let held: Vec<TcpStream> = (0..200).map(slow).collect();
    // Answered while the slow ones are still there, and not after they were disconnected.
    for _ in 0..20 {
        assert_eq!(server.get("/").status, 200);
    }
    assert!(is_connected(held.last().unwrap()));
    // More clients than the limit: the oldest are disconnected.
    let more: Vec<TcpStream> = (0..600).map(slow).collect();
    assert_eq!(server.get("/").status, 200);
    assert!(is_connected(more.last().unwrap()));
    assert!(held.iter().chain(&more).filter(|stream| !is_connected(stream)).count() >= 200);
}

#[test]
fn request_time_is_limited() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    let start = Instant::now();
    let answer = server.raw(&format!("GET / HTTP/1.1\r\nHost: {}\r\n", server.address));
    assert_eq!((answer.status, answer.header("Connection")), (408, Some("close")));
    assert!(start.elapsed().as_secs() >= 8, "{:?}", start.elapsed());
}

#[test]
fn many_parallel_connections_are_all_answered() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    // Open all connections before the first request, and keep them.
    let mut streams: Vec<TcpStream> = (0..100).map(|_| server.connect()).collect();
    for stream in &mut streams {
        write!(stream, "GET /robots.txt HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).unwrap();
    }
    for stream in &mut streams {
        let mut start = [0; 15];
        stream.read_exact(&mut start).unwrap();
        assert_eq!(&start, b"HTTP/1.1 200 OK");
    }
}
