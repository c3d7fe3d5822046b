//! Adds the live-reload script to a page on its way out. The files of a site never hold it.

use memchr::memmem;

/// Puts a script at the end of the head of a page, and lets the policy of the page allow scripts of the server if it allows
/// none. What the page begins with then, and the byte of it after which it goes on as it was: a body of many megabytes is
/// not copied for each who reads it slowly.
pub(super) fn inject(page: &[u8], script: &str) -> (Vec<u8>, usize) {
    let at = memmem::find(page, b"</head>").unwrap_or(0);
    let head = String::from_utf8_lossy(&page[..at]);
    (format!("{}{script}\n", with_scripts_allowed(&head)).into_bytes(), at)
}

/// The page for unknown addresses needs no script, so its policy allows none; here it is to hear of changes too.
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
    fn the_script_ends_the_head() {
        check("<head><title>x</title></head><body>", "<head><title>x</title><S>\n</head><body>");
        check("no head", "<S>\nno head");
    }

    #[test]
    fn a_policy_without_scripts_is_opened_for_those_of_the_server() {
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
