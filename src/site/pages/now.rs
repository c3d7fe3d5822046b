//! The outage sheet: the newest incidents of each service, with the first signal and the fix, on one small page.

use super::{Heading, link, page};
use crate::archive::ResponseMinutes;
use crate::model::{FieldId, Phase, Record};
use crate::site::lookup::Lookup;
use crate::site::plan::Content;
use crate::site::view::{LinkView, SheetGroup, SheetRow, SheetView, View};
use crate::text::{first_sentence, shorten};

/// Its address.
pub(crate) const PATH: &str = "now.html";

/// The maximum number of rows. It keeps the page small enough for a slow connection.
const ROWS: usize = 500;
/// The longest title, first signal and fix, in characters.
const MAX_TITLE: usize = 60;
const MAX_SIGNAL: usize = 60;
const MAX_FIX: usize = 100;

/// The outage sheet.
pub(crate) fn now(lookup: &Lookup) -> Content<'_> {
    let (archive, messages) = (&lookup.archive, &lookup.messages);
    let shown = newest(lookup);
    let total = archive.incidents.len();
    let groups = archive.indexes.services.iter().zip(&lookup.routes.services);
    let mut groups: Vec<SheetGroup> = groups
        .filter_map(|(service, urls)| group(lookup, link(&service.label, &urls[0]), &service.members, shown))
        .collect();
    let unnamed: Vec<usize> = (0..shown).filter(|at| lookup.card(*at).services.is_empty()).collect();
    groups.extend(group(lookup, link(messages.text("now.no_service"), ""), &unnamed, shown));
    let (shown_text, total_text) = (messages.number(shown), messages.count("count.incidents", total));
    let view = SheetView {
        some: (shown < total)
            .then(|| messages.with("now.some", &[("shown", &shown_text), ("incidents", &total_text)])),
        groups,
    };
    let heading = Heading {
        path: PATH,
        title: messages.text("now.title"),
        description: Some(messages.text("now.lead")),
        section: "incidents",
        breadcrumbs: Vec::new(),
        source: None,
    };
    page(lookup, heading, View::Sheet(view))
}

/// How many of the newest incidents fit on the page. One with several services has a row under each.
fn newest(lookup: &Lookup) -> usize {
    let total = lookup.archive.incidents.len();
    let mut rows = 0;
    let fits = |at: &usize| {
        rows += lookup.card(*at).services.len().max(1);
        rows <= ROWS
    };
    (0..total).take_while(fits).count()
}

/// The incidents of a service among the newest ones. `None` if there are none.
fn group(lookup: &Lookup, service: LinkView, members: &[usize], newest: usize) -> Option<SheetGroup> {
    let rows: Vec<_> = members.iter().filter(|at| **at < newest).map(|at| row(lookup, *at)).collect();
    (!rows.is_empty()).then_some(SheetGroup { service, rows })
}

fn row(lookup: &Lookup, at: usize) -> SheetRow {
    let one = &lookup.archive.incidents[at];
    let minutes = ResponseMinutes::of(one).mitigate.or(one.card.duration);
    SheetRow {
        card: lookup.card(at),
        title: shorten(&one.card.title, MAX_TITLE),
        signal: signal(&one.record).map(|text| shorten(text, MAX_SIGNAL)),
        fixed: one.card.fixed_by().map(|text| first_sentence(text, MAX_FIX)),
        minutes: minutes.map(|minutes| lookup.messages.minutes(minutes)),
    }
}

/// What was seen first: on the timeline, else in the text about the detection.
fn signal(record: &Record) -> Option<&str> {
    let event = |phase: Phase| record.timeline.iter().find(|event| event.phase == Some(phase));
    let seen = event(Phase::FirstSignal).or_else(|| event(Phase::Alert)).map(|event| &*event.text);
    seen.or_else(|| record.text(FieldId::Detection).map(|text| &*text.value))
}
