//! Fills a record from everything that was found in a document.

use std::sync::Arc;

use super::classify::kind_of;
use super::context::{Context, list, texts as texts_of};
use super::identity::{self, IdPatterns, Identity};
use super::labels::Label;
use super::outline::Block;
use super::texts::{is_answer, root_cause, summary, text};
use super::{actions, durations, five_whys, fix, prose, related, short_codes, timeline, times, values};
use crate::diag::Code;
use crate::model::{FIELDS, Field, FieldId, FieldKind, Origin, Record, shrunk};

/// Reads the whole record.
pub(super) fn read(context: &mut Context<'_, '_, '_>, patterns: &IdPatterns) -> (Record, Identity) {
    let identity = identity::read(context, patterns);
    let zone = times::zone(context);
    let times = times::times(context, zone.as_ref());
    // The timeline needs a day for its clock times, and the day may have to come from the timeline.
    let sources = times::DateSources::new(&times, &identity);
    let rough = times::date(&mut without_diagnostics(context), &sources, &[]).map(|date| date.value);
    let timeline = timeline::read(context, rough, zone.as_ref());
    let date = times::date(context, &sources, &timeline);
    let duration = durations::read(context, &times, &timeline, date.as_ref().map(|date| date.value));
    let five_whys = five_whys::read(context);
    let texts = FIELDS.iter().filter(|spec| spec.kind.is_prose()).filter_map(|spec| {
        let text = match spec.id {
            FieldId::Summary => summary(context),
            FieldId::RootCause => root_cause(context, &five_whys),
            id => text(context, id),
        };
        Some((spec.id, text?.map(|text| short_codes::without(&text).into_owned())))
    });
    let lists = FIELDS.iter().filter(|spec| spec.kind.is_list());
    let lists = lists.filter_map(|spec| {
        let mut items = items(context, spec.id, spec.kind)?;
        for item in items.value.iter_mut().filter(|item| short_codes::has_any(item)) {
            *item = short_codes::without(item).into_owned();
        }
        Some((spec.id, items))
    });
    let mut record = Record {
        prose: texts.collect(),
        lists: lists.collect(),
        fix: None,
        title: identity.title.clone(),
        id: identity.id.clone(),
        date,
        duration,
        severity: values::severity(context, &identity),
        status: values::status(context),
        authors: shared(values::authors(context)),
        services: shared(values::services(context)),
        tags: shared(values::tags(context)),
        aliases: shared(values::aliases(context)),
        five_whys: shrunk(five_whys),
        actions: shrunk(actions::read(context)),
        relations: shrunk(related::relations(context)),
        references: shrunk(related::references(context)),
        sign_off: shrunk(related::sign_off(context)),
        meeting: related::dated_line(context, FieldId::Meeting),
        finalized: related::dated_line(context, FieldId::Finalized),
        extra: context
            .front
            .iter()
            .filter(|(field, entry)| {
                field.is_none() || (*field == Some(FieldId::Kind) && kind_of(context, entry).is_none())
            })
            .map(|(_, entry)| (entry.key.clone(), entry.value.clone()))
            .collect(),
        times,
        timeline: shrunk(timeline),
    };
    record.fix = fix::find(context, &record);
    placeholders(context);
    super::unusable::report(context);
    super::impossible::report(context, &record);
    super::hidden_names::show(context, &mut record);
    super::conflicts::report(context);
    (record, identity)
}

/// A list that the incident's card shares.
fn shared(field: Option<Field<Vec<String>>>) -> Option<Field<Arc<[String]>>> {
    field.map(|field| field.map(Arc::from))
}

/// The same document with diagnostics of its own, for a first pass whose findings the second repeats.
fn without_diagnostics<'c, 'o, 'a>(context: &Context<'c, 'o, 'a>) -> Context<'c, 'o, 'a> {
    Context { front: context.front.clone(), diagnostics: Vec::new(), ..*context }
}

/// The list of a field, from front matter or else from all of its labels in the body.
fn items(context: &Context<'_, '_, '_>, id: FieldId, kind: FieldKind) -> Option<Field<Vec<String>>> {
    for entry in context.front(id) {
        // Commas separate the items of a list, but not running text.
        let mut items = if kind.is_prose() { texts_of(&entry.value) } else { list(&entry.value) };
        items.retain(|text| is_answer(context, text));
        if !items.is_empty() {
            return Some(context.field(items, Origin::FrontMatter, entry.span));
        }
    }
    let mut found: Option<Field<Vec<String>>> = None;
    // `- Users affected: none` below the heading `Impact` is a separate key and also one of the section's items.
    let is_repeated = |label: &Label<'_, '_>| {
        kind.is_prose()
            && label.origin != Origin::Section
            && context.labels.heading_fields[label.section] == Some(id)
    };
    for label in context.labels(id).into_iter().filter(|label| !is_repeated(label)) {
        // Empty items and placeholders are left out already.
        let mut items = if kind.is_prose() { prose::label_points(label) } else { prose::label_items(label) };
        items.retain(|item| !context.lexicon.is_nothing(item));
        match &mut found {
            _ if items.is_empty() => {}
            Some(field) => field.value.extend(items),
            None => found = Some(context.field(items, label.origin, label.span)),
        }
    }
    found
}

