//! Anchors of headings, in the form that forges give them.

use comrak::Anchorizer;
use rustc_hash::{FxHashMap, FxHashSet};

/// The anchors of one document, each given once.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    given: FxHashSet<String>,
    /// The number that a text which comes again is tried with first.
    next: FxHashMap<String, usize>,
}

impl Anchors {
    /// The anchor of a heading: its words in lower case, parted by dashes, with a number from 1 behind them if it is given already.
    pub(super) fn give(&mut self, heading: &str) -> String {
        let plain = plain(heading);
        let number = self.next.get(&plain).copied().unwrap_or(0);
        let numbered = |number| if number == 0 { plain.clone() } else { format!("{plain}-{number}") };
        let free = (number..).map(|number| (number, numbered(number)));
        let found = free.into_iter().find(|(_, anchor)| !self.given.contains(anchor));
        let (number, anchor) = found.unwrap_or_default();
        self.given.insert(anchor.clone());
        self.next.insert(plain, number + 1);
        anchor
    }
}

/// The anchor of a heading without a number. What counts as a letter beyond ASCII comrak knows.
fn plain(heading: &str) -> String {
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
    fn anchors_are_those_of_comrak() {
        let (mut ours, mut theirs) = (Anchors::default(), Anchorizer::new());
        let headings = "What went well? ; Timeline (UTC) ; timeline utc ; 1. Über_uns – 時間 ; a ; a-1 ; A ; a ; ! ; \t ; ? ; ";
        for heading in headings.split(" ; ") {
            assert_eq!(ours.give(heading), theirs.anchorize(heading), "{heading}");
        }
    }
}
