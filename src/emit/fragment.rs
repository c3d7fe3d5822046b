//! Pieces of pages that are the same wherever they stand.
//!
//! The row of an incident stands in the lists of its severity, its year, its month, each of its services and so on. It
//! is made once.

use std::sync::{PoisonError, RwLock};

use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind, State, context};
use rustc_hash::FxHashMap;

/// Gives templates `fragment(name, item, root)`: what the template `name` makes of `item` and `root`, which is all that
/// it sees. It is made once for each `url` of an item; anything without one is refused.
pub(super) fn add_fragments(environment: &mut Environment<'static>) {
    let known: RwLock<FxHashMap<String, Value>> = RwLock::default();
    environment.add_function("fragment", move |state: &State, name: &str, item: Value, root: &str| {
        let url = item.get_attr("url")?;
        let Some(url) = url.as_str() else {
            return Err(Error::new(
                ErrorKind::InvalidOperation,
                "a fragment is made of an item with a `url`",
            ));
        };
        let key = [name, root, url].join("\n");
        // Nothing that panics runs under the lock, and what is in the table is whole.
        if let Some(text) = known.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(text.clone());
        }
        let text = state.env().get_template(name)?.render(context! { item => item, root => root })?;
        let text = Value::from_safe_string(text);
        known.write().unwrap_or_else(PoisonError::into_inner).insert(key, text.clone());
        Ok(text)
    });
}
