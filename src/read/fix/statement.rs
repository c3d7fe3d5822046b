//! A statement about the fix, and how much it says.

use crate::model::{ActionState, FieldId};
use crate::read::action_text::state_mark;
use crate::read::context::Context;
use crate::read::lexicon::{fold, is_unspaced};
use crate::read::placeholder::is_placeholder;
use crate::read::signs::{Part, Signs, count_words, is_reference, without_references, without_settings};
use crate::source::Span;
use crate::text::{boundary, sentences};

/// A text that reports no act needs this many words to say what was done.
pub(super) const MIN_WORDS: usize = 3;

/// A name of a fix before a colon has at most this many bytes.
const MAX_NAME: usize = 80;

/// An article has fewer bytes, with a space.
const MAX_ARTICLE: usize = 6;

/// A name before a colon has at most this many words.
const MAX_NAME_WORDS: usize = 5;

/// A name of a check where words are not separated has at most this many characters.
const MAX_CHECK: usize = 6;

/// A text that may say what was done.
pub(super) struct Statement {
    pub(super) text: String,
    pub(super) span: Span,
    /// What stands before it.
    pub(super) announced: Announced,
    /// The list that it is an item of, by its number.
    pub(super) list: Option<usize>,
}

/// What announces a statement.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Announced {
    Nothing,
    /// A key, which says that its value is about the fix.
    Key,
    /// `We did the following:`, or a heading with nothing but a list.
    Steps,
    /// `This was resolved by:`
    Solution,
    /// `Why this works:`
    Reasons,
    /// Nothing announces a command in a code block.
    Command,
}

/// How far a statement can be trusted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// It says nothing about a fix.
    None,
    /// Its place says that it is about the fix, its words do not.
    Placed,
    /// It reports an act.
    Act,
    /// It says by what the problem was solved.
    Fix,
}

impl Statement {
    /// The first sentence of it whose words report an act.
    pub(super) fn act(&self, context: &Context<'_, '_, '_>) -> Option<String> {
        let act = sentences(&self.text).find(|sentence| strength(context, sentence) >= Strength::Act)?;
        Some(shown(context, act))
    }

    /// The sentence of it that says best what was done.
    pub(super) fn best(&self, context: &Context<'_, '_, '_>) -> Option<(String, Strength)> {
        if self.announced == Announced::Command {
            return Some((self.text.clone(), Strength::Act));
        }
        if name_of(&self.text).is_some_and(|name| names_other(context, name)) {
            return None;
        }
        let mut best: Option<(&str, Strength)> = None;
        let mut all = sentences(&self.text).peekable();
        while let Some(sentence) = all.next() {
            let mut strength = strength(context, sentence);
            let is_step = matches!(self.announced, Announced::Steps | Announced::Solution);
            if is_step && strength == Strength::Placed {
                strength = Strength::Act;
            }
            if strength == Strength::None && best.is_none() && self.announced == Announced::Key {
                return None;
            }
            // `We rolled back. That was not enough.`
            let is_better = strength > best.map_or(Strength::None, |(_, best)| best);
            if is_better && !all.peek().is_some_and(|next| takes_back(context, next)) {
                best = Some((sentence, strength));
            }
            if best.is_some_and(|(_, best)| best == Strength::Fix) {
                break;
            }
        }
        // Words that report no act, next to others that tell of trouble, are a diagnosis.
        let is_diagnosis = |best: &str| {
            let mut others = sentences(&self.text).filter(|other| *other != best);
            others.any(|other| {
                let signs = Signs::of(context.lexicon, other);
                signs.troubled() && !signs.restored()
            })
        };
        best.filter(|(sentence, strength)| *strength != Strength::Placed || !is_diagnosis(sentence))
            .map(|(sentence, strength)| (shown(context, sentence), strength))
    }
}

/// Whether a sentence says no more than that what was done before it did not help.
fn takes_back(context: &Context<'_, '_, '_>, sentence: &str) -> bool {
    let signs = Signs::of(context.lexicon, sentence);
    signs.has(Part::Undone) && !signs.restored()
}

pub(super) fn strength(context: &Context<'_, '_, '_>, sentence: &str) -> Strength {
    // `Permanent fix: not needed`
    let sentence = named_fix(context, sentence).map_or(sentence, |(_, rest)| rest);
    if name_of(sentence).is_some_and(|name| names_other(context, name)) {
        return Strength::None;
    }
    let bare = without_references(sentence);
    let bare = without_settings(&bare);
    if sentence.ends_with(['?', '？']) || context.lexicon.is_nothing(&bare) || is_placeholder(sentence) {
        return Strength::None;
    }
    let signs = Signs::of(context.lexicon, &bare);
    if count_words(&bare) < 2 || is_check(context, &bare, &signs) {
        return Strength::None;
    }
    if signs.says_how() {
        return Strength::Fix;
    }
    // `The cause was a manual patch of the flags.`
    let begins_with_cause = signs.cause_found().is_some_and(|at| at < MAX_ARTICLE);
    if begins_with_cause && !signs.acted_on_finding() && !signs.restored() {
        return Strength::None;
    }
    let folded = fold(&bare);
    let is_reason =
        context.lexicon.occurs_in("reason", &folded) || explains(context, &folded) && !signs.restored();
    // What something does not do is told without a clause of its own where words are not separated.
    let tells_what_is_not = bare.contains(is_unspaced) && (signs.has(Part::Not) || signs.has(Part::NotAfter));
    if signs.mitigated().is_some() || signs.acted() && !is_reason && !tells_what_is_not {
        return Strength::Act;
    }
    let says_otherwise = [
        Part::Not,
        Part::NotAfter,
        Part::Hedge,
        Part::Failed,
        Part::Undone,
        Part::Harmless,
        Part::Talk,
        Part::Problem,
    ];
    if is_reason || says_otherwise.into_iter().any(|part| signs.has(part)) {
        return Strength::None;
    }
    // `Fix of the query`, `Workaround for the proxy`
    if signs.has(Part::Fix) {
        return Strength::Act;
    }
    if count_words(&bare) < MIN_WORDS { Strength::None } else { Strength::Placed }
}

