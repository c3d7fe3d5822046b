//! Status page updates: lists of records in the front matter, and paragraphs with a shortcode.

use super::{RawEvent, TimelineItem, count_timed};
use crate::model::FieldId;
use crate::read::context::{Context, first_scalar};
use crate::read::lexicon::fold;
use crate::read::outline::{Block, Line};
use crate::read::prose;
use crate::source::Span;
use crate::when;

/// `incident_states: [{status, content, date}]` and the like.
pub(super) fn from_front_matter(context: &Context<'_, '_, '_>) -> Vec<TimelineItem> {
    let mut items = Vec::new();
    for entry in context.front(FieldId::Timeline) {
        for item in entry.value.as_array().into_iter().flatten() {
            let get = |keys: &[&str]| first_scalar(item, keys).unwrap_or_default();
            let time = get(&["time", "at", "date", "timestamp", "when"]);
            let text = get(&["event", "content", "text", "description", "what", "message", "title"]);
            let text = if text.is_empty() { get(&["status", "state"]) } else { text };
            if let Some(line) = item.as_str() {
                items.push(from_text(context, line, entry.span).into());
                continue;
            }
            if text.is_empty() {
                if item.as_object().is_some_and(|keys| !keys.is_empty()) {
                    items.push(TimelineItem::Dropped(entry.span, "it does not say what happened"));
                }
                continue;
            }
            let stamp = when::leading_stamp(&time, context.config.date_order);
            let name = get(&["status", "state"]);
            let event = RawEvent { time, stamp, text, name, span: entry.span };
            items.push(event.into());
        }
    }
    items
}

/// `14:02 errors rise`
fn from_text(context: &Context<'_, '_, '_>, line: &str, span: Span) -> RawEvent {
    let stamp = when::leading_stamp(line, context.config.date_order);
    let (end, text_end) = stamp.as_ref().map_or((0, 0), |stamp| (stamp.end, stamp.text_end));
    let (time, text) = (line[..text_end].to_owned(), line[end..].to_owned());
    RawEvent { time, stamp, text, name: String::new(), span }
}

/// Reads the updates of a status page: `*Monitoring* - A fix is out. {{< track "2018-04-13 16:50:00" >}}`, or with the
/// shortcode first and the status in it: `{{< update "Resolved" "2019-02-27 11:02 UTC" >}}`.
pub(super) fn from_status_updates(context: &Context<'_, '_, '_>) -> Vec<TimelineItem> {
    let mut items = Vec::new();
    for section in &context.outline.sections {
        for block in &section.blocks {
            let Block::Paragraph(lines) = block else { continue };
            // Without blank lines between them, each update is one line.
            let many = lines.iter().filter(|line| line.text.contains("{{<")).count() > 1;
            let parts = if many { lines.chunks(1) } else { lines.chunks(lines.len().max(1)) };
            items.extend(parts.filter_map(|lines| update(context, lines)));
        }
    }
    if count_timed(&items) > 0 { items } else { Vec::new() }
}

fn update(context: &Context<'_, '_, '_>, lines: &[Line<'_>]) -> Option<TimelineItem> {
    let whole = prose::lines_text(lines);
    let (before, arguments, after) = shortcode(&whole);
    let text = if before.is_empty() { after } else { before };
    let word = text.split([':', '-', '–', '—']).next().unwrap_or("");
    let is_word = |word: &str| context.lexicon.is_in("status_word", &fold(word));
    let named = arguments.iter().copied().find(|argument| is_word(argument));
    let time =
        arguments.iter().find(|argument| when::find_date(argument, context.config.date_order).is_some());
    if time.is_none() && !(text.len() > word.len() && is_word(word)) {
        return None;
    }
    let time = time.map(|time| (*time).to_owned()).unwrap_or_default();
    let stamp = when::leading_stamp(&time, context.config.date_order);
    let name = named.unwrap_or_default().to_owned();
    let span = lines.first()?.span;
    Some(RawEvent { time, stamp, text: text.to_owned(), name, span }.into())
}

/// Splits at a shortcode: the text before it, its quoted arguments, and the text after it.
fn shortcode(text: &str) -> (&str, Vec<&str>, &str) {
    let Some((before, rest)) = text.split_once("{{<") else { return (text.trim(), Vec::new(), "") };
    let (inner, after) = rest.split_once(">}}").unwrap_or((rest, ""));
    let arguments = inner.split(['"', '“', '”']).skip(1).step_by(2).collect();
    (before.trim(), arguments, after.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_at_shortcode() {
        assert_eq!(
            shortcode("*Resolved* - All is well. {{< track \"2018-04-13 16:50\" >}}"),
            ("*Resolved* - All is well.", vec!["2018-04-13 16:50"], "")
        );
        assert_eq!(
            shortcode("{{< update \"Resolved\" \"2019-02-27\" >}} Fixed."),
            ("", vec!["Resolved", "2019-02-27"], "Fixed.")
        );
    }
}
