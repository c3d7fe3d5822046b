//! Time zones.

use std::sync::LazyLock;

use jiff::civil::DateTime;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::Found;
use super::scan::{Cursor, is_digit, is_letter, last_token, same_word};
use super::zone_context::{ends_time, is_alone, is_lead, signed_offset};
use super::zone_names::{self, AREAS, BEFORE_TIME, Meaning, NAMES};

/// The compiled-in table. Jiff's global one may read a folder that the environment names.
static RULES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// A time zone as an author writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// The name as written: `UTC`, `Pacific time`, `UTC+8`. For `Central European Time (CET)`, the abbreviation.
    pub name: String,
    /// Minutes east of UTC, if the name implies them. `CET` does even in summer, because that is what the author wrote.
    pub offset_minutes: Option<i32>,
    /// The IANA zone, if the name implies one. A name that several zones share (`IST`) has neither.
    pub iana: Option<String>,
}

impl Zone {
    fn new(name: &str, meaning: Meaning) -> Self {
        let (offset_minutes, iana) = match meaning {
            Meaning::Fixed(minutes) => (Some(minutes), None),
            Meaning::Rules(place) => (None, Some(place.to_owned())),
            Meaning::Shared => (None, None),
        };
        Self { name: name.to_owned(), offset_minutes, iana }
    }

    /// The zone that a whole text names, as in a setting; also IANA names of one word: `Japan`.
    pub fn named(text: &str) -> Option<Self> {
        let text = text.trim();
        match find_zone(text) {
            Some(found) => (found.start == 0 && found.end == text.len()).then_some(found.value),
            None => of_place(text),
        }
    }

    /// Minutes east of UTC at a date and time: the fixed offset, or the one of the IANA zone. Times that are skipped or
    /// repeated when clocks change use the offset before the change. `None` for a shared name.
    pub fn offset_at(&self, datetime: DateTime) -> Option<i32> {
        self.offset_minutes.or_else(|| {
            let rules = RULES.get(self.iana.as_deref()?).ok()?;
            Some(
                rules
                    .to_ambiguous_timestamp(datetime)
                    .compatible()
                    .ok()
                    .map(|at| rules.to_offset(at))?
                    .seconds()
                    / 60,
            )
        })
    }
}

/// The first zone in a text: `UTC`, `PST`, `UTC+8`, `+09:00`, `Europe/Berlin`, `Pacific time`, `日本時間`. Abbreviations
/// are whole words in capitals. Those with other meanings (`ET`, `IST`) need a time, a bracket or a word such as
/// `times` before them, unless they are the whole text.
pub fn find_zone(text: &str) -> Option<Found<Zone>> {
    // Names such as `Pacific time` are compared at every word; lines without "time" skip that.
    let timed = ["time", "Time", "TIME"].iter().any(|word| text.contains(word));
    let mut in_word = false;
    for (at, c) in text.char_indices() {
        let starts = !in_word || !is_letter(c);
        in_word = is_letter(c);
        if !starts || c.is_whitespace() || is_digit(c) {
            continue;
        }
        let start = Cursor::new(text, at);
        let named = || timed.then(|| before_time(start)).flatten();
        if let Some((value, end)) = written_zone(start).or_else(named) {
            return Some(Found { value, start: at, end: end.at() });
        }
    }
    None
}

/// Reads a zone that begins here.
pub(super) fn zone_at(start: Cursor<'_>) -> Option<(Zone, Cursor<'_>)> {
    written_zone(start).or_else(|| before_time(start))
}

/// A zone by its own name: an abbreviation, an offset, an IANA name, a phrase.
fn written_zone(start: Cursor<'_>) -> Option<(Zone, Cursor<'_>)> {
    match start.peek()? {
        '+' | '-' | '−' => plain_offset(start),
        c if c.is_ascii_uppercase() => abbreviation(start)
            .or_else(|| place(start))
            .or_else(|| phrase(start))
            .or_else(|| short_name(start)),
        c if c.is_ascii_lowercase() => place(start).or_else(|| phrase(start)),
        _ => phrase(start),
    }
}

