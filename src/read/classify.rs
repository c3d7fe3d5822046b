//! Whether a document is a post-mortem.

use super::context::Context;
use super::identity::{Identity, source_name};
use super::lexicon::{contains_words, fold, fold_text};
use super::link_target::is_markdown;
use super::outline::{Block, Item, Line};
use super::values::is_set;
use crate::diag::Code;
use crate::model::{Classification, DocumentKind, Event, Evidence, FIELDS, FieldId, Origin, Record};
use crate::source::Span;
use crate::when;

/// A document is an incident if at least this many pieces of evidence say so.
const MIN_EVIDENCE: usize = 2;

/// Classifies a document by its name and by what was read from it.
pub(super) fn classify(
    context: &mut Context<'_, '_, '_>,
    record: &Record,
    identity: &Identity,
) -> Classification {
    let draft = is_set(context, FieldId::Draft);
    let page = |why: &str| Classification { kind: DocumentKind::Page, why: why.to_owned(), draft };
    if is_set(context, FieldId::Informational) {
        return page("its front matter calls it informational");
    }
    let stem = fold(context.source.stem());
    let name = fold(&source_name(context.source));
    let bundle = stem != name && !matches!(stem.as_str(), "readme");
    let dated = when::date_in_name(&source_name(context.source)).is_some();
    let has_id = record.id.is_some();
    let is_report = is_bundle_readme(context) && is_report(context, record, identity);
    if let Some(word) = page_name(context, &stem).filter(|_| !is_report) {
        let names_incident = dated
            || (has_id && !stem.contains(word.as_str()))
            || (has_id && word != "template" && record.date.is_some());
        if !names_incident {
            return page(&format!("its name says `{word}`"));
        }
    }
    if is_mask(context.source.stem()) {
        return page("its name is that of a template");
    }
    if !dated && !has_id && is_guide(context, record, identity) {
        return page("its title is that of a guide");
    }
    if !dated && record.date.is_none() && is_template_title(context, identity) {
        return page("its title is that of a template");
    }
    if is_decision(context, record) {
        return page("it records a decision");
    }
    if !dated
        && !has_id
        && record.date.is_none()
        && !is_timed(record)
        && let Some(folder) = page_folder(context)
    {
        return page(&format!("it is below `{folder}` and has no date"));
    }
    let evidence = evidence(context, record, identity);
    if matches!(stem.as_str(), "index" | "_index" | "readme")
        && !is_report
        && !(bundle && (dated || has_id || evidence.len() > 3))
        && !(has_id && record.date.is_some())
    {
        return page("it is an index of its folder");
    }
    if is_unfilled(context, record) {
        context.report(
            Code::TemplateUnfilled,
            Span::default(),
            "nothing in this template is filled in",
            "pmsite shows it as a page, not as an incident, until it is filled in",
        );
        return page("it is a template that nobody has filled in");
    }
    // The minutes of a meeting have a date and action items as well, but they do not say what happened.
    let are_minutes = !context.labels.has(FieldId::Summary)
        && evidence.iter().all(|(field, _)| matches!(field, Some(FieldId::Actions | FieldId::Date)));
    if evidence.len() < MIN_EVIDENCE || are_minutes {
        return page(&evidence.first().map_or_else(
            || "nothing in it points to an incident".to_owned(),
            |(_, words)| format!("only {words} points to an incident"),
        ));
    }
    let why = evidence.into_iter().take(4).map(|(_, words)| words).collect::<Vec<_>>().join(", ");
    Classification { kind: DocumentKind::Incident, why, draft }
}

/// Whether the document is a README below the content folder.
fn is_bundle_readme(context: &Context<'_, '_, '_>) -> bool {
    context.source.path.contains('/') && fold(context.source.stem()) == "readme"
}

