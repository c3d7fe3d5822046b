//! Ids at the beginning of a title or a file name.

use std::sync::OnceLock;

use regex::Regex;

use crate::config::Config;
use crate::when;

/// An id at the beginning of a title or a file name: `INC-42`, `PM-2026-001`, `INC20260721001`, `PM2019-009`.
const ID_PATTERN: &str = r"(?i)^\p{L}{2,10}[-_ ]?\d{1,8}(?:[-_]\d{1,6}){0,2}";

/// The patterns of ids; created once.
#[derive(Debug)]
pub(in crate::read) struct IdPatterns {
    /// Compiled on first use, because that takes longer than reading many documents.
    id: OnceLock<Option<Regex>>,
    configured: Option<Regex>,
}

impl IdPatterns {
    pub(in crate::read) fn new(config: &Config) -> Self {
        let configured = config
            .id_pattern
            .as_ref()
            .and_then(|configured| Regex::new(&format!("^(?:{})", configured.as_str())).ok());
        Self { id: OnceLock::new(), configured }
    }

    /// The end of the id at the beginning of a text, by its shape alone.
    fn end_of_id(&self, text: &str) -> Option<usize> {
        if !may_begin_with_id(text) {
            return None;
        }
        let in_id = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
        let head = text.find(|c| !in_id(c)).map_or(text, |at| &text[..at]);
        if head.is_ascii() {
            return end_of_ascii_id(head.as_bytes());
        }
        // The built-in pattern is a constant; a test compiles it.
        let id = self.id.get_or_init(|| Regex::new(ID_PATTERN).ok()).as_ref()?;
        id.find(text).map(|found| found.end())
    }

    /// The id at the beginning of a text, and the rest.
    pub(in crate::read) fn leading_id<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        if let Some(configured) = &self.configured {
            return configured.find(text).map(|found| (found.as_str(), &text[found.end()..]));
        }
        let (id, rest) = text.split_at(self.end_of_id(text)?);
        if rest.starts_with(char::is_alphanumeric) {
            return None;
        }
        let prefix: String =
            id.chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        let separated = id[prefix.len().min(id.len())..].starts_with(' ');
        // `Incident 2023-12-11: …` has a date, `INC-20231211-001` an id.
        let is_dated =
            || when::date_in_name(id).is_some() || is_month_or_day(id[prefix.len().min(id.len())..].trim());
        if (separated || prefix.len() > 5) && is_dated() {
            return None;
        }
        is_plausible(id, &prefix, separated).then_some((id, rest))
    }
}

/// Whether a number is a month or a day: `2026-10`, `2026-1031`.
fn is_month_or_day(number: &str) -> bool {
    let Some((year, rest)) = number.trim_start_matches(['-', '_']).split_once(['-', '_']) else {
        return false;
    };
    let (month, day) = rest.split_at_checked(2).unwrap_or((rest, ""));
    let is_within =
        |digits: &str, most: u8| digits.parse().is_ok_and(|number: u8| (1..=most).contains(&number));
    year.len() == 4
        && year.starts_with("20")
        && is_within(month, 12)
        && (day.is_empty() || day.len() == 2 && is_within(day, 31))
}

/// Whether letters and numbers are an id and not the name of something: `redis-14`, `HTTP-502`. A running number
/// (`OPS-007`) or capitals mark an id, and so do letters that only incidents have.
fn is_plausible(id: &str, prefix: &str, separated: bool) -> bool {
    let named = words_of("incident_prefix").any(|word| word == prefix);
    let is_word = words_of("no_id_prefix").any(|word| word == prefix);
    // `INC-4`, but not `Incident 4`
    let has_one_digit = id.bytes().filter(u8::is_ascii_digit).count() == 1;
    if separated || has_one_digit {
        return named && !is_word && separated != has_one_digit;
    }
    let number = id[id.len().min(prefix.len())..].trim_start_matches(['-', '_']);
    let is_counted = number.starts_with('0');
    let is_capital = id.chars().take_while(|c| c.is_alphabetic()).all(|c| !c.is_lowercase());
    if is_word { is_capital && is_counted } else { is_capital || is_counted || named }
}

/// The words of a list of the lexicon. The configuration has a pattern for ids instead.
fn words_of(list: &str) -> impl Iterator<Item = &'static str> {
    crate::lexicon::words(crate::lexicon::scope("words"), list)
}

/// Whether a text begins with letters, perhaps a separator, and a digit: a quick check before the pattern.
fn may_begin_with_id(text: &str) -> bool {
    let after = text.trim_start_matches(char::is_alphabetic);
    let digits = after.strip_prefix(['-', '_', ' ']).unwrap_or(after);
    after.len() < text.len() && digits.starts_with(char::is_numeric)
}

/// Matches [`ID_PATTERN`] against plain ASCII.
fn end_of_ascii_id(text: &[u8]) -> Option<usize> {
    let run = |from: usize, most: usize, is_of: fn(&u8) -> bool| {
        text[from..].iter().take(most).take_while(|byte| is_of(byte)).count()
    };
    let letters = run(0, 11, u8::is_ascii_alphabetic);
    let start = letters + usize::from(matches!(text.get(letters), Some(b'-' | b'_' | b' ')));
    let digits = run(start, 8, u8::is_ascii_digit);
    if !(2..=10).contains(&letters) || digits == 0 {
        return None;
    }
    let mut end = start + digits;
    for _ in 0..2 {
        let more =
            if matches!(text.get(end), Some(b'-' | b'_')) { run(end + 1, 6, u8::is_ascii_digit) } else { 0 };
        end += if more > 0 { 1 + more } else { 0 };
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_ascii_ids_like_the_pattern() {
        let pattern = Regex::new(ID_PATTERN).unwrap();
        for text in
            "INC-42 x ; PM-2026-001: x ; INC20260721001 ; inc_1 ; inc 12-3-4-5 ; a-12 ; ABCDEFGHIJ-12 ; \
             ABCDEFGHIJK-12 ; PM2019-0091234 ; AB-12- ; AB--12 ; AB-123456789 ; 12-34 ; AB ; AB-12_3-x"
                .split(" ; ")
        {
            let found = end_of_ascii_id(text.as_bytes());
            assert_eq!(found, pattern.find(text).map(|found| found.end()), "{text}");
        }
    }

    #[test]
    fn does_not_read_words_with_numbers_as_ids() {
        let patterns = IdPatterns::new(&Config::default());
        for text in [
            "SEV-1 outage",
            "postmortem-001",
            "Outage 2020",
            "May 2020",
            "incident-2025-10-ingress",
            "incident-2025-1031-ingress",
            "drill-2026-05-30-failover",
            "redis-14-upgrade",
            "HTTP-502 on checkout",
            "CVE-2021-44228: exploited",
        ] {
            assert!(patterns.leading_id(text).is_none(), "{text}");
        }
        assert_eq!(patterns.leading_id("PM2019-010 - Hellman").map(|(id, _)| id), Some("PM2019-010"));
        assert_eq!(patterns.leading_id("inc0042-x").map(|(id, _)| id), Some("inc0042"));
        assert_eq!(patterns.leading_id("POST-003-sidecar").map(|(id, _)| id), Some("POST-003"));
    }
}
