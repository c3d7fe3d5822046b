//! The words of the interface: all text in pages, scripts, feeds and calendars that does not come from documents.
//!
//! Each language is one file, `src/messages/<tag>.toml`, which `build.rs` finds. English is complete and fills the gaps
//! of the others. Messages are for readers of a site; output in a terminal is always in English.

mod message;

use std::collections::BTreeMap;

use icu_plurals::{PluralRuleType, PluralRules};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

pub use message::{Message, Part};

use crate::when::RoundedDuration;

/// The files, by the tag of their language.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// The language that has every message.
const COMPLETE: &str = "en";

/// The messages of one language.
#[derive(Debug)]
pub struct Messages {
    language: &'static str,
    /// `None` for a language without plural rules in CLDR, which uses `other` for every number.
    rules: Option<PluralRules>,
    /// By section and name: `search.label`.
    by_name: FxHashMap<String, Message>,
}

type File = BTreeMap<String, BTreeMap<String, Message>>;

impl Messages {
    /// The messages for an archive in this language (BCP 47): in that language if there is a file of it, else in English.
    pub fn for_language(tag: &str) -> Self {
        let named = |wanted: &str| FILES.iter().find(|(known, _)| known.eq_ignore_ascii_case(wanted));
        let subtag = tag.split('-').next().unwrap_or_default();
        let (language, text) = named(tag).or_else(|| named(subtag)).copied().unwrap_or((COMPLETE, ""));
        let english = named(COMPLETE).map_or("", |(_, text)| text);
        let mut messages = FxHashMap::default();
        for text in [english, text] {
            // The files are part of the program, and a test reads each of them.
            let file: File = toml::from_str(text).unwrap_or_default();
            for (section, named) in file {
                messages
                    .extend(named.into_iter().map(|(name, message)| (format!("{section}.{name}"), message)));
            }
        }
        let locale = language.parse::<icu_locale_core::Locale>().ok();
        let rules = locale
            .and_then(|locale| PluralRules::try_new(locale.into(), PluralRuleType::Cardinal.into()).ok());
        Self { language, rules, by_name: messages }
    }

