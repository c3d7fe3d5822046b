//! What ended the incident: the answer that somebody looks for in the next outage.
//!
//! A wrong answer is worse than none, so a text counts only if it reports an act: something that was done, that is not
//! merely planned or tried, and that did not fail. A section or key about the resolution comes first, then a sentence of
//! the summary or cause that says by what the problem was solved, then what such a section says in words that are not
//! known to be an act, which is only probable, then the timeline: the last act before the service was back.

mod collector;
mod commands;
#[cfg(test)]
mod refusal_tests;
mod statement;
#[cfg(test)]
mod tests;

use self::collector::statements;
use self::statement::{Announced, Statement, Strength, named_fix, shown, strength};
use super::alike::Alike;
use super::context::{Context, scalar};
use super::labels::Label;
use super::lexicon::{fold, is_unspaced};
use super::outline::{Block, Item, TaskState};
use super::placeholder::is_placeholder;
use super::signs::{Signs, count_words};
use super::timeline::is_newest_first;
use crate::model::{Event, Field, FieldId, Fix, Moment, Origin, Phase, Record, Times};
use crate::source::Span;
use crate::text::{self, sentences, shorten};
use crate::when;

/// The longest text of a fix, in characters.
const MAX_TEXT: usize = 180;

/// Of several steps, at most this many are shown.
const MAX_STEPS: usize = 3;

/// The name of an event has at most this many words.
const MAX_NAME: usize = 8;

/// The fields whose texts tell what happened, and may tell by what it was solved.
const NARRATIVE: &[FieldId] = &[
    FieldId::RootCause,
    FieldId::Summary,
    FieldId::OneLine,
    FieldId::Description,
    FieldId::Conclusion,
    FieldId::Response,
    FieldId::Detection,
    FieldId::Trigger,
];

/// Finds what ended the incident.
pub(super) fn find(context: &Context<'_, '_, '_>, record: &Record) -> Option<Field<Fix>> {
    let (timeline, times) = (record.timeline.as_slice(), &record.times);
    let stated = || {
        let sections = sections(context);
        first_of(context, &sections, choose)
            .or_else(|| solved(context, record))
            .or_else(|| first_of(context, &sections, first_placed))
    };
    let mut fix = front_matter(context).or_else(stated).or_else(|| acted(context, timeline))?;
    fix.value.text = shorten(&fix.value.text, MAX_TEXT);
    if fix.value.at.is_none() {
        fix.value.at = time(&fix.value.text, timeline, times);
    }
    Some(fix)
}

