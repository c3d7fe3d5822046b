//! The prose of a document: the text of a field wherever it is, the summary, and the root cause.

use rustc_hash::{FxHashMap, FxHashSet};

use super::context::{Context, list, scalar};
use super::labels::Label;
use super::lexicon::{contains_words, fold, fold_text, is_unspaced};
use super::outline::{Block, Line};
use super::prose;
use crate::lexicon::{scope, words};
use crate::model::{FIELDS, Field, FieldId, Origin, Why};
use crate::source::Span;

/// A paragraph before the first section is the summary if it has at least this many characters.
const MIN_INTRODUCTION: usize = 24;
/// If it contains an address, it has at least this many words besides.
const MIN_WORDS: usize = 5;

/// The text of a field, from front matter or else from the body.
pub(super) fn text(context: &Context<'_, '_, '_>, id: FieldId) -> Option<Field<String>> {
    let front = front_text(context, id);
    front.or_else(|| context.labels(id).into_iter().find_map(|label| label_text(context, label)))
}

pub(super) fn front_text(context: &Context<'_, '_, '_>, id: FieldId) -> Option<Field<String>> {
    context.front(id).find_map(|entry| {
        let text = scalar(&entry.value).unwrap_or_else(|| prose::sentences(list(&entry.value)));
        let text = Some(text).filter(|text| is_answer(context, text))?;
        Some(context.field(text, Origin::FrontMatter, entry.span))
    })
}

pub(super) fn label_text(context: &Context<'_, '_, '_>, label: &Label<'_, '_>) -> Option<Field<String>> {
    let prose = prose::label_text(label).filter(|prose| is_answer(context, prose))?;
    Some(context.field(prose, label.origin, label.span))
}

/// Whether a text is more than a dash, `n/a`, a placeholder, or the promise of a text.
pub(super) fn is_answer(context: &Context<'_, '_, '_>, text: &str) -> bool {
    !text.is_empty()
        && !context.lexicon.is_nothing(text)
        && !super::placeholder::is_placeholder(text)
        && !context.lexicon.is_promise(text)
}

/// What happened, in short: as stated, else the first paragraph between the title and the first section. Front matter
/// takes precedence over the body, and in each a text of one line over a longer one.
pub(super) fn summary(context: &Context<'_, '_, '_>) -> Option<Field<String>> {
    let fields = [FieldId::OneLine, FieldId::Summary];
    let front = fields.into_iter().find_map(|field| front_text(context, field));
    let labels = || fields.into_iter().flat_map(|field| context.labels(field));
    let stated = front.or_else(|| {
        // `## Incident: API outage` is a title.
        let is_title = |label: &&Label<'_, '_>| {
            !label.parts.is_empty()
                && label.origin == Origin::Section
                && context.lexicon.is_in("title_lead", &fold(&label.key))
        };
        labels().filter(|label| !is_title(label)).find_map(|label| {
            let text = || label_text(context, label).filter(|_| !begins_with_facts(context, label));
            below_keys(context, label).or_else(text)
        })
    });
    // `The problem had two parts:` announces what happened and does not say it.
    let (announced, stated) = match stated {
        Some(text) if text.value.ends_with([':', '：']) => (Some(text), None),
        stated => (None, stated),
    };
    stated.or_else(|| introduction(context)).or(announced).or_else(|| details(context))
}

/// The first paragraph of a section for facts (`Details`), if a document has neither summary nor introduction.
fn details(context: &Context<'_, '_, '_>) -> Option<Field<String>> {
    let labels = context.labels(FieldId::Metadata).into_iter();
    labels.filter(|label| label.origin == Origin::Section).find_map(|label| {
        let keys = keys_of(context, label.section);
        let is_keyed = |lines: &[Line<'_>]| lines.iter().any(|line| keys.contains_key(&line.span.start));
        let lines = label.paragraph().filter(|lines| !is_keyed(lines))?;
        let text = prose::paragraph(lines).filter(|text| is_answer(context, text))?;
        (text.chars().count() >= MIN_INTRODUCTION).then(|| context.field(text, Origin::Prose, lines[0].span))
    })
}

/// The first paragraph of a summary section that begins with keys: `**Date:** …`, `**Severity:** …`, then what happened.
fn below_keys(context: &Context<'_, '_, '_>, label: &Label<'_, '_>) -> Option<Field<String>> {
    let Some(Block::Paragraph(first)) = label.blocks.first() else { return None };
    if label.origin != Origin::Section || !label.parts.is_empty() {
        return None;
    }
    let keys = keys_of(context, label.section);
    let key_at = |line: &Line<'_>| keys.get(&line.span.start).copied();
    key_at(first.first()?)?;
    let paragraphs = label.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(lines) => Some(lines),
        _ => None,
    });
    paragraphs.take_while(|lines| !prose::lines_text(lines).ends_with([':', '：'])).find_map(|lines| {
        let keys = lines.iter().map_while(key_at).collect::<Vec<_>>();
        // What follows `**Impact:** …` in the same paragraph still tells the impact.
        if keys.last().is_some_and(|field| !is_short_value(*field)) {
            return None;
        }
        let text = prose::paragraph(&lines[keys.len()..]).filter(|text| is_answer(context, text))?;
        Some(context.field(text, label.origin, lines[keys.len()].span))
    })
}

