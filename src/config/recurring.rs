//! `[[recurring_theme]]`: what the team says about a recurring theme.

use std::sync::Arc;

use super::Config;
use super::keys::{ALL, RECURRING};
use super::reader::{ConfigReader, Key, Value, span};
use super::value;
use crate::source::Span;

/// What the team says about a recurring theme. A theme has no id of its own, so one of its incidents stands for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeRule {
    /// An incident of the theme, as written, and its place.
    pub member: (String, Span),
    /// The name of the theme.
    pub name: Option<String>,
    /// Incidents that do not belong to it, as written, and their places.
    pub without: Vec<(String, Span)>,
    /// Whether the theme is not shown.
    pub hidden: bool,
    /// The path of the configuration.
    pub source: Arc<str>,
}

impl ConfigReader<'_> {
    /// Reads `[[recurring_theme]]`.
    pub(super) fn recurring(&mut self, key: &Key<'_>, value: &Value<'_>, config: &mut Config) {
        for table in self.tables(key, value) {
            let mut rule = ThemeRule { source: Arc::clone(self.path()), ..ThemeRule::default() };
            let (mut member, mut has_member) = (None, false);
            for (key, value) in *table.get_ref() {
                match key.get_ref().as_ref() {
                    "member" => {
                        has_member = true;
                        let id = self.checked(key, value, value::line);
                        member = id.map(|id| (id, span(value)));
                    }
                    "name" => rule.name = self.checked(key, value, value::line),
                    "without" => {
                        let ids = self.texts(key, value).into_iter().flatten();
                        rule.without = ids.map(|id| (id.get_ref().trim().to_owned(), span(&id))).collect();
                    }
                    "hidden" => rule.hidden = self.flag(key, value).unwrap_or_default(),
                    _ => self.unknown(key, RECURRING, &ALL),
                }
            }
            if !has_member {
                let help = "name an incident of the theme, for example member = \"INC-0017\"";
                self.invalid(&table, "recurring theme has no `member`".to_owned(), help);
            }
            if let Some(member) = member {
                config.recurring_themes.push(ThemeRule { member, ..rule });
            }
        }
    }
}
