//! Views that many pages contain.

use std::ops::Deref;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, Serde, Value, serializing_for_value};
use serde::{Serialize, Serializer};

use super::parts::{
    ActionView, CardActions, CardView, DateView, DurationView, LinkView, SeverityView, SinceView, StateView,
    StatusView,
};
use crate::model::SeverityShape;

/// A view that is part of many others. Programs and snapshots get all of it. Templates get a reference and read only the
/// fields that they show; most lists need just the `url`, because their rows are rendered already.
#[derive(Debug)]
pub struct Shared<T>(Arc<T>);

impl<T> Shared<T> {
    /// Shares a view.
    pub fn new(view: T) -> Self {
        Self(Arc::new(view))
    }
}

// Derived, it would require `T: Clone`.
impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Object + Serialize + 'static> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializing_for_value() {
            Value::from_dyn_object(Arc::clone(&self.0)).serialize(serializer)
        } else {
            self.0.serialize(serializer)
        }
    }
}

/// HTML of a document. Programs and snapshots get its text; templates get it marked as HTML, without another copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markup(Value);

impl Markup {
    /// Marks sanitized HTML.
    pub fn new(html: String) -> Self {
        Self(Value::from_safe_string(html))
    }

    fn text(&self) -> &str {
        self.0.as_str().unwrap_or_default()
    }

    /// Its length in bytes.
    pub fn length(&self) -> usize {
        self.text().len()
    }
}

impl Serialize for Markup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializing_for_value() { self.0.serialize(serializer) } else { self.text().serialize(serializer) }
    }
}

/// A field as a template sees it: the value that serde would make, in most cases without the cost of serde.
trait Field {
    fn value(&self) -> Value;
}

impl Field for String {
    fn value(&self) -> Value {
        Value::from(self.as_str())
    }
}

impl Field for SeverityShape {
    fn value(&self) -> Value {
        Value::from(self.name())
    }
}

impl<T: Field> Field for Option<T> {
    fn value(&self) -> Value {
        self.as_ref().map_or(Value::from(()), Field::value)
    }
}

impl<T: Object + 'static> Field for Shared<T> {
    fn value(&self) -> Value {
        Value::from_dyn_object(Arc::clone(&self.0))
    }
}

macro_rules! fields_by_serde {
    ($($kind:ty),+) => {
        $(impl Field for $kind {
            fn value(&self) -> Value {
                Value::from(Serde(self))
            }
        })+
    };
}

fields_by_serde!(
    &'static str,
    bool,
    u8,
    i32,
    CardActions,
    DateView,
    DurationView,
    LinkView,
    SinceView,
    StateView,
    StatusView
);
fields_by_serde!(Arc<[String]>, Vec<LinkView>);

/// Lets a template read single fields of a view. A test compares the names with those that serde writes.
macro_rules! object {
    ($view:ty: $($field:ident),+) => {
        impl Object for $view {
            fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
                self.get_value_by_str(key.as_str()?)
            }

            fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
                Some(match key {
                    $(stringify!($field) => self.$field.value(),)+
                    _ => return None,
                })
            }

            fn enumerate(self: &Arc<Self>) -> Enumerator {
                Enumerator::Str(&[$(stringify!($field)),+])
            }
        }
    };
}

object!(CardView: id, id_stated, url, title, date, severity, status, services, services_derived, tags, authors, duration, one_line, fixed_by, fixed_certain, actions);
object!(SeverityView: label, written, key, level, shape, description, url);
object!(ActionView: number, anchor, url, incident, text, html, owner, priority, due, due_text, state, due_status, due_in, age_days, age, done_on, since, category, description_html, rationale_html, success_criteria_html, reference_html);
