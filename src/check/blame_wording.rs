//! "Human error" ends the search for causes where it should begin: what made the mistake easy, and what let it through? Write what
//! the system allowed, and leave the person out.
//!
//! English only, and only wordings that hardly ever mean anything else. Sentences that deny it ("not human error") or that
//! quote it are left alone. If your team does not mind: `blame-wording = "off"` under `[check]`.

use std::sync::LazyLock;

use regex::Regex;

use super::context::{IncidentContext, Line};
use crate::diag::{Code, Diagnostic};

static BLAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = r"(?i)\b(?:human error|operator error|pilot error|careless(?:ly|ness)?|negligen(?:t|ce)|incompeten(?:t|ce)|stupid mistake|should have known better|(?:engineer|developer|operator|admin(?:istrator)?|on-?caller) (?:forgot|neglected|failed) to)\b";
    Regex::new(words).ok()
});

/// Words before it that turn the sentence round.
const DENIALS: &[&str] = &[
    "not ",
    "n't ",
    "no ",
    "never ",
    "rather than",
    "instead of",
    "blame",
    "beyond ",
    "avoid ",
    "reduce ",
    "prevent ",
    "eliminate ",
];

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let blame = |line: &Line<'_>| {
        let found = BLAME.as_ref()?.find(line.text)?;
        let before = line.text[..found.start()].to_lowercase();
        let sentence = before.rsplit(['.', '!', ';']).next().unwrap_or("");
        let denied = DENIALS.iter().any(|word| sentence.contains(word));
        let quoted = before.trim_end_matches(['*', '_']).ends_with(['"', '“', '„', '\'', '‘', '`', '«']);
        (!denied && !quoted).then(|| {
            let message = format!("`{}` looks for a culprit and not for a cause", found.as_str());
            case.at(Code::BlameWording, line.span(found.start(), found.end()), message)
                .help("say what made the mistake easy and what let it through")
        })
    };
    case.text.lines.iter().filter_map(blame).collect()
}
