//! The incidents of the synthetic archive.

use std::sync::Arc;

use jiff::civil::{Date, Time, date};

use super::AS_OF;
use crate::archive::{
    ActionStatus, Backlink, Card, DueStatus, Incident, PhaseSpan, ResolvedRelation, Similar, Target,
};
use crate::model::{
    ActionItem, ActionState, Body, Document, Event, FIELDS, Field, FieldId, FieldMap, Fix, Heading, Hole,
    Moment, Origin, Phase, Prose, Provenance, Record, RelationKind, Segment, Severity, Status, StatusKind,
    Structure, Times,
};
use crate::source::{SourceFile, Span};

fn found<T>(value: T) -> Field<T> {
    found_at(value, Origin::Table, 7)
}

fn found_at<T>(value: T, origin: Origin, line: u32) -> Field<T> {
    Field { value, provenance: Provenance { origin, line, span: Span::default() } }
}

fn prose(text: &str) -> Prose {
    Prose::new(text.to_owned(), crate::text::escape_html(text))
}

/// A record with nothing but a title.
pub(super) fn record(title: &str) -> Record {
    Record {
        title: found_at(title.to_owned(), Origin::Title, 1),
        id: None,
        date: None,
        times: Times::default(),
        duration: None,
        severity: None,
        status: None,
        authors: None,
        services: None,
        tags: None,
        aliases: None,
        prose: FieldMap::default(),
        lists: FieldMap::default(),
        timeline: Vec::new(),
        fix: None,
        five_whys: Vec::new(),
        actions: Vec::new(),
        relations: Vec::new(),
        references: Vec::new(),
        sign_off: Vec::new(),
        meeting: None,
        finalized: None,
        extra: [("Region".to_owned(), serde_json::json!(["eu-west-1", " "]))].into(),
    }
}

fn item(number: &str, text: &str, state: ActionState) -> ActionItem {
    ActionItem {
        number: number.to_owned(),
        action: prose(text),
        owner: None,
        priority: None,
        due: None,
        due_text: None,
        state,
        state_text: None,
        done_on: None,
        category: None,
        description: None,
        rationale: None,
        success_criteria: None,
        reference: None,
        span: Span::default(),
        line: 40,
    }
}

fn card(record: &Record, id: &str, slug: &str) -> Card {
    let open = record.actions.iter().filter(|item| item.state.is_open());
    Card {
        id: id.to_owned(),
        slug: slug.to_owned(),
        title: record.title.value.clone(),
        date: record.date.as_ref().map(|field| field.value),
        severity: record.severity.as_ref().map(|field| field.value.clone()),
        status: record.status.as_ref().map(|field| field.value.clone()),
        services: record.services.as_ref().map(|field| field.value.clone()).unwrap_or_default(),
        tags: record.tags.as_ref().map(|field| field.value.clone()).unwrap_or_default(),
        authors: record.authors.as_ref().map(|field| field.value.clone()).unwrap_or_default(),
        duration: record.duration.as_ref().map(|field| field.value),
        one_line: record.text(FieldId::Summary).map(|field| field.value.clone()),
        fixed: record.fix.as_ref().map(|field| field.value.clone()),
        actions_open: open.clone().count(),
        actions_overdue: open.filter(|item| item.due.is_some_and(|due| due < AS_OF)).count(),
        actions_total: record.actions.len(),
    }
}

fn incident(record: Record, document: Document, targets: Vec<Target>, id: &str, path: &str) -> Incident {
    let action_status = record.actions.iter().map(|item| action_status(item, record.date.as_ref())).collect();
    let slug = crate::text::slug(id).to_uppercase();
    Incident {
        card: card(&record, id, &slug),
        services: record.services.clone(),
        record: Arc::new(record),
        document: Arc::new(document),
        source: Arc::new(SourceFile::new(path, "# A title\n".to_owned())),
        action_status,
        relations: Vec::new(),
        not_related: Box::default(),
        backlinks: Vec::new(),
        targets,
        phases: Vec::new(),
        diagnostics: Arc::from([]),
    }
}

