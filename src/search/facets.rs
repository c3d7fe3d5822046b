//! The facets: what lists can be filtered by and what filters are offered.
//!
//! This table is the only list of them. The query language takes the names of filters from it, the index its columns, and the scripts
//! of the site read it from the directory of the index. To add a facet whose values are names, add a row here and its label for the
//! panel of filters.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use crate::archive::{Archive, Group, Incident};
use crate::config::Config;
use crate::text::slug;

/// How a filter compares its value with an incident.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// A step of the scale by key, label, alias or level; `severity<=2` are the two most severe.
    Severity,
    /// A day or period: `2025`, `2025-03`, `last-year`, `90d`.
    Date,
    /// Its first day or later.
    After,
    /// Earlier than its first day.
    Before,
    /// The duration: `90`, `90m`, `1.5h`.
    Duration,
    /// One of some names, which a column of the index lists.
    Names(fn(&Archive, &str) -> Column),
    /// Whether the incident has any: see [`Facets::properties`].
    Has,
}

/// A property by which incidents can be filtered.
#[derive(Clone, Debug)]
pub(super) struct Facet<'c> {
    /// The name in queries and in the index.
    pub(super) key: Cow<'c, str>,
    /// Other names that queries can use.
    aliases: &'static [&'static str],
    /// What people call it who do not know its name, which is suggested to them.
    nicknames: &'static [&'static str],
    pub(super) kind: Kind,
    /// The label of a facet that the configuration defines.
    label: Option<&'c str>,
}

/// The built-in facets. The panel of filters has this order.
const BUILT_IN: [Facet<'static>; 10] = [
    built_in("severity", &["sev"], &["priority", "prio"], Kind::Severity),
    built_in("date", &["year", "month"], &[], Kind::Date),
    built_in("after", &["since"], &["from"], Kind::After),
    built_in("before", &["until"], &["to"], Kind::Before),
    built_in("duration", &[], &["length", "lasted"], Kind::Duration),
    built_in(
        "service",
        &["services"],
        &["svc", "srv", "component"],
        Kind::Names(|archive, _| Column::of(&archive.indexes.services, archive)),
    ),
    built_in("status", &[], &[], Kind::Names(|archive, _| Column::of(&archive.indexes.statuses, archive))),
    built_in("owner", &[], &["assignee", "team"], Kind::Names(|archive, _| Column::of_owners(archive))),
    built_in(
        "tag",
        &["tags"],
        &["label"],
        Kind::Names(|archive, _| Column::of(&archive.indexes.tags, archive)),
    ),
    built_in("has", &[], &[], Kind::Has),
];

/// Columns of the index that are not facets. A configured facet cannot have their names.
pub(super) const OTHER_COLUMNS: [&str; 2] = ["open", "overdue"];

/// What `has:` knows in addition to the facets whose values are names.
const PROPERTIES: [&str; 3] = ["open-actions", "overdue-actions", "overdue"];

const fn built_in(
    key: &'static str,
    aliases: &'static [&'static str],
    nicknames: &'static [&'static str],
    kind: Kind,
) -> Facet<'static> {
    Facet { key: Cow::Borrowed(key), aliases, nicknames, kind, label: None }
}

impl Facet<'_> {
    /// The names that queries can use, the usual one first.
    fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.key).chain(self.aliases.iter().copied())
    }

    /// The values, and which of them each incident has; `None` if the values are not names.
    pub(super) fn column(&self, archive: &Archive) -> Option<Column> {
        match self.kind {
            Kind::Names(column) => Some(column(archive, &self.key)),
            _ => None,
        }
    }
}

/// All facets of an archive: the built-in ones and those of the configuration.
#[derive(Clone, Debug)]
pub struct Facets<'c>(Vec<Facet<'c>>);

