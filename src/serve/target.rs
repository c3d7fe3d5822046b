//! What the target of a request names (RFC 9112, section 3.2).

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// Below the mount point, addresses of the server itself begin with this. No file of a site has a hidden name
/// ([`path_fault`](crate::publish::path_fault)), so the two cannot meet.
pub(super) const RESERVED: &str = ".pmsite/";

/// What has to be escaped in the path of an address: everything that RFC 3986 does not allow there.
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

/// What the target of a request names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A path of the site; a folder ends in `/`, and the site itself is empty.
    Site(String),
    /// Something of the server itself.
    Reserved(String),
    /// The mount point without its last `/`.
    Mount,
    /// An address outside the mount point.
    Outside,
    /// No address at all.
    Malformed,
}

/// Reads the target of a request to a site that is mounted at `mount`, which begins and ends with `/`. Escapes are decoded
/// once; dots are names like any other, for nothing here is a path on a disk.
pub(super) fn target(text: &str, mount: &str) -> Target {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    if !path.starts_with('/') || !well_escaped(path) {
        return Target::Malformed;
    }
    // What is no UTF-8 names nothing.
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

/// Whether every `%` begins an escape.
fn well_escaped(path: &str) -> bool {
    let digits = |rest: &[u8]| rest.len() >= 2 && rest[..2].iter().all(u8::is_ascii_hexdigit);
    path.match_indices('%').all(|(at, _)| digits(&path.as_bytes()[at + 1..]))
}

/// The address of a path of the site, escaped, with the query of the request if it had one.
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
    fn a_mount_point_hides_everything_else() {
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
    fn addresses_are_escaped_and_keep_their_query() {
        assert_eq!(address("/repo/", "日 %/", "/x?q=1#y"), "/repo/%E6%97%A5%20%25/?q=1");
    }
}