    /// The language, as BCP 47: that of the file.
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// All messages, by `section.name`.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Message)> {
        self.by_name.iter().map(|(name, message)| (name.as_str(), message))
    }

    /// A message by `section.name`, with that name.
    pub fn get_key_value(&self, name: &str) -> Option<(&str, &Message)> {
        self.by_name.get_key_value(name).map(|(name, message)| (name.as_str(), message))
    }

    /// A message by `section.name`.
    pub fn get(&self, name: &str) -> Option<&Message> {
        self.by_name.get(name)
    }

    /// The parts of a message in the form that fits a number.
    pub fn parts<'a>(&self, message: &'a Message, count: Option<usize>) -> &'a [Part] {
        message.parts(count.zip(self.rules.as_ref()).map(|(count, rules)| rules.category_for(count)))
    }

    /// A message without arguments. An unknown name is returned as it is; a test finds it.
    pub fn text(&self, name: &str) -> String {
        self.fill(name, None, &[])
    }

    /// A message with arguments.
    pub fn with(&self, name: &str, arguments: &[(&str, &str)]) -> String {
        self.fill(name, None, arguments)
    }

    /// A message about a number, `{count}`.
    pub fn count(&self, name: &str, count: usize) -> String {
        self.fill(name, Some(count), &[])
    }

    /// A message about a number, `{count}`, with further arguments.
    pub fn count_with(&self, name: &str, count: usize, arguments: &[(&str, &str)]) -> String {
        self.fill(name, Some(count), arguments)
    }

    fn fill(&self, name: &str, count: Option<usize>, arguments: &[(&str, &str)]) -> String {
        let Some(message) = self.get(name) else { return name.to_owned() };
        let parts = self.parts(message, count);
        if let [Part::Text(text)] = parts {
            return text.clone();
        }
        let mut out = String::with_capacity(64);
        for part in parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Argument(wanted) => match (arguments.iter().find(|(name, _)| name == wanted), count) {
                    (Some((_, value)), _) => out.push_str(value),
                    (None, Some(count)) if wanted == "count" => out.push_str(&self.number(count)),
                    (None, _) => {}
                },
            }
        }
        out
    }

    /// `12,040`
    pub fn number(&self, number: usize) -> String {
        let digits = number.to_string();
        if digits.len() < 4 {
            return digits;
        }
        let separator = self.text("format.thousands");
        let mut out = String::with_capacity(digits.len() * 2);
        for (at, digit) in digits.char_indices() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push_str(&separator);
            }
            out.push(digit);
        }
        out
    }

    /// `14 Mar 2026`
    pub fn date(&self, date: Date) -> String {
        let (day, year) = (date.day().to_string(), date.year().to_string());
        let month = self.short_month(date.month());
        self.with("format.date", &[("day", &day), ("month", &month), ("year", &year)])
    }

    /// `March`, by its number from 1.
    pub fn month(&self, month: i8) -> String {
        self.text(&format!("month.{month}"))
    }

    /// `Mar`, by its number from 1.
    pub fn short_month(&self, month: i8) -> String {
        self.text(&format!("month_short.{month}"))
    }

    /// `45 days`, `14 months`, `11 years`: nobody counts 4,315 days.
    pub fn days(&self, days: u32) -> String {
        let whole = |days: u32| usize::try_from(days).unwrap_or(usize::MAX);
        match days {
            0..=119 => self.count_with("count.days", whole(days), &[]),
            120..=729 => self.count_with("count.months", whole(days / 30), &[]),
            _ => self.count_with("count.years", whole(days / 365), &[]),
        }
    }

    /// `45 min`, `2 h 5 min`, `1 d 3 h`
    pub fn minutes(&self, minutes: u32) -> String {
        let one = |name, key, number: u32| self.with(name, &[(key, &number.to_string())]);
        let two = |name, (key, number): (&str, u32), (other, rest): (&str, u32)| {
            self.with(name, &[(key, &number.to_string()), (other, &rest.to_string())])
        };
        match RoundedDuration::of(minutes) {
            RoundedDuration::UnderAMinute => self.text("duration.under_a_minute"),
            RoundedDuration::Minutes(minutes) => one("duration.minutes", "minutes", minutes),
            RoundedDuration::Hours(hours, 0) => one("duration.hours", "hours", hours),
            RoundedDuration::Hours(hours, minutes) => {
                two("duration.hours_minutes", ("hours", hours), ("minutes", minutes))
            }
            RoundedDuration::Days(days, 0) => one("duration.days", "days", days),
            RoundedDuration::Days(days, hours) => {
                two("duration.days_hours", ("days", days), ("hours", hours))
            }
        }
    }

    /// `a`, `a and b`, `a, b and c`; `a, b and 3 more` where there are more than `limit`.
    pub fn list(&self, words: &[impl AsRef<str>], limit: usize) -> String {
        let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
        match words.as_slice() {
            [] => String::new(),
            [only] => (*only).to_owned(),
            words if words.len() > limit => {
                let head = words[..limit].join(", ");
                self.count_with("format.list_more", words.len() - limit, &[("head", &head)])
            }
            [head @ .., last] => self.with("format.list", &[("head", &head.join(", ")), ("last", last)]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english() -> Messages {
        Messages::for_language("en")
    }

    #[test]
    fn every_language_file_is_valid_and_translates_messages_of_english_only() {
        let english = english();
        for (tag, text) in FILES {
            let file: Result<File, _> = toml::from_str(text);
            let file = file.unwrap_or_else(|error| panic!("{tag}.toml: {error}"));
            assert!(Messages::for_language(tag).rules.is_some(), "{tag} has plural rules");
            for (section, messages) in file {
                for (name, message) in messages {
                    let name = format!("{section}.{name}");
                    let complete =
                        english.get(&name).unwrap_or_else(|| panic!("{tag}.toml: {name} is not in English"));
                    assert!(message.arguments().is_subset(&complete.arguments()), "{tag}.toml: {name}");
                }
            }
        }
    }

    #[test]
    fn languages_without_a_file_have_english() {
        for tag in ["xx", "x-klingon", "", "en-US"] {
            let messages = Messages::for_language(tag);
            assert_eq!((messages.language(), &*messages.text("search.title")), ("en", "Search"), "{tag}");
        }
    }

    #[test]
    fn numbers_choose_the_form() {
        let english = english();
        assert_eq!(english.count("count.incidents", 0), "0 incidents");
        assert_eq!(english.count("count.incidents", 1), "1 incident");
        assert_eq!(english.count("count.incidents", 12_040), "12,040 incidents");
    }

    #[test]
    fn lists_read_like_prose() {
        let english = english();
        for (words, wanted) in [
            (&["a"][..], "a"),
            (&["a", "b", "c"], "a, b and c"),
            (&["a", "b", "c", "d", "e"], "a, b, c and 2 more"),
        ] {
            assert_eq!(english.list(words, 3), wanted);
        }
    }

    #[test]
    fn long_delays_are_said_in_months_and_years() {
        let messages = english();
        let said = |days| messages.days(days);
        assert_eq!([said(0), said(1), said(119)], ["0 days", "1 day", "119 days"]);
        assert_eq!([said(120), said(426), said(729)], ["4 months", "14 months", "24 months"]);
        assert_eq!([said(730), said(4315)], ["2 years", "11 years"]);
    }

    #[test]
    fn dates_and_durations_are_as_in_the_terminal() {
        let english = english();
        let date = Date::constant(2026, 3, 14);
        assert_eq!(english.date(date), crate::when::show_date(date));
        for minutes in [0, 1, 59, 60, 125, 1439, 1440, 1621, 2879, 17_280, u32::MAX] {
            assert_eq!(english.minutes(minutes), crate::when::show_minutes(minutes));
        }
        for month in 1..=12 {
            assert_eq!(english.month(month), crate::when::month_name(month));
        }
    }
}
