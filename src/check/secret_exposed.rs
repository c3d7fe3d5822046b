//! A key in a post-mortem is a key in every clone, every mirror and the history. Revoke it first; removing it from the file is not
//! enough.
//!
//! Matches formats that nothing else has: PEM private keys, AWS access keys, and tokens of GitHub, GitLab, Slack, Stripe, npm and
//! Google. Masked keys and documentation examples (`AKIAIOSFODNN7EXAMPLE`) are ignored. The message does not repeat the secret.

use std::sync::LazyLock;

use regex::Regex;

use super::context::DocumentContext;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

static SECRET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let forms = [
        r"(?P<aws>\b(?:AKIA|ASIA)[0-9A-Z]{16}\b)",
        r"(?P<github>\b(?:gh[pousr]_[0-9A-Za-z]{36,}|github_pat_[0-9A-Za-z_]{60,}))",
        r"(?P<gitlab>\bglpat-[0-9A-Za-z_-]{20,})",
        r"(?P<slack>\bxox[abeprs]-[0-9]+-[0-9A-Za-z-]{16,})",
        r"(?P<stripe>\b[rs]k_live_[0-9A-Za-z]{20,})",
        r"(?P<npm>\bnpm_[0-9A-Za-z]{36}\b)",
        r"(?P<google>\bAIza[0-9A-Za-z_-]{35}\b)",
        r"(?P<pem>-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*[0-9A-Za-z+/=]{32,})",
    ];
    Regex::new(&forms.join("|")).ok()
});

/// The names of the groups above, for people.
const NAMES: [(&str, &str); 8] = [
    ("aws", "an AWS access key"),
    ("github", "a GitHub token"),
    ("gitlab", "a GitLab token"),
    ("slack", "a Slack token"),
    ("stripe", "a live Stripe key"),
    ("npm", "an npm token"),
    ("google", "a Google API key"),
    ("pem", "a private key"),
];

pub(super) fn check(context: &DocumentContext<'_>) -> Vec<Diagnostic> {
    let Some(secret) = SECRET.as_ref() else { return Vec::new() };
    let found = secret.captures_iter(&context.source.text).filter_map(|found| {
        let (group, name) = NAMES.iter().find_map(|(group, name)| Some((found.name(group)?, name)))?;
        (!is_masked(group.as_str())).then_some((group, name))
    });
    found
        .map(|(group, name)| {
            // Enough to find it without repeating it.
            let place = Span::new(group.start(), group.start() + 4);
            context
                .report(Code::SecretExposed, place, format!("this looks like {name}"))
                .help("revoke it, then remove it from the file and from the history")
        })
        .collect()
}

/// Whether the key is masked or a documentation example.
fn is_masked(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let runs = ["xxxx", "****", "0000", "....", "example", "redacted", "1234567890", "abcdef"];
    runs.iter().any(|run| lower.contains(run))
}
