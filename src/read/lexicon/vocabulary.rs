//! What post-mortems call things: meaning by meaning, the words for it, with `|` between them.
//!
//! Words stand here as they are compared (see [`fold`](super::fold()) and [`fold_text`](super::fold_text)), so that
//! nothing is left to do for them when the program starts; a test holds them to it. Order within a list matters only where
//! a comment says so. No word has two meanings in one scope, lists aside.

mod columns;
mod front;
mod headings;
mod keys;
mod lists;
mod phrases;
mod states;

/// Words by their meaning.
pub(super) type Meanings = &'static [(&'static str, &'static str)];

/// All of them, as tables of `[aliases]` in the configuration are named.
pub(super) const SCOPES: [(&str, Meanings); 11] = [
    ("front", front::FRONT),
    ("heading", headings::HEADINGS),
    ("key", keys::KEYS),
    ("timeline_column", columns::TIMELINE_COLUMNS),
    ("action_column", columns::ACTION_COLUMNS),
    ("action_word", states::ACTION_WORDS),
    ("action_state", states::ACTION_STATES),
    ("status", states::STATUSES),
    ("relation", phrases::RELATIONS),
    ("phase", phrases::PHASES),
    ("words", lists::LISTS),
];

/// The meanings of a scope.
pub(super) fn scope(name: &str) -> Meanings {
    SCOPES.iter().find(|scope| scope.0 == name).map_or(&[], |scope| scope.1)
}

/// The words of one of these meanings.
pub(super) fn words(meanings: Meanings, name: &str) -> impl Iterator<Item = &'static str> + use<> {
    meanings.iter().find(|meaning| meaning.0 == name).into_iter().flat_map(|meaning| meaning.1.split('|'))
}
