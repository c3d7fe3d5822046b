//! Whether a document is a post-mortem.

use super::context::Context;
use super::lexicon::{contains_words, fold};
use super::names::{Named, name_of};
use super::slot::Slot;
use super::values::is_set;
use crate::diag::Code;
use crate::model::{Record, Sort, Verdict};
use crate::source::Span;
use crate::when;

/// A document is an incident if it has at least this much of one.
const ENOUGH: usize = 2;

/// Judges a document by its name and by what was read from it.
pub(super) fn judge(context: &mut Context<'_, '_, '_>, record: &Record, named: &Named) -> Verdict {
    let draft = is_set(context, Slot::Draft);
    let page = |why: &str| Verdict { sort: Sort::Page, why: why.to_owned(), draft };
    if is_set(context, Slot::Informational) {
        return page("its front matter calls it informational");
    }
    let stem = fold(context.source.stem());
    let name = fold(&name_of(context.source));
    let bundle = stem != name && !matches!(stem.as_str(), "readme");
    let dated = when::date_in_name(&name_of(context.source)).is_some();
    let has_id = record.id.is_some();
    // A report in a folder of its own may be that folder's README.
    let told = record.timeline.len() > 2 || (record.root_cause.is_some() && record.summary.is_some());
    let is_report =
        bundle_readme(context) && told && record.date.is_some() && context.labels.has(Slot::Timeline);
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
    if !dated && !has_id && is_guide(context, record, named) {
        return page("its title is that of a guide");
    }
    let marks = marks(context, record, named);
    if matches!(stem.as_str(), "index" | "_index" | "readme")
        && !is_report
        && !(bundle && (dated || has_id || marks.len() > 3))
        && !(has_id && record.date.is_some())
    {
        return page("it is an index of its folder");
    }
    if is_unfilled(context, record) {
        context.report(
            Code::TemplateUnfilled,
            Span::default(),
            "nothing in this template has been filled in",
            "it is shown as a page until it says something",
        );
        return page("it is a template that nobody has filled in");
    }
    if marks.len() < ENOUGH {
        return page(&marks.first().map_or_else(
            || "nothing in it speaks of an incident".to_owned(),
            |mark| format!("only {mark} speaks of an incident"),
        ));
    }
    let why = marks.into_iter().take(4).collect::<Vec<_>>().join(", ");
    Verdict { sort: Sort::Incident, why, draft }
}

/// A README below the content folder.
fn bundle_readme(context: &Context<'_, '_, '_>) -> bool {
    context.source.path.contains('/') && fold(context.source.stem()) == "readme"
}

/// `template.md`, `postmortem-template.md`, `README.md`
fn page_name(context: &Context<'_, '_, '_>, stem: &str) -> Option<String> {
    let words = context.lexicon.list("page_name");
    words
        .iter()
        .find(|word| {
            stem == word.as_str()
                || stem.starts_with(&format!("{word} ")) && **word != "security" && **word != "summary"
                || is_template_name(stem, word)
        })
        .cloned()
}

fn is_template_name(stem: &str, word: &str) -> bool {
    let is_word =
        matches!(word, "template" | "plantilla" | "modelo" | "vorlage" | "modèle" | "テンプレート" | "模板");
    is_word
        && (contains_words(stem, word)
            && (stem.ends_with(word)
                || stem.starts_with(word)
                || stem.contains("postmortem")
                || stem.contains("incident")))
}

/// What in the document speaks of an incident.
fn marks(context: &Context<'_, '_, '_>, record: &Record, named: &Named) -> Vec<&'static str> {
    let has = |slot| context.labels.has(slot) || context.front(slot).next().is_some();
    let sections = [
        (Slot::Timeline, "a timeline"),
        (Slot::RootCause, "a root cause"),
        (Slot::FiveWhys, "five whys"),
        (Slot::Actions, "action items"),
        (Slot::Impact, "an impact"),
        (Slot::Resolution, "a resolution"),
        (Slot::Detection, "a detection"),
        (Slot::Contributing, "contributing factors"),
        (Slot::WentBadly, "what went badly"),
        (Slot::Lucky, "where luck helped"),
        (Slot::Trigger, "a trigger"),
        (Slot::Service, "affected services"),
    ];
    let mut marks: Vec<_> =
        sections.into_iter().filter(|(slot, _)| has(*slot)).map(|(_, mark)| mark).collect();
    let mut add = |is: bool, mark| {
        if is {
            marks.push(mark);
        }
    };
    add(record.severity.is_some(), "a severity");
    add(record.timeline.len() > 2, "timed events");
    add(
        record
            .duration
            .as_ref()
            .is_some_and(|field| field.provenance.origin != crate::model::Origin::Derived),
        "a duration",
    );
    add(record.id.is_some(), "an id");
    add(record.times.resolved.is_some() || record.times.detected.is_some(), "times of an incident");
    add(record.date.is_some(), "a date");
    let words = context.lexicon.list("incident");
    let speaks = named
        .written
        .iter()
        .map(|title| fold(&title.value))
        .chain([fold(context.source.stem())])
        .any(|text| words.iter().any(|word| contains_words(&text, word)));
    add(speaks, "its title");
    marks
}

/// `0000-YYYY-MM-DD-short-title.md`
fn is_mask(stem: &str) -> bool {
    ["YYYY", "yyyy-mm", "XXXX", "20xx", "nnn-"].iter().any(|mask| stem.contains(mask))
}

/// A text on how to write post-mortems has their sections, but no severity, no duration and no day on its timeline.
fn is_guide(context: &Context<'_, '_, '_>, record: &Record, named: &Named) -> bool {
    let stated = record.severity.is_some()
        || record
            .duration
            .as_ref()
            .is_some_and(|field| field.provenance.origin != crate::model::Origin::Derived)
        || record.times.resolved.is_some();
    let titles = named.written.iter().map(|title| fold(&title.value)).chain([fold(context.source.stem())]);
    !stated
        && titles
            .into_iter()
            .any(|title| context.lexicon.list("guide").iter().any(|word| contains_words(&title, word)))
}

/// Whether the document has the sections of a template and says nothing in any of them.
fn is_unfilled(context: &Context<'_, '_, '_>, record: &Record) -> bool {
    let shape = [Slot::Timeline, Slot::RootCause, Slot::Actions, Slot::Impact, Slot::Summary]
        .into_iter()
        .filter(|slot| context.labels.has(*slot))
        .count();
    let says = record.summary.is_some()
        || record.root_cause.is_some()
        || record.date.as_ref().is_some_and(|date| date.provenance.origin != crate::model::Origin::Path)
        || !record.timeline.is_empty()
        || !record.actions.is_empty();
    shape >= 2 && !says
}
