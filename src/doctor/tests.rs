//! Facts with one fault each, and the findings.

use jiff::civil::date;

use super::*;
use crate::config::Config;

/// The names of the findings for an archive without faults, after one change.
fn found(change: impl FnOnce(&mut Config, &mut Facts<'_>)) -> Vec<&'static str> {
    let mut config = Config::default();
    config.set_base_url("https://acme.github.io/incidents/").unwrap();
    let blank = Config::default();
    let mut facts = Facts {
        config: &blank,
        has_config: true,
        as_of: date(2026, 11, 23),
        today: date(2026, 11, 23),
        remote: Remote::parse("git@github.com:acme/incidents.git"),
        branch: Some("main".to_owned()),
        workflows: vec![(".github/workflows/pages.yml".to_owned(), FINE.to_owned())],
        gitlab: None,
        output: "public".to_owned(),
        output_tracked: 0,
        output_ignored: Some(true),
        files: vec![("a.md".to_owned(), 10), ("img/a.png".to_owned(), 10)],
        site: vec![("index.html".to_owned(), 10), (".nojekyll".to_owned(), 0)],
        faults: Vec::new(),
    };
    change(&mut config, &mut facts);
    let facts = Facts { config: &config, ..facts };
    examine(&facts).into_iter().map(|finding| finding.name).collect()
}

const FINE: &str = "\
on:
  push: {}
  schedule: [{ cron: '1 4 * * *' }]
permissions: { contents: read }
jobs:
  build:
    steps:
      - uses: actions/checkout@9c091bb21b7c1c1d1991bb908d89e4e9dddfe3e0 # v7.0.0
      - run: pmsite build
  deploy:
    permissions: { pages: write, id-token: write }
    steps:
      - uses: actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0
";

fn with_workflow(text: String) -> Vec<&'static str> {
    found(|_, facts| facts.workflows[0].1 = text)
}

#[test]
fn finds_nothing_wrong_with_a_correct_setup() {
    assert_eq!(found(|_, _| ()), [""; 0]);
}

#[test]
fn workflow_must_run_on_the_default_branch() {
    let on = |push: &str| with_workflow(FINE.replace("push: {}", &format!("push: {push}")));
    assert_eq!(on("{ branches: [main] }"), [""; 0]);
    assert_eq!(on("{ branches: ['release/*', main] }"), [""; 0]);
    assert_eq!(on("{ branches: main }"), [""; 0]);
    assert_eq!(on("{ branches: ['m*'] }"), [""; 0], "patterns may match");
    assert_eq!(on("{ branches: [trunk, master] }"), ["branch-not-published"]);
}

#[test]
fn base_url_must_match_the_address_of_the_pages() {
    let base = |url: &'static str| found(|config, _| config.set_base_url(url).unwrap());
    assert_eq!(base("https://acme.github.io/"), ["base-url-differs"]);
    assert_eq!(base("https://other.github.io/incidents/"), ["base-url-differs"]);
    assert_eq!(base("http://acme.github.io/incidents/"), ["no-https"]);
    assert_eq!(base("https://incidents.example.org/"), ["domain-not-configured"]);
    assert_eq!(found(|config, _| config.base_url = None), ["no-base-url"]);
    assert_eq!(found(|_, facts| facts.has_config = false), ["no-configuration"]);
}

#[test]
fn custom_domain_must_match_base_url() {
    let both = |base: &'static str, cname: &str| {
        found(|config, _| {
            config.set_base_url(base).unwrap();
            config.cname = Some(cname.to_owned());
        })
    };
    assert_eq!(both("https://incidents.example.org/", "incidents.example.org"), [""; 0]);
    assert_eq!(both("https://incidents.example.org/x/", "incidents.example.org"), ["cname-path"]);
    assert_eq!(both("https://acme.github.io/incidents/", "incidents.example.org"), ["cname-differs"]);
}

#[test]
fn workflow_must_run_daily_with_minimal_permissions() {
    assert_eq!(with_workflow(FINE.replace("  schedule", "  #")), ["no-schedule"]);
    assert_eq!(with_workflow(FINE.replace("pages: write", "pages: read")), ["no-permissions"]);
    assert_eq!(with_workflow(FINE.replace("permissions: { contents: read }\n", "")), ["broad-permissions"]);
    assert_eq!(
        with_workflow(FINE.replace("9c091bb21b7c1c1d1991bb908d89e4e9dddfe3e0", "v7")),
        ["actions-unpinned"]
    );
    assert_eq!(with_workflow(format!("{FINE}\n  - [")), ["workflow-syntax"]);
    assert_eq!(with_workflow("on: push\njobs: {}\n".to_owned()), ["no-workflow"]);
}

#[test]
fn output_folder_must_not_be_committed() {
    assert_eq!(found(|_, facts| facts.output_tracked = 3), ["output-committed"]);
    assert_eq!(found(|_, facts| facts.output_ignored = Some(false)), ["output-not-ignored"]);
    assert_eq!(found(|_, facts| facts.output_ignored = None), [""; 0]);
}

#[test]
fn files_must_fit_the_limits_of_the_host() {
    let file = |path: &str, size| (path.to_owned(), size);
    assert_eq!(found(|_, facts| facts.files.push(file("big.zip", 101 << 20))), ["file-too-large"]);
    assert_eq!(
        found(|_, facts| facts.site.extend((0..11).map(|at| file(&format!("{at}.png"), 99 << 20)))),
        ["site-too-large"]
    );
    assert_eq!(found(|_, facts| facts.site.push(file("files/_a.png", 1))), ["name-dropped"]);
    assert_eq!(found(|_, facts| facts.files.push(file("img/A.png", 1))), ["names-collide"]);
}

#[test]
fn finds_references_to_files_that_are_not_published() {
    for (kind, name) in [
        (FaultKind::Absolute, "path-absolute"),
        (FaultKind::Outside, "path-outside"),
        (FaultKind::Missing, "path-missing"),
        (FaultKind::Irregular, "not-a-file"),
        (FaultKind::Future, "date-in-future"),
    ] {
        assert_eq!(found(|_, facts| facts.faults.push(Fault { kind, place: "a.md:1".to_owned() })), [name]);
    }
    assert_eq!(found(|_, facts| facts.as_of = date(2026, 11, 24)), ["as-of-future"]);
}

#[test]
fn many_places_of_one_kind_are_one_finding() {
    let config = Config::default();
    let fault = |at: usize| Fault { kind: FaultKind::Missing, place: format!("a.md:{at}") };
    let facts = Facts {
        config: &config,
        has_config: true,
        as_of: date(2026, 1, 1),
        today: date(2026, 1, 1),
        remote: None,
        branch: None,
        workflows: Vec::new(),
        gitlab: None,
        output: "public".to_owned(),
        output_tracked: 0,
        output_ignored: None,
        files: Vec::new(),
        site: Vec::new(),
        faults: (0..12).map(fault).collect(),
    };
    let findings = examine(&facts);
    assert_eq!(findings[0].places.len(), 6);
    assert_eq!(findings[0].places[5], "and 7 more; `pmsite check` lists all");
}
