//! Malicious requests, byte by byte as sent over the wire.

use std::fs;
use std::io::{Read, Write};

use crate::server::{Server, archive, write};

/// The content of files that no request may reach: next to the archive, and in it but not part of the site.
const SECRET: &str = "the secret of another folder";

/// Sends bytes on one connection and reads until it ends.
fn exchange(server: &Server, request: &[u8]) -> String {
    let mut stream = server.connect();
    // The server may close the connection before everything is sent.
    _ = stream.write_all(request);
    let mut bytes = Vec::new();
    _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The status of each response.
fn statuses(text: &str) -> Vec<&str> {
    let answers = text.match_indices("HTTP/1.1 ").map(|(at, start)| at + start.len());
    let statuses = answers.filter_map(|at| text.get(at..at + 3));
    // Messages mention the version as well.
    statuses.filter(|status| status.bytes().all(|byte| byte.is_ascii_digit())).collect()
}

#[test]
fn no_address_leaves_the_site() {
    let folder = archive();
    let content = folder.path().join("content");
    for (from, to) in [("pmsite.toml", "content/pmsite.toml"), ("2026", "content/2026")] {
        fs::create_dir_all(&content).unwrap();
        fs::rename(folder.path().join(from), folder.path().join(to)).unwrap();
    }
    write(folder.path(), "secret.txt", SECRET);
    write(folder.path(), "content/secret.txt", SECRET);
    write(folder.path(), "content/2026/secret.txt", SECRET);
    let server = Server::start(&content, &["--watch"]);
    let (host, whole) = (&server.address, content.to_string_lossy().into_owned());
    let long = "a/".repeat(15_000);
    for target in [
        "/../secret.txt",
        "/2026/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2E%2Fsecret.txt",
        "/..%2fsecret.txt",
        "/%252e%252e%252fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/\\..\\secret.txt",
        "/....//secret.txt",
        "/..;/secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/%uff0e%uff0e/secret.txt",
        "/secret.txt%00.html",
        "/index.html%00",
        "/index.html/../secret.txt",
        "/secret.txt",
        "/2026/secret.txt",
        "/./secret.txt",
        "//secret.txt",
        "///etc/passwd",
        "/%2fetc%2fpasswd",
        &whole,
        &format!("//{whole}/secret.txt"),
        &format!("/@fs{whole}/secret.txt"),
        &format!("/@fs{whole}/secret.txt?raw"),
        &format!("/.pmsite/{whole}/secret.txt"),
        "/.pmsite/../secret.txt",
        "/.pmsite/live.js/../../secret.txt",
        "/.git/config",
        "/.env",
        "/pmsite.toml",
        "/proc/self/environ",
        "/C:/secret.txt",
        "/secret.txt::$DATA",
        "/con",
        "/search/../secret.txt",
        "/search/%2e%2e/secret.txt",
        &format!("/{long}"),
        &format!("/{long}../secret.txt"),
        "*",
        "secret.txt",
        "file:///etc/passwd",
        "localhost:80",
        &format!("http://{host}/../secret.txt"),
        &format!("http://{host}\\secret.txt"),
        &format!("http://x@{host}/secret.txt"),
        &format!("https://{host}/"),
        "http:///secret.txt",
        "/?../secret.txt",
        "/#../secret.txt",
    ] {
        let request = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let answer = exchange(&server, request.as_bytes());
        let shown = &target[..target.len().min(80)];
        assert!(!answer.contains(SECRET) && !answer.contains("root:"), "{shown}");
        let [status] = statuses(&answer)[..] else { panic!("{shown}: {answer}") };
        let home = target.starts_with("/?") || target.starts_with("/#");
        assert_eq!(status == "200", home, "{shown}: {answer}");
        assert!(home || ["400", "404", "421", "431"].contains(&status), "{shown}: {answer}");
    }
    for byte in [0_u8, 7, 9, 11, 127, 128, 0xc3, 0xff] {
        let request = [b"GET /", &[byte][..], b" HTTP/1.1\r\nHost: ", host.as_bytes(), b"\r\n\r\n"].concat();
        assert_eq!(statuses(&exchange(&server, &request)), ["400"], "byte {byte}");
    }
}

#[test]
fn site_is_served_after_its_folder_is_removed() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    let cold = server.cold();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
    }
    // First requests: files that are read lazily would be missing now.
    for (path, bytes) in cold {
        assert!(server.get(&format!("/{path}")).body == bytes, "{path}");
    }
}

