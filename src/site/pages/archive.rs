//! Facts about the archive that nobody has to write down.

use super::actions::counts;
use super::{Heading, link, page};
use crate::diag::{Code, Diagnostic};
use crate::site::lookup::{Lookup, date};
use crate::site::plan::Content;
use crate::site::routes::ROWS;
use crate::site::show::count;
use crate::site::view::{ArchiveView, CodeCount, CountView, DanglingView, Place, StepView, View};
use crate::when::show_date;

/// How many places of one kind of diagnostic are listed.
const PLACES: usize = 100;

/// The page of generated facts.
pub(crate) fn archive(lookup: &Lookup) -> Content<'_> {
    let (archive, routes) = (&lookup.archive, &lookup.routes);
    let about = routes.facts == routes.about;
    let dates = archive.incidents.iter().filter_map(|one| one.card.date);
    let (first, last) = (dates.clone().min(), dates.max());
    let view = ArchiveView {
        about,
        sentence: sentence(lookup),
        from: first.map(date),
        to: last.map(date),
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
        title: if about { "About this archive" } else { "Facts about the archive" }.to_owned(),
        description: Some(view.sentence.clone()),
        section: "about",
        breadcrumbs: if about { Vec::new() } else { vec![link("About", &routes.about)] },
        source: None,
    };
    page(lookup, heading, View::Archive(Box::new(view)))
}

fn sentence(lookup: &Lookup) -> String {
    let archive = &lookup.archive;
    let incidents = count(archive.incidents.len(), "incident");
    let dates = archive.incidents.iter().filter_map(|one| one.card.date);
    let range = match (dates.clone().min(), dates.max()) {
        (Some(first), Some(last)) if first != last => {
            format!(" from {} to {}", show_date(first), show_date(last))
        }
        (Some(only), _) => format!(" on {}", show_date(only)),
        _ => String::new(),
    };
    let actions = count(archive.indexes.actions.len(), "action item");
    format!("{incidents}{range}, with {actions}.")
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
        label: "Unrated".to_owned(),
        url: lookup.routes.severities[at][0].clone(),
        count: lookup.archive.indexes.severities[at].members.len(),
        severity: None,
    })
}

/// What was said about the documents, by code; the worst first.
fn codes(lookup: &Lookup) -> Vec<CodeCount> {
    let diagnostics = &lookup.archive.diagnostics;
    let mut codes: Vec<_> = Code::ALL
        .iter()
        .filter_map(|code| {
            let said: Vec<_> = diagnostics.iter().filter(|one| one.code == *code).collect();
            let level = said.iter().map(|one| one.level).min()?;
            Some(CodeCount {
                code: code.name(),
                level,
                manual: code.manual(),
                count: said.len(),
                places: said.iter().take(PLACES).map(|one| place(lookup, one)).collect(),
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
