//! Laws for any bytes that a client sends, tested by fuzzing and by `cli/laws.rs`.

use super::Hosts;
use super::head::{check, end_of_head};
use crate::serve::range::{RequestedRange, requested_range};
use crate::serve::target::{Target, target};

/// The host name of the server under test.
const HOST: &str = "localhost:8000";

/// The end of a head does not depend on how its bytes arrive. A head that is passed on is a plain GET or HEAD request for this
/// server, with exactly one host and without a body.
pub(crate) fn request_heads(bytes: &[u8]) {
    let end = end_of_head(bytes, 0);
    let mut grown = None;
    for seen in 0..bytes.len().min(512) {
        grown = grown.or_else(|| end_of_head(&bytes[..=seen], seen));
    }
    if bytes.len() <= 512 {
        assert_eq!(grown, end, "byte by byte, and all at once");
    }
    // Most inputs have no end or name another host.
    let with_end = [bytes, b"\r\n\r\n"].concat();
    if end.is_none() {
        request(&with_end);
    }
    request(&bytes[..end.unwrap_or(bytes.len())]);
    request(&[b"GET / HTTP/1.1\r\nHost: localhost:8000\r\n", &with_end[..]].concat());
}

fn request(bytes: &[u8]) {
    let hosts = Hosts::new([127, 0, 0, 1].into(), 8000, "127.0.0.1", None);
    let Some(end) = end_of_head(bytes, 0) else { return };
    let Ok(head) = check(&bytes[..end], &hosts) else { return };
    let sent = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
    let lines: Vec<&str> = sent.trim_start_matches(['\r', '\n']).lines().collect();
    let named = |name: &str| {
        let header = |line: &&&str| line.split_once(':').is_some_and(|(field, _)| field.trim() == name);
        lines[1..].iter().filter(header).count()
    };
    assert_eq!(named("host"), 1, "{sent}");
    assert_eq!(named("transfer-encoding"), 0, "{sent}");
    assert!(!sent.contains('\0'), "{sent}");
    let lengths = lines[1..].iter().filter_map(|line| line.split_once(':'));
    let mut lengths = lengths.filter(|(name, _)| name.trim() == "content-length");
    assert!(lengths.all(|(_, digits)| digits.trim_matches([' ', '\t', '0']).is_empty()), "a body: {sent}");
    assert!(lines[1..].iter().all(|line| !line.starts_with([' ', '\t']) || line.trim().is_empty()), "{sent}");

    let text = head.text.strip_suffix("\r\n\r\n").unwrap_or_default();
    assert!(head.text.is_ascii() && !text.contains("\r\n\r\n"), "{}", head.text);
    let mut passed = text.split("\r\n");
    let first: Vec<&str> = passed.next().unwrap_or_default().split(' ').collect();
    let [method, address, "HTTP/1.1"] = first.as_slice() else { panic!("{}", head.text) };
    assert_eq!(*method == "HEAD", head.bodiless, "{}", head.text);
    assert!(["GET", "HEAD"].contains(method), "{}", head.text);
    for line in passed {
        let (name, value) = line.split_once(": ").unwrap_or_default();
        assert!(super::head::ALLOWED_HEADERS.contains(&name), "{}", head.text);
        assert!(!value.contains(['\r', '\n', '\0']), "{}", head.text);
        if name == "Range" {
            range(value);
        }
    }
    match target(address, "/") {
        Target::Site(path) | Target::Reserved(path) => assert!(path.len() <= address.len()),
        Target::Mount | Target::Outside | Target::Malformed => {}
    }
    // A trailing dot marks a fully qualified name.
    let is_own = |line: &str| line.replace("localhost.", "localhost").contains(HOST);
    let own = lines.iter().any(|line| is_own(line) || line.contains("127.") || line.contains("::"));
    assert!(own, "{sent}");
}

fn range(header: &str) {
    for length in [0, 1, 10, usize::MAX] {
        if let RequestedRange::Part(part) = requested_range(Some(header), length) {
            assert!(part.start < part.end && part.end <= length, "{header}: {part:?} of {length}");
        }
    }
}