#[test]
fn only_exact_host_names_are_accepted() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    let port = server.address.rsplit(':').next().unwrap();
    for host in [
        format!("Host: evil.example\r\nX-Forwarded-Host: 127.0.0.1:{port}"),
        format!("Host: 127.0.0.1:{port}, evil.example"),
        format!("Host: evil.example#127.0.0.1:{port}"),
        format!("Host: 127.0.0.1:{port}@evil.example"),
        format!("Host: evil.example@127.0.0.1:{port}"),
        format!("Host: 127.0.0.1:{port}.evil.example"),
        format!("Host: 127.0.0.1.evil.example:{port}"),
        format!("Host: 127.0.0.1:{port}/"),
        format!("Host: http://127.0.0.1:{port}"),
        format!("Host: localhost..:{port}"),
        format!("Host: localhost:{port}:{port}"),
        format!("Host: localhost:-{port}"),
        format!("Host: localhost:{port}1234567"),
        format!("Host: ::1:{port}"),
        format!("Host: [[::1]]:{port}"),
        format!("Host: [::1:{port}"),
        format!("Host: [evil.example]:{port}"),
        format!("Host: 0:{port}"),
        format!("Host: 2130706433:{port}"),
        format!("Host: 0.0.0.0:{port}"),
        format!("Host: 192.168.0.1:{port}"),
        "Host: localhost:".to_owned(),
        "Host:".to_owned(),
    ] {
        let answer = exchange(&server, format!("GET / HTTP/1.1\r\n{host}\r\n\r\n").as_bytes());
        assert_eq!(statuses(&answer), ["421"], "{host}");
        assert!(!answer.contains("<html"), "{host}");
    }
    for host in [
        format!("Host : 127.0.0.1:{port}"),
        format!("Host: 127.0.0.1:{port}\r\nhost: 127.0.0.1:{port}"),
        format!("Host: 127.0.0.1:{port}\r\n\tevil.example"),
        format!("X: y\r\n Host: 127.0.0.1:{port}"),
        format!("Host: l\u{f6}calhost:{port}"),
    ] {
        let answer = exchange(&server, format!("GET / HTTP/1.1\r\n{host}\r\n\r\n").as_bytes());
        assert_eq!(statuses(&answer), ["400"], "{host}");
    }
    for host in
        [format!("localhost.:{port}"), format!("[0:0:0:0:0:0:0:1]:{port}"), format!("127.1.2.3:{port}")]
    {
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert_eq!(statuses(&exchange(&server, request.as_bytes())), ["200"], "{host}");
    }
}

#[test]
fn other_origins_get_no_events() {
    let folder = archive();
    let server = Server::start(folder.path(), &["--watch"]);
    let host = &server.address;
    for (header, status) in [
        ("Origin:".to_owned(), "403"),
        (format!("Origin: //{host}"), "403"),
        (format!("Origin: {host}"), "403"),
        (format!("Origin: http://{host}.evil.example"), "403"),
        (format!("Origin: http://{host}@evil.example"), "403"),
        (format!("Origin: http://evil.example/http://{host}"), "403"),
        (format!("Origin: http://evil.example, http://{host}"), "403"),
        (format!("Origin: http://{host}\r\nOrigin: http://evil.example"), "403"),
        (format!("Origin: http://evil.example\r\nOrigin: http://{host}"), "403"),
        ("Origin: file://".to_owned(), "403"),
        ("Origin: http://\u{e9}vil.example".to_owned(), "400"),
        ("Sec-Fetch-Site: Same-Origin".to_owned(), "403"),
        ("Sec-Fetch-Site: none\r\nSec-Fetch-Site: cross-site".to_owned(), "403"),
        ("Sec-Fetch-Site: s\u{e4}me-origin".to_owned(), "400"),
    ] {
        let events =
            format!("GET /.pmsite/events HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{header}\r\n\r\n");
        assert_eq!(statuses(&exchange(&server, events.as_bytes())), [status], "{header}");
    }
}

