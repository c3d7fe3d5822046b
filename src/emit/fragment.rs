//! Parts of pages that are the same on each page.
//!
//! The row of an incident is in the lists of its severity, year, month, services and so on. It is rendered once and cached;
//! the cache does not hold all rows of a large archive. Rows on pages at the root of the site are not cached, because each
//! appears on just one or two of them.

use std::cell::Cell;
use std::sync::{Arc, PoisonError, RwLock};

use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind, State, context};
use rustc_hash::FxHashMap;

/// The deepest nesting of fragments. `minijinja` counts the depth of each fragment separately, and the stack is limited.
const MAX_DEPTH: usize = 4;

thread_local! {
    /// The nesting of the fragments that this thread is rendering. Macros do not see variables of their callers, so templates
    /// cannot pass it on.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// A rendered fragment and its cost.
#[derive(Clone)]
struct Rendered {
    text: Value,
    fuel: u64,
}

/// The maximum size of the cache in bytes: room for the fragments of about ten thousand incidents.
const CACHE_BYTES: usize = 32 << 20;

/// Rendered fragments by name, root and `url`.
#[derive(Default)]
struct Cache {
    fragments: FxHashMap<String, Rendered>,
    /// The bytes of keys and fragments.
    size: usize,
}

impl Cache {
    fn insert(&mut self, key: String, rendered: Rendered) {
        let size = key.len() + rendered.text.as_str().map_or(0, str::len);
        if self.size + size > CACHE_BYTES {
            // Pages with the same rows are made one after another, so the cache soon has them again.
            *self = Self::default();
        }
        self.size += size;
        self.fragments.insert(key, rendered);
    }
}

/// Adds the function `fragment(name, item, root)`, which renders the template `name` with `item` and `root`, once per `url` of
/// an item; an item without one is an error. `fragments(name, items, root, between)` renders several items with text between
/// them.
pub(super) fn add_fragments(environment: &mut Environment<'static>) {
    let cache = Arc::new(RwLock::new(Cache::default()));
    let same = Arc::clone(&cache);
    environment.add_function("fragment", move |state: &State, name: &str, item: Value, root: &str| {
        fragment(&cache, state, (name, root), &item).map(|rendered| rendered.text)
    });
    let several = move |state: &State, name: &str, items: Value, root: &str, between: &str| {
        let rendered = items.try_iter()?.map(|item| fragment(&same, state, (name, root), &item));
        let rendered: Vec<Rendered> = rendered.collect::<Result<_, _>>()?;
        let gaps = rendered.len().saturating_sub(1) as u64;
        state.consume_fuel(gaps.saturating_mul(1 + between.len() as u64 / 64))?;
        let texts: Vec<&str> = rendered.iter().map(|one| one.text.as_str().unwrap_or_default()).collect();
        Ok::<_, Error>(Value::from_safe_string(texts.join(between)))
    };
    environment.add_function("fragments", several);
}

fn fragment(
    cache: &RwLock<Cache>,
    state: &State,
    (name, root): (&str, &str),
    item: &Value,
) -> Result<Rendered, Error> {
    let url = item.get_attr("url")?;
    let Some(url) = url.as_str() else {
        return Err(refused("a fragment needs an item with a `url`"));
    };
    let key = (!root.is_empty()).then(|| [name, root, url].join("\n"));
    // Nothing panics while it holds the lock, so a poisoned cache is valid.
    let find = |key| cache.read().unwrap_or_else(PoisonError::into_inner).fragments.get(key).cloned();
    let rendered = if let Some(rendered) = key.as_ref().and_then(find) {
        rendered
    } else {
        let rendered = render(state, name, context! { item => item, root => root })?;
        if let Some(key) = key {
            cache.write().unwrap_or_else(PoisonError::into_inner).insert(key, rendered.clone());
        }
        rendered
    };
    // Cached fragments cost the same, so that the order of pages does not matter.
    state.consume_fuel(rendered.fuel)?;
    Ok(rendered)
}

fn render(state: &State, name: &str, context: Value) -> Result<Rendered, Error> {
    let depth = DEPTH.get();
    if depth == MAX_DEPTH {
        return Err(refused("fragments are nested too deeply; does one of them include itself?"));
    }
    let template = state.env().get_template(name)?;
    DEPTH.set(depth + 1);
    let rendered = template.render_captured(context);
    DEPTH.set(depth);
    let rendered = rendered?;
    let fuel = rendered.state().fuel_levels().map_or(0, |(spent, _)| spent);
    Ok(Rendered { text: Value::from_safe_string(rendered.into_output()), fuel })
}

fn refused(why: &'static str) -> Error {
    Error::new(ErrorKind::InvalidOperation, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cache_of_fragments_has_a_limit() {
        let mut cache = Cache::default();
        let text = Value::from_safe_string("x".repeat(CACHE_BYTES / 3));
        for key in ["a", "b", "c", "d"] {
            cache.insert(key.to_owned(), Rendered { text: text.clone(), fuel: 1 });
            assert!(cache.fragments.contains_key(key) && cache.size <= CACHE_BYTES, "{key}");
        }
        assert_eq!(cache.fragments.len(), 2);
    }
}
