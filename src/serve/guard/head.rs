//! Request heads: read within limits and validated (RFC 9112).

use std::io::{ErrorKind, Read};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::hosts::Hosts;

/// The maximum size of a head, in bytes. Large enough for the cookies of all servers on one host.
const MAX_BYTES: usize = 32 * 1024;

/// The maximum number of header lines.
const MAX_LINES: usize = 128;

/// How long a head may take from its first byte; for the first head, from the start of the connection.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a connection may be idle between two requests.
const IDLE_TIMEOUT: Duration = Duration::from_secs(60);

/// The headers that the server uses; others are not passed on.
pub(super) const ALLOWED_HEADERS: [&str; 7] =
    ["Host", "Accept", "If-None-Match", "If-Range", "Origin", "Range", "Sec-Fetch-Site"];

/// A validated request.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// The request as it is passed on.
    pub(super) text: String,
    /// Whether the response has no body (HEAD).
    pub(super) bodiless: bool,
    /// Whether the connection is closed after the response.
    pub(super) last: bool,
}

/// Why a request is rejected. The connection is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Malformed,
    NoHost,
    ForeignHost,
    Method,
    HasBody,
    TooLarge,
    TooSlow,
    Version,
}

impl Refusal {
    /// Status, reason phrase and message.
    pub(super) fn response(self) -> (u16, &'static str, &'static str) {
        match self {
            Self::Malformed => (400, "Bad Request", "The request is malformed."),
            Self::NoHost => (400, "Bad Request", "The request must have exactly one Host header."),
            Self::ForeignHost => (
                421,
                "Misdirected Request",
                "Unknown host name. To allow it, start the server with -u and the public address.",
            ),
            Self::Method => (405, "Method Not Allowed", "Only GET and HEAD are supported."),
            Self::HasBody => (413, "Content Too Large", "Request bodies are not supported."),
            Self::TooLarge => (431, "Request Header Fields Too Large", "The request headers are too large."),
            Self::TooSlow => (408, "Request Timeout", "The request took too long."),
            Self::Version => (505, "HTTP Version Not Supported", "Only HTTP/1.0 and HTTP/1.1 are supported."),
        }
    }
}

/// Reads from a connection until `buffer` starts with a complete head, and returns its length. `None` if the client has
/// disconnected or was idle for too long.
pub(super) fn read(
    mut stream: &TcpStream,
    buffer: &mut Vec<u8>,
    first: bool,
) -> Result<Option<usize>, Refusal> {
    let start = Instant::now();
    let mut deadline = start + if first || !buffer.is_empty() { HEAD_TIMEOUT } else { IDLE_TIMEOUT };
    let mut seen = 0;
    let mut chunk = [0; 4096];
    loop {
        if let Some(end) = end_of_head(buffer, seen) {
            return if end > MAX_BYTES { Err(Refusal::TooLarge) } else { Ok(Some(end)) };
        }
        if buffer.len() > MAX_BYTES {
            return Err(Refusal::TooLarge);
        }
        if !starts_like_a_request(buffer) || has_bare_return(&buffer[seen.saturating_sub(1)..]) {
            return Err(Refusal::Malformed);
        }
        seen = buffer.len();
        let late = || if seen == 0 { Ok(None) } else { Err(Refusal::TooSlow) };
        let rest = deadline.saturating_duration_since(Instant::now());
        if rest.is_zero() || stream.set_read_timeout(Some(rest)).is_err() {
            return late();
        }
        match stream.read(&mut chunk) {
            Ok(0) => return Ok(None),
            Ok(count) => {
                if buffer.is_empty() && !first {
                    deadline = Instant::now() + HEAD_TIMEOUT;
                }
                buffer.extend_from_slice(&chunk[..count]);
            }
            Err(error) => match error.kind() {
                ErrorKind::Interrupted => {}
                ErrorKind::WouldBlock | ErrorKind::TimedOut => return late(),
                _ => return Ok(None),
            },
        }
    }
}

/// Whether a request can start with these bytes: methods start with a letter. Clients of other protocols, such as TLS, get an
/// immediate response instead of a timeout.
fn starts_like_a_request(buffer: &[u8]) -> bool {
    let first = buffer.iter().find(|byte| !matches!(byte, b'\r' | b'\n'));
    first.is_none_or(u8::is_ascii_alphabetic)
}

/// Whether a carriage return does not end a line. No head with one is valid (RFC 9112, section 2.2), so there is nothing to wait for.
fn has_bare_return(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|pair| pair[0] == b'\r' && pair[1] != b'\n')
}