/// Whether a README is the report in a folder of its own: it has most of what reports have, or its title says so and it
/// has a date. A README that lists documents is their index.
fn is_report(context: &Context<'_, '_, '_>, record: &Record, identity: &Identity) -> bool {
    let has_text = |id| record.text(id).is_some();
    let tells_story =
        record.timeline.len() > 2 || (has_text(FieldId::RootCause) && has_text(FieldId::Summary));
    let parts = [
        record.timeline.len() > 2,
        has_text(FieldId::RootCause),
        has_text(FieldId::Impact),
        !record.actions.is_empty(),
        record.duration.is_some(),
        record.severity.is_some(),
    ];
    let has_most = parts.iter().filter(|part| **part).count() >= 4;
    let is_titled_report = identity.raw_titles.iter().any(|title| {
        let title = fold_text(&title.value);
        context.lexicon.list("title_lead").any(|word| {
            let rest = title.strip_suffix(word).or_else(|| title.strip_prefix(word));
            rest.is_some_and(|rest| {
                !rest.is_empty() && !rest.contains(char::is_alphanumeric) || rest.contains([' ', ':'])
            })
        })
    });
    let links = context
        .outline
        .sections
        .iter()
        .flat_map(|section| &section.blocks)
        .flat_map(linked_documents)
        .filter(|path| !path.contains('/'))
        .take(2)
        .count();
    let dated = record.date.is_some();
    has_most
        || (tells_story && dated && context.labels.has(FieldId::Timeline))
        || (is_titled_report && dated && has_text(FieldId::Summary) && links < 2)
}

/// The documents that a table or list links to.
fn linked_documents<'b>(block: &'b Block<'_>) -> Vec<&'b str> {
    let texts: Vec<&Line<'_>> = match block {
        Block::Table(table) => table.rows.iter().flat_map(|row| &row.cells).collect(),
        Block::List(items) => items.iter().flat_map(Item::lines).collect(),
        _ => Vec::new(),
    };
    let links = texts.into_iter().flat_map(|line| &line.links).map(|(url, _)| url.as_str());
    links.filter(|url| is_markdown(url)).collect()
}

/// A record of a decision has a heading for it, and its other headings belong to the same form; some teams use that form for
/// their reports.
fn is_decision(context: &Context<'_, '_, '_>, record: &Record) -> bool {
    let is_told = is_timed(record) || record.text(FieldId::RootCause).is_some();
    if is_told || mentions_incident(context, &fold(&context.source.path)) {
        return false;
    }
    let headings: Vec<String> =
        context.outline.sections.iter().map(|section| fold(&section.heading.text)).collect();
    let count = |list: &str| headings.iter().filter(|heading| context.lexicon.is_in(list, heading)).count();
    count("decision") > 0 && count("beside_decision") > 1
}

/// Whether the timeline has events with a day and a time of day.
fn is_timed(record: &Record) -> bool {
    let timed = |event: &&Event| event.at.as_ref().is_some_and(|at| at.clock.is_some());
    record.timeline.iter().filter(timed).count() > 2
}

/// The folder above a document that holds runbooks, decisions and the like.
fn page_folder<'c>(context: &Context<'c, '_, '_>) -> Option<&'c str> {
    let (folders, _) = context.source.path.rsplit_once('/')?;
    folders.split('/').find(|folder| context.lexicon.is_in("page_folder", &fold(folder)))
}

/// `template.md`, `postmortem-template.md`, `README.md`
fn page_name(context: &Context<'_, '_, '_>, stem: &str) -> Option<String> {
    let words = |list| context.lexicon.list(list);
    let named = |word: &&str| {
        stem == *word
            || stem.strip_prefix(word).is_some_and(|rest| rest.starts_with(' '))
                && !matches!(*word, "security" | "summary")
    };
    let found = words("page_name").chain(words("template")).find(named);
    found.or_else(|| words("template").find(|word| is_template_name(stem, word))).map(str::to_owned)
}

/// `postmortem-template.md`, `template-incident.md`
fn is_template_name(stem: &str, word: &str) -> bool {
    contains_words(stem, word)
        && (stem.ends_with(word)
            || stem.starts_with(word)
            || stem.contains("postmortem")
            || stem.contains("incident"))
}

