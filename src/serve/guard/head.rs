//! Heads of requests: read within limits, and held against the rules (RFC 9112).

use std::io::{ErrorKind, Read};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::hosts::Hosts;

/// No head may have more bytes. Cookies of all servers on one host come together, so it is not too little.
const LARGEST: usize = 32 * 1024;

/// No head may have more lines.
const MOST_LINES: usize = 128;

/// How long a head may take, from its first byte or, for the first of a connection, from the beginning.
const SLOWEST: Duration = Duration::from_secs(10);

/// How long a connection is kept between two requests.
const IDLE: Duration = Duration::from_secs(60);

/// The headers that mean something here; no others are passed on.
pub(super) const PASSED_ON: [&str; 7] =
    ["Host", "Accept", "If-None-Match", "If-Range", "Origin", "Range", "Sec-Fetch-Site"];

/// A request that may be passed on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// The request as it is passed on.
    pub(super) text: String,
    /// Whether only the head of the answer is wanted.
    pub(super) bodiless: bool,
    /// Whether the connection ends with the answer.
    pub(super) last: bool,
}

/// A request that is refused, and with it the connection.
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
    /// Status, reason and a sentence for people.
    pub(super) fn words(self) -> (u16, &'static str, &'static str) {
        match self {
            Self::Malformed => (400, "Bad Request", "This is no request of HTTP/1.1."),
            Self::NoHost => (400, "Bad Request", "A request names its host, and names it once."),
            Self::ForeignHost => (
                421,
                "Misdirected Request",
                "This server is not known by that host name; -u with an address of that name would make it known.",
            ),
            Self::Method => (405, "Method Not Allowed", "There is only GET and HEAD."),
            Self::HasBody => (413, "Content Too Large", "A request here has no body."),
            Self::TooLarge => {
                (431, "Request Header Fields Too Large", "The head of the request is too large.")
            }
            Self::TooSlow => (408, "Request Timeout", "The request took too long to come."),
            Self::Version => (505, "HTTP Version Not Supported", "There is only HTTP/1.0 and HTTP/1.1."),
        }
    }
}

/// Reads from a connection until `buffer` begins with a whole head; its length. `None` if the client has left, or has not
/// asked for anything in time.
pub(super) fn read(
    mut stream: &TcpStream,
    buffer: &mut Vec<u8>,
    first: bool,
) -> Result<Option<usize>, Refusal> {
    let start = Instant::now();
    let mut deadline = start + if first || !buffer.is_empty() { SLOWEST } else { IDLE };
    let mut seen = 0;
    let mut chunk = [0; 4096];
    loop {
        if let Some(end) = end_of_head(buffer, seen) {
            return if end > LARGEST { Err(Refusal::TooLarge) } else { Ok(Some(end)) };
        }
        if buffer.len() > LARGEST {
            return Err(Refusal::TooLarge);
        }
        if !begins_like_a_request(buffer) {
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
                    deadline = Instant::now() + SLOWEST;
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

/// Whether a request can begin with this: a method is a word. Who speaks another language, such as TLS by a slip in an
/// address, is told at once and not after ten seconds.
fn begins_like_a_request(buffer: &[u8]) -> bool {
    let first = buffer.iter().find(|byte| !matches!(byte, b'\r' | b'\n'));
    first.is_none_or(u8::is_ascii_alphabetic)
}

/// Where the empty line ends that ends a head; `seen` bytes were looked at before. A bare line feed ends a line too
/// (RFC 9112, section 2.2).
pub(super) fn end_of_head(buffer: &[u8], seen: usize) -> Option<usize> {
    // Empty lines before a request are passed over.
    let begin = buffer.iter().position(|byte| !matches!(byte, b'\r' | b'\n'))?;
    let from = seen.saturating_sub(3).max(begin);
    let ends = |at: usize| match buffer.get(at + 1..)? {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    };
    (from..buffer.len()).filter(|at| buffer[*at] == b'\n').find_map(ends)
}

/// Holds a head against the rules.
pub(super) fn check(bytes: &[u8], hosts: &Hosts) -> Result<Head, Refusal> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_LINES];
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
        // A target with a host in it goes before the header (RFC 9112, section 3.2.2).
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
    if !target.is_ascii() || !PASSED_ON.iter().all(|name| headers.is_plain(name)) {
        return Err(Refusal::Malformed);
    }
    let mut text = format!("{method} {target} HTTP/1.1\r\n");
    for name in PASSED_ON {
        if let Some(value) = headers.joined(name) {
            text.extend([name, ": ", &value, "\r\n"]);
        }
    }
    text.push_str("\r\n");
    Ok(Head { text, bodiless, last: headers.ends_connection(version) })
}

struct Headers<'a>(&'a [httparse::Header<'a>]);

impl Headers<'_> {
    /// Whether all values of a header are plain text. One that cannot be read must not pass for one that is not there: what
    /// stands in `Origin` decides who hears news.
    fn is_plain(&self, name: &str) -> bool {
        let mut named = self.0.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        named.all(|header| header.value.is_ascii())
    }

    /// The values of a header that are plain text; others cannot mean anything here.
    fn values<'b>(&'b self, name: &'b str) -> impl Iterator<Item = &'b str> + use<'b> {
        let named = self.0.iter().filter(move |header| header.name.eq_ignore_ascii_case(name));
        named.filter_map(|header| std::str::from_utf8(header.value).ok()).filter(|value| value.is_ascii())
    }

    /// The value of a header that may stand only once.
    fn single<'b>(&'b self, name: &'b str) -> Result<Option<&'b str>, Refusal> {
        let count = self.0.iter().filter(|header| header.name.eq_ignore_ascii_case(name)).count();
        if count > 1 { Err(Refusal::NoHost) } else { Ok(self.values(name).next()) }
    }

    /// The values of a header in one (RFC 9110, section 5.3).
    fn joined(&self, name: &str) -> Option<String> {
        let values: Vec<&str> = self.values(name).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// Whether bytes of a body follow (RFC 9112, section 6.3).
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

    /// Whether the client wants no further answer (RFC 9112, section 9.3).
    fn ends_connection(&self, version: u8) -> bool {
        let says = |option: &str| {
            let mut options = self.values("Connection").flat_map(|value| value.split(','));
            options.any(|known| known.trim().eq_ignore_ascii_case(option))
        };
        says("close") || (version == 0 && !says("keep-alive"))
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
    fn only_what_matters_is_passed_on() {
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
    fn what_breaks_a_rule_is_refused() {
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
    fn a_request_begins_with_a_letter() {
        for begin in ["", "\r\n", "\r\nG", "get", "PRI * "] {
            assert!(begins_like_a_request(begin.as_bytes()), "{begin:?}");
        }
        for begin in ["\u{16}\u{3}\u{1}", " GET", "\n\0", "{\"json"] {
            assert!(!begins_like_a_request(begin.as_bytes()), "{begin:?}");
        }
    }

    #[test]
    fn a_head_ends_with_an_empty_line() {
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