/// Whether a section begins with keys of facts and nothing between them: `- Duration: …`, `- Impact: …`.
fn begins_with_facts(context: &Context<'_, '_, '_>, label: &Label<'_, '_>) -> bool {
    if label.origin != Origin::Section || !label.parts.is_empty() {
        return false;
    }
    let keys = keys_of(context, label.section);
    match label.blocks.first() {
        Some(Block::Paragraph(lines)) => are_facts(&keys, lines.iter()),
        Some(Block::List(items)) => are_facts(&keys, items.iter().filter_map(|item| item.lines().first())),
        _ => false,
    }
}

/// Whether each line is a key with its value, and most keys are known.
fn are_facts<'l, 'a: 'l>(keys: &FxHashMap<u32, FieldId>, lines: impl Iterator<Item = &'l Line<'a>>) -> bool {
    let (mut known, mut other) = (0, 0);
    for line in lines {
        match keys.get(&line.span.start) {
            None | Some(FieldId::Summary | FieldId::OneLine) => return false,
            Some(FieldId::Other) => other += 1,
            Some(_) => known += 1,
        }
    }
    known > 0 && known >= other
}

/// The fields of the keys in a section, by the byte at which their line begins.
fn keys_of(context: &Context<'_, '_, '_>, section: usize) -> FxHashMap<u32, FieldId> {
    let keys = context.labels.all.iter();
    let keys = keys.filter(|key| key.origin != Origin::Section && key.section == section);
    keys.map(|key| (key.span.start, key.field)).collect()
}

/// Whether the value of a key is a date, a name or the like, and never a paragraph.
fn is_short_value(field: FieldId) -> bool {
    !matches!(field, FieldId::Other | FieldId::Summary | FieldId::OneLine)
        && FIELDS
            .iter()
            .filter(|spec| spec.id == field)
            .all(|spec| !spec.kind.is_prose() && !spec.kind.is_list())
}

fn introduction(context: &Context<'_, '_, '_>) -> Option<Field<String>> {
    let outline = context.outline;
    // What follows a heading with a value (`## Owner: Ann`) still belongs to the head of the document.
    let labels = context.labels.all.iter();
    let valued = labels.filter(|label| label.origin == Origin::Section && !label.parts.is_empty());
    let valued: FxHashSet<usize> = valued.map(|label| label.section).collect();
    let head = outline.sections.iter().enumerate().filter(|(index, section)| {
        // `# Post-mortem`, and below it `# The day the gateway broke`
        let is_second_title = section.level == 1
            && context.labels.heading_fields[*index].is_none()
            && context.labels.title.is_some_and(|title| title + 1 == *index);
        *index == 0
            || Some(*index) == context.labels.title
            || is_second_title
            || (section.level > 0 && valued.contains(index))
    });
    for (index, section) in head {
        let keys = keys_of(context, index);
        for block in &section.blocks {
            let Block::Paragraph(lines) = block else { continue };
            let has_keys = are_facts(&keys, lines.iter())
                || context.labels.all.iter().any(|label| {
                    label.section == index
                        && label.origin == Origin::List
                        && label.span.start >= lines[0].span.start
                        && label.span.start <= lines[lines.len() - 1].span.end
                });
            let prose = prose::paragraph(lines)
                .filter(|prose| prose.chars().count() >= MIN_INTRODUCTION && !has_keys && !is_address(prose));
            if let Some(prose) = prose {
                return Some(context.field(prose, Origin::Prose, lines[0].span));
            }
        }
    }
    None
}

