//! One line of a timeline: an event, a date heading, or the origin of relative times.

use super::{Mode, RawEvent, TimelineItem};
use crate::read::context::Context;
use crate::read::labels::Part;
use crate::read::lexicon::fold;
use crate::read::marks::is_bullet;
use crate::read::outline::Line;
use crate::read::prose;
use crate::when;

/// `Incident declared: 2020-02-12 11:51`
pub(super) fn text_first_event(context: &Context<'_, '_, '_>, line: &Line<'_>) -> Option<RawEvent> {
    let at = line.text.find(|c: char| c.is_ascii_digit())?;
    let words = line.text[..at].trim_end_matches([' ', ':', '：', '-']);
    let stamp = when::leading_stamp(&line.text[at..], context.config.date_order)?;
    if words.is_empty() || words.split_whitespace().count() > 5 || stamp.clock.is_none() {
        return None;
    }
    let time = line.text[at..at + stamp.text_end].to_owned();
    Some(RawEvent { time, stamp: Some(stamp), text: words.to_owned(), name: String::new(), span: line.span })
}

/// Reads the line that anchors relative times: `T+0 is 13:02 UTC`.
pub(super) fn clock_origin(context: &Context<'_, '_, '_>, text: &str) -> Option<TimelineItem> {
    let stamp = when::leading_stamp(text, context.config.date_order)?;
    let rest = text[stamp.text_end..].trim_start();
    let is_origin = stamp.relative_minutes == Some(0)
        && ["is ", "= ", "was ", ": "].iter().any(|word| rest.starts_with(word));
    is_origin.then(|| when::find_clock(rest)).flatten().map(|clock| TimelineItem::ClockOrigin(clock.value))
}

/// Reads a line that consists of a date, perhaps with the day of the week.
pub(super) fn bare_date(context: &Context<'_, '_, '_>, text: &str) -> Option<TimelineItem> {
    let text = text.trim_matches(['*', ' ', ':', '：', '(', ')']);
    if text.len() > 48 {
        return None;
    }
    let found = when::find_date(text, context.config.date_order)?;
    let around = format!("{} {}", &text[..found.start], &text[found.end..]);
    let words = around.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
    (words <= 1 && !around.contains(|c: char| c.is_ascii_digit()))
        .then(|| found.value.map_or(TimelineItem::InvalidDay, TimelineItem::Day))
}

pub(super) fn line_event(context: &Context<'_, '_, '_>, part: Part<'_, '_>, mode: Mode) -> Option<RawEvent> {
    let line = part.line;
    // A list that was pasted from elsewhere: `•\t08:26: Incident detected`
    let pasted = |c: char| c.is_whitespace() || is_bullet(c);
    let skip = line.text.len() - line.text[part.skip..].trim_start_matches(pasted).len();
    let from = before_time(context, &line.text, skip);
    let order = context.config.date_order;
    let stamp = when::leading_stamp(&line.text[from..], order).or_else(|| {
        let dotted = (mode == Mode::All).then(|| with_colon(&line.text[from..])).flatten()?;
        when::leading_stamp(&dotted, order)
    })?;
    let end = (from + stamp.end).min(line.text.len());
    let text = prose::range_text(line, end, line.text.len());
    // A date without a time at the beginning of a sentence is an event only if a separator follows it.
    if stamp.clock.is_none()
        && stamp.relative_minutes.is_none()
        && stamp.end <= stamp.text_end + 1
        && !text.is_empty()
    {
        return None;
    }
    Some(RawEvent {
        time: line.text[from..from + stamp.text_end].to_owned(),
        stamp: Some(stamp),
        text: text.to_owned(),
        name: String::new(),
        span: line.span,
    })
}

/// `07.30 the lights go out`: a time only at the beginning of a timeline entry.
fn with_colon(text: &str) -> Option<String> {
    let (head, tail) = text.split_once('.')?;
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let is_clock = (1..=2).contains(&head.len())
        && digits(head) == head.len()
        && digits(tail) == 2
        && tail[2..].starts_with([' ', ':', '\u{a0}']);
    is_clock.then(|| format!("{head}:{tail}"))
}

/// The byte at which a time may begin: after `Ore`, `kl.` or `um`, and after the colon of a field (`:08:10: …`).
fn before_time(context: &Context<'_, '_, '_>, text: &str, from: usize) -> usize {
    let from = from + usize::from(text[from..].starts_with(':'));
    let word = text[from..].split(' ').next().unwrap_or("");
    let known = !word.is_empty() && context.lexicon.is_in("before_time", &fold(word));
    let after = from + word.len() + 1;
    if known && text[after.min(text.len())..].starts_with(|c: char| c.is_ascii_digit()) {
        after
    } else {
        from
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dot_between_hour_and_minute_as_colon() {
        assert_eq!(with_colon("07.30 the lights go out").as_deref(), Some("07:30 the lights go out"));
        for text in ["1.155 seconds", "7.3 release", "2.40%", "v1.15 deployed", "12.05.2024 first call"] {
            assert_eq!(with_colon(text), None, "{text}");
        }
    }
}
