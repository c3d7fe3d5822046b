//! The page of one incident.

use super::actions::incident_actions;
use super::{Heading, MENTIONS, incidents_crumb, link, list_up_to, mentions, page};
use crate::archive::{self, Incident, PhaseSpan, ResolvedRelation, ResponseMinutes, Similar};
use crate::model::{FIELDS, Field, FieldId, Moment, Origin, Phase, Record};
use crate::site::body;
use crate::site::lookup::{Lookup, date, duration, moment};
use crate::site::plan::Content;
use crate::site::view::{
    Crumb, Detection, FieldView, Fix, HeadingView, IncidentView, Neighbors, PhaseBar, PhaseView,
    RelationView, SimilarView, Span, TextView, View,
};
use crate::text::{first_sentence, shorten, squeeze};
use crate::when::show_minutes;

/// Anchors of what stands below the document. No heading can have one: anchors of headings never begin with `_`.
const BELOW: [(&str, &str); 4] = [
    ("_actions", "Where the actions stand"),
    ("_related", "Related"),
    ("_referenced-by", "Referenced by"),
    ("_similar", "Similar incidents"),
];

/// The page of an incident by its index.
pub(crate) fn incident(lookup: &Lookup, at: usize) -> Content<'_> {
    let one = &lookup.archive.incidents[at];
    let path = lookup.routes.incident(at);
    let view = view(lookup, one, at, &path);
    let heading = Heading {
        path: &path,
        title: view.card.name(),
        description: one.card.one_line.clone(),
        section: "incidents",
        breadcrumbs: breadcrumbs(lookup, one),
        source: Some(&one.source.path),
    };
    page(lookup, heading, View::Incident(Box::new(view)))
}

fn view(lookup: &Lookup, one: &Incident, at: usize, path: &str) -> IncidentView {
    let record = &one.record;
    let actions = incident_actions(lookup, at);
    let relations = one.relations.iter().take(MENTIONS);
    let relations: Vec<_> = relations.map(|relation| relation_view(lookup, relation)).collect();
    let (backlinks, backlinks_total) = mentions(lookup, &one.backlinks);
    let similar = lookup.archive.similar(at).iter();
    let similar: Vec<_> = similar.map(|similar| similar_view(lookup, similar)).collect();
    let mut headings = body::headings(&one.document);
    let below = [!actions.is_empty(), !relations.is_empty(), !backlinks.is_empty(), !similar.is_empty()];
    headings.extend(BELOW.iter().zip(below).filter(|(_, there)| *there).map(|((anchor, label), _)| {
        HeadingView { level: 2, label: (*label).to_owned(), anchor: (*anchor).to_owned() }
    }));
    IncidentView {
        card: lookup.card(at),
        source_url: lookup.routes.incident_source(at),
        data_url: lookup.routes.incident_data(at),
        source: one.source.path.to_string(),
        one_line: record.text(FieldId::Summary).map(in_short).or_else(|| one.card.one_line.clone()),
        when: when(one),
        fixed: one.card.fixed.as_ref().map(fix),
        texts: texts(record),
        detection: detection(one),
        duration_derived: is_derived(record.duration.as_ref()),
        finalized: record.finalized.as_ref().map(|day| date(day.value)),
        phases: phases(&one.phases),
        body: body::fill(&one.document, &one.targets, path, lookup),
        headings,
        actions,
        relations,
        relations_total: one.relations.len(),
        backlinks,
        backlinks_total,
        similar,
        neighbors: neighbors(lookup, at),
        fields: fields(lookup, record),
        extra: record.extra.clone(),
    }
}

/// What the document says of the fields of the configuration.
fn fields(lookup: &Lookup, record: &Record) -> Vec<FieldView> {
    let fields = lookup.config.fields.iter();
    let fields =
        fields.map(|(key, label)| FieldView { label: label.clone(), values: record.extra_values(key) });
    fields.filter(|field| !field.values.is_empty()).collect()
}

fn breadcrumbs(lookup: &Lookup, one: &Incident) -> Vec<Crumb> {
    let mut crumbs = vec![incidents_crumb(lookup)];
    let years = &lookup.archive.indexes.years;
    let year = one.card.date.map(|date| date.year().to_string());
    if let Some(at) = years.iter().position(|group| Some(&group.slug) == year.as_ref()) {
        crumbs.push(link(&years[at].label, lookup.routes.years[at][0].clone()));
    }
    crumbs
}

fn is_derived<T>(field: Option<&Field<T>>) -> bool {
    field.is_some_and(|field| field.provenance.origin == Origin::Derived)
}

/// The first sentence, which in a box must not fill it.
fn in_short(prose: &Field<String>) -> String {
    let text = squeeze(&prose.value);
    let first = first_sentence(&text, 320);
    // A first sentence of two words ("Pool exhausted.") leaves room for what follows it.
    if first.chars().count() < 60 { shorten(&text, 200) } else { first }
}

/// A moment with a time of day; one without says nothing that the date of the incident does not say.
fn clocked(field: Option<&Field<Moment>>) -> Option<&Moment> {
    field.map(|field| &field.value).filter(|value| value.clock.is_some())
}

