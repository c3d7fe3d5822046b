//! Whether a document is a post-mortem.
//!
//! In this order: what the author or the configuration says; the name or the form of another kind of document (an index,
//! a template, a guide, a decision, a plan); how much in it only a report of an incident has. If too little of it does,
//! the documents around it decide later: [`crate::archive::settle_kinds`].

mod clues;
mod forms;
mod globs;
mod names;

pub(in crate::read) use self::globs::KindGlobs;

use super::context::{Context, scalar};
use super::front_matter::Entry;
use super::identity::{Identity, source_name};
use super::lexicon::{fold, fold_text};
use super::outline::{Block, Section};
use super::values::is_set;
use crate::diag::Code;
use crate::model::{Certainty, Classification, DocumentKind, FieldId, MIN_SHARED_HEADINGS, Origin, Record};
use crate::source::Span;
use crate::when;
use clues::{Clue, Weight, clues};

/// A document is an incident if at least this many clues say so.
const MIN_CLUES: usize = 2;

/// With this many clues that only reports of incidents have, a document is one whatever its title says.
const MIN_DISTINCT: usize = 2;

/// How long the paragraphs of a short report are together, in characters.
const MIN_STORY: usize = 200;

/// A line to write on: four underscores.
const BLANK: &str = "____";

/// How many lines to write on a form has.
const MIN_BLANKS: usize = 4;

/// What is known about a document before its content is looked at.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of its own, and all combinations occur"
)]
struct Names {
    /// The folded stem of its file.
    stem: String,
    /// Whether its file or its folder is named after a day.
    dated: bool,
    /// Whether it has an id.
    has_id: bool,
    /// Whether its title, its file or its front matter calls it an incident.
    titled: bool,
    /// Whether its file and its title are those of a report about something.
    reports: bool,
    /// Whether a folder above it is named after incidents.
    in_folder: bool,
}

/// Classifies a document by its name and by what was read from it.
pub(super) fn classify(
    context: &mut Context<'_, '_, '_>,
    record: &Record,
    identity: &Identity,
    globs: &KindGlobs,
) -> Classification {
    let draft = is_set(context, FieldId::Draft);
    let stated = stated_kind(context).or_else(|| globs.kind(&context.source.path));
    let (kind, why, certainty) = stated.map_or_else(
        || judge(context, record, identity),
        |(kind, why)| (kind, why.to_owned(), Certainty::Certain),
    );
    Classification { kind, why, draft, certainty }
}

/// `kind: incident` and `kind: page` in front matter. Other words in their place are left alone, because other tools
/// have a key of this name too.
fn stated_kind(context: &Context<'_, '_, '_>) -> Option<(DocumentKind, &'static str)> {
    let kind = context.front(FieldId::Kind).find_map(|entry| kind_of(context, entry))?;
    let why = match kind {
        DocumentKind::Incident => "its front matter calls it an incident",
        DocumentKind::Page => "its front matter calls it a page",
    };
    Some((kind, why))
}

/// The kind of document that an entry of the front matter names.
pub(super) fn kind_of(context: &Context<'_, '_, '_>, entry: &Entry) -> Option<DocumentKind> {
    scalar(&entry.value).and_then(|value| kind_named(context, &fold(&value)))
}

/// The kind of document that a folded word names: `postmortem`, `runbook`.
fn kind_named(context: &Context<'_, '_, '_>, word: &str) -> Option<DocumentKind> {
    let is_in = |list| context.lexicon.is_in(list, word);
    if is_in("incident_kind") {
        Some(DocumentKind::Incident)
    } else {
        is_in("page_kind").then_some(DocumentKind::Page)
    }
}

type Judgment = (DocumentKind, String, Certainty);

fn page(why: impl Into<String>) -> Judgment {
    (DocumentKind::Page, why.into(), Certainty::Certain)
}

