//! Parses the target of a request (RFC 9112, section 3.2).

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// The prefix of the server's own addresses, below the mount point. No file of a site has a hidden name
/// ([`path_fault`](crate::publish::path_fault)), so the two cannot collide.
pub(super) const RESERVED: &str = ".pmsite/";

/// Characters that must be escaped in the path of an address (RFC 3986).
const NOT_IN_PATHS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A parsed request target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A path of the site. Folders end in `/`; the root is empty.
    Site(String),
    /// One of the server's own addresses.
    Reserved(String),
    /// The mount point without its trailing `/`.
    Mount,
    /// An address outside the mount point.
    Outside,
    /// Not a valid address.
    Malformed,
}

/// Parses a request target for a site mounted at `mount`, which starts and ends with `/`. Escapes are decoded once. Dots
/// have no special meaning, because no target becomes a path on disk.
pub(super) fn target(text: &str, mount: &str) -> Target {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    if !path.starts_with('/') || !well_escaped(path) {
        return Target::Malformed;
    }
    // Invalid UTF-8 cannot name a file of the site.
    let Ok(path) = percent_decode_str(path).decode_utf8() else { return Target::Outside };
    match path.strip_prefix(mount) {
        Some(rest) => match rest.strip_prefix(RESERVED) {
            Some(rest) => Target::Reserved(rest.to_owned()),
            None => Target::Site(rest.to_owned()),
        },
        None if mount.strip_suffix('/') == Some(&path) => Target::Mount,
        None => Target::Outside,
    }
}

/// Whether every `%` starts a valid escape.
fn well_escaped(path: &str) -> bool {
    let digits = |rest: &[u8]| rest.len() >= 2 && rest[..2].iter().all(u8::is_ascii_hexdigit);
    path.match_indices('%').all(|(at, _)| digits(&path.as_bytes()[at + 1..]))
}

/// The escaped address of a path of the site, with the query of the request.
pub(super) fn address(mount: &str, path: &str, target: &str) -> String {
    let query = target.split('#').next().and_then(|target| target.split_once('?'));
    let query = query.map_or_else(String::new, |(_, query)| format!("?{query}"));
    format!("{}{}{query}", utf8_percent_encode(mount, NOT_IN_PATHS), utf8_percent_encode(path, NOT_IN_PATHS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(path: &str) -> Target {
        Target::Site(path.to_owned())
    }

    #[test]
    fn escapes_are_decoded_once() {
        for (text, expected) in [
            ("/", site("")),
            ("/a/", site("a/")),
            ("/a.html?q=%zz#x", site("a.html")),
            ("/%E6%97%A5%20x.html", site("日 x.html")),
            ("/%2561", site("%61")),
            ("/..%2f..%2fetc/passwd", site("../../etc/passwd")),
            ("//host/x", site("/host/x")),
            ("/.pmsite/events", Target::Reserved("events".to_owned())),
            ("/%ff", Target::Outside),
            ("/%", Target::Malformed),
            ("/%4", Target::Malformed),
            ("/%zz", Target::Malformed),
            ("*", Target::Malformed),
            ("", Target::Malformed),
        ] {
            assert_eq!(target(text, "/"), expected, "{text}");
        }
    }

    #[test]
    fn addresses_outside_the_mount_point_are_rejected() {
        for (text, expected) in [
            ("/repo/", site("")),
            ("/repo/a.html", site("a.html")),
            ("/r%65po/a.html", site("a.html")),
            ("/repo", Target::Mount),
            ("/repo?x", Target::Mount),
            ("/", Target::Outside),
            ("/a.html", Target::Outside),
            ("/repository/a.html", Target::Outside),
            ("/.pmsite/events", Target::Outside),
        ] {
            assert_eq!(target(text, "/repo/"), expected, "{text}");
        }
    }

    #[test]
    fn addresses_are_escaped_and_keep_the_query() {
        assert_eq!(address("/repo/", "日 %/", "/x?q=1#y"), "/repo/%E6%97%A5%20%25/?q=1");
    }
}