fn action_status(item: &ActionItem, day: Option<&Field<Date>>) -> ActionStatus {
    let since = |day: Date| AS_OF.since(day).map(|span| span.get_days()).unwrap_or_default();
    let late = item.due.map(since).filter(|_| item.state.is_open());
    let standing = match (item.state.is_open(), late) {
        (false, _) => DueStatus::RecentlyDone,
        (true, None) => DueStatus::NoDate,
        (true, Some(late)) if late > 0 => DueStatus::Overdue,
        (true, Some(late)) if late >= -14 => DueStatus::DueSoon,
        (true, Some(_)) => DueStatus::Later,
    };
    ActionStatus {
        due_status: standing,
        age_days: day.filter(|_| item.state.is_open()).map(|day| since(day.value)),
        overdue_days: late,
    }
}

fn moment(day: Date, hour: i8, minute: i8) -> Moment {
    Moment {
        date: day,
        clock: Time::new(hour, minute, 0, 0).ok(),
        offset_minutes: Some(0),
        zone: Some("UTC".into()),
    }
}

/// A complete incident.
pub(super) fn complete() -> Incident {
    let day = date(2026, 11, 21);
    let mut one = record("Checkout returns 5xx");
    one.id = Some(found("INC-0214".to_owned()));
    one.date = Some(found(day));
    one.times.started = Some(found_at(moment(day, 14, 0), Origin::Derived, 0));
    one.times.detected = Some(found_at(moment(day, 14, 4), Origin::Derived, 0));
    one.times.mitigated = Some(found_at(moment(day, 16, 2), Origin::Derived, 0));
    one.duration = Some(found_at(125, Origin::Derived, 0));
    one.severity = Some(found(Severity { label: "Sev-1".into(), key: Some("sev1".into()), level: Some(1) }));
    one.status = Some(found(Status { label: "Final".into(), kind: StatusKind::Final }));
    one.authors = Some(found(["Ann Ångström".to_owned()].into()));
    one.services = Some(found(["api".to_owned(), "db".to_owned()].into()));
    one.tags = Some(found(["pool".to_owned()].into()));
    let texts = [
        (FieldId::Summary, "Pool exhausted after a config push; every checkout failed for 2 h 05."),
        (FieldId::Impact, "Every checkout failed. About 900 were not repeated."),
        (FieldId::RootCause, "Pods, pools and limits are three independent constants."),
        (FieldId::Detection, "Alert checkout-5xx."),
        (FieldId::Resolution, "rollback of release 4812"),
    ];
    one.prose = texts.into_iter().map(|(id, text)| (id, found(text.to_owned()))).collect();
    one.fix = Some(found(Fix {
        text: "rollback of release 4812".to_owned(),
        at: Some(moment(day, 16, 2)),
        certain: true,
        source: Some("Resolution".into()),
    }));
    let lists = FIELDS.iter().filter(|spec| spec.kind.is_list());
    one.lists = lists.map(|spec| (spec.id, found(vec![spec.description.to_owned()]))).collect();
    one.finalized = Some(found(date(2026, 11, 22)));
    one.timeline = vec![Event {
        time: "14:00".into(),
        at: Some(moment(day, 14, 0)),
        phase: Some(Phase::FirstSignal),
        text: "first 503".into(),
        anchor: "t-1400".into(),
        span: Span::default(),
        line: 20,
    }];
    let mut done = item("1", "Separate users", ActionState::Done);
    (done.owner, done.state_text) = (Some("ann".to_owned()), Some("Done (2026-11-02)".to_owned()));
    let mut late = item("AI-2", "Alert on pool use", ActionState::Open);
    (late.owner, late.priority, late.due) = (Some("ann".into()), Some("P1".into()), Some(date(2026, 11, 20)));
    late.success_criteria = Some(prose("A load test raises the alert.").into());
    let mut nobody = item("3", "Think about the limits", ActionState::InProgress);
    nobody.due_text = Some("end of Q3".to_owned());
    one.actions = vec![done, late, nobody];
    let mut made = incident(one, document(), targets(), "INC-0214", "2026/INC-0214.md");
    let words = "same pool sizing".to_owned();
    let relation = |target, written: &str| ResolvedRelation {
        target,
        written: written.to_owned(),
        kind: RelationKind::RecurrenceOf,
        inverse: false,
        stated: true,
        words: words.clone(),
    };
    made.relations = vec![relation(Some(2), "drill"), relation(None, "INC-0999")];
    made.backlinks = vec![Backlink {
        from: Target::Page(1),
        sentence: "As in INC-0214 the pool ran dry.".to_owned(),
        line: 3,
    }];
    let phase = |name, from, to, minutes| PhaseSpan { name, from, to, minutes };
    made.phases = vec![
        phase("undetected", Phase::FirstSignal, Phase::Alert, 4),
        phase("diagnosis", Phase::Investigating, Phase::CauseFound, 100),
        phase("recovery", Phase::Mitigated, Phase::Restored, 21),
    ];
    made
}