/// The time of the first event of the timeline that stands for one of some phases, in the order of these.
fn event(one: &Incident, phases: &[Phase]) -> Option<Moment> {
    let at = |phase: &Phase| {
        let mut events = one.record.timeline.iter().filter(|event| event.phase == Some(*phase));
        events.find_map(|event| event.at.clone().filter(|at| at.clock.is_some()))
    };
    phases.iter().find_map(at)
}

fn fix(fix: &archive::Fix) -> Fix {
    Fix { text: fix.text.clone(), at: fix.at.as_ref().map(moment), certain: fix.certain }
}

/// The texts of the box, in the order of the catalog.
fn texts(record: &Record) -> Vec<TextView> {
    let mut texts: Vec<_> = FIELDS
        .iter()
        .filter_map(|spec| {
            let ((place, label), text) = (spec.in_box?, record.text(spec.id)?);
            Some((place, TextView { name: spec.id.name(), label, text: in_short(text) }))
        })
        .collect();
    texts.sort_unstable_by_key(|(place, _)| *place);
    texts.into_iter().map(|(_, text)| text).collect()
}

/// When it began and ended: as marked in the document, else by its timeline, else the day alone.
fn when(one: &Incident) -> Option<Span> {
    let times = &one.record.times;
    let value = |field: &Option<Field<Moment>>| field.as_ref().map(|field| field.value.clone());
    let day = one.card.date.map(|date| Moment { date, clock: None, offset_minutes: None, zone: None });
    let first = one.record.timeline.iter().find_map(|event| event.at.clone().filter(|at| at.clock.is_some()));
    let from = clocked(times.started.as_ref())
        .cloned()
        .or(first)
        .or_else(|| value(&times.started))
        .or_else(|| value(&times.detected))
        .or(day)?;
    let to = clocked(times.resolved.as_ref())
        .or_else(|| clocked(times.mitigated.as_ref()))
        .cloned()
        .or_else(|| event(one, &[Phase::Resolved, Phase::Restored, Phase::Mitigated]))
        .or_else(|| value(&times.resolved).filter(|to| to.date != from.date));
    let to = to.filter(|to| *to != from && to.datetime() >= from.datetime());
    let same_day = to.as_ref().is_some_and(|to| to.date == from.date);
    Some(Span { from: moment(&from), to: to.as_ref().map(moment), same_day })
}

/// How and how fast it was noticed.
fn detection(one: &Incident) -> Option<Detection> {
    let after = ResponseMinutes::of(one).detect.map(duration);
    let text = one.record.text(FieldId::Detection).map(in_short);
    (text.is_some() || after.is_some()).then_some(Detection { text, after })
}

fn phases(spans: &[PhaseSpan]) -> Option<PhaseBar> {
    let total: u32 = spans.iter().map(|span| span.minutes).sum();
    if total == 0 {
        return None;
    }
    let mut x = 0;
    let mut elapsed = 0;
    let mut phases = Vec::with_capacity(spans.len());
    for span in spans {
        elapsed += span.minutes;
        let end = thousandth(elapsed, total);
        phases.push(PhaseView {
            name: span.name,
            from: span.from.label(),
            to: span.to.label(),
            duration: duration(span.minutes),
            share: format!("{} %", (thousandth(span.minutes, total) + 5) / 10),
            x,
            width: end.saturating_sub(x).max(4),
        });
        x = end;
    }
    let longest = spans.iter().max_by_key(|span| span.minutes)?;
    let sentence = match spans.len() {
        1 => format!("Known of the {}: {}.", show_minutes(total), longest.name),
        _ => format!("Of {}, {} took {}.", show_minutes(total), longest.name, show_minutes(longest.minutes)),
    };
    Some(PhaseBar { total: duration(total), sentence, phases })
}

fn thousandth(part: u32, of: u32) -> u32 {
    u32::try_from(u64::from(part) * 1000 / u64::from(of)).unwrap_or(1000)
}

fn relation_view(lookup: &Lookup, relation: &ResolvedRelation) -> RelationView {
    RelationView {
        words: if relation.inverse { relation.kind.inverse_label() } else { relation.kind.label() },
        kind: relation.kind.key(),
        card: relation.target.map(|target| lookup.card(target)),
        written: relation.written.clone(),
        text: (!relation.words.is_empty()).then(|| relation.words.clone()),
        stated: relation.stated,
    }
}

fn similar_view(lookup: &Lookup, similar: &Similar) -> SimilarView {
    let mut reasons = Vec::new();
    if !similar.services.is_empty() {
        reasons.push(format!("both on {}", list_up_to(&similar.services.to_vec(), 3)));
    }
    if !similar.terms.is_empty() {
        reasons.push(format!("both mention {}", list_up_to(&similar.terms.to_vec(), 5)));
    }
    SimilarView { card: lookup.card(similar.target), reason: reasons.join("; ") }
}

fn neighbors(lookup: &Lookup, at: usize) -> Neighbors {
    let beside = |at: usize| {
        lookup.archive.incidents.get(at)?;
        let card = lookup.card(at);
        Some(link(card.name(), card.url.clone()))
    };
    Neighbors { previous: at.checked_sub(1).and_then(beside), next: beside(at + 1) }
}
