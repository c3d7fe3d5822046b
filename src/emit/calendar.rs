//! Calendars as iCalendar, RFC 5545 with the names of RFC 7986.
//!
//! An item is an all-day event on its due date that does not mark anybody as busy. A to-do (`VTODO`) would be more accurate, but
//! Google Calendar and Outlook ignore to-dos in subscribed calendars.

use std::iter;

use icalendar::{Component as _, Event, EventLike as _, Property};
use jiff::civil::Date;

use crate::site::export::{Calendar, Due};

/// Items per piece.
const BATCH_SIZE: usize = 256;

/// A calendar to subscribe to, in pieces.
pub(super) fn ics(calendar: Calendar<'_>) -> impl Iterator<Item = Vec<u8>> + '_ {
    const END: &str = "END:VCALENDAR\r\n";
    let Calendar { name, due } = calendar;
    let mut frame = icalendar::Calendar::empty();
    frame
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//pmsite//pmsite//EN"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", "PUBLISH"))
        // The library does not know that `NAME` is text and would not escape it.
        .append_property(Property::new("NAME", &name).add_parameter("VALUE", "TEXT").done())
        .append_property(("X-WR-CALNAME", name.as_str()))
        .append_property(Property::new("REFRESH-INTERVAL", "P1D").add_parameter("VALUE", "DURATION").done())
        .append_property(("X-PUBLISHED-TTL", "P1D"));
    let mut head = frame.to_string();
    head.truncate(head.len() - END.len());
    let mut due = due.peekable();
    let events = iter::from_fn(move || {
        due.peek()?;
        // Writing to memory cannot fail.
        let some = due.by_ref().take(BATCH_SIZE).map(|due| event(&due).try_into_string());
        Some(some.map(Result::unwrap_or_default).collect())
    });
    let texts = iter::once(head).chain(events).chain(iter::once(END.to_owned()));
    texts.map(|text: String| within_limit(&text).into_bytes())
}

/// The maximum length of a line in bytes, without its end.
const MAX_LINE: usize = 75;

/// Refolds lines that the library leaves one byte too long, because it does not count the space at the start of a folded
/// line.
fn within_limit(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for line in text.split_inclusive("\r\n") {
        let end = line.strip_suffix("\r\n").unwrap_or(line).len();
        if end <= MAX_LINE {
            out.push_str(line);
            continue;
        }
        let cut = (0..=MAX_LINE).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(end);
        out.push_str(&line[..cut]);
        out.push_str("\r\n ");
        out.push_str(&line[cut..]);
    }
    out
}

fn event(due: &Due) -> Event {
    let day = |key: &str, day: Date| Property::new(key, basic(day)).add_parameter("VALUE", "DATE").done();
    let mut event = Event::new();
    event
        .uid(&due.uid)
        // Section 3.8.7.2. The day of the build would change every calendar every day.
        .add_property("DTSTAMP", format!("{}T000000Z", basic(due.stamp)))
        .append_property(day("DTSTART", due.day))
        .summary(&due.summary)
        .description(&due.description)
        .add_property("TRANSP", "TRANSPARENT")
        .categories([&due.category]);
    // The end is the day after; without it, Outlook has shown such events with no duration.
    if let Ok(next) = due.day.tomorrow() {
        event.append_property(day("DTEND", next));
    }
    if let Some(url) = &due.url {
        event.url(url);
    }
    event.done()
}

/// A day in the format of RFC 5545.
fn basic(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn made(summary: &str) -> String {
        let due = Due {
            uid: "INC-1.x@example.org".to_owned(),
            day: date(2026, 12, 31),
            summary: summary.to_owned(),
            description: "one\ntwo, three; four\\five".to_owned(),
            url: None,
            stamp: date(2026, 11, 23),
            category: "SEV1, grave".to_owned(),
        };
        let due = Box::new(iter::once(due));
        let calendar = Calendar { name: "a, b; c".to_owned(), due };
        String::from_utf8(ics(calendar).flatten().collect()).unwrap()
    }

    #[test]
    fn lines_have_at_most_75_bytes_and_unfold_to_the_text() {
        for letter in ["x", "é", "停", "😀", "x y "] {
            for number in 1..200 {
                let summary = letter.repeat(number);
                let text = made(summary.trim());
                let long = text.split("\r\n").find(|line| line.len() > MAX_LINE);
                assert_eq!(long, None, "{number} times {letter}");
                let unfolded = text.replace("\r\n ", "");
                assert!(
                    unfolded.contains(&format!("SUMMARY:{}\r\n", summary.trim())),
                    "{number} times {letter}"
                );
            }
        }
    }

    #[test]
    fn long_calendar_comes_in_pieces_of_one_calendar() {
        let due = (0..=2 * BATCH_SIZE).map(|number| Due {
            uid: format!("{number}@example.org"),
            day: date(2026, 12, 31),
            summary: "Rotate the key".to_owned(),
            description: String::new(),
            url: None,
            stamp: date(2026, 11, 23),
            category: "SEV1".to_owned(),
        });
        let calendar = Calendar { name: "a".to_owned(), due: Box::new(due) };
        let pieces: Vec<Vec<u8>> = ics(calendar).collect();
        assert_eq!(pieces.len(), 1 + 3 + 1);
        let text = String::from_utf8(pieces.concat()).unwrap();
        let counts = ["BEGIN:VCALENDAR\r\n", "BEGIN:VEVENT\r\n", "END:VCALENDAR\r\n"]
            .map(|line| text.matches(line).count());
        assert_eq!(counts, [1, 2 * BATCH_SIZE + 1, 1]);
        assert!(text.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
    }

    #[test]
    fn commas_semicolons_and_line_breaks_are_escaped() {
        let text = made("a, b; c\\d").replace("\r\n ", "");
        for line in [
            "NAME;VALUE=TEXT:a\\, b\\; c",
            "X-WR-CALNAME:a\\, b\\; c",
            "SUMMARY:a\\, b\\; c\\\\d",
            "DESCRIPTION:one\\ntwo\\, three\\; four\\\\five",
            "CATEGORIES:SEV1\\, grave",
            "DTSTART;VALUE=DATE:20261231",
            "DTEND;VALUE=DATE:20270101",
            "DTSTAMP:20261123T000000Z",
        ] {
            assert!(text.contains(&format!("\r\n{line}\r\n")), "{line} is not in\n{text}");
        }
    }
}
