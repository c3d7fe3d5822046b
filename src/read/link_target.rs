//! Resolves links of a document.

/// Schemes that never run code from the document.
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// Another site.
    External(String),
    /// A file of the content folder. A document on a code host (`https://…/INC-7.md`) is also local, with its full
    /// address as path, because it may be in the same archive.
    Local {
        /// The path from the content folder, or a full address.
        path: String,
        /// The fragment without `#`.
        fragment: String,
    },
    /// A scheme that is not allowed.
    Refused(String),
    /// A path outside of the content folder.
    Outside,
}

/// Resolves a link in the document at `source`.
pub fn resolve(url: &str, source: &str) -> LinkTarget {
    let url = url.trim();
    if let Some(scheme) = scheme(url) {
        let scheme = scheme.to_ascii_lowercase();
        if !SCHEMES.contains(&scheme.as_str()) {
            return LinkTarget::Refused(scheme);
        }
        let path = url.split(['#', '?']).next().unwrap_or(url);
        if scheme.starts_with("http") && is_markdown(path) {
            return LinkTarget::Local { path: url.to_owned(), fragment: String::new() };
        }
        return LinkTarget::External(url.to_owned());
    }
    if let Some(host) = url.strip_prefix("//") {
        return LinkTarget::External(format!("https://{host}"));
    }
    let (path, fragment) = url.split_once('#').unwrap_or((url, ""));
    let path = path.split('?').next().unwrap_or("");
    let fragment = decode(fragment);
    if path.is_empty() {
        return LinkTarget::Local { path: source.to_owned(), fragment };
    }
    match resolve_path(&decode(path), source) {
        Some(path) => LinkTarget::Local { path, fragment },
        None => LinkTarget::Outside,
    }
}

/// Whether a path names a Markdown document.
pub(super) fn is_markdown(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
}

/// The scheme of an address. Browsers skip control characters and white space in it, so they are skipped here too.
fn scheme(url: &str) -> Option<String> {
    let clean: String = url.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let (head, _) = clean.split_once(':')?;
    let valid = head.starts_with(|c: char| c.is_ascii_alphabetic())
        && head.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    valid.then(|| head.to_owned())
}

/// Resolves a path relative to the folder of `source`, or to the content folder if it begins with `/`; `None` if it
/// leaves it.
fn resolve_path(path: &str, source: &str) -> Option<String> {
    let mut parts: Vec<&str> = if path.starts_with('/') { Vec::new() } else { source.split('/').collect() };
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Percent-decodes once; if the result is not valid UTF-8, the text stays as it is.
fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(hex.unwrap_or(bytes[at]));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(path: &str, fragment: &str) -> LinkTarget {
        LinkTarget::Local { path: path.to_owned(), fragment: fragment.to_owned() }
    }

    #[test]
    fn resolves_links_by_scheme_and_path() {
        let source = "2024/INC-7.md";
        assert_eq!(resolve("../2023/a%20b.md#x", source), local("2023/a b.md", "x"));
        assert_eq!(resolve("#timeline", source), local("2024/INC-7.md", "timeline"));
        assert_eq!(resolve("/about.md", source), local("about.md", ""));
        assert_eq!(resolve("../../etc/passwd", source), LinkTarget::Outside);
        assert_eq!(
            resolve("https://example.com/x", source),
            LinkTarget::External("https://example.com/x".to_owned())
        );
        assert_eq!(resolve("java\u{1}script:alert(1)", source), LinkTarget::Refused("javascript".to_owned()));
        assert_eq!(resolve("data:text/html,x", source), LinkTarget::Refused("data".to_owned()));
        assert_eq!(resolve("//example.com", source), LinkTarget::External("https://example.com".to_owned()));
    }
}