fn document() -> Document {
    let hole =
        |target: &str| Hole::Reference { target: target.into(), explicit: true, span: Span::default() };
    let link = |path: &str, fragment: &str| Hole::Link {
        path: path.into(),
        fragment: fragment.into(),
        title: Box::default(),
        span: Span::default(),
    };
    let image = Hole::Image {
        path: "images/graph 1.png".into(),
        alt: "5xx \"rise\"".into(),
        title: Box::default(),
        width: None,
        span: Span::default(),
    };
    let html = Segment::Html;
    let pieces = [
        html("<h2 id=\"timeline\">Timeline</h2>"),
        Segment::PhaseBar,
        html(
            "<table><tr id=\"t-1400\"><td>14:00</td><td>first 503</td></tr></table><h3 id=\"x\">X</h3><p>See ",
        ),
        Segment::Open(0),
        html("INC-7"),
        Segment::Close(0),
        html(", "),
        Segment::Open(1),
        html("INC-0999"),
        Segment::Close(1),
        html(", "),
        Segment::Open(2),
        html("how we rate"),
        Segment::Close(2),
        html(", "),
        Segment::Open(3),
        html("PLAT-1"),
        Segment::Close(3),
        html(", "),
        Segment::Open(4),
        html("a trap"),
        Segment::Close(4),
        Segment::Whole(5),
        html("</p>"),
    ];
    Document {
        structure: Structure::default(),
        folded_headings: Vec::new(),
        has_item_marks: false,
        has_internal_parts: false,
        body: Body::new(pieces.map(Segment::mark).concat(), 0),
        holes: vec![
            hole("INC-7"),
            hole("INC-0999"),
            link("policy/severity.md", "text"),
            hole("PLAT-1"),
            link("x", ""),
            image,
        ],
        headings: [
            Heading { level: 2, text: "Timeline", anchor: "timeline" },
            Heading { level: 3, text: "X", anchor: "x" },
        ]
        .into_iter()
        .collect(),
    }
}

fn targets() -> Vec<Target> {
    vec![
        Target::Incident(1),
        Target::Dangling,
        Target::Page(1),
        Target::External("https://tracker.example/PLAT-1?a=1&b=\"2\"".to_owned()),
        Target::External("javascript:alert(1)".to_owned()),
        Target::File(Arc::from("images/graph 1.png")),
    ]
}

/// An incident whose author tries to break out of every place.
pub(super) fn hostile() -> Incident {
    let text = "<script>alert(1)</script> \"quoted\" 'single' & {{ site.title }}";
    let mut one = record(text);
    one.id = Some(found("INC-7".to_owned()));
    one.date = Some(found(date(2026, 3, 14)));
    one.severity = Some(found(Severity { label: "SEV2".into(), key: Some("sev2".into()), level: Some(2) }));
    one.status = Some(found(Status { label: "Draft".into(), kind: StatusKind::Draft }));
    one.authors = Some(found([text.to_owned()].into()));
    one.services = Some(found(["api".to_owned()].into()));
    one.prose =
        [FieldId::Summary, FieldId::Resolution].map(|id| (id, found(text.to_owned()))).into_iter().collect();
    one.fix = Some(found(Fix { text: text.to_owned(), at: None, certain: false, source: Some(text.into()) }));
    let mut open = item("\"><img src=x onerror=alert(1)>", text, ActionState::Blocked);
    (open.owner, open.priority) = (Some("<b>bob</b>".to_owned()), Some(text.to_owned()));
    (open.due, open.state_text) = (Some(date(2026, 12, 1)), Some(text.to_owned()));
    one.actions = vec![open];
    incident(one, Document::default(), Vec::new(), "INC-7", "2026/INC-7 \"x\".md")
}

/// A nearly empty incident.
pub(super) fn bare() -> Incident {
    incident(record("A drill"), Document::default(), Vec::new(), "drill", "drill.md")
}

/// The incidents that are similar to the complete one.
pub(super) fn similar() -> Similar {
    Similar {
        target: 1,
        score: 0.4171,
        services: ["api"].into_iter().collect(),
        terms: ["pool", "checkout"].into_iter().collect(),
    }
}