/// Chooses one of the statements of a section or key.
type Choose = fn(&Context<'_, '_, '_>, &[Statement]) -> Option<(String, Span, Strength)>;

/// The time of the event with this text. Other events can be mitigations without effect, so without that event only the
/// time that the document marks as mitigated counts.
fn time(text: &str, timeline: &[Event], times: &Times) -> Option<Moment> {
    // Of several steps, the first.
    let first = text.split_once("; ").or_else(|| text.split_once('；')).map_or(text, |(first, _)| first);
    let words = first.trim_end_matches(['…', '.']);
    let has_clock = |at: &&Moment| at.clock.is_some();
    let marked = timeline.iter().filter(|event| event.phase.is_some());
    let event = marked.filter(|event| event.text.contains(words)).find_map(|event| event.at.as_ref());
    let mitigated = || times.mitigated.as_ref().map(|field| &field.value).filter(has_clock);
    event.filter(has_clock).or_else(mitigated).cloned()
}

/// The first statement that says by what the problem was solved, else the first one that reports an act, else the value
/// of a key.
fn choose(context: &Context<'_, '_, '_>, statements: &[Statement]) -> Option<(String, Span, Strength)> {
    let mut best: Option<(String, Span, Strength)> = None;
    // A command says less than a sentence about it.
    let (commands, sentences): (Vec<_>, Vec<_>) =
        statements.iter().partition(|statement| statement.announced == Announced::Command);
    for statement in sentences.into_iter().chain(commands) {
        let Some((text, strength)) = statement.best(context) else { continue };
        // A section of a sentence or two has room for nothing else.
        let is_alone = statements.len() == 1 && text::sentences(&statement.text).nth(2).is_none();
        let counts = strength >= Strength::Act || statement.announced == Announced::Key || is_alone;
        if counts && strength > best.as_ref().map_or(Strength::None, |(_, _, best)| *best) {
            best = Some((text, statement.span, strength));
        }
        if strength == Strength::Fix {
            break;
        }
    }
    let (text, span, strength) = best?;
    let text =
        if strength == Strength::Act { with_next_steps(context, text, span, statements) } else { text };
    Some((text, span, strength))
}

/// An act with those after it in the same list: none of several steps alone is what ended the incident.
fn with_next_steps(
    context: &Context<'_, '_, '_>,
    first: String,
    span: Span,
    statements: &[Statement],
) -> String {
    let mut list = statements.iter().skip_while(|statement| statement.span != span);
    let Some(number) = list.next().and_then(|statement| statement.list) else { return first };
    let steps = list.take_while(|statement| statement.list == Some(number));
    steps.filter_map(|step| step.act(context)).take(MAX_STEPS - 1).fold(first, |text, act| {
        let before = text.trim_end_matches(['.', '。', ';', '；', ',']);
        let separator = if before.ends_with(is_unspaced) { "；" } else { "; " };
        format!("{before}{separator}{act}")
    })
}

/// The first statement that nothing speaks against, of a section whose place says that it is about the fix.
fn first_placed(context: &Context<'_, '_, '_>, statements: &[Statement]) -> Option<(String, Span, Strength)> {
    statements.iter().find_map(|statement| {
        let (text, strength) = statement.best(context)?;
        (strength == Strength::Placed).then_some((text, statement.span, strength))
    })
}

fn front_matter(context: &Context<'_, '_, '_>) -> Option<Field<Fix>> {
    context.front(FieldId::Resolution).find_map(|entry| {
        let text = scalar(&entry.value)?;
        let statement = Statement { text, span: entry.span, announced: Announced::Nothing, list: None };
        let (text, span, strength) = choose(context, &[statement])?;
        Some(context.field(fix(text, strength, &entry.key), Origin::FrontMatter, span))
    })
}

fn fix(text: String, strength: Strength, source: &str) -> Fix {
    Fix { text, at: None, certain: strength >= Strength::Act, source: Some(source.trim().into()) }
}

/// A section or key about the resolution.
struct Section<'c, 'o, 'a> {
    label: &'c Label<'o, 'a>,
    /// It is about the response, and tells first who came, or about the cause too.
    is_shared: bool,
    /// It may or may not say what was done: a remark after a time, or a list of measures that were taken at once.
    is_vague: bool,
}

/// The sections and keys about the resolution, those about something else too last.
fn sections<'c, 'o, 'a>(context: &Context<'c, 'o, 'a>) -> Vec<Section<'c, 'o, 'a>> {
    let is_shared = |label: &Label<'_, '_>| {
        label.field != FieldId::Resolution || context.lexicon.is_in("response", &fold(&label.key))
    };
    // `Root cause and fix`
    let joined = [FieldId::RootCause, FieldId::Detection, FieldId::Response, FieldId::Summary]
        .into_iter()
        .flat_map(|field| context.labels(field))
        .filter(|label| label.origin == Origin::Section && context.lexicon.also_names_fix(&label.key));
    // `Remediation`, with a list of what was done
    let is_done = |section: usize| {
        let mut blocks = context.outline.sections[section].blocks.iter();
        blocks.any(|block| matches!(block, Block::List(items) if Alike::of_items(items, context.lexicon).mostly_done))
    };
    let actions = |list: &'static str| {
        let is_named = move |label: &&'c Label<'o, 'a>| {
            label.origin == Origin::Section && context.lexicon.is_in(list, &fold(&label.key))
        };
        context.labels(FieldId::Actions).into_iter().filter(is_named)
    };
    let remediation = actions("remediation").filter(|label| is_done(label.section));
    // `Immediate actions`, if they are done
    let measures = actions("measure_taken").filter(|label| !remains(context, label.section));
    // `Recovered | 14:20, after the workers were restarted`
    let times = [FieldId::Mitigated, FieldId::Resolved]
        .into_iter()
        .flat_map(|field| context.labels(field))
        .filter(|label| label.origin != Origin::Section);
    let is_real = |label: &&'c Label<'o, 'a>| !is_in_template(context, label.section);
    let labels = context
        .labels(FieldId::Resolution)
        .into_iter()
        .chain(joined)
        .chain(remediation)
        .chain(measures)
        .chain(times)
        .filter(is_real);
    let is_vague = |label: &Label<'_, '_>| {
        matches!(label.field, FieldId::Mitigated | FieldId::Resolved)
            || context.lexicon.is_in("measure_taken", &fold(&label.key))
    };
    let section = |label| Section { label, is_shared: is_shared(label), is_vague: is_vague(label) };
    let mut sections: Vec<_> = labels.map(section).collect();
    sections.sort_by_key(|section| section.is_shared);
    sections
}