fn judge(context: &mut Context<'_, '_, '_>, record: &Record, identity: &Identity) -> Judgment {
    let names = Names::read(context, record, identity);
    let clues = clues(context, record, &names);
    if let Some(why) = page_by_name(context, record, identity, &names) {
        return page(why);
    }
    if let Some(why) = forms::other_kind(context, record, identity, &clues) {
        return page(why);
    }
    if is_index(context, record, identity, &names, &clues) {
        return page("it is an index of its folder");
    }
    if is_unfilled(context, record) || is_blank_form(context, record) {
        context.report(
            Code::TemplateUnfilled,
            Span::default(),
            "nothing in this template is filled in",
            "pmsite shows it as a page, not as an incident, until it is filled in",
        );
        return page("it is a template that nobody has filled in");
    }
    weigh(context, record, &names, &clues)
}

impl Names {
    fn read(context: &Context<'_, '_, '_>, record: &Record, identity: &Identity) -> Self {
        let stem = fold(context.source.stem());
        let incident = |text: &str| context.lexicon.occurs_in("incident", text);
        let prefix = record.id.as_ref().map(|id| {
            let letters = id.value.chars().take_while(|c| c.is_alphabetic());
            letters.flat_map(char::to_lowercase).collect::<String>()
        });
        // `layout: postmortem`, `type: incident`
        let typed = || {
            context.front.iter().any(|(_, entry)| {
                context.lexicon.is_in("type_key", &fold(&entry.key))
                    && scalar(&entry.value)
                        .is_some_and(|value| context.lexicon.is_in("incident_kind", &fold(&value)))
            })
        };
        // `Roadmap after the outages of May`
        let is_other = |title: &str| context.lexicon.occurs_in("other_document", title);
        let mut titles = identity.raw_titles.iter().map(|title| fold_text(&title.value));
        let titled = titles.any(|title| incident(&title) && !is_other(&title))
            || (incident(&stem) && !is_other(&stem))
            || prefix.is_some_and(|prefix| context.lexicon.is_in("incident_prefix", &prefix))
            || typed();
        let folders = context.source.path.rsplit_once('/').map_or("", |(folders, _)| folders);
        Self {
            dated: when::date_in_name(&source_name(context.source)).is_some(),
            has_id: record.id.is_some(),
            titled,
            reports: names::is_report_on(context, &stem, identity),
            in_folder: folders.split('/').any(|folder| is_folder_of_incidents(context, &fold(folder))),
            stem,
        }
    }
}

/// Whether a folder is named after incidents and nothing else: `postmortems`, not `incident-response`.
fn is_folder_of_incidents(context: &Context<'_, '_, '_>, folder: &str) -> bool {
    let names = ["incident", "incident_kind", "title_lead"];
    names.into_iter().any(|list| context.lexicon.is_in(list, folder))
}

/// Why the name, the folder or the front matter of a document makes it a page.
fn page_by_name(
    context: &Context<'_, '_, '_>,
    record: &Record,
    identity: &Identity,
    names: &Names,
) -> Option<String> {
    if is_set(context, FieldId::Informational) {
        return Some("its front matter calls it informational".to_owned());
    }
    let &Names { dated, has_id, .. } = names;
    if let Some(word) =
        names::page_name(context, &names.stem).filter(|_| !names::is_bundle_report(context, record, identity))
    {
        let names_incident = dated
            || (has_id && !names.stem.contains(word.as_str()))
            || (has_id && word != "template" && record.date.is_some());
        if !names_incident {
            return Some(format!("its name says `{word}`"));
        }
    }
    if names::is_mask(context.source.stem()) {
        return Some("its name is that of a template".to_owned());
    }
    if !dated && !has_id && forms::is_guide(context, record, identity) {
        return Some("its title is that of a guide".to_owned());
    }
    if !dated && record.date.is_none() && names::is_template_title(context, identity) {
        return Some("its title is that of a template".to_owned());
    }
    let is_undated = !dated && !has_id && record.date.is_none() && !clues::is_timed(record);
    let folder = names::page_folder(context).filter(|_| is_undated)?;
    Some(format!("it is below `{folder}` and has no date"))
}

/// Whether a document is the index of its folder. In a folder of its own, it is the report.
fn is_index(
    context: &Context<'_, '_, '_>,
    record: &Record,
    identity: &Identity,
    names: &Names,
    clues: &[Clue],
) -> bool {
    let bundle = names.stem != fold(&source_name(context.source)) && names.stem != "readme";
    matches!(names.stem.as_str(), "index" | "_index" | "readme")
        && !names::is_bundle_report(context, record, identity)
        && !(bundle && (names.dated || names.has_id || clues.len() > 3))
        && !(names.has_id && record.date.is_some())
}

