//! Anchors of headings, as GitHub generates them.

use comrak::Anchorizer;
use rustc_hash::{FxHashMap, FxHashSet};

/// The anchors of one document; each is assigned once.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    used: FxHashSet<String>,
    /// The suffix to try first for a text that was used before.
    next_suffix: FxHashMap<String, usize>,
}

impl Anchors {
    /// Assigns an anchor to a heading: its words in lower case, joined by dashes, with a number from 1 if it is taken.
    pub(super) fn assign(&mut self, heading: &str) -> String {
        let base = anchorize(heading);
        if self.used.insert(base.clone()) {
            return base;
        }
        let next = self.next_suffix.entry(base.clone()).or_insert(1);
        loop {
            let anchor = format!("{base}-{next}");
            *next += 1;
            if self.used.insert(anchor.clone()) {
                return anchor;
            }
        }
    }
}

/// The anchor of a heading without a number. comrak knows which non-ASCII characters are letters.
fn anchorize(heading: &str) -> String {
    if !heading.is_ascii() {
        return Anchorizer::new().anchorize(heading);
    }
    let mut out = String::with_capacity(heading.len());
    for byte in heading.bytes() {
        match byte {
            b' ' => out.push('-'),
            b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' => out.push(char::from(byte)),
            b'A'..=b'Z' => out.push(char::from(byte.to_ascii_lowercase())),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assigns_the_same_anchors_as_comrak() {
        let (mut ours, mut theirs) = (Anchors::default(), Anchorizer::new());
        let headings = "What went well? ; Timeline (UTC) ; timeline utc ; 1. Über_uns – 時間 ; a ; a-1 ; A ; a ; ! ; \t ; ? ; ";
        for heading in headings.split(" ; ") {
            assert_eq!(ours.assign(heading), theirs.anchorize(heading), "{heading}");
        }
    }
}