/// Whether the name of a sentence says that it is about something else: `Prevention: leave the field empty`.
fn names_other(context: &Context<'_, '_, '_>, name: &str) -> bool {
    let is_taken = |list| context.lexicon.is_in(list, &fold(name));
    // `Gateway (root cause): removed the flag` is named after what was changed.
    let is_other = || {
        !name.contains(['(', '（'])
            && matches!(
                context.lexicon.heading(name),
                Some(FieldId::Actions | FieldId::RootCause | FieldId::Impact)
            )
    };
    // `Runbook: describes the restart`
    let signs = Signs::of(context.lexicon, name);
    let is_not_taken = || !is_taken("measure_taken") && !is_taken("remediation");
    signs.begins_with(Part::Talk) || !signs.has(Part::Act) && is_other() && is_not_taken()
}

/// Whether a sentence is a check of what was done: its name says so (`Verified: all pods are up`), or its verb, in languages
/// with the verb at the end. A check that finds the service back also tells what brought it back.
fn is_check(context: &Context<'_, '_, '_>, sentence: &str, signs: &Signs<'_>) -> bool {
    let is_named = name_of(sentence).map(fold).is_some_and(|name| {
        let is_short = || name.chars().nth(MAX_CHECK).is_none();
        let is_check =
            |word: &str| name == word || word.starts_with(is_unspaced) && is_short() && name.ends_with(word);
        context.lexicon.action_states.exact(&name) == Some("verified")
            || context.lexicon.list("check_name").any(is_check)
    });
    let text = sentence.trim_end_matches(['。', '.', ' ']);
    // `確認した（10:20）`
    let before = text.strip_suffix(['）', ')']).and_then(|text| text.rsplit_once(['（', '(']));
    let last = before.map_or(text, |(before, _)| before.trim_end());
    let ends_as_check = || context.lexicon.list("check_end").any(|end| last.ends_with(end));
    is_named || ends_as_check() && !signs.restored()
}

/// What a sentence has before its first colon, if that may be a name.
fn name_of(sentence: &str) -> Option<&str> {
    let (name, rest) = sentence.split_once([':', '：'])?;
    // `10:25`, `https://…`
    let ends = rest.is_empty() || rest.starts_with(' ') || name.ends_with(is_unspaced);
    (ends && name.len() <= MAX_NAME && count_words(name) <= MAX_NAME_WORDS).then_some(name)
}

/// Whether a sentence begins with `when` or `if`: it explains how things work.
fn explains(context: &Context<'_, '_, '_>, folded: &str) -> bool {
    context.lexicon.list("conditional").any(|word| {
        let rest = folded.strip_prefix(word);
        rest.is_some_and(|rest| rest.starts_with(' ') || word.ends_with(is_unspaced))
    })
}

/// A number with a colon, or a commit, in front of a sentence.
fn is_label_or_hash(word: &str) -> bool {
    let digits =
        word.strip_suffix(':').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    digits || is_reference(word) && word.len() >= 7 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Splits `Fix applied: raised the limit`: the name of a fix, and what was done.
pub(super) fn named_fix<'t>(context: &Context<'_, '_, '_>, text: &'t str) -> Option<(&'t str, &'t str)> {
    let lexicon = context.lexicon;
    let opening = &text[..boundary(text, MAX_NAME + " — ".len())];
    // Most sentences have no separator near their beginning.
    if !opening.contains([':', '：', '—', '–']) && !opening.contains(" - ") {
        return None;
    }
    [":", "：", " — ", " – ", " - "].into_iter().find_map(|separator| {
        let at = opening.find(separator).filter(|at| *at <= MAX_NAME)?;
        let (head, rest) = (&text[..at], &text[at + separator.len()..]);
        let folded = fold(head);
        let is_name = ["fix_lead", "status_word"].into_iter().any(|list| lexicon.is_in(list, &folded))
            || lexicon.is_fix_key(&folded);
        (is_name && !rest.trim().is_empty()).then(|| (head, rest.trim_start()))
    })
}

/// A sentence as the box shows it: without a commit in front, and without a key that says no more than "fix".
pub(super) fn shown(context: &Context<'_, '_, '_>, sentence: &str) -> String {
    let mut text = sentence.trim();
    // `✅ Update the dependencies`
    if let (mark, Some(ActionState::Done)) = state_mark(text, context.lexicon) {
        text = &text[mark..];
    }
    // `2: 4be1c3f (2026-05-07) — the dropdowns keep the uid`
    while let Some(first) = text.split_whitespace().next().filter(|first| is_label_or_hash(first)) {
        let after = text[first.len()..].trim_start();
        let after =
            after.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(after, |(_, rest)| rest);
        text = after.trim_start_matches([' ', '-', '—', '–', ':', '：', ',']);
    }
    if let Some((_, rest)) = named_fix(context, text) {
        text = rest;
    }
    text.trim_end_matches([':', '：']).to_owned()
}