#[test]
fn smuggled_requests_close_the_connection() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    let host = &server.address;
    let hidden = format!("GET /robots.txt HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    for (rest, status) in [
        ("Content-Length: 5\r\n\r\nhello", "413"),
        ("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "413"),
        ("Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n", "413"),
        ("transfer-encoding: CHUNKED\r\n\r\n0\r\n\r\n", "413"),
        ("Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n", "413"),
        ("Transfer-Encoding:\r\n\r\n", "413"),
        ("Transfer-Encoding: xchunked\r\n\r\n", "413"),
        ("Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n", "413"),
        ("Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", "400"),
        ("Transfer-Encoding\u{b}: chunked\r\n\r\n0\r\n\r\n", "400"),
        (" Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"),
        ("X: y\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"),
        ("X: y\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"),
        ("X: y\0Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"),
        ("Content-Length: -1\r\n\r\n", "400"),
        ("Content-Length: +0\r\n\r\n", "400"),
        ("Content-Length: 0x0\r\n\r\n", "400"),
        ("Content-Length: 0, 5\r\n\r\nhello", "400"),
        ("Content-Length: 0\r\nContent-Length: 5\r\n\r\nhello", "413"),
        ("Content-Length: 99999999999999999999999999\r\n\r\n", "413"),
        ("Content-Length:\r\n\r\n", "400"),
        ("Content-Length : 0\r\n\r\n", "400"),
        ("No colon\r\n\r\n", "400"),
        (": no name\r\n\r\n", "400"),
        ("A B: blank\r\n\r\n", "400"),
    ] {
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\n{rest}{hidden}");
        assert_eq!(statuses(&exchange(&server, request.as_bytes())), [status], "{rest:?}");
    }
    for (line, status) in [
        ("POST / HTTP/1.1", "405"),
        ("CONNECT localhost:80 HTTP/1.1", "405"),
        ("GETT / HTTP/1.1", "405"),
        ("GET  / HTTP/1.1", "400"),
        ("GET /\tHTTP/1.1", "400"),
        ("GET / HTTP/1.1 ", "400"),
        ("GET / x HTTP/1.1", "505"),
        ("GET /", "400"),
        ("GET", "400"),
        ("GET / http/1.1", "400"),
        ("GET / HTTP/1.2", "505"),
        ("GET / HTTP/3", "505"),
        ("PRI * HTTP/2.0", "505"),
    ] {
        let request = format!("{line}\r\nHost: {host}\r\n\r\n{hidden}");
        assert_eq!(statuses(&exchange(&server, request.as_bytes())), [status], "{line:?}");
    }
    // Well-formed requests are both answered.
    for plain in [
        "Content-Length: 0\r\n",
        "Content-Length: 0\r\nContent-Length: 00\r\n",
        "Expect: 100-continue\r\n",
        "Upgrade: h2c\r\n",
    ] {
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\n{plain}\r\n{hidden}");
        assert_eq!(statuses(&exchange(&server, request.as_bytes())), ["200", "200"], "{plain:?}");
    }
    let feeds = format!("\r\n\nGET / HTTP/1.1\nHost: {host}\n\n{hidden}");
    assert_eq!(statuses(&exchange(&server, feeds.as_bytes())), ["200", "200"]);
}

#[test]
fn other_protocols_are_rejected_and_not_waited_for() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    for hello in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 and so on"[..],
        b"\x80\x2e\x01\x00\x02",
        b"\0\0\0\0",
        b"{\"jsonrpc\": \"2.0\"}",
        b"\r\n\r\n GET / HTTP/1.1",
    ] {
        // Whoever is waited for gets 408 in the end.
        assert_eq!(statuses(&exchange(&server, hello)), ["400"], "{hello:?}");
    }
}

#[test]
fn unusual_ranges_and_tags_cost_no_more_than_the_file() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    let whole = server.get("/index.html");
    let many = |part: &str, count: usize| vec![part; count].join(",");
    for (header, status) in [
        (format!("Range: bytes={}", many("0-", 6000)), 200),
        (format!("Range: bytes={}", many("0-0", 6000)), 200),
        (format!("Range: bytes={}", many("-1", 6000)), 200),
        ("Range: bytes=0-18446744073709551615".to_owned(), 206),
        ("Range: bytes=18446744073709551615-18446744073709551615".to_owned(), 416),
        ("Range: bytes=-18446744073709551616".to_owned(), 206),
        ("Range: bytes=--1".to_owned(), 200),
        ("Range: bytes=5-2".to_owned(), 200),
        ("Range: bytes=0-0\r\nRange: bytes=0-0".to_owned(), 200),
        (format!("If-None-Match: {}", many("\"x\"", 7000)), 200),
        (format!("If-None-Match: {}", ",".repeat(30_000)), 200),
        (format!("If-None-Match: {}", "\"x".repeat(15_000)), 200),
        ("If-None-Match: \u{e4}".to_owned(), 400),
    ] {
        let answer = server.ask("GET", "/index.html", &[&header]);
        let shown = &header[..header.len().min(60)];
        assert_eq!(answer.status, status, "{shown}");
        assert!(answer.body.len() <= whole.body.len(), "{shown}: {} bytes", answer.body.len());
    }
}
