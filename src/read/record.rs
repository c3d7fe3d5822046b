//! Fills a record from everything that was found.

use std::sync::Arc;

use super::context::{Context, scalar};
use super::identity::{self, IdPatterns, Identity};
use super::labels::Label;
use super::lexicon::fold;
use super::outline::Block;
use super::{actions, durations, five_whys, prose, related, timeline, times, values};
use crate::diag::Code;
use crate::model::{Event, Field, FieldId, Origin, Phase, Record, Why, shrunk};
use crate::source::Span;

/// Reads the whole record.
pub(super) fn read(context: &mut Context<'_, '_, '_>, patterns: &IdPatterns) -> (Record, Identity) {
    let named = identity::read(context, patterns);
    let zone = times::zone(context);
    let marked = times::times(context, zone.as_ref());
    // The timeline needs a day for its clocks, and the day may have to come from the timeline.
    let sources = times::DateSources::new(&marked, &named);
    let rough = times::date(&mut quiet(context), &sources, &[]).map(|date| date.value);
    let timeline = timeline::read(context, rough, zone.as_ref());
    let date = times::date(context, &sources, &timeline);
    let duration = durations::read(context, &marked, &timeline);
    let five_whys = five_whys::read(context);
    let record = Record {
        title: named.title.clone(),
        id: named.id.clone(),
        date,
        duration,
        severity: values::severity(context, &named),
        status: values::status(context),
        authors: shared(values::authors(context)),
        services: shared(values::services(context)),
        tags: shared(values::tags(context)),
        aliases: shared(values::aliases(context)),
        summary: summary(context),
        impact: text(context, &[FieldId::Impact]),
        trigger: text(context, &[FieldId::Trigger]),
        root_cause: root_cause(context, &five_whys),
        detection: text(context, &[FieldId::Detection]),
        resolution: text(context, &[FieldId::Resolution]).or_else(|| last_mitigation(context, &timeline)),
        contributing_factors: items(context, FieldId::Contributing),
        went_well: items(context, FieldId::WentWell),
        went_badly: items(context, FieldId::WentBadly),
        lucky: items(context, FieldId::Lucky),
        lessons: items(context, FieldId::Lessons),
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
            .filter(|(slot, _)| slot.is_none())
            .map(|(_, entry)| (entry.key.clone(), entry.value.clone()))
            .collect(),
        times: marked,
        timeline: shrunk(timeline),
    };
    placeholders(context);
    (record, named)
}

/// A list that the incident's card will hold as well.
fn shared(field: Option<Field<Vec<String>>>) -> Option<Field<Arc<[String]>>> {
    field.map(|field| field.map(Arc::from))
}

/// The same document without a voice, for a first look whose findings will be made again.
fn quiet<'c, 'o, 'a>(context: &Context<'c, 'o, 'a>) -> Context<'c, 'o, 'a> {
    Context { front: context.front.clone(), diagnostics: Vec::new(), ..*context }
}

/// The first of the slots that is said, front matter before the body.
fn text(context: &Context<'_, '_, '_>, slots: &[FieldId]) -> Option<Field<String>> {
    slots.iter().find_map(|slot| {
        let front = context.front(*slot).find_map(|entry| {
            let text = scalar(&entry.value).filter(|text| says(context, text))?;
            Some(context.field(text, Origin::FrontMatter, entry.span))
        });
        front.or_else(|| context.labels(*slot).into_iter().find_map(|label| labelled(context, label)))
    })
}

fn labelled(context: &Context<'_, '_, '_>, label: &Label<'_, '_>) -> Option<Field<String>> {
    let prose = prose::label_text(label).filter(|prose| says(context, prose))?;
    Some(context.field(prose, label.origin, label.span))
}

fn says(context: &Context<'_, '_, '_>, text: &str) -> bool {
    !text.is_empty() && !context.lexicon.is_nothing(text) && !super::placeholder::is_placeholder(text)
}

/// What happened, in short: stated, else what stands between the title and the first section.
fn summary(context: &Context<'_, '_, '_>) -> Option<Field<String>> {
    text(context, &[FieldId::OneLine, FieldId::Summary]).or_else(|| introduction(context))
}