fn abbreviation(start: Cursor<'_>) -> Option<(Zone, Cursor<'_>)> {
    let mut look = start;
    let word = look.word().filter(|word| word.len() <= 5)?;
    let (meaning, needs_sign) = zone_names::abbreviation(word)?;
    if matches!(word, "UTC" | "GMT" | "GTM")
        && let Some((minutes, end)) = offset_after(look)
    {
        return Some((Zone::new(start.until(end), Meaning::Fixed(minutes)), end));
    }
    let joined = match look.peek() {
        Some(c @ ('-' | '/')) => c == '-' && look.peek_second().is_some_and(is_letter),
        Some(c) => is_digit(c) || c == '_',
        None => false,
    };
    let past = start.past();
    let tail = past.ends_with(|c: char| is_letter(c) || matches!(c, '_' | '#'))
        || (past.ends_with('-') && past[..past.len() - 1].ends_with(is_letter));
    let accepted = !needs_sign || is_alone(start, look) || is_announced(start);
    (!joined && !tail && accepted).then(|| (Zone::new(word, meaning), look))
}

/// `9:10 AM Eastern`, `all times are Eastern`, `(Pacific)`: the name of a zone without `time`. Nothing but a mark may
/// follow, because `14:02 Central cluster fails` names no zone.
fn short_name(start: Cursor<'_>) -> Option<(Zone, Cursor<'_>)> {
    let mut first = start;
    let head = first.word()?;
    let past = start.past();
    let before = past.trim_end();
    let bracketed = past.ends_with(['(', '（']);
    let announced =
        bracketed || past.len() > before.len() && (ends_time(before) || is_lead(last_token(before)));
    if !announced {
        return None;
    }
    let initial = head.as_bytes().first()?.to_ascii_lowercase();
    let mut candidates = BEFORE_TIME.iter().filter(|(words, _)| words.as_bytes().first() == Some(&initial));
    candidates.find_map(|(words, entry)| {
        let mut parts = words.split(' ');
        if !same_word(head, parts.next()?) {
            return None;
        }
        let mut end = first;
        if !parts.all(|word| end.spaces() && end.eat_word(&[word])) {
            return None;
        }
        let mut next = end;
        next.spaces();
        let ended = match next.peek() {
            None => !bracketed,
            Some(')' | '）') => true,
            Some(c) => {
                !bracketed
                    && (matches!(c, '-' | '–' | '—' | ':' | '：' | '|' | ',' | ']')
                        || c == '.' && next.at() == end.at())
            }
        };
        ended.then(|| (Zone::new(start.until(end), Meaning::parse(entry)), end))
    })
}

/// Whether a zone is expected after the text before it: a time, a bracket, a colon, `times in`.
fn is_announced(start: Cursor<'_>) -> bool {
    let past = start.past().trim_end();
    if past.ends_with(['(', '（', '/', ':', '：']) {
        return true;
    }
    let token = last_token(past).trim_start_matches('(');
    if token.ends_with(is_digit) {
        return token.contains([':', '.', 'h']) || token.chars().count() == 4;
    }
    is_lead(token) || token.ends_with(['M', 'm']) && token.starts_with(is_digit)
}

/// `+8`, `-4`, `+05:30`, ` +8` after `UTC`. With spaces on both sides, a minus is a dash: `14:02 UTC - 3 nodes`.
fn offset_after(end: Cursor<'_>) -> Option<(i32, Cursor<'_>)> {
    let mut look = end;
    let separated = look.spaces();
    let (minutes, after) = signed_offset(look)?;
    let mut next = after;
    next.spaces();
    // `14:00 UTC-16:00 UTC` is a range.
    let range = look.until(after).contains(':') && abbreviation(next).is_some();
    let dash = separated && !look.rest().starts_with('+') && next.peek().is_some_and(is_letter);
    (!range && !dash && after.ends_token()).then_some((minutes, after))
}