/// The end of the empty line that ends a head. The first `seen` bytes were searched before. A bare line feed also ends a line
/// (RFC 9112, section 2.2).
pub(super) fn end_of_head(buffer: &[u8], seen: usize) -> Option<usize> {
    // Empty lines before a request are skipped.
    let begin = buffer.iter().position(|byte| !matches!(byte, b'\r' | b'\n'))?;
    let from = seen.saturating_sub(3).max(begin);
    let ends = |at: usize| match buffer.get(at + 1..)? {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    };
    (from..buffer.len()).filter(|at| buffer[*at] == b'\n').find_map(ends)
}

/// Validates a head.
pub(super) fn check(bytes: &[u8], hosts: &Hosts) -> Result<Head, Refusal> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_LINES];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(bytes) {
        Ok(httparse::Status::Complete(_)) => {}
        Err(httparse::Error::TooManyHeaders) => return Err(Refusal::TooLarge),
        Err(httparse::Error::Version) if bytes.windows(5).any(|five| five == b"HTTP/") => {
            return Err(Refusal::Version);
        }
        Ok(httparse::Status::Partial) | Err(_) => return Err(Refusal::Malformed),
    }
    let (Some(method), Some(target), Some(version)) = (request.method, request.path, request.version) else {
        return Err(Refusal::Malformed);
    };
    let headers = Headers(request.headers);
    let (authority, target) = match (target.strip_prefix("http://"), headers.single("Host")?) {
        // The host in an absolute target overrides the header (RFC 9112, section 3.2.2).
        (Some(rest), Some(_)) => match rest.find(['/', '?']) {
            Some(at) if rest[at..].starts_with('/') => (&rest[..at], &rest[at..]),
            Some(_) => return Err(Refusal::Malformed),
            None => (rest, "/"),
        },
        (None, Some(host)) => (host, target),
        (_, None) => return Err(Refusal::NoHost),
    };
    if !hosts.is_own(authority) {
        return Err(Refusal::ForeignHost);
    }
    let bodiless = match method {
        "GET" => false,
        "HEAD" => true,
        _ => return Err(Refusal::Method),
    };
    if headers.has_body()? {
        return Err(Refusal::HasBody);
    }
    if !target.is_ascii() || !ALLOWED_HEADERS.iter().all(|name| headers.is_ascii(name)) {
        return Err(Refusal::Malformed);
    }
    let mut text = format!("{method} {target} HTTP/1.1\r\n");
    for name in ALLOWED_HEADERS {
        if let Some(value) = headers.joined(name) {
            text.extend([name, ": ", &value, "\r\n"]);
        }
    }
    text.push_str("\r\n");
    Ok(Head { text, bodiless, last: headers.closes_connection(version) })
}

