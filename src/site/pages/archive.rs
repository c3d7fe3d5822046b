//! The page of generated data about the archive.

use jiff::civil::Date;

use super::actions::counts;
use super::{Heading, link, page};
use crate::diag::{Code, Diagnostic};
use crate::site::lookup::Lookup;
use crate::site::plan::Content;
use crate::site::routes::ROWS;
use crate::site::view::{ArchiveView, CodeCount, CountView, DanglingView, Place, StepView, View};

/// The maximum number of places listed for one rule.
const PLACES: usize = 100;

/// The page of generated data.
pub(crate) fn archive(lookup: &Lookup) -> Content<'_> {
    let (archive, routes) = (&lookup.archive, &lookup.routes);
    let about = routes.facts == routes.about;
    let dates = archive.incidents.iter().filter_map(|one| one.card.date);
    let (first, last) = (dates.clone().min(), dates.max());
    let view = ArchiveView {
        about,
        sentence: sentence(lookup),
        from: first.map(|day| lookup.date(day)),
        to: last.map(|day| lookup.date(day)),
        actions: counts(lookup, &archive.indexes.actions),
        scale: scale(lookup),
        unrated: unrated(lookup),
        codes: codes(lookup),
        dangling: dangling(lookup),
        dangling_total: archive.dangling.len(),
        pages: archive.pages.iter().zip(&routes.pages).map(|(one, url)| link(&one.title, url)).collect(),
    };
    let heading = Heading {
        path: &routes.facts,
        title: lookup.messages.text(if about { "about.title" } else { "about.title_data" }),
        description: Some(view.sentence.clone()),
        section: "about",
        breadcrumbs: if about {
            Vec::new()
        } else {
            vec![link(lookup.messages.text("site.about"), &routes.about)]
        },
        source: None,
    };
    page(lookup, heading, View::Archive(Box::new(view)))
}

fn sentence(lookup: &Lookup) -> String {
    let archive = &lookup.archive;
    let messages = &lookup.messages;
    let incidents = messages.count("count.incidents", archive.incidents.len());
    let actions = messages.count("count.action_items", archive.indexes.actions.len());
    let dates = archive.incidents.iter().filter_map(|one| one.card.date);
    let (first, last) = (dates.clone().min(), dates.max());
    let name = match (first, last) {
        (None, _) | (_, None) => "about.sentence",
        (first, last) if first == last => "about.sentence_day",
        _ => "about.sentence_dates",
    };
    let day = |day: Option<Date>| day.map_or_else(String::new, |day| messages.date(day));
    let (first, last) = (day(first), day(last));
    messages
        .with(name, &[("incidents", &incidents), ("actions", &actions), ("first", &first), ("last", &last)])
}

fn scale(lookup: &Lookup) -> Vec<StepView> {
    let step_count = |key: &str| {
        (0..lookup.archive.incidents.len()).filter(|at| lookup.card(*at).severity.key == key).count()
    };
    lookup
        .scale
        .iter()
        .zip(&lookup.config.severities)
        .map(|(severity, step)| StepView {
            severity: severity.clone(),
            aliases: step.aliases.clone(),
            count: step_count(&severity.key),
        })
        .collect()
}

fn unrated(lookup: &Lookup) -> Option<CountView> {
    let at = lookup.archive.indexes.severities.iter().position(|group| group.slug == "unrated")?;
    Some(CountView {
        label: lookup.messages.text("severity.unrated"),
        url: lookup.routes.severities[at][0].clone(),
        count: lookup.archive.indexes.severities[at].members.len(),
        severity: None,
        derived: 0,
    })
}

/// Diagnostics by rule, errors first.
fn codes(lookup: &Lookup) -> Vec<CodeCount> {
    let diagnostics = &lookup.archive.diagnostics;
    let mut codes: Vec<_> = Code::ALL
        .iter()
        .filter_map(|code| {
            let found: Vec<_> = diagnostics.iter().filter(|one| one.code == *code).collect();
            let level = found.iter().map(|one| one.level).min()?;
            Some(CodeCount {
                code: code.name(),
                level,
                manual: code.manual(),
                count: found.len(),
                places: found.iter().take(PLACES).map(|one| place(lookup, one)).collect(),
            })
        })
        .collect();
    codes.sort_by_key(|code| code.level);
    codes
}

fn place(lookup: &Lookup, diagnostic: &Diagnostic) -> Place {
    let line = lookup.position(&diagnostic.source, diagnostic.span).map(|(line, _)| format!(":{line}"));
    Place {
        label: format!("{}{}", diagnostic.source, line.unwrap_or_default()),
        url: lookup.page_of(&diagnostic.source),
        message: diagnostic.message.clone(),
    }
}

fn dangling(lookup: &Lookup) -> Vec<DanglingView> {
    let dangling = lookup.archive.dangling.iter().take(ROWS);
    dangling
        .map(|one| {
            let column = lookup.position(&one.source, one.span).map(|(_, column)| format!(":{column}"));
            DanglingView {
                written: one.written.clone(),
                place: format!("{}:{}{}", one.source, one.line, column.unwrap_or_default()),
                url: lookup.page_of(&one.source),
            }
        })
        .collect()
}
