//! Adds the live-reload script to a page as it is sent. The site's own files never contain it.

use memchr::memmem;

/// Adds a script to the end of the page's head, and allows scripts in the page's content-security policy if it allows none.
/// Returns the new start of the page and the offset where the original continues, so a large body need not be copied for
/// every client.
pub(super) fn inject(page: &[u8], script: &str) -> (Vec<u8>, usize) {
    let at = memmem::find(page, b"</head>").unwrap_or(0);
    let head = String::from_utf8_lossy(&page[..at]);
    (format!("{}{script}\n", with_scripts_allowed(&head)).into_bytes(), at)
}

/// The 404 page has no scripts, so its policy allows none. Live reload needs one.
fn with_scripts_allowed(head: &str) -> String {
    const POLICY: &str = "http-equiv=\"Content-Security-Policy\" content=\"";
    let Some(start) = head.find(POLICY).map(|at| at + POLICY.len()) else { return head.to_owned() };
    let (before, policy) = head.split_at(start);
    let end = policy.find('"').unwrap_or(policy.len());
    if policy[..end].contains("script-src") {
        return head.to_owned();
    }
    format!("{before}script-src 'self'; {policy}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, expected: &str) {
        let (head, rest) = inject(page.as_bytes(), "<S>");
        assert_eq!(format!("{}{}", String::from_utf8(head).unwrap(), &page[rest..]), expected);
    }

    #[test]
    fn script_is_added_to_the_end_of_the_head() {
        check("<head><title>x</title></head><body>", "<head><title>x</title><S>\n</head><body>");
        check("no head", "<S>\nno head");
    }

    #[test]
    fn policy_without_scripts_is_extended() {
        let policy = |policy: &str| {
            format!("<head><meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")
        };
        let page = |head: &str| format!("{head}</head>");
        let allowed = policy("default-src 'none'; script-src 'self'");
        check(&page(&allowed), &format!("{allowed}<S>\n</head>"));
        let closed = policy("default-src 'none'");
        let opened = policy("script-src 'self'; default-src 'none'");
        check(&page(&closed), &format!("{opened}<S>\n</head>"));
    }
}
