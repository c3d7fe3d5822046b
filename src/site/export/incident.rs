//! One incident as programs read it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::Links;
use super::make::action;
use crate::archive::{self, ResponseMinutes, phase_names};
use crate::model::{
    self, FIELDS, FieldId, FieldKind, FieldSpec, FieldValue, Moment, Origin, Phase, Provenance, Record,
};

/// An incident: what its document says, and what the archive knows about it.
#[derive(Clone, Debug)]
pub struct Incident<'a> {
    source: &'a archive::Incident,
    links: Links,
    /// The fields of the configuration: key to label.
    configured: &'a BTreeMap<String, String>,
}

impl<'a> Incident<'a> {
    /// An incident of an archive with these configured fields.
    pub fn new(
        incident: &'a archive::Incident,
        links: Links,
        configured: &'a BTreeMap<String, String>,
    ) -> Self {
        Self { source: incident, links, configured }
    }

    /// Where each value was found, by its name in the export.
    fn provenance(&self) -> impl Iterator<Item = (&'static str, Provenance)> + Clone {
        let incident = self.source;
        EXPORTED_BY_NAME.iter().filter_map(|(name, id)| Some((*name, provenance(incident, name, *id)?)))
    }

    /// The names of the values that the document does not state.
    fn derived(&self, minutes: ResponseMinutes) -> impl Iterator<Item = &'static str> {
        let incident = self.source;
        let is_derived = |name: &str, id| {
            provenance(incident, name, id).is_some_and(|found| found.origin == Origin::Derived)
        };
        let fields = exported().filter(move |(name, id)| is_derived(name, *id)).map(|(name, _)| name);
        let phases = (!self.source.phases.is_empty()).then_some("phases");
        fields.chain(phases).chain((!minutes.is_unknown()).then_some("minutes"))
    }

    fn serialize_field<M: SerializeMap>(
        &self,
        map: &mut M,
        name: &str,
        spec: &FieldSpec,
    ) -> Result<(), M::Error> {
        let record = &*self.source.record;
        match spec.kind {
            // `times` has all of them.
            FieldKind::Moment => Ok(()),
            FieldKind::Whys => map.serialize_entry(name, &record.five_whys),
            FieldKind::Timeline => map.serialize_entry(name, &Timeline(record)),
            FieldKind::Actions => {
                let actions: Vec<_> = (0..record.actions.len()).map(|at| action(self.source, at)).collect();
                map.serialize_entry(name, &actions)
            }
            FieldKind::Related => map.serialize_entry(name, &self.links.related),
            FieldKind::Points | FieldKind::List => {
                let texts = record.list(spec.id).map_or(&[][..], |texts| &texts.value);
                map.serialize_entry(name, texts)
            }
            FieldKind::Names => match self.source.field(spec.id) {
                Some(names) => map.serialize_entry(name, &names.value),
                None => map.serialize_entry(name, &[(); 0]),
            },
            // The archive has an id for each incident.
            _ if spec.id == FieldId::Id => map.serialize_entry(name, &self.source.card.id),
            _ => map.serialize_entry(name, &record.field(spec.id).map(|field| field.value)),
        }
    }
}

impl Serialize for Incident<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { source: incident, links, configured } = self;
        let minutes = ResponseMinutes::of(incident);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("source", &*incident.source.path)?;
        map.serialize_entry("url", &links.url)?;
        for spec in FIELDS {
            if let Some(name) = spec.export {
                self.serialize_field(&mut map, name, spec)?;
            }
        }
        map.serialize_entry("fixed", &incident.card.fixed.as_ref().map(Fix))?;
        map.serialize_entry("times", &Times(&incident.record))?;
        map.serialize_entry("phases", &Phases(incident))?;
        map.serialize_entry("minutes", &minutes)?;
        let further = configured.keys().map(|key| (key, incident.record.extra_values(key)));
        map.serialize_entry("fields", &Pairs(further))?;
        map.serialize_entry("backlinks", &links.backlinks)?;
        map.serialize_entry("similar", &links.similar)?;
        map.serialize_entry("open_at_the_time", &links.open_at_the_time)?;
        map.serialize_entry("provenance", &Pairs(self.provenance()))?;
        map.serialize_entry("derived", &self.derived(minutes).collect::<Vec<_>>())?;
        map.end()
    }
}

/// The names of values in the export, and the fields that they come from.
fn exported() -> impl Iterator<Item = (&'static str, FieldId)> {
    let fields = FIELDS.iter().filter_map(|spec| Some((spec.export?, spec.id)));
    fields.chain([("fixed", FieldId::Resolution)])
}

/// Where a value of the export was found.
fn provenance(incident: &archive::Incident, name: &str, id: FieldId) -> Option<Provenance> {
    match name {
        "fixed" => incident.record.fix.as_ref().map(|fix| fix.provenance),
        _ => incident.field(id).map(|field| field.provenance),
    }
}

/// [`exported`], sorted by name.
static EXPORTED_BY_NAME: LazyLock<Vec<(&str, FieldId)>> = LazyLock::new(|| {
    let mut all: Vec<_> = exported().collect();
    all.sort_unstable_by_key(|(name, _)| *name);
    all
});

/// Pairs as an object, in the order in which they come.
struct Pairs<I>(I);

impl<K: Serialize, V: Serialize, I: Iterator<Item = (K, V)> + Clone> Serialize for Pairs<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.clone())
    }
}

/// The times that the document marks, each with its name.
struct Times<'a>(&'a Record);

impl Serialize for Times<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let times = FIELDS.iter().filter(|spec| spec.kind == FieldKind::Moment);
        serializer.collect_map(
            times.filter_map(|spec| Some((spec.export?, self.0.field(spec.id).map(|time| time.value)))),
        )
    }
}

/// The minutes of each phase.
struct Phases<'a>(&'a archive::Incident);

impl Serialize for Phases<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let minutes = |name| self.0.phases.iter().find(|span| span.name == name).map(|span| span.minutes);
        serializer.collect_map(phase_names().map(|name| (name, minutes(name))))
    }
}

/// What ended the incident.
struct Fix<'a>(&'a model::Fix);

impl Serialize for Fix<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let model::Fix { text, at, certain, .. } = self.0;
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("text", text)?;
        map.serialize_entry("at", &at.as_ref().map(FieldValue::Moment))?;
        map.serialize_entry("certain", certain)?;
        map.end()
    }
}

/// The events of a timeline, in the author's order.
struct Timeline<'a>(&'a Record);

impl Serialize for Timeline<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.timeline.iter().map(|event| Event {
            time: &event.time,
            at: event.at.as_ref().map(Moment::iso),
            phase: event.phase,
            text: &event.text,
        }))
    }
}

/// An event of a timeline.
#[derive(Serialize)]
struct Event<'a> {
    /// As written.
    time: &'a str,
    /// ISO 8601, with an offset where the zone is known.
    at: Option<String>,
    /// What it marks.
    phase: Option<Phase>,
    /// What happened, plain text.
    text: &'a str,
}
