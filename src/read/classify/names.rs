//! Names of files, folders and titles that say what a document is.

use crate::model::{FieldId, Record};
use crate::read::context::Context;
use crate::read::identity::Identity;
use crate::read::lexicon::{contains_words, fold, fold_text};
use crate::read::link_target::is_markdown;
use crate::read::outline::{Block, Item, Line};

/// Shorter words in front of a title, such as `RCA`, can mean something else, in bytes.
const MIN_LEAD: usize = 8;

/// The folder above a document that holds runbooks, decisions and the like.
pub(super) fn page_folder<'c>(context: &Context<'c, '_, '_>) -> Option<&'c str> {
    let (folders, _) = context.source.path.rsplit_once('/')?;
    folders.split('/').find(|folder| context.lexicon.is_in("page_folder", &fold(folder)))
}

/// `template.md`, `postmortem-template.md`, `README.md`
pub(super) fn page_name(context: &Context<'_, '_, '_>, stem: &str) -> Option<String> {
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
pub(super) fn is_template_title(context: &Context<'_, '_, '_>, identity: &Identity) -> bool {
    identity.raw_titles.iter().any(|title| {
        let title = fold(&title.value);
        context.lexicon.list("template").any(|word| {
            let rest = title.strip_suffix(word).or_else(|| title.strip_prefix(word));
            rest.is_some_and(|rest| context.lexicon.occurs_in("incident", rest))
        })
    })
}

/// Whether both the file and the title are those of a report about something: `INCIDENT_REPORT.md` with `Incident Report: Wrong
/// address`. Either alone can be a text about reports.
pub(super) fn is_report_on(context: &Context<'_, '_, '_>, stem: &str, identity: &Identity) -> bool {
    let is_lead = |text: &str| {
        let text = fold(text);
        text.len() >= MIN_LEAD && context.lexicon.is_in("title_lead", &text)
    };
    let has_subject = |title: &str| {
        [":", "：", " | ", " – ", " — ", " - "].into_iter().filter_map(|mark| title.split_once(mark)).any(
            |(before, after)| {
                is_lead(before) && after.contains(char::is_alphabetic)
                    || is_lead(after) && before.contains(char::is_alphabetic)
            },
        )
    };
    is_lead(stem) && identity.raw_titles.iter().any(|title| has_subject(&title.value))
}

/// `0000-YYYY-MM-DD-short-title.md`
pub(super) fn is_mask(stem: &str) -> bool {
    ["YYYY", "yyyy-mm", "XXXX", "20xx", "nnn-"].iter().any(|mask| stem.contains(mask))
}

/// Whether a README is the report in a folder of its own: it has most of what reports have, or its title says so and it
/// has a date. The README of the whole archive needs all of that, and a README that lists documents is their index.
pub(super) fn is_bundle_report(context: &Context<'_, '_, '_>, record: &Record, identity: &Identity) -> bool {
    if fold(context.source.stem()) != "readme" {
        return false;
    }
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
    if !context.source.path.contains('/') {
        return is_titled_report && dated && tells_story && has_text(FieldId::RootCause) && links < 2;
    }
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
