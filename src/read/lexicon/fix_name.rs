//! Headings and keys of the resolution. People write more of them than a list can hold: `Correctif appliqué`,
//! `Immediate mitigation`, `How the issue was resolved`. They have a word for a fix and little else, or they ask what
//! fixed the problem. A word for what lies ahead or did not work makes it something else: `Proposed fix`.

use super::{CONNECTORS, Lexicon, fold, is_unspaced};

/// Longer texts are sentences.
const MAX_HEADING_WORDS: usize = 9;
const MAX_KEY_WORDS: usize = 5;

/// What may follow the words for a fix.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    /// `Correctif appliqué dans ce repo`, `Fix – deployed at 14:20`
    Any,
    None,
}

impl Lexicon {
    /// Whether a heading or key names the resolution, beyond the phrases of the vocabulary.
    pub(super) fn names_fix(&self, text: &str, tail: Tail) -> bool {
        let head = if tail == Tail::Any { before_dash(text) } else { text };
        let folded = fold(head);
        let limit = if tail == Tail::Any { MAX_HEADING_WORDS } else { MAX_KEY_WORDS };
        if folded.split(' ').nth(limit).is_some() {
            return false;
        }
        self.asks_for_fix(&folded)
            || (self.occurs_in("fix_name", &folded) || self.occurs_in("fix_change", &folded))
                && !self.occurs_in("fix_ahead", &folded)
                && self.is_made_of_fix_words(&folded, tail)
    }

    /// Whether a folded key names the resolution.
    pub(in crate::read) fn is_fix_key(&self, folded: &str) -> bool {
        self.names_fix(folded, Tail::None)
    }

    /// Whether a heading joins the resolution to something else: `Root cause and fix`.
    pub(in crate::read) fn also_names_fix(&self, heading: &str) -> bool {
        let folded = fold(heading);
        self.occurs_in("fix_name", &folded) && !self.occurs_in("fix_ahead", &folded)
    }

    /// `Lifecycle before the fix`, `prior to the rollback`
    pub(super) fn is_before_fix(&self, folded: &str) -> bool {
        let words: Vec<&str> = folded.split(' ').collect();
        let is_fix = |word: &&str| self.is_in("fix_name", word);
        words
            .iter()
            .enumerate()
            .any(|(at, word)| self.is_in("before", word) && words.iter().skip(at + 1).take(3).any(is_fix))
    }

    /// `How the issue was resolved`, `Qué hicimos para resolverlo`.
    pub(super) fn asks_for_fix(&self, folded: &str) -> bool {
        let asks = self.list("fix_how").any(|how| {
            let rest = folded.strip_prefix(how);
            rest.is_some_and(|rest| rest.starts_with(' ') || how.ends_with(is_unspaced))
        });
        asks && folded.split(' ').nth(MAX_HEADING_WORDS).is_none()
            && self.occurs_in("fix_verb", folded)
            && !self.occurs_in("fix_ahead", folded)
    }

    fn is_made_of_fix_words(&self, folded: &str, tail: Tail) -> bool {
        let (mut is_named, mut is_change, mut is_made) = (false, false, false);
        for word in folded.split([' ', '/', '&', '+', ',']).filter(|word| !word.is_empty()) {
            let is_in = |list| self.is_in(list, word);
            if is_in("fix_change") || is_in("fix_made") {
                is_change |= is_in("fix_change");
                is_made |= is_in("fix_made");
                is_named |= is_change && is_made;
                continue;
            }
            match self.fix_word(word) {
                Some(names) => is_named |= names,
                None if tail == Tail::Any && CONNECTORS.contains(&word) => {
                    // `Steps to resolution`, `Fix for the gateway`
                    if is_named {
                        return true;
                    }
                }
                None => return false,
            }
        }
        is_named
    }

    /// Whether a word names a fix; `None` if it is neither such a name nor goes with one.
    fn fix_word(&self, word: &str) -> Option<bool> {
        let is_in = |list: &str, word: &str| {
            self.is_in(list, word) || word.strip_suffix('s').is_some_and(|one| self.is_in(list, one))
        };
        if is_in("fix_name", word) {
            return Some(true);
        }
        if is_in("fix_qualifier", word) || word.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(false);
        }
        self.unspaced_fix_word(word.trim_end_matches(|c: char| c.is_ascii_digit()))
    }

    /// The same where words are not separated: the longest known word at each place.
    fn unspaced_fix_word(&self, word: &str) -> Option<bool> {
        let is_written_together = |c: char| is_unspaced(c) || matches!(c, '\u{ac00}'..='\u{d7af}');
        let mut rest = word;
        let mut is_named = false;
        while let Some(first) = rest.chars().next() {
            if !is_written_together(first) {
                return None;
            }
            let longest = |list: &str| {
                self.list(list).filter(|known| rest.starts_with(known)).map(str::len).max().unwrap_or(0)
            };
            let (name, other) = (longest("fix_name"), longest("fix_qualifier"));
            if name.max(other) == 0 {
                return None;
            }
            is_named |= name > 0 && name >= other;
            rest = &rest[name.max(other)..];
        }
        (!word.is_empty()).then_some(is_named)
    }
}

/// A heading without what follows a dash.
fn before_dash(text: &str) -> &str {
    let end = [" — ", " – ", " - "].into_iter().filter_map(|dash| text.find(dash)).min();
    &text[..end.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::model::FieldId;
    use crate::read::lexicon::Lexicon;

    #[test]
    fn heading_that_is_little_more_than_a_word_for_a_fix_is_the_resolution() {
        let lexicon = Lexicon::new(&Config::default());
        for heading in [
            "Fix (deployed in v2.3)",
            "Fix — live since 14:20",
            "Solution implemented",
            "Immediate mitigation",
            "How the outage was resolved",
            "Correctif déployé dans la passerelle",
            "Arreglo (2031-09-29)",
            "Cómo lo arreglamos",
            "Correção imediata",
            "Vorläufige Lösung",
            "Midlertidig fiks",
            "Soluzione adottata",
            "応急修正の内容",
            "故障恢复步骤",
            "임시 조치 내용",
        ] {
            assert_eq!(lexicon.heading(heading), Some(FieldId::Resolution), "{heading}");
        }
    }

    #[test]
    fn what_lies_ahead_or_did_not_work_is_not_the_resolution() {
        let lexicon = Lexicon::new(&Config::default());
        for heading in [
            "Proposed fix",
            "How we can fix it",
            "Remediation plan",
            "Attempted mitigation",
            "Recovery time",
            "Cómo evitar que se repita",
            "Geplante Behebung",
            "恢复时间",
            "再発防止対応",
        ] {
            assert_ne!(lexicon.heading(heading), Some(FieldId::Resolution), "{heading}");
        }
    }
}