impl<'c> Facets<'c> {
    /// The facets of an archive with this configuration. A built-in facet keeps its names.
    pub fn new(config: &'c Config) -> Self {
        let mut facets = Self(BUILT_IN.to_vec());
        for (key, label) in &config.fields {
            let key = key.to_lowercase();
            if facets.named(&key).is_none() && !OTHER_COLUMNS.contains(&key.as_str()) {
                let kind = Kind::Names(|archive, key| {
                    Column::of_names(archive, |incident| incident.record.extra_values(key))
                });
                facets.0.push(Facet {
                    key: key.into(),
                    aliases: &[],
                    nicknames: &[],
                    kind,
                    label: Some(label),
                });
            }
        }
        facets
    }

    /// The facet of a name, in any case.
    pub(super) fn named(&self, name: &str) -> Option<&Facet<'c>> {
        let name = name.to_lowercase();
        self.0.iter().find(|facet| facet.names().any(|known| known == name))
    }

    /// The name of the facet that people call this.
    pub(super) fn nicknamed(&self, nickname: &str) -> Option<&str> {
        self.0.iter().find(|facet| facet.nicknames.contains(&nickname)).map(|facet| &*facet.key)
    }

    /// All names that queries can use.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(Facet::names)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Facet<'c>> {
        self.0.iter()
    }

    /// The values of `has:`.
    pub(super) fn properties(&self) -> impl Iterator<Item = &str> {
        let named = self.0.iter().filter(|facet| matches!(facet.kind, Kind::Names(_)));
        PROPERTIES.into_iter().chain(named.map(|facet| &*facet.key))
    }

    /// The table as the scripts of the site read it: key, kind, names, nicknames, and the label of a configured facet.
    pub(super) fn directory(&self) -> Value {
        let facet = |facet: &Facet<'_>| {
            let kind = match facet.kind {
                Kind::Severity => "severity",
                Kind::Date => "date",
                Kind::After => "after",
                Kind::Before => "before",
                Kind::Duration => "duration",
                Kind::Names(_) => "names",
                Kind::Has => "has",
            };
            let names: Vec<&str> = facet.names().collect();
            let mut row = json!({ "key": facet.key, "kind": kind, "names": names });
            if !facet.nicknames.is_empty() {
                row["nicknames"] = json!(facet.nicknames);
            }
            if let Some(label) = facet.label {
                row["label"] = json!(label);
            }
            row
        };
        self.0.iter().map(facet).collect()
    }
}

/// The values of a facet, and which of them each incident has.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// The values.
    pub(super) names: Vec<String>,
    /// For each incident of the archive the indexes of its values.
    pub(super) values: Vec<Vec<usize>>,
}

impl Column {
    /// One value for each group.
    fn of(groups: &[Group], archive: &Archive) -> Self {
        let mut values = vec![Vec::new(); archive.incidents.len()];
        for (number, group) in groups.iter().enumerate() {
            for member in &group.members {
                values[*member].push(number);
            }
        }
        Self { names: groups.iter().map(|group| group.label.clone()).collect(), values }
    }

    /// The owners of action items. Items without an owner do not count.
    fn of_owners(archive: &Archive) -> Self {
        let owners = &archive.indexes.owners;
        let mut values = vec![Vec::new(); archive.incidents.len()];
        for (number, owner) in owners.iter().enumerate().filter(|(_, owner)| owner.name.is_some()) {
            for item in &owner.actions {
                push_new(&mut values[item.incident], number);
            }
        }
        Self { names: owners.iter().map(|owner| owner.name.clone().unwrap_or_default()).collect(), values }
    }

    /// Names that incidents state. The oldest incident decides how a name is written.
    fn of_names(archive: &Archive, names_of: impl Fn(&Incident) -> Vec<String>) -> Self {
        let mut names: Vec<String> = Vec::new();
        let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
        let mut values = vec![Vec::new(); archive.incidents.len()];
        for (at, incident) in archive.incidents.iter().enumerate().rev() {
            for name in names_of(incident) {
                let number = *numbers.entry(slug(&name)).or_insert(names.len());
                if number == names.len() {
                    names.push(name);
                }
                push_new(&mut values[at], number);
            }
        }
        Self { names, values }
    }
}

fn push_new(numbers: &mut Vec<usize>, number: usize) {
    if !numbers.contains(&number) {
        numbers.push(number);
    }
}