/// Reports labels that still hold the words of the template.
fn placeholders(context: &mut Context<'_, '_, '_>) {
    let mut found: Vec<_> = context
        .labels
        .all
        .iter()
        .filter(|label| label.field != FieldId::Other && label.origin != Origin::Section)
        .filter_map(|label| {
            let text = label.parts.first()?.text();
            // `N/A` is an answer, and so is one word of a choice in the brackets of the template: `[Closed]`.
            let answer = context.lexicon.is_nothing(text)
                || (label.field == FieldId::Status && super::values::is_status(context.lexicon, text));
            let left = !answer && super::placeholder::is_placeholder(text)
                || (matches!(label.field, FieldId::Severity | FieldId::Status)
                    && super::placeholder::is_choice(text));
            left.then(|| {
                (label.parts[0].line.span, format!("`{}` still contains the placeholder `{text}`", label.key))
            })
        })
        .collect();
    for section in &context.outline.sections {
        if let [Block::Paragraph(lines), ..] = section.blocks.as_slice()
            && let [line] = lines.as_slice()
            && super::placeholder::is_placeholder(&line.text)
        {
            found.push((
                line.span,
                format!("`{}` still contains the placeholder `{}`", section.heading.text, line.text),
            ));
        }
    }
    found.sort();
    found.dedup();
    for (span, message) in found {
        context.report(Code::Placeholder, span, message, "write what is known, or leave it empty");
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::config::Config;
    use crate::diag::Code;
    use crate::model::{ActionState, Parsed};
    use crate::read::Reader;
    use crate::source::SourceFile;

    fn read(text: &str) -> Parsed {
        Reader::new(&Config::default()).read(&Arc::new(SourceFile::new("INC-1.md", text.to_owned())))
    }

    #[test]
    fn a_value_stands_on_its_own_line_of_a_paragraph() {
        let parsed =
            read("# INC-1: Out\n\n> **Severity**: SEV2  \n> **Author**: Ann\n> **Date**: 2026-03-01\n");
        let line = |place: Option<u32>| place.unwrap_or_default();
        assert_eq!(line(parsed.record.severity.as_ref().map(|field| field.provenance.line)), 3);
        assert_eq!(line(parsed.record.authors.as_ref().map(|field| field.provenance.line)), 4);
        assert_eq!(line(parsed.record.date.as_ref().map(|field| field.provenance.line)), 5);
    }

    #[test]
    fn a_name_is_a_single_line() {
        let parsed = read("---\nservices: [\"api\\nweb\", db]\n---\n# INC-1: Out\n");
        let services = parsed.record.services.as_ref().map(|field| &*field.value);
        assert_eq!(services.unwrap_or_default(), ["api web", "db"]);
    }

    #[test]
    fn an_answer_is_no_placeholder() {
        let codes = |value: &str| {
            let text = format!("# INC-1: Out\n\n- Date: 2026-03-01\n- Severity: SEV1\n- Duration: {value}\n");
            read(&text).diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>()
        };
        assert_eq!(codes("N/A"), []);
        assert_eq!(codes("X hours Y minutes"), [Code::Placeholder]);
        assert_eq!(codes("1 h\n- Status: [Closed]"), []);
        assert_eq!(codes("1 h\n- Status: [Open|Closed]"), [Code::Placeholder]);
    }

    #[test]
    fn a_state_may_be_a_note_to_do_it_or_carry_a_day() {
        let rows = "| 1 | Alert on the pool | ops | TODO |\n| 2 | Size the pool | ops | Done 2026-04-02 |\n";
        let parsed = read(&format!(
            "# INC-1: Out\n\n## Action Items\n\n| # | Action | Owner | Status |\n|---|---|---|---|\n{rows}"
        ));
        let states: Vec<_> =
            parsed.record.actions.iter().map(|item| (item.state, item.state_text.as_deref())).collect();
        let expected = [(ActionState::Open, Some("TODO")), (ActionState::Done, Some("Done 2026-04-02"))];
        assert_eq!(states, expected);
    }
}
