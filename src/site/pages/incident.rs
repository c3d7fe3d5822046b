//! The page of one incident.

use super::actions::incident_actions;
use super::charts::{bar, placed, thousandth, total};
use super::compared::compared;
use super::gap::{open_at_the_time, relation};
use super::{Heading, MENTIONS, incidents_crumb, link, mentions, page};
use crate::archive::{Incident, PhaseSpan, ResolvedRelation, ResponseMinutes, Similar, event_phases};
use crate::model::{self, FIELDS, Field, FieldId, Moment, Phase, Record, in_short};
use crate::search;
use crate::site::body::{self, Written};
use crate::site::decoration::Decoration;
use crate::site::lookup::{Lookup, is_derived};
use crate::site::plan::Content;
use crate::site::routes;
use crate::site::view::{
    Crumb, Detection, FieldView, Fix, HeadingView, IncidentView, Neighbors, PhaseBar, PhaseView, ReasonView,
    RelationView, SimilarView, Span, TextView, View,
};

/// Anchors and messages of the sections below the document. Anchors of headings never begin with `_`, so that these are free.
const BELOW: [(&str, &str); 6] = [
    ("_actions", "incident.actions"),
    ("_open-at-the-time", "gap.title"),
    ("_related", "incident.related"),
    ("_referenced-by", "incident.referenced_by"),
    ("_similar", "incident.similar"),
    ("_compared", "compared.title"),
];

/// How many shared services of a similar incident are shown.
const MAX_SERVICES: usize = 3;

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
    let open_at_the_time = open_at_the_time(lookup, at);
    let relations = one.relations.iter().take(MENTIONS);
    let relations: Vec<_> = relations.map(|relation| relation_view(lookup, relation)).collect();
    let (backlinks, backlinks_total) = mentions(lookup, &one.backlinks);
    let similar = lookup.archive.similar(at).iter();
    let similar: Vec<_> = similar.map(|similar| similar_view(lookup, at, similar)).collect();
    let compared = compared(lookup, at);
    let mut headings = body::headings(&one.document);
    let below = [
        !actions.is_empty() && !one.document.has_item_marks,
        open_at_the_time.is_some(),
        !relations.is_empty(),
        !backlinks.is_empty(),
        !similar.is_empty(),
        compared.is_some(),
    ];
    headings.extend(BELOW.iter().zip(below).filter(|(_, there)| *there).map(|((anchor, label), _)| {
        HeadingView { level: 2, label: lookup.messages.text(label), anchor: (*anchor).to_owned() }
    }));
    let written = Written { document: &one.document, targets: &one.targets, timeline: &record.timeline };
    let root = routes::root(path);
    let event_phases = event_phases(&record.timeline);
    let decoration = Decoration { lookup, root: &root, items: &actions, phases: &event_phases };
    let body = body::fill(&written, Some(&decoration), path, lookup);
    IncidentView {
        card: lookup.card(at),
        source_url: lookup.routes.incident_source(at),
        data_url: lookup.routes.incident_data(at),
        source: one.source.path.to_string(),
        one_line: record
            .text(FieldId::Summary)
            .map(|text| in_short(&text.value))
            .or_else(|| one.card.one_line.clone()),
        when: when(lookup, one),
        fixed: one.card.fixed.as_ref().map(|one| fix(lookup, one)),
        texts: texts(lookup, record),
        detection: detection(lookup, one),
        duration_derived: is_derived(record.duration.as_ref()),
        services_derived: is_derived(one.services.as_ref()),
        finalized: record.finalized.as_ref().map(|day| lookup.date(day.value)),
        phases: phases(lookup, one, &event_phases),
        body,
        actions_in_place: one.document.has_item_marks,
        headings,
        actions,
        open_at_the_time,
        relations,
        relations_total: one.relations.len(),
        backlinks,
        backlinks_total,
        similar,
        compared,
        neighbors: neighbors(lookup, at),
        fields: fields(lookup, record),
        extra: record.extra.clone(),
    }
}

/// The values of configured fields.
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

/// The moment, if it has a time of day; without one it adds nothing to the date of the incident.
fn clocked(field: Option<&Field<Moment>>) -> Option<&Moment> {
    field.map(|field| &field.value).filter(|value| value.clock.is_some())
}

/// The time of the first event that marks one of some phases, in the order of the phases.
fn event(one: &Incident, phases: &[Phase]) -> Option<Moment> {
    let at = |phase: &Phase| {
        let mut events = one.record.timeline.iter().filter(|event| event.phase == Some(*phase));
        events.find_map(|event| event.at.clone().filter(|at| at.clock.is_some()))
    };
    phases.iter().find_map(at)
}