fn introduction(context: &Context<'_, '_, '_>) -> Option<Field<String>> {
    let outline = context.outline;
    let head = outline.sections.iter().enumerate().filter(|(index, section)| {
        // A heading that carries a value (`## Owner: Ann`) has nothing of its own below it.
        let valued = || {
            context.labels.all.iter().any(|label| {
                label.origin == Origin::Section && label.section == *index && !label.parts.is_empty()
            })
        };
        *index == 0 || Some(*index) == context.labels.title || (section.level > 0 && valued())
    });
    for (index, section) in head {
        for block in &section.blocks {
            let Block::Paragraph(lines) = block else { continue };
            let keyed = context.labels.all.iter().any(|label| {
                label.section == index
                    && label.origin == Origin::List
                    && label.span.start >= lines[0].span.start
                    && label.span.start <= lines[lines.len() - 1].span.end
            });
            let prose = prose::paragraph(lines).filter(|prose| prose.chars().count() >= 24 && !keyed);
            if let Some(prose) = prose {
                return Some(context.field(prose, Origin::Prose, lines[0].span));
            }
        }
    }
    None
}

/// The cause: a key that says so before a section that tells of it; where that section holds nothing but whys, the answer to
/// the last of them.
fn root_cause(context: &Context<'_, '_, '_>, five_whys: &[Why]) -> Option<Field<String>> {
    let labels = context.labels;
    let asks = || {
        let section = labels.heading_fields.iter().position(|slot| *slot == Some(FieldId::FiveWhys))?;
        let above = context.outline.sections[section].parent?;
        let why =
            five_whys.last().filter(|why| says(context, &why.answer) && !why.answer.contains(['?', '？']))?;
        let field = context.field(why.answer.clone(), Origin::Derived, Span::default());
        (labels.section_fields[above] == Some(FieldId::RootCause)).then_some(field)
    };
    // Who tells a direct cause from the root cause means the latter.
    let is_direct = |label: &Label<'_, '_>| {
        let key = fold(&label.key);
        context.lexicon.list("direct").any(|word| key.contains(word))
    };
    let found = text(context, &[FieldId::RootCause]);
    let deeper = || {
        let causes = context.labels(FieldId::RootCause).into_iter();
        causes.filter(|label| !is_direct(label)).find_map(|label| labelled(context, label))
    };
    let direct = found.as_ref().is_some_and(|found| {
        context
            .labels(FieldId::RootCause)
            .iter()
            .any(|label| label.span == found.provenance.span && is_direct(label))
    });
    if direct { deeper().or(found) } else { found.or_else(asks) }
}

/// What ended it, where nobody says so: the last mitigation of the timeline before the service was back.
fn last_mitigation(context: &Context<'_, '_, '_>, timeline: &[Event]) -> Option<Field<String>> {
    let restored =
        timeline.iter().position(|event| matches!(event.phase, Some(Phase::Restored | Phase::Resolved)));
    let (before, after) = timeline.split_at(restored.unwrap_or(timeline.len()));
    let mitigated = |event: &&Event| event.phase == Some(Phase::Mitigated) && !event.text.is_empty();
    let event = before.iter().rev().find(mitigated).or_else(|| after.iter().find(mitigated))?;
    let is_lead = |head: &str| context.lexicon.is_in("fix_lead", &fold(head));
    let text = match event.text.split_once([':', '：']) {
        Some((head, text)) if is_lead(head) => text.trim_start(),
        _ => &event.text,
    };
    Some(context.field(text.to_owned(), Origin::Derived, event.span))
}

fn items(context: &Context<'_, '_, '_>, slot: FieldId) -> Option<Field<Vec<String>>> {
    for entry in context.front(slot) {
        let list: Vec<_> =
            super::context::list(&entry.value).iter().filter(|text| says(context, text)).cloned().collect();
        if !list.is_empty() {
            return Some(context.field(list, Origin::FrontMatter, entry.span));
        }
    }
    let mut found: Option<Field<Vec<String>>> = None;
    for label in context.labels(slot) {
        // What is empty or a placeholder is left out already.
        let mut list = prose::label_items(label);
        list.retain(|prose| !context.lexicon.is_nothing(prose));
        match &mut found {
            _ if list.is_empty() => {}
            Some(field) => field.value.extend(list),
            None => found = Some(context.field(list, label.origin, label.span)),
        }
    }
    found
}

/// Says which labels still hold the template's own words.
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
                (label.parts[0].line.span, format!("`{}` still holds the template's `{text}`", label.key))
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
                format!("`{}` still holds the template's `{}`", section.heading.text, line.text),
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
