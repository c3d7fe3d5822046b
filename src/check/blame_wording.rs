//! "Human error" ends the search for causes where it should begin: what made the mistake easy, and what let it through? Describe what
//! the system allowed, and leave the person out.
//!
//! English only, and only wordings that rarely mean anything else. Sentences that deny it ("not human error") and quotes are
//! ignored. If your team does not mind: `blame-wording = "off"` under `[check]`.

use std::sync::LazyLock;

use regex::Regex;

use super::context::{IncidentContext, Line};
use crate::diag::{Code, Diagnostic};

static BLAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = r"(?i)\b(?:human error|operator error|pilot error|careless(?:ly|ness)?|negligen(?:t|ce)|incompeten(?:t|ce)|stupid mistake|should have known better|(?:engineer|developer|operator|admin(?:istrator)?|on-?caller) (?:forgot|neglected|failed) to)\b";
    Regex::new(words).ok()
});

/// Words earlier in the sentence that turn its meaning around.
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

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let blame = |line: &Line<'_>| {
        let found = BLAME.as_ref()?.find(line.text)?;
        let before = line.text[..found.start()].to_lowercase();
        let sentence = before.rsplit(['.', '!', ';']).next().unwrap_or("");
        let denied = DENIALS.iter().any(|word| sentence.contains(word));
        let quoted = before.trim_end_matches(['*', '_']).ends_with(['"', '“', '„', '\'', '‘', '`', '«']);
        (!denied && !quoted).then(|| {
            let message = format!("`{}` blames a person instead of explaining the cause", found.as_str());
            context
                .report(Code::BlameWording, line.span(found.start(), found.end()), message)
                .help("describe what made the mistake easy and what let it through")
        })
    };
    context.document.lines.iter().filter_map(blame).collect()
}