fn fix(lookup: &Lookup, fix: &model::Fix) -> Fix {
    Fix {
        text: fix.text.clone(),
        at: fix.at.as_ref().map(|at| lookup.moment(at)),
        certain: fix.certain,
        source: fix.source.as_deref().map(str::to_owned),
    }
}

/// The texts of the box, in the order of the catalog.
fn texts(lookup: &Lookup, record: &Record) -> Vec<TextView> {
    let mut texts: Vec<_> = FIELDS
        .iter()
        .filter_map(|spec| {
            let (place, text) = (spec.in_box?, record.text(spec.id)?);
            let label = lookup.messages.text(&format!("field.{}", spec.id.name()));
            Some((place, TextView { name: spec.id.name(), label, text: in_short(&text.value) }))
        })
        .collect();
    texts.sort_unstable_by_key(|(place, _)| *place);
    texts.into_iter().map(|(_, text)| text).collect()
}

/// Begin and end: as stated in the document, else from the timeline, else the day alone.
fn when(lookup: &Lookup, one: &Incident) -> Option<Span> {
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
    Some(Span { from: lookup.moment(&from), to: to.as_ref().map(|to| lookup.moment(to)), same_day })
}

/// How and how fast it was detected.
fn detection(lookup: &Lookup, one: &Incident) -> Option<Detection> {
    let after = ResponseMinutes::of(one).detect.map(|minutes| lookup.duration(minutes));
    let text = one.record.text(FieldId::Detection).map(|text| in_short(&text.value));
    (text.is_some() || after.is_some()).then_some(Detection { text, after })
}

fn phases(lookup: &Lookup, one: &Incident, event_phases: &[Option<&str>]) -> Option<PhaseBar> {
    let (messages, spans) = (&lookup.messages, bar(one)?);
    let total = total(spans);
    let phase = |(span, x, width): (&PhaseSpan, u32, u32)| PhaseView {
        name: span.name,
        label: messages.text(&format!("phase.{}", span.name)),
        from: messages.text(&format!("event.{}", span.from.key())),
        to: messages.text(&format!("event.{}", span.to.key())),
        duration: lookup.duration(span.minutes),
        share: messages
            .with("format.percent", &[("number", &((thousandth(span.minutes, total) + 5) / 10).to_string())]),
        anchor: event_phases
            .iter()
            .position(|phase| *phase == Some(span.name))
            .map(|at| one.record.timeline[at].anchor.to_string()),
        x,
        width,
    };
    let phases = placed(spans, total).map(phase).collect();
    let longest = spans.iter().max_by_key(|span| span.minutes)?;
    let phase = messages.text(&format!("phase.{}", longest.name));
    let sentence = messages.with(
        "phase.longest",
        &[
            ("total", &messages.minutes(total)),
            ("phase", &phase),
            ("length", &messages.minutes(longest.minutes)),
        ],
    );
    Some(PhaseBar { total: lookup.duration(total), sentence, phases })
}

fn relation_view(lookup: &Lookup, relation: &ResolvedRelation) -> RelationView {
    RelationView {
        words: self::relation(lookup, relation.kind, relation.inverse),
        kind: relation.kind.key(),
        card: relation.target.map(|target| lookup.card(target)),
        written: relation.written.clone(),
        text: (!relation.words.is_empty()).then(|| relation.words.clone()),
        stated: relation.stated,
    }
}

fn similar_view(lookup: &Lookup, at: usize, similar: &Similar) -> SimilarView {
    let incidents = &lookup.archive.incidents;
    let terms = similar.terms.to_vec();
    let cause = search::shared_cause(&incidents[at], &incidents[similar.target], &terms);
    let service = |label: &str| ReasonView { kind: "service", label: label.to_owned() };
    let word =
        |label: String| ReasonView { kind: if cause.contains(&label) { "cause" } else { "word" }, label };
    let mut reasons: Vec<ReasonView> = similar.services.iter().take(MAX_SERVICES).map(service).collect();
    let (causes, words): (Vec<_>, Vec<_>) = terms.into_iter().map(word).partition(|one| one.kind == "cause");
    reasons.extend(causes);
    reasons.extend(words);
    SimilarView { card: lookup.card(similar.target), reasons }
}

fn neighbors(lookup: &Lookup, at: usize) -> Neighbors {
    let neighbor = |at: usize| {
        lookup.archive.incidents.get(at)?;
        let card = lookup.card(at);
        Some(link(card.name(), card.url.clone()))
    };
    Neighbors { previous: at.checked_sub(1).and_then(neighbor), next: neighbor(at + 1) }
}