/// Whether a document has enough signs of an incident.
fn weigh(context: &Context<'_, '_, '_>, record: &Record, names: &Names, clues: &[Clue]) -> Judgment {
    let count = |weight| clues.iter().filter(|clue| clue.weight == weight).count();
    let (distinct, common) = (count(Weight::Distinct), count(Weight::Common));
    // A note of a few lines may have nothing but a section about its cause.
    let names_cause = record.text(FieldId::RootCause).is_some()
        && clues.iter().any(|clue| clue.field == Some(FieldId::RootCause) && clue.weight == Weight::Distinct);
    let dated = names.dated || record.date.is_some();
    let is_told = distinct > 0 || ((names.titled || names.in_folder) && (dated || common > 0));
    let is_incident =
        (clues.len() >= MIN_CLUES && is_told) || names_cause || (names.reports && has_story(context));
    let is_certain = if is_incident {
        distinct >= MIN_DISTINCT || (distinct > 0 && names.titled) || (names.has_id && names.titled)
    } else {
        false
    };
    let certainty = if is_certain { Certainty::Certain } else { decided_by(context, record, names) };
    let certainty = match certainty {
        Certainty::Certain if !is_incident && has_sections(context) => Certainty::ByHeadings,
        certainty => certainty,
    };
    if is_incident {
        let why = clues.iter().take(4).map(|clue| clue.words).collect::<Vec<_>>().join(", ");
        return (DocumentKind::Incident, why, certainty);
    }
    let why = match clues {
        [] => "nothing in it points to an incident".to_owned(),
        [clue] => format!("only {} points to an incident", clue.words),
        _ => {
            let words: Vec<_> = clues.iter().take(3).map(|clue| clue.words).collect();
            format!("it has {}, but tells of no event", words.join(", "))
        }
    };
    (DocumentKind::Page, why, certainty)
}

/// Whether a name has a running number, with zeros in front: `0042-dns`. Other numbers may be part of a name.
fn has_running_number(name: &str) -> bool {
    let mut runs = name.split(|c: char| !c.is_ascii_digit());
    runs.any(|digits| digits.len() > 1 && digits.starts_with('0'))
}

/// What decides about a document that says too little.
fn decided_by(context: &Context<'_, '_, '_>, record: &Record, names: &Names) -> Certainty {
    let has_text = |block: &Block<'_>| !matches!(block, Block::Rule);
    let is_named_by_id = record.id.as_ref().is_some_and(|id| id.provenance.origin == Origin::Path);
    if !context.outline.sections.iter().any(|section| section.blocks.iter().any(has_text)) {
        Certainty::Certain
    } else if names.dated || is_named_by_id || has_running_number(&source_name(context.source)) {
        Certainty::BySiblings
    } else if names.in_folder {
        Certainty::ByFolder
    } else {
        Certainty::Certain
    }
}

/// Whether a document has sections that others may share.
fn has_sections(context: &Context<'_, '_, '_>) -> bool {
    let is_second = |section: &&Section<'_>| section.level == 2 && !section.blocks.is_empty();
    context.outline.sections.iter().filter(is_second).count() >= MIN_SHARED_HEADINGS
}

/// Whether a document has at least a few sentences.
fn has_story(context: &Context<'_, '_, '_>) -> bool {
    let blocks = context.outline.sections.iter().flat_map(|section| &section.blocks);
    let length = blocks.map(|block| match block {
        Block::Paragraph(lines) => lines.iter().map(|line| line.text.chars().count()).sum(),
        _ => 0,
    });
    length.sum::<usize>() >= MIN_STORY
}

/// Whether a document is a form to be filled in by hand: lines to write on, and no date.
fn is_blank_form(context: &Context<'_, '_, '_>, record: &Record) -> bool {
    // A line of underscores alone is a break between sections.
    let is_blank = |line: &&str| line.contains(BLANK) && line.contains(char::is_alphabetic);
    let blanks = context.source.text.lines().filter(is_blank).count();
    blanks >= MIN_BLANKS && record.date.is_none() && record.timeline.is_empty()
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

#[cfg(test)]
mod tests;
