//! Defaults that a heading or a lead-in gives to the items below it: `### Completed`, `High priority:`.

use super::claim::Claim;
use crate::model::{ActionItem, ActionState, FieldId};
use crate::read::action_text;
use crate::read::context::Context;
use crate::read::lexicon::{Lexicon, fold, fold_text};
use crate::read::values::person;

/// State, priority and owner for items that name none themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GroupDefaults {
    state: Option<(ActionState, String)>,
    priority: Option<String>,
    owner: Option<String>,
    /// The words that call the items measures that were taken at once: `Sofortmaßnahmen`.
    taken: Option<String>,
}

/// Collects the defaults from the headings of a section and its parents, up to the action items heading.
pub(super) fn for_section(context: &Context<'_, '_, '_>, index: usize) -> GroupDefaults {
    let headings: Vec<_> = headings(context, index).collect();
    headings
        .iter()
        .rev()
        .fold(GroupDefaults::default(), |group, heading| group.with_heading(heading, context.lexicon))
}

/// Whether the heading of a section, or one above it, names the list of action items.
pub(super) fn claim_of_section(context: &Context<'_, '_, '_>, index: usize) -> Claim {
    let fields = &context.labels.section_fields;
    let above = context
        .outline
        .with_ancestors(index)
        .take_while(|section| fields[*section] == Some(FieldId::Actions));
    let claims =
        above.map(|at| Claim::of_heading(&context.outline.sections[at].heading.text, context.lexicon));
    claims.max().unwrap_or_default()
}

/// The headings of a section and its parents, up to the action items heading.
fn headings<'c>(context: &'c Context<'_, '_, '_>, index: usize) -> impl Iterator<Item = &'c str> {
    let fields = &context.labels.heading_fields;
    let mut ended = false;
    let sections = context.outline.with_ancestors(index).take_while(move |section| {
        let inside = !ended;
        ended = fields[*section] == Some(FieldId::Actions);
        inside
    });
    sections.map(|section| context.outline.sections[section].heading.text.as_str())
}

/// Whether words above a list say something about all of its items, so that they are no item themselves.
pub(super) fn says_something(words: &str, lexicon: &Lexicon) -> bool {
    GroupDefaults::default().with_heading(words, lexicon) != GroupDefaults::default()
        || lexicon.heading(words).is_some()
}

impl GroupDefaults {
    /// Refines the defaults by another heading or lead-in.
    pub(super) fn with_heading(&self, words: &str, lexicon: &Lexicon) -> Self {
        Self {
            state: state(words, lexicon)
                .map(|state| (state, words.to_owned()))
                .or_else(|| self.state.clone()),
            priority: action_text::priority(words, lexicon).or_else(|| self.priority.clone()),
            owner: mention(words, lexicon).or_else(|| self.owner.clone()),
            taken: lexicon
                .is_in("measure_taken", &fold(words))
                .then(|| words.to_owned())
                .or_else(|| self.taken.clone()),
        }
    }

    /// Fills in the state and priority that an item does not state itself.
    pub(super) fn apply(&self, item: ActionItem) -> ActionItem {
        let mut item = self.apply_priority(item);
        // What is due on a day is still to be done.
        let taken = self.taken.iter().filter(|_| item.due.is_none() && item.due_text.is_none());
        let taken = taken.map(|words| (ActionState::Done, words.clone())).next();
        if let Some((state, words)) = self.state.as_ref().or(taken.as_ref())
            && item.state == ActionState::Open
            && item.state_text.is_none()
        {
            item.state = *state;
            item.state_text = Some(words.trim_end_matches([':', '：']).to_owned());
        }
        item
    }

    /// Fills in the priority and owner that an item does not state itself.
    pub(super) fn apply_priority(&self, mut item: ActionItem) -> ActionItem {
        item.priority = item.priority.or_else(|| self.priority.clone());
        item.owner = item.owner.or_else(|| self.owner.clone());
        item
    }
}

/// Who owns the items below a heading that is a mention: `@ann`.
fn mention(words: &str, lexicon: &Lexicon) -> Option<String> {
    let handle = words.trim().trim_end_matches([':', '：']).strip_prefix('@')?;
    person(handle, lexicon).filter(|_| !handle.contains(char::is_whitespace))
}

/// The state named by words above a list: `Completed`, `In progress:`, `Short term (done)`, `What we have already
/// done`.
fn state(words: &str, lexicon: &Lexicon) -> Option<ActionState> {
    let bracketed =
        words.split_once(['(', '（']).map(|(_, inner)| inner.trim_end_matches([')', '）', ':', ' ']));
    let named = [Some(words), bracketed].into_iter().flatten().find_map(|words| {
        lexicon.action_states.exact(&fold(words))?;
        action_text::state(words, lexicon)
    });
    named.or_else(|| {
        let folded = fold_text(words);
        let says = |list: &str| lexicon.occurs_in(list, &folded);
        (says("done_so_far") && !says("not_yet")).then_some(ActionState::Done)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn reads_state_from_words_above_a_list() {
        let lexicon = Lexicon::new(&Config::default());
        for (words, want) in [
            ("Completed", Some(ActionState::Done)),
            ("In Progress:", Some(ActionState::InProgress)),
            ("Short term (done)", Some(ActionState::Done)),
            ("What we have already done", Some(ActionState::Done)),
            ("Bereits umgesetzt", Some(ActionState::Done)),
            ("Déjà fait", Some(ActionState::Done)),
            ("已完成的措施", Some(ActionState::Done)),
            ("Not yet done", None),
            ("Short term", None),
            ("Detection", None),
        ] {
            assert_eq!(state(words, &lexicon), want, "{words}");
        }
    }
}
