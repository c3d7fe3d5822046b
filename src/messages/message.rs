//! One message: its plural forms, cut into text and arguments.

use std::collections::{BTreeMap, BTreeSet};

use icu_plurals::PluralCategory;
use serde::{Deserialize, Deserializer};

/// A message in the forms that its language has for numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// For every number for which no other form is given.
    other: Vec<Part>,
    forms: Vec<(PluralCategory, Vec<Part>)>,
}

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text as it is.
    Text(String),
    /// `{name}`
    Argument(String),
}

impl Message {
    pub(super) fn parts(&self, category: Option<PluralCategory>) -> &[Part] {
        let form = self.forms.iter().find(|(known, _)| Some(*known) == category);
        form.map_or(&self.other, |(_, parts)| parts)
    }

    /// The names of the arguments in all forms.
    pub fn arguments(&self) -> BTreeSet<&str> {
        let parts = self.forms.iter().flat_map(|(_, parts)| parts).chain(&self.other);
        parts
            .filter_map(|part| if let Part::Argument(name) = part { Some(name.as_str()) } else { None })
            .collect()
    }

    /// The text of a message that has no arguments and one form.
    pub fn plain(&self) -> Option<&str> {
        match self.other.as_slice() {
            [Part::Text(text)] if self.forms.is_empty() => Some(text),
            _ => None,
        }
    }

    /// The forms by the names of CLDR, each as it is written in a file.
    pub fn written(&self) -> impl Iterator<Item = (&'static str, String)> + '_ {
        let write = |parts: &[Part]| -> String {
            let part = |part: &Part| match part {
                Part::Text(text) => text.clone(),
                Part::Argument(name) => format!("{{{name}}}"),
            };
            parts.iter().map(part).collect()
        };
        let forms = self.forms.iter().filter_map(move |(category, parts)| {
            let (name, _) = CATEGORIES.iter().find(|(_, known)| known == category)?;
            Some((*name, write(parts)))
        });
        forms.chain(std::iter::once(("other", write(&self.other))))
    }
}

/// The plural categories of CLDR besides `other`, and their names.
const CATEGORIES: [(&str, PluralCategory); 5] = [
    ("zero", PluralCategory::Zero),
    ("one", PluralCategory::One),
    ("two", PluralCategory::Two),
    ("few", PluralCategory::Few),
    ("many", PluralCategory::Many),
];

impl<'de> Deserialize<'de> for Message {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            One(String),
            Forms(BTreeMap<String, String>),
        }
        let mut written = match Written::deserialize(deserializer)? {
            Written::One(text) => return Ok(Self { other: parts(&text), forms: Vec::new() }),
            Written::Forms(forms) => forms,
        };
        let other = written.remove("other").ok_or_else(|| serde::de::Error::missing_field("other"))?;
        let form = |(name, category): (&str, PluralCategory)| Some((category, parts(&written.remove(name)?)));
        let forms = CATEGORIES.into_iter().filter_map(form).collect();
        match written.first_key_value() {
            Some((name, _)) => {
                Err(serde::de::Error::unknown_field(name, &["zero", "one", "two", "few", "many"]))
            }
            None => Ok(Self { other: parts(&other), forms }),
        }
    }
}

/// Cuts text at its `{arguments}`.
fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        if !before.is_empty() {
            parts.push(Part::Text(before.to_owned()));
        }
        parts.push(Part::Argument(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() || parts.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_at_its_arguments() {
        let text = |text: &str| Part::Text(text.to_owned());
        let argument = |name: &str| Part::Argument(name.to_owned());
        assert_eq!(
            parts("{count} of {total} open"),
            [argument("count"), text(" of "), argument("total"), text(" open")]
        );
        assert_eq!(parts("a { b"), [text("a { b")]);
        assert_eq!(parts(""), [text("")]);
    }
}