/// `+09:00` anywhere; `-07:00` and `+0900` only after a time that cannot begin a range.
fn plain_offset(start: Cursor<'_>) -> Option<(Zone, Cursor<'_>)> {
    let (minutes, end) = signed_offset(start)?;
    let written = start.until(end);
    let past = start.past();
    let before = past.trim_end();
    let token = last_token(before);
    let exact = token.contains('T') && token.contains(':') || token.matches(':').count() == 2;
    let spaced = past.len() > before.len();
    let first = before.is_empty() || before.ends_with(['(', '（']) || spaced && is_lead(token);
    // Ranges have a space on both sides of their dash or on neither: `09:10 -04:00` is not one.
    let timed = spaced && ends_time(before);
    let accepted = match (written.contains(':'), written.starts_with('+')) {
        (true, true) => !past.ends_with(is_letter),
        (true, false) => exact || first || timed && written.len() == "-04:00".len(),
        (false, _) if written.len() == "-0400".len() => {
            exact || first && !before.is_empty() || ends_time(before)
        }
        (false, _) => exact && !spaced && written.len() >= "+09".len(),
    };
    (accepted && end.ends_token()).then(|| (Zone::new(written, Meaning::Fixed(minutes)), end))
}

/// `US/Pacific`, `America/Argentina/Buenos_Aires`.
fn place(start: Cursor<'_>) -> Option<(Zone, Cursor<'_>)> {
    let rest = start.rest();
    let mut look = start;
    let area = look.word().filter(|_| look.peek() == Some('/'))?;
    let known = AREAS.iter().any(|name| name.eq_ignore_ascii_case(area));
    if !known || start.past().ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '_' | '.')) {
        return None;
    }
    let in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '+' | '-');
    let run = &rest[..rest.find(|c: char| !in_name(c)).unwrap_or(rest.len())];
    let name = run.trim_end_matches(['/', '_', '+', '-']);
    let mut end = start;
    end.eat_text(name);
    Some((of_place(name)?, end))
}

/// The zone of an IANA name, ignoring case.
fn of_place(name: &str) -> Option<Zone> {
    let rules: TimeZone = RULES.get(name).ok()?;
    let iana = Some(rules.iana_name()?.to_owned());
    Some(Zone { name: name.to_owned(), offset_minutes: None, iana })
}

/// A whole name, possibly with an abbreviation in brackets after it.
fn phrase(start: Cursor<'_>) -> Option<(Zone, Cursor<'_>)> {
    let mut end = start;
    let (words, entry) = NAMES.iter().find(|(words, _)| end.eat_text(words))?;
    Some(with_bracket(words, Meaning::parse(entry), end))
}

/// `Pacific time`, `Central European Time (CET)`.
fn before_time(start: Cursor<'_>) -> Option<(Zone, Cursor<'_>)> {
    let mut first = start;
    let head = first.word().filter(|_| !start.past().ends_with(is_letter))?;
    let initial = head.as_bytes().first()?.to_ascii_lowercase();
    let mut candidates = BEFORE_TIME.iter().filter(|(words, _)| words.as_bytes().first() == Some(&initial));
    candidates.find_map(|(words, entry)| {
        let (_, tail) = words.split_once(' ').unwrap_or((words, ""));
        if !same_word(head, words[..words.len() - tail.len()].trim_end()) {
            return None;
        }
        let mut end = first;
        let whole = tail.split_whitespace().chain(["time"]).all(|word| end.spaces() && end.eat_word(&[word]));
        whole.then(|| with_bracket(start.until(end), Meaning::parse(entry), end))
    })
}