struct Headers<'a>(&'a [httparse::Header<'a>]);

impl Headers<'_> {
    /// Whether all values of a header are ASCII. An unreadable value must not be treated as absent: `Origin` decides who gets
    /// events.
    fn is_ascii(&self, name: &str) -> bool {
        let mut named = self.0.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        named.all(|header| header.value.is_ascii())
    }

    /// The ASCII values of a header.
    fn values<'b>(&'b self, name: &'b str) -> impl Iterator<Item = &'b str> + use<'b> {
        let named = self.0.iter().filter(move |header| header.name.eq_ignore_ascii_case(name));
        named.filter_map(|header| std::str::from_utf8(header.value).ok()).filter(|value| value.is_ascii())
    }

    /// The value of a header that must not be repeated.
    fn single<'b>(&'b self, name: &'b str) -> Result<Option<&'b str>, Refusal> {
        let count = self.0.iter().filter(|header| header.name.eq_ignore_ascii_case(name)).count();
        if count > 1 { Err(Refusal::NoHost) } else { Ok(self.values(name).next()) }
    }

    /// The values of a header, joined (RFC 9110, section 5.3).
    fn joined(&self, name: &str) -> Option<String> {
        let values: Vec<&str> = self.values(name).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// Whether a body follows (RFC 9112, section 6.3).
    fn has_body(&self) -> Result<bool, Refusal> {
        if self.0.iter().any(|header| header.name.eq_ignore_ascii_case("Transfer-Encoding")) {
            return Ok(true);
        }
        let lengths = self.0.iter().filter(|header| header.name.eq_ignore_ascii_case("Content-Length"));
        for length in lengths {
            let digits = length.value.trim_ascii();
            if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
                return Err(Refusal::Malformed);
            }
            if digits.iter().any(|digit| *digit != b'0') {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the client wants the connection closed (RFC 9112, section 9.3).
    fn closes_connection(&self, version: u8) -> bool {
        let has = |option: &str| {
            let mut options = self.values("Connection").flat_map(|value| value.split(','));
            options.any(|known| known.trim().eq_ignore_ascii_case(option))
        };
        has("close") || (version == 0 && !has("keep-alive"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts() -> Hosts {
        Hosts::new([127, 0, 0, 1].into(), 8000, "127.0.0.1", None)
    }

    fn checked(lines: &[&str]) -> Result<Head, Refusal> {
        check(format!("{}\r\n\r\n", lines.join("\r\n")).as_bytes(), &hosts())
    }

    #[test]
    fn only_allowed_headers_are_passed_on() {
        let host = "Host: localhost:8000";
        let head =
            checked(&["GET /a?b HTTP/1.1", host, "Cookie: x=y", "accept: text/html", "Accept: */*"]).unwrap();
        assert_eq!(head.text, "GET /a?b HTTP/1.1\r\nHost: localhost:8000\r\nAccept: text/html, */*\r\n\r\n");
        assert!(!head.bodiless && !head.last);
        assert!(checked(&["HEAD / HTTP/1.1", host, "Connection: x, Close"]).unwrap().last);
        assert!(checked(&["HEAD / HTTP/1.0", host]).unwrap().last);
        assert!(!checked(&["GET / HTTP/1.0", host, "Connection: keep-alive"]).unwrap().last);
        let absolute = checked(&["GET http://localhost:8000/x HTTP/1.1", "Host: whatever"]).unwrap();
        assert!(absolute.text.starts_with("GET /x HTTP/1.1\r\n"));
        assert!(checked(&["GET / HTTP/1.1", host, "Content-Length: 0"]).is_ok());
    }

    #[test]
    fn only_a_return_that_ends_no_line_is_bare() {
        for (bytes, bare) in
            [(&b"GET / HTTP/1.1\r\nHost"[..], false), (b"a\r", false), (b"a\rb", true), (b"\r\r\n", true)]
        {
            assert_eq!(has_bare_return(bytes), bare, "{bytes:?}");
        }
    }

    #[test]
    fn invalid_requests_are_rejected() {
        let host = "Host: localhost:8000";
        for (lines, refusal) in [
            (vec!["GET / HTTP/1.1"], Refusal::NoHost),
            (vec!["GET / HTTP/1.1", host, host], Refusal::NoHost),
            (vec!["GET / HTTP/1.1", "Host: evil.example:8000"], Refusal::ForeignHost),
            (vec!["GET http://evil.example/ HTTP/1.1", host], Refusal::ForeignHost),
            (vec!["POST / HTTP/1.1", host, "Content-Length: 3"], Refusal::Method),
            (vec!["OPTIONS * HTTP/1.1", host], Refusal::Method),
            (vec!["GET / HTTP/1.1", host, "Content-Length: 3"], Refusal::HasBody),
            (vec!["GET / HTTP/1.1", host, "Transfer-Encoding: chunked"], Refusal::HasBody),
            (vec!["GET / HTTP/1.1", host, "Content-Length: -3"], Refusal::Malformed),
            (vec!["GET /\u{e4} HTTP/1.1", host], Refusal::Malformed),
            (vec!["GET / HTTP/1.1", host, "No colon"], Refusal::Malformed),
            (vec!["GET / HTTP/1.1", host, "Origin: http://\u{e4}.example"], Refusal::Malformed),
            (vec!["GET / HTTP/2.0", host], Refusal::Version),
        ] {
            assert_eq!(checked(&lines), Err(refusal), "{lines:?}");
        }
    }

    #[test]
    fn requests_start_with_a_letter() {
        for begin in ["", "\r\n", "\r\nG", "get", "PRI * "] {
            assert!(starts_like_a_request(begin.as_bytes()), "{begin:?}");
        }
        for begin in ["\u{16}\u{3}\u{1}", " GET", "\n\0", "{\"json"] {
            assert!(!starts_like_a_request(begin.as_bytes()), "{begin:?}");
        }
    }

    #[test]
    fn head_ends_with_an_empty_line() {
        for (text, expected) in [
            ("GET / HTTP/1.1\r\nA: b\r\n\r\nrest", Some(24)),
            ("GET / HTTP/1.1\n\nrest", Some(16)),
            ("\r\n\r\nGET / HTTP/1.1\r\n\r\n", Some(22)),
            ("\r\n\r\n", None),
            ("GET / HTTP/1.1\r\nA: b\r\n", None),
        ] {
            for seen in [0, expected.unwrap_or(1) - 1] {
                assert_eq!(end_of_head(text.as_bytes(), seen), expected, "{text:?}");
            }
        }
    }
}