/// Whether a paragraph is an address with a word or two before it: `Discussion: https://…`.
fn is_address(prose: &str) -> bool {
    let is_link = |word: &str| word.contains("://");
    let words = || prose.split_whitespace();
    words().any(is_link) && words().filter(|word| !is_link(word)).count() < MIN_WORDS
}

/// Whether a text calls something the root cause: `The root cause is an old assumption`.
fn says_cause(text: &str) -> bool {
    let folded = fold_text(text);
    let names =
        words(scope("heading"), "root_cause").filter(|name| name.contains(' ') || name.contains(is_unspaced));
    names.into_iter().any(|name| contains_words(&folded, name))
}

/// The root cause: a key takes precedence over a section. Where none is stated, it is the answer to the last why, if the
/// whys are in the analysis of the cause or that answer says that it is the cause.
pub(super) fn root_cause(context: &Context<'_, '_, '_>, five_whys: &[Why]) -> Option<Field<String>> {
    let labels = context.labels;
    let last_why = || {
        let section = labels.heading_fields.iter().position(|field| *field == Some(FieldId::FiveWhys))?;
        let above = context.outline.sections[section].parent;
        let is_cause = above.is_some_and(|above| labels.section_fields[above] == Some(FieldId::RootCause));
        let why = five_whys
            .last()
            .filter(|why| is_answer(context, &why.answer) && !why.answer.contains(['?', '？']))?;
        let field = context.field(why.answer.clone(), Origin::Derived, Span::default());
        (is_cause || says_cause(&why.answer)).then_some(field)
    };
    // A document that names both a direct cause and a root cause means the latter.
    let is_direct = |label: &Label<'_, '_>| {
        let key = fold(&label.key);
        context.lexicon.list("direct").any(|word| key.contains(word))
    };
    // A heading with nothing but further headings of causes below it: those name the cause.
    let is_wrapper = |label: &Label<'_, '_>| {
        label.origin == Origin::Section
            && label.parts.is_empty()
            && context.outline.sections[label.section].blocks.is_empty()
            && context
                .outline
                .subtree(label.section)
                .skip(1)
                .any(|section| labels.heading_fields[section] == Some(FieldId::RootCause))
    };
    let causes = context.labels(FieldId::RootCause);
    let is_first = |label: &Label<'_, '_>| !is_direct(label) && !is_wrapper(label);
    let find = |wanted: &dyn Fn(&Label<'_, '_>) -> bool| {
        causes.iter().filter(|label| wanted(label)).find_map(|label| label_text(context, label))
    };
    front_text(context, FieldId::RootCause)
        .or_else(|| find(&is_first))
        .or_else(|| find(&|label| !is_first(label)))
        .or_else(last_why)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::config::Config;
    use crate::model::{FieldId, Parsed};
    use crate::read::Reader;
    use crate::source::SourceFile;

    fn read(text: &str) -> Parsed {
        Reader::new(&Config::default()).read(&Arc::new(SourceFile::new("INC-1.md", text.to_owned())))
    }

    fn prose(text: &str, field: FieldId) -> Option<String> {
        read(text).record.prose.get(field).map(|field| field.value.clone())
    }

    #[test]
    fn keys_at_the_head_of_a_summary_hide_no_prose() {
        let text =
            "# INC-1: Out\n\n## Summary\n\n**Date**: 2026-03-01\n**Severity**: SEV1\n\nThe shop was down.\n";
        assert_eq!(prose(text, FieldId::Summary).as_deref(), Some("The shop was down."));
    }

    #[test]
    fn a_summary_in_front_matter_beats_one_in_the_body() {
        let body = "# INC-1: Out\n\n## One-line summary\n\nThe shop was down.\n";
        let text = format!("---\nsummary: No orders for an hour.\n---\n{body}");
        assert_eq!(prose(&text, FieldId::Summary).as_deref(), Some("No orders for an hour."));
    }

    #[test]
    fn the_list_after_a_lead_in_is_the_cause() {
        let text = "# INC-1: Out\n\n## Root cause\n\nThese came together:\n\n- The disk was full\n- The alert was off\n";
        assert_eq!(prose(text, FieldId::RootCause).as_deref(), Some("The disk was full. The alert was off."));
    }

    #[test]
    fn the_cause_has_the_list_that_its_last_sentence_announces() {
        let text = "# INC-1: Out\n\n## Root cause\n\nTwo things met. Both were old:\n\n- The disk was full\n- The alert was off\n";
        let cause = "Two things met. Both were old: The disk was full. The alert was off.";
        assert_eq!(prose(text, FieldId::RootCause).as_deref(), Some(cause));
        let table = "# INC-1: Out\n\n## Root causes\n\n| # | Cause | Kind |\n|---|---|---|\n| 1 | The disk was full | disk |\n| 2 | The alert was off | alert |\n";
        assert_eq!(
            prose(table, FieldId::RootCause).as_deref(),
            Some("The disk was full. The alert was off.")
        );
    }

    #[test]
    fn causes_of_other_kinds_contribute() {
        let text =
            "# INC-1: Out\n\n**Process cause:** Nobody looked\n\n**Technical cause:** The disk was full\n";
        assert_eq!(prose(text, FieldId::RootCause).as_deref(), Some("The disk was full"));
        let text = "# 障害\n\n## 原因\n\n### 直接原因\n\nディスクが満杯。\n\n### なぜ防げなかったか\n\n監視がなかった。\n";
        assert_eq!(prose(text, FieldId::RootCause).as_deref(), Some("ディスクが満杯。"));
    }

    #[test]
    fn facts_and_names_of_lists_are_no_summary() {
        let facts = "## Summary\n\n- **Duration:** 2 hours\n- **Impact:** No water\n";
        let end = "\n## Conclusion\n\nFine.\n";
        assert_eq!(prose(&format!("# Out\n\n{facts}{end}"), FieldId::Summary), None);
        let named = "# Out\n\n## Summary\n\n**At night:**\n\n- A neighbor called.\n";
        assert_eq!(prose(named, FieldId::Summary).as_deref(), Some("A neighbor called."));
    }

    #[test]
    fn number_in_a_sentence_is_no_value_of_the_words_before_it() {
        let text = "# Out\n\n## What happened\n\nThe 3D printers of the\nschool stopped.\n\n## Conclusion\n\nFine.\n";
        assert_eq!(prose(text, FieldId::Summary).as_deref(), Some("The 3D printers of the school stopped."));
    }

    #[test]
    fn a_promise_of_a_text_is_no_text() {
        for text in
            ["To be determined after the review.", "Noch nicht bekannt, wird noch untersucht.", "調査中"]
        {
            assert_eq!(
                prose(&format!("# INC-1: Out\n\n## Root cause\n\n{text}\n"), FieldId::RootCause),
                None
            );
        }
        let text = "# INC-1: Out\n\n## Root cause\n\nThe key expired. Why nobody noticed is still under investigation.\n";
        assert!(prose(text, FieldId::RootCause).is_some());
    }

    #[test]
    fn whys_lead_to_the_cause_and_are_questions() {
        let last = |text: &str| {
            format!(
                "# INC-1: Out\n\n## Five whys\n\n1. **Why** was it down? The disk was full.\n2. **Why**? {text}\n"
            )
        };
        assert_eq!(prose(&last("Logs grew."), FieldId::RootCause), None);
        let cause = "Logs grew. The root cause is the missing rotation.";
        assert_eq!(prose(&last(cause), FieldId::RootCause).as_deref(), Some(cause));
        let table = "# INC-1: Out\n\n## Root cause\n\nThe disk was full.\n\n| Part | State |\n|---|---|\n| Disk | full |\n| Log | large |\n";
        assert_eq!(read(table).record.five_whys.len(), 0);
        let apart = "# INC-1: Out\n\n## Root cause\n\nWhy was it down?\n\nThe disk was full.\n\nWhy was it full?\n\nBecause logs grew.\n";
        let whys: Vec<_> = read(apart).record.five_whys.iter().map(|why| why.answer.clone()).collect();
        assert_eq!(whys, ["The disk was full.", "logs grew."]);
    }

    #[test]
    fn the_actual_cause_beats_the_apparent_one() {
        let text =
            "# INC-1: 中断\n\n## 根因分析\n\n### 表面原因\n\n连接失败。\n\n### 真正原因\n\n证书过期。\n";
        assert_eq!(prose(text, FieldId::RootCause).as_deref(), Some("证书过期。"));
    }
}