/// Whether the title is that of a template: `Modèle de rapport d'incident`, `Incident report template`.
fn is_template_title(context: &Context<'_, '_, '_>, identity: &Identity) -> bool {
    identity.raw_titles.iter().any(|title| {
        let title = fold(&title.value);
        context.lexicon.list("template").any(|word| {
            let rest = title.strip_suffix(word).or_else(|| title.strip_prefix(word));
            rest.is_some_and(|rest| mentions_incident(context, rest))
        })
    })
}

/// What makes the document look like an incident: the field, if it is one of the catalog, and words that follow "it has".
fn evidence(
    context: &Context<'_, '_, '_>,
    record: &Record,
    identity: &Identity,
) -> Vec<(Option<FieldId>, &'static str)> {
    let is_named = |id| context.labels.has(id) || context.front(id).next().is_some();
    let is_stated = |id| record.field(id).is_some_and(|field| field.provenance.origin != Origin::Derived);
    let named = FIELDS.iter().filter_map(|spec| match spec.evidence? {
        Evidence::Named(words) => is_named(spec.id).then_some((Some(spec.id), words)),
        Evidence::Stated(_) => None,
    });
    let stated = FIELDS.iter().filter_map(|spec| match spec.evidence? {
        Evidence::Stated(words) => is_stated(spec.id).then_some((Some(spec.id), words)),
        Evidence::Named(_) => None,
    });
    let has_times = record.times.resolved.is_some() || record.times.detected.is_some();
    let titles = identity.raw_titles.iter().map(|title| fold_text(&title.value));
    let mut names = titles.chain([fold(context.source.stem())]);
    let further = [
        (record.timeline.len() > 2, "timed events"),
        (has_times, "times of an incident"),
        (names.any(|name| mentions_incident(context, &name)), "the title of one"),
    ];
    let further = further.into_iter().filter(|(holds, _)| *holds).map(|(_, words)| (None, words));
    named.chain(stated).chain(further).collect()
}

/// Whether a folded text contains a word for an incident.
fn mentions_incident(context: &Context<'_, '_, '_>, text: &str) -> bool {
    context.lexicon.occurs_in("incident", text)
}

/// `0000-YYYY-MM-DD-short-title.md`
fn is_mask(stem: &str) -> bool {
    ["YYYY", "yyyy-mm", "XXXX", "20xx", "nnn-"].iter().any(|mask| stem.contains(mask))
}

/// A text on how to write post-mortems has their sections, but no severity, no duration and no day on its timeline.
fn is_guide(context: &Context<'_, '_, '_>, record: &Record, named: &Identity) -> bool {
    // A section about severities explains the scale.
    let rated = record.severity.as_ref().is_some_and(|field| field.provenance.origin != Origin::Section);
    let stated = rated
        || is_timed(record)
        || record.duration.as_ref().is_some_and(|field| field.provenance.origin != Origin::Derived)
        || record.times.resolved.is_some();
    let titles = named.raw_titles.iter().map(|title| fold(&title.value)).chain([fold(context.source.stem())]);
    !stated && titles.into_iter().any(|title| context.lexicon.occurs_in("guide", &title))
}

/// Whether the document has the sections of a template and nothing in any of them.
fn is_unfilled(context: &Context<'_, '_, '_>, record: &Record) -> bool {
    let sections =
        [FieldId::Timeline, FieldId::RootCause, FieldId::Actions, FieldId::Impact, FieldId::Summary]
            .into_iter()
            .filter(|id| context.labels.has(*id))
            .count();
    let has_content = record.text(FieldId::Summary).is_some()
        || record.text(FieldId::RootCause).is_some()
        || record.date.as_ref().is_some_and(|date| date.provenance.origin != Origin::Path)
        || !record.timeline.is_empty()
        || !record.actions.is_empty();
    sections >= 2 && !has_content
}
