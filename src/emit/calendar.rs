//! Calendars as iCalendar, RFC 5545 with the names of RFC 7986.
//!
//! An item stands on the day it is due as an event that lasts all day and keeps nobody busy. A to-do (`VTODO`) would be the
//! truer word, but Google Calendar and Outlook leave to-dos out of calendars that one subscribes to.

use icalendar::{Component as _, Event, EventLike as _, Property};
use jiff::civil::Date;

use crate::site::export::{Calendar, Due};

/// A calendar for subscribing.
pub(super) fn ics(calendar: &Calendar) -> String {
    let mut out = icalendar::Calendar::empty();
    out.append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//pmsite//pmsite//EN"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", "PUBLISH"))
        // The library knows `NAME` for no text and would not escape it.
        .append_property(Property::new("NAME", &calendar.name).add_parameter("VALUE", "TEXT").done())
        .append_property(("X-WR-CALNAME", calendar.name.as_str()))
        // Ages change once a day, and so does the site.
        .append_property(Property::new("REFRESH-INTERVAL", "P1D").add_parameter("VALUE", "DURATION").done())
        .append_property(("X-PUBLISHED-TTL", "P1D"));
    for due in &calendar.due {
        out.push(event(due, calendar.as_of));
    }
    out.to_string()
}

fn event(due: &Due, as_of: Date) -> Event {
    let day = |key: &str, day: Date| Property::new(key, basic(day)).add_parameter("VALUE", "DATE").done();
    let mut event = Event::new();
    event
        .uid(&due.uid)
        .add_property("DTSTAMP", format!("{}T000000Z", basic(as_of)))
        .append_property(day("DTSTART", due.day))
        .summary(&due.summary)
        .description(&due.description)
        .add_property("TRANSP", "TRANSPARENT")
        .categories([&due.category]);
    // The end is the first day after it; without one Outlook has shown such events for no time at all.
    if let Ok(next) = due.day.tomorrow() {
        event.append_property(day("DTEND", next));
    }
    if let Some(url) = &due.url {
        event.url(url);
    }
    event.done()
}

/// A day as RFC 5545 writes it.
fn basic(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}
