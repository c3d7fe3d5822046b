//! The messages as templates use them: `{{ t.search.label }}` and `{{ t("count.open", count=3) }}`.

use std::sync::Arc;

use minijinja::value::{Enumerator, Kwargs, Object, Value, from_args};
use minijinja::{Error, ErrorKind, State};

use crate::messages::{Messages, Part};
use crate::text::{nearest, push_escaped};

/// Messages whose names end like this contain HTML; the text of all others is escaped.
const HTML: &str = "_html";

/// The variable `t`.
#[derive(Debug)]
pub(super) struct Words(Arc<Messages>);

impl Words {
    pub(super) fn new(messages: Arc<Messages>) -> Self {
        Self(messages)
    }
}

impl Object for Words {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str()? {
            "language" => Some(Value::from(self.0.language())),
            section => {
                Some(Value::from_object(Section { messages: Arc::clone(&self.0), name: section.to_owned() }))
            }
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::NonEnumerable
    }

    fn call(self: &Arc<Self>, state: &mut State<'_, '_>, arguments: &[Value]) -> Result<Value, Error> {
        let (name, arguments): (&str, Kwargs) = from_args(arguments)?;
        let Some(message) = self.0.get(name) else {
            let near = nearest(name, self.0.iter().map(|(name, _)| name));
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(wrong(format!("unknown message `{name}`{near}")));
        };
        let count: Option<usize> = arguments.get("count")?;
        let is_html = name.ends_with(HTML);
        let mut out = String::new();
        for part in self.0.parts(message, count) {
            match (part, count) {
                (Part::Text(text), _) if is_html => out.push_str(text),
                (Part::Text(text), _) => push_escaped(&mut out, text),
                (Part::Argument(name), Some(count)) if name == "count" => out.push_str(&self.0.number(count)),
                (Part::Argument(wanted), _) => {
                    let value: Value = arguments
                        .get(wanted)
                        .map_err(|_| wrong(format!("the message `{name}` needs the argument `{wanted}`")))?;
                    match (value.as_str(), value.as_usize()) {
                        (Some(text), _) if value.is_safe() => out.push_str(text),
                        (None, Some(number)) => out.push_str(&self.0.number(number)),
                        _ => push_escaped(&mut out, &value.to_string()),
                    }
                }
            }
        }
        arguments.assert_all_used()?;
        state.consume_fuel(1 + out.len() as u64 / 64)?;
        Ok(Value::from_safe_string(out))
    }
}

/// `t.search`
#[derive(Debug)]
struct Section {
    messages: Arc<Messages>,
    name: String,
}

impl Object for Section {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        let text = self.messages.get(&format!("{}.{key}", self.name))?.plain()?;
        Some(if key.ends_with(HTML) { Value::from_safe_string(text.to_owned()) } else { Value::from(text) })
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::NonEnumerable
    }
}

fn wrong(why: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, why)
}
