//! A small archive written in code, for tests of this module and of `emit`.
//!
//! It does not depend on reading or assembling, so that views are tested in isolation.

mod incidents;

use std::sync::Arc;

use jiff::civil::{Date, date};

use crate::archive::{ActionRef, Archive, Dangling, Group, Indexes, Owner, Page, Similar, SimilarityIndex};
use crate::config::{Config, SeverityStep};
use crate::diag::{Code, Diagnostic};
use crate::model::{Body, Document, Heading, ImageSize, SeverityShape};
use crate::source::{SourceFile, Span};

/// The day for which the archive is made.
pub(crate) const AS_OF: Date = date(2026, 11, 23);

/// Settings with everything that pages show.
pub(crate) fn config() -> Config {
    let step = |key: &str, shape, description: &str| SeverityStep {
        key: key.to_lowercase(),
        label: key.to_owned(),
        description: description.to_owned(),
        aliases: vec![key.replace("SEV", "p")],
        shape,
        color: None,
    };
    Config {
        title: "Acme incidents".to_owned(),
        base_url: Some("https://acme.example/incidents/".to_owned()),
        severities: vec![
            step("SEV1", SeverityShape::Square, "Customers cannot pay. Everybody stops what they are doing."),
            step("SEV2", SeverityShape::Triangle, "A core service is down for many customers."),
            step("SEV3", SeverityShape::Circle, "One feature is affected."),
            step("SEV4", SeverityShape::Ring, ""),
        ],
        fields: [("region".to_owned(), "Region".to_owned())].into(),
        accent: Some("#0b6e6e".to_owned()),
        cname: Some("incidents.acme.example".to_owned()),
        edit_url: Some("https://git.example/acme/edit/main/{path}".to_owned()),
        ..Config::default()
    }
}

/// Three incidents and two pages: a complete incident, a nearly empty one, and a hostile one.
pub(crate) fn archive() -> Archive {
    let incidents = [incidents::complete(), incidents::hostile(), incidents::bare()].map(Arc::new).to_vec();
    let graph: Arc<str> = Arc::from("images/graph 1.png");
    let diagnostic = Diagnostic::new(
        Code::ReferenceBroken,
        &Arc::from("2026/INC-0214.md"),
        Span::new(3, 5),
        "no incident INC-0999",
    );
    Archive {
        as_of: AS_OF,
        indexes: Arc::new(indexes()),
        incidents,
        pages: [page("about", "About us"), page("policy/severity", "How we rate")].map(Arc::new).to_vec(),
        dangling: vec![Dangling {
            written: "INC-0999".to_owned(),
            source: Arc::from("2026/INC-0214.md"),
            span: Span::new(3, 5),
            line: 1,
        }],
        sizes: [(Arc::clone(&graph), ImageSize { width: 640, height: 480 })].into(),
        files: vec![graph],
        diagnostics: vec![diagnostic],
        similarity: Arc::new(SimilarityIndex::given(vec![
            vec![incidents::similar()],
            vec![Similar { target: 0, ..incidents::similar() }],
            Vec::new(),
        ])),
        resolver: Arc::default(),
        known_services: Arc::default(),
    }
}

fn group(label: &str, slug: &str, members: &[usize]) -> Group {
    Group { label: label.to_owned(), slug: slug.to_owned(), members: members.to_vec() }
}

fn indexes() -> Indexes {
    let item = |incident, action| ActionRef { incident, action };
    let owner = |name: Option<&str>, slug: &str, actions: Vec<ActionRef>| Owner {
        name: name.map(str::to_owned),
        slug: slug.to_owned(),
        actions,
    };
    Indexes {
        severities: vec![
            group("SEV1", "sev1", &[0]),
            group("SEV2", "sev2", &[1]),
            group("unrated", "unrated", &[2]),
        ],
        years: vec![group("2026", "2026", &[0, 1]), group("undated", "undated", &[2])],
        months: vec![group("2026-11", "2026-11", &[0]), group("2026-03", "2026-03", &[1])],
        services: vec![group("api", "api", &[0, 1]), group("db", "db", &[0])],
        tags: vec![group("pool", "pool", &[0])],
        statuses: vec![group("Final", "final", &[0]), group("Draft", "draft", &[1])],
        actions: vec![item(0, 1), item(1, 0), item(0, 2), item(0, 0)],
        owners: vec![
            owner(Some("ann"), "ann", vec![item(0, 1), item(0, 0)]),
            owner(Some("<b>bob</b>"), "b-bob-b", vec![item(1, 0)]),
            owner(None, "nobody", vec![item(0, 2)]),
        ],
    }
}

fn page(slug: &str, title: &str) -> Page {
    let html = "<h2 id=\"text\">Text</h2><p>Words.</p>".to_owned();
    let document = Document {
        body: Body::new(html, 0),
        headings: [Heading { level: 2, text: "Text", anchor: "text" }].into_iter().collect(),
        ..Document::default()
    };
    Page {
        slug: slug.to_owned(),
        title: title.to_owned(),
        record: Arc::new(incidents::record(title)),
        document: Arc::new(document),
        source: Arc::new(SourceFile::new(format!("{slug}.md"), format!("# {title}\n"))),
        targets: Vec::new(),
        backlinks: Vec::new(),
    }
}
