//! Pieces of pages that are the same wherever they stand.
//!
//! The row of an incident stands in the lists of its severity, its year, its month, each of its services and so on. It
//! is made once, and once more in a large archive, of which not all can be kept. Only pages at the root of the site have rows of
//! their own, each item one or two: those are not kept.

use std::cell::Cell;
use std::sync::{Arc, PoisonError, RwLock};

use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind, State, context};
use rustc_hash::FxHashMap;

/// How deep fragments may stand in each other. `minijinja` counts the depth of each by itself, and the stack ends.
const DEPTH: usize = 4;

thread_local! {
    /// How many fragments this thread is making, each within the one before. A macro does not see its caller's
    /// variables, so a template cannot carry this.
    static MAKING: Cell<usize> = const { Cell::new(0) };
}

/// A fragment, and what it took.
#[derive(Clone)]
struct Made {
    text: Value,
    spent: u64,
}

/// How many bytes of fragments are kept: those of some ten thousand incidents.
const ROOM: usize = 32 << 20;

/// The fragments that were made, by name, root and `url`.
#[derive(Default)]
struct Known {
    made: FxHashMap<String, Made>,
    /// How many bytes they and their names have.
    size: usize,
}

impl Known {
    fn keep(&mut self, key: String, made: Made) {
        let size = key.len() + made.text.as_str().map_or(0, str::len);
        if self.size + size > ROOM {
            // Pages that are made after one another show much the same: what they need will soon be here again.
            *self = Self::default();
        }
        self.size += size;
        self.made.insert(key, made);
    }
}

/// Gives templates `fragment(name, item, root)`: what the template `name` makes of `item` and `root`, which is all that
/// it sees. It is made once for each `url` of an item; anything without one is refused. `fragments(name, items, root,
/// between)` gives those of several items, with a text between them.
pub(super) fn add_fragments(environment: &mut Environment<'static>) {
    let known = Arc::new(RwLock::new(Known::default()));
    let same = Arc::clone(&known);
    environment.add_function("fragment", move |state: &State, name: &str, item: Value, root: &str| {
        fragment(&known, state, (name, root), &item).map(|made| made.text)
    });
    let several = move |state: &State, name: &str, items: Value, root: &str, between: &str| {
        let made = items.try_iter()?.map(|item| fragment(&same, state, (name, root), &item));
        let made: Vec<Made> = made.collect::<Result<_, _>>()?;
        let gaps = made.len().saturating_sub(1) as u64;
        state.consume_fuel(gaps.saturating_mul(1 + between.len() as u64 / 64))?;
        let texts: Vec<&str> = made.iter().map(|made| made.text.as_str().unwrap_or_default()).collect();
        Ok::<_, Error>(Value::from_safe_string(texts.join(between)))
    };
    environment.add_function("fragments", several);
}

fn fragment(
    known: &RwLock<Known>,
    state: &State,
    (name, root): (&str, &str),
    item: &Value,
) -> Result<Made, Error> {
    let url = item.get_attr("url")?;
    let Some(url) = url.as_str() else {
        return Err(refused("a fragment is made of an item with a `url`"));
    };
    let key = (!root.is_empty()).then(|| [name, root, url].join("\n"));
    // Nothing that panics runs under the lock, and what is in the table is whole.
    let find = |key| known.read().unwrap_or_else(PoisonError::into_inner).made.get(key).cloned();
    let made = if let Some(made) = key.as_ref().and_then(find) {
        made
    } else {
        let made = make(state, name, context! { item => item, root => root })?;
        if let Some(key) = key {
            known.write().unwrap_or_else(PoisonError::into_inner).keep(key, made.clone());
        }
        made
    };
    // Also for one that is known, so that it does not matter which page was made first.
    state.consume_fuel(made.spent)?;
    Ok(made)
}

fn make(state: &State, name: &str, context: Value) -> Result<Made, Error> {
    let depth = MAKING.get();
    if depth == DEPTH {
        return Err(refused("fragments stand too deep in each other; does one of them call itself?"));
    }
    let template = state.env().get_template(name)?;
    MAKING.set(depth + 1);
    let made = template.render_captured(context);
    MAKING.set(depth);
    let made = made?;
    let spent = made.state().fuel_levels().map_or(0, |(spent, _)| spent);
    Ok(Made { text: Value::from_safe_string(made.into_output()), spent })
}

fn refused(why: &'static str) -> Error {
    Error::new(ErrorKind::InvalidOperation, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_fragments_are_kept_than_there_is_room_for() {
        let mut known = Known::default();
        let text = Value::from_safe_string("x".repeat(ROOM / 3));
        for key in ["a", "b", "c", "d"] {
            known.keep(key.to_owned(), Made { text: text.clone(), spent: 1 });
            assert!(known.made.contains_key(key) && known.size <= ROOM, "{key}");
        }
        assert_eq!(known.made.len(), 2);
    }
}