/// The zone of a name, or of the abbreviation in brackets after it, which is more exact.
fn with_bracket<'a>(words: &str, meaning: Meaning, end: Cursor<'a>) -> (Zone, Cursor<'a>) {
    let mut look = end;
    look.spaces();
    if look.eat(&['(', '（'])
        && let Some((zone, mut after)) = abbreviation(look)
        && after.eat(&[')', '）'])
    {
        return (zone, after);
    }
    (Zone::new(words, meaning), end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A zone as `name minutes place`.
    fn read(text: &str) -> Option<String> {
        find_zone(text).map(|found| {
            let minutes = found.value.offset_minutes.map_or("-".to_owned(), |minutes| minutes.to_string());
            format!("{} {minutes} {}", found.value.name, found.value.iana.as_deref().unwrap_or("-"))
        })
    }

    #[test]
    fn reads_zones_in_many_notations() {
        for (text, expected) in [
            ("All times in UTC", "UTC 0 -"),
            ("Timeline (all times PST) 10/14/2022", "PST -480 -"),
            ("All times are EDT.", "EDT -240 -"),
            ("全時刻は JST", "JST 540 -"),
            ("時刻 (JST)", "JST 540 -"),
            ("Date and time in CET", "CET 60 -"),
            ("14:02Z", "Z 0 -"),
            ("14:02 PT", "PT - America/Los_Angeles"),
            ("2 PM ET", "ET - America/New_York"),
            ("2pm ET", "ET - America/New_York"),
            ("Time (PT)", "PT - America/Los_Angeles"),
            ("PT", "PT - America/Los_Angeles"),
            ("IST", "IST - -"),
            ("CST", "CST -360 -"),
            ("in EST", "EST -300 -"),
            ("US/Pacific", "US/Pacific - US/Pacific"),
            ("Zone: Europe/Berlin.", "Europe/Berlin - Europe/Berlin"),
            (
                "America/Argentina/Buenos_Aires",
                "America/Argentina/Buenos_Aires - America/Argentina/Buenos_Aires",
            ),
            ("UTC+8", "UTC+8 480 -"),
            ("(UTC -4)", "UTC -4 -240 -"),
            ("UTC-4", "UTC-4 -240 -"),
            ("GMT+1", "GMT+1 60 -"),
            ("times in GTM+1", "GTM+1 60 -"),
            ("UTC+05:30", "UTC+05:30 330 -"),
            ("14:02 UTC - 3 nodes", "UTC 0 -"),
            ("09:00 UTC-10:00 UTC", "UTC 0 -"),
            ("+09:00", "+09:00 540 -"),
            ("2018-04-13T15:54:00-07:00", "-07:00 -420 -"),
            ("10:00:00 +0900", "+0900 540 -"),
            ("Central European Time (CET)", "CET 60 -"),
            ("in Pacific time", "Pacific time - America/Los_Angeles"),
            ("9:10 AM Eastern", "Eastern - America/New_York"),
            ("All times are in Eastern.", "Eastern - America/New_York"),
            ("Timeline (Pacific)", "Pacific - America/Los_Angeles"),
            ("14:02 Central European - text", "Central European 60 -"),
            ("2026-03-04 09:10 -0400", "-0400 -240 -"),
            ("09:10-0400", "-0400 -240 -"),
            ("9:10 AM -0400", "-0400 -240 -"),
            ("09:10 -04:00 text", "-04:00 -240 -"),
            ("London time", "London time - Europe/London"),
            ("Eastern Daylight Time", "Eastern Daylight Time -240 -"),
            ("北京时间", "北京时间 480 -"),
            ("horário de Brasília", "horário de Brasília - America/Sao_Paulo"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn rejects_words_that_are_not_zones() {
        for text in "it est in the ; CAUSE ET EFFET ; The PT team ; UTCX ; PTO ; response time ; down time ; \
             14:20-16:00 ; T+09:00 ; and/or ; Asia/Atlantis ; ME-UTC ; MY_UTC ; +1000 users ; \
             the US/EU split ; Z ; -5 % ; \
             14:02 Central cluster fails ; the Eastern office ; Region: Central ; (Eastern Europe) ; 14:20 - 16:00 ; "
            .split(" ; ")
        {
            let alone = text == "Z";
            assert_eq!(read(text).is_some(), alone, "{text}");
        }
    }

    #[test]
    fn iana_zones_have_daylight_saving_time() {
        let at = |zone: &str, month| {
            let datetime = jiff::civil::date(2024, month, 14).at(12, 0, 0, 0);
            find_zone(zone).and_then(|found| found.value.offset_at(datetime))
        };
        assert_eq!(at("Europe/Berlin", 1), Some(60));
        assert_eq!(at("Europe/Berlin", 7), Some(120));
        assert_eq!(at("PT", 7), Some(-420));
        assert_eq!(at("CET", 7), Some(60));
        assert_eq!(at("IST", 7), None);
    }

    #[test]
    fn settings_must_name_a_zone_and_nothing_else() {
        assert_eq!(Zone::named("Japan").and_then(|zone| zone.iana).as_deref(), Some("Japan"));
        assert_eq!(Zone::named("europe/berlin").and_then(|zone| zone.iana).as_deref(), Some("Europe/Berlin"));
        assert_eq!(Zone::named("UTC+2").and_then(|zone| zone.offset_minutes), Some(120));
        assert_eq!(Zone::named("UTC or so"), None);
        assert_eq!(Zone::named("Narnia"), None);
    }
}