/// Whether a box in a section is unchecked.
fn remains(context: &Context<'_, '_, '_>, section: usize) -> bool {
    context.outline.sections[section].blocks.iter().any(|block| {
        let Block::List(items) = block else { return false };
        let is_open = |item: &Item<'_>| item.task.is_some_and(|task| task != TaskState::Done);
        items.iter().any(is_open)
    })
}

/// Whether a section is a form to fill in, above the incidents of the same document.
fn is_in_template(context: &Context<'_, '_, '_>, section: usize) -> bool {
    context.outline.with_ancestors(section).any(|at| {
        Some(at) != context.labels.title
            && context.lexicon.is_in("template", &fold(&context.outline.sections[at].heading.text))
    })
}

/// What the first section says in which there is something to choose.
fn first_of(
    context: &Context<'_, '_, '_>,
    sections: &[Section<'_, '_, '_>],
    choose: Choose,
) -> Option<Field<Fix>> {
    sections.iter().find_map(|section| {
        let label = section.label;
        let (text, span, strength) = choose(context, &statements(context, label))?;
        let text = if section.is_vague { without_time(context, &text)? } else { text };
        let strength_shown = if section.is_vague { strength.min(Strength::Placed) } else { strength };
        (strength >= Strength::Act || !section.is_shared)
            .then(|| context.field(fix(text, strength_shown, &label.key), label.origin, span))
    })
}

/// What a value says after its time: `2026-03-04 14:20 (the workers were restarted)`.
fn without_time(context: &Context<'_, '_, '_>, text: &str) -> Option<String> {
    let Some(stamp) = when::leading_stamp(text, context.config.date_order) else {
        return Some(text.to_owned());
    };
    let rest =
        text[stamp.text_end..].trim_start_matches([' ', ',', ';', ':', '-', '–', '—', '、', '，', '※']);
    // A bracket around all of it; the sentence may have been cut off before its end.
    let inner = rest.strip_prefix(['(', '（', '[']).map(|inner| inner.trim_end_matches(['。', '.']));
    let inner = inner.map(|inner| inner.strip_suffix([')', '）', ']']).unwrap_or(inner));
    let inner = inner.filter(|inner| !inner.contains([')', '）', ']'])).unwrap_or(rest);
    (count_words(inner) > 1 || inner.contains(is_unspaced)).then(|| inner.to_owned())
}

/// A sentence of the cause or the summary that says by what the problem was solved.
fn solved(context: &Context<'_, '_, '_>, record: &Record) -> Option<Field<Fix>> {
    let says_how = |sentence: &&str| {
        // What it was solved by is in the list below.
        if sentence.ends_with([':', '：']) {
            return false;
        }
        let signs = Signs::of(context.lexicon, sentence);
        (signs.says_how() || signs.solved_by_act()) && strength(context, sentence) >= Strength::Act
    };
    if let Some(summary) = record.text(FieldId::Summary)
        && let Some(sentence) = sentences(&summary.value).find(says_how)
    {
        let fix = fix(shown(context, sentence), Strength::Fix, FieldId::Summary.name());
        return Some(Field { value: fix, provenance: summary.provenance });
    }
    // Without times, the order says little about what ended it.
    let is_untimed = record.timeline.iter().all(|event| event.at.is_none());
    let untimed = Some(&FieldId::Timeline).filter(|_| is_untimed);
    let is_named = |sentence: &str| {
        let named = named_fix(context, sentence);
        named.is_some_and(|(_, rest)| strength(context, rest) >= Strength::Act)
    };
    let labels = NARRATIVE.iter().chain(untimed).flat_map(|field| context.labels(*field));
    labels.into_iter().find_map(|label| {
        statements(context, label).iter().find_map(|statement| {
            let sentence = sentences(&statement.text).find(|one| {
                is_named(one)
                    || says_how(one)
                    || statement.announced == Announced::Solution && !is_placeholder(one)
            })?;
            let text = shown(context, sentence);
            Some(context.field(fix(text, Strength::Fix, &label.key), Origin::Prose, statement.span))
        })
    })
}

/// The last act on the timeline before the service was back: what words call a fix, or what the event says that tells of
/// the recovery. What happened before there was any trouble set it off.
fn acted(context: &Context<'_, '_, '_>, timeline: &[Event]) -> Option<Field<Fix>> {
    let is = |phase| move |event: &&Event| event.phase == Some(phase);
    // Status pages show the last update first.
    let mut timeline: Vec<&Event> = timeline.iter().collect();
    if is_newest_first(&timeline) {
        timeline.reverse();
    }
    let is_lasting = |event: &Event| {
        let begins = |text: String| context.lexicon.list("lasting").any(|name| text.starts_with(name));
        event.phase.is_some() && begins(fold(&event.text))
    };
    // A permanent fix comes after the one that ended the incident.
    if timeline.iter().any(|event| event.phase == Some(Phase::Mitigated) && !is_lasting(event)) {
        timeline.retain(|event| !is_lasting(event));
    }
    let sign = timeline.iter().position(|event| {
        matches!(
            event.phase,
            Some(Phase::FirstSignal | Phase::Alert | Phase::Declared | Phase::Investigating)
        )
    });
    let timeline = &timeline[sign.unwrap_or(0)..];
    let end = timeline
        .iter()
        .rposition(is(Phase::Restored))
        .or_else(|| timeline.iter().rposition(is(Phase::Resolved)));
    let (before, at_end) = timeline.split_at(end.unwrap_or(timeline.len()));
    let strong = |signs: &Signs| signs.mitigated().is_some();
    let any = |signs: &Signs| strong(signs) || signs.acted();
    let from_end = || at_end.first().and_then(|event| Some((*event, act(context, event, 1, &any)?)));
    let earlier = || {
        // Without an end, trouble after the fix means that it was none.
        let is_trouble = |event: &&&Event| matches!(event.phase, Some(Phase::FirstSignal | Phase::Alert));
        let events = before.iter().rev().take_while(|event| end.is_some() || !is_trouble(event));
        let mut fixes = events.filter(|event| event.phase == Some(Phase::Mitigated));
        fixes.find_map(|event| Some((*event, act(context, event, usize::MAX, &any)?)))
    };
    let (event, text) = from_end().or_else(earlier)?;
    let at = event.at.clone().filter(|at| at.clock.is_some());
    let fix = Fix { text, at, certain: false, source: None };
    Some(context.field(fix, Origin::Derived, event.span))
}

/// A sentence without the name of the event in front of it, if what follows reports an act: `Site is back: restarted the
/// gateway`.
fn without_name(context: &Context<'_, '_, '_>, text: &str, is_act: &dyn Fn(&Signs) -> bool) -> String {
    let says_more = |(name, rest): &(&str, &str)| {
        count_words(name) <= MAX_NAME
            && !is_act(&Signs::of(context.lexicon, name))
            && is_act(&Signs::of(context.lexicon, rest))
    };
    text.split_once(": ").filter(says_more).map_or(text, |(_, rest)| rest).to_owned()
}

/// The sentence among the first ones of an event that reports an act.
fn act(
    context: &Context<'_, '_, '_>,
    event: &Event,
    within: usize,
    is_act: &dyn Fn(&Signs) -> bool,
) -> Option<String> {
    let whole = Signs::of(context.lexicon, &event.text);
    let is_calm = |signs: &Signs| !signs.troubled() || signs.restored();
    let mut all = sentences(&event.text).take(within);
    let sentence = all.find(|sentence| {
        let text = shown(context, sentence);
        let signs = Signs::of(context.lexicon, &text);
        is_act(&signs)
            && is_calm(&signs)
            && (!signs.found() || signs.acted_on_finding())
            && strength(context, &text) >= Strength::Act
    });
    // `Fix: the query runs in the morning`: the name of the event says that it is the fix.
    let is_named = event.phase == Some(Phase::Mitigated) && !whole.troubled() && !whole.found();
    let named = || {
        let first = sentences(&event.text).next().filter(|_| is_named)?;
        (strength(context, first) != Strength::None).then_some(first)
    };
    let text = shown(context, sentence.or_else(named)?);
    let text = without_name(context, &text, is_act);
    (!text.is_empty() && !whole.fix_failed() && is_calm(&whole)).then_some(text)
}
