//! Puts the documents together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::addresses::{self, Addresses};
use super::resolve::Resolver;
use super::{
    Archive, Backlink, Card, Dangling, Incident, Link, Page, Target, ageing, card, indexes, phases,
    relations, similar,
};
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::model::{Hole, Parsed, Sort};

/// Puts the documents together. `parsed` is in the order of the crawl, `files` are the paths of all other files.
pub fn assemble(parsed: Vec<Arc<Parsed>>, files: &[Arc<str>], config: &Config, as_of: Date) -> Archive {
    let mut diagnostics: Vec<Diagnostic> =
        parsed.iter().flat_map(|parsed| parsed.diagnostics.iter().cloned()).collect();
    let (mut incidents, pages): (Vec<_>, Vec<_>) =
        parsed.into_iter().partition(|parsed| parsed.verdict.sort == Sort::Incident);
    // Newest first, the undated last; the path decides between those of one day.
    incidents.sort_by(|a, b| {
        let key = |parsed: &Parsed| parsed.record.date.as_ref().map(|date| date.value);
        key(b).cmp(&key(a)).then_with(|| a.source.path.cmp(&b.source.path))
    });
    let addresses = addresses::give(&incidents, &pages, &mut diagnostics);
    let resolver = Resolver::new(&incidents, &pages, &addresses, files, config);
    let incident_targets: Vec<_> =
        incidents.iter().map(|parsed| targets(parsed, &resolver, &mut diagnostics)).collect();
    let page_targets: Vec<_> =
        pages.iter().map(|parsed| targets(parsed, &resolver, &mut diagnostics)).collect();
    let dangling = dangling(&incidents, &incident_targets)
        .into_iter()
        .chain(self::dangling(&pages, &page_targets))
        .collect();
    let copied = copied(&incident_targets, &page_targets, config, files);
    let relations = relations::find(&incidents, &incident_targets, &resolver);
    let similar = similar::find(&incidents);
    let (mut to_incidents, mut to_pages) = backlinks(&incidents, &incident_targets, &pages, &page_targets);
    let parts = relations.into_iter().zip(similar).zip(incident_targets);
    let incidents: Vec<Incident> = incidents
        .into_iter()
        .zip(parts)
        .enumerate()
        .map(|(index, (parsed, ((relations, similar), targets)))| {
            let backlinks = to_incidents.remove(&index).unwrap_or_default();
            incident(&parsed, &addresses, index, as_of, Parts { relations, similar, targets, backlinks })
        })
        .collect();
    let pages = pages
        .into_iter()
        .zip(page_targets)
        .enumerate()
        .map(|(index, (parsed, targets))| {
            page(&parsed, &addresses, index, targets, to_pages.remove(&index).unwrap_or_default())
        })
        .collect();
    diagnostics.sort();
    diagnostics.dedup();
    let indexes = indexes::make(&incidents, config);
    Archive { as_of, incidents, pages, indexes, dangling, files: copied, sizes: BTreeMap::new(), diagnostics }
}

struct Parts {
    relations: Vec<Link>,
    similar: Vec<super::Similar>,
    targets: Vec<Target>,
    backlinks: Vec<Backlink>,
}

fn incident(parsed: &Parsed, addresses: &Addresses, index: usize, as_of: Date, parts: Parts) -> Incident {
    let ageing: Vec<_> =
        parsed.record.actions.iter().map(|action| ageing::of(action, &parsed.record, as_of)).collect();
    let card: Card = card::make(&parsed.record, &addresses.incidents[index], &ageing);
    Incident {
        card,
        phases: phases::between(&parsed.record.timeline),
        record: Arc::clone(&parsed.record),
        document: Arc::clone(&parsed.document),
        source: Arc::clone(&parsed.source),
        ageing,
        relations: parts.relations,
        backlinks: parts.backlinks,
        similar: parts.similar,
        targets: parts.targets,
        diagnostics: parsed.diagnostics.clone().into(),
    }
}

fn page(
    parsed: &Parsed,
    addresses: &Addresses,
    index: usize,
    targets: Vec<Target>,
    backlinks: Vec<Backlink>,
) -> Page {
    Page {
        slug: addresses.pages[index].clone(),
        title: parsed.record.title.value.clone(),
        record: Arc::clone(&parsed.record),
        document: Arc::clone(&parsed.document),
        source: Arc::clone(&parsed.source),
        targets,
        backlinks,
    }
}

/// The target of each hole; what leads nowhere is said.
fn targets(parsed: &Parsed, resolver: &Resolver<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Target> {
    let source = &parsed.source.path;
    parsed
        .document
        .holes
        .iter()
        .map(|hole| {
            let target = resolver.target(hole, source);
            let (code, span, message, help) = match (&target, hole) {
                (Target::Dangling, Hole::Reference { target, span, .. }) => {
                    let near = resolver.near(target).map(|id| format!("the nearest id is {id}"));
                    (
                        Code::ReferenceDangling,
                        *span,
                        format!("no document of this archive has the id `{target}`"),
                        near,
                    )
                }
                (Target::Nothing, Hole::Link { path, span, .. }) => (
                    Code::LinkBroken,
                    *span,
                    format!("the archive has no file `{path}`"),
                    Some("check the path and its spelling".to_owned()),
                ),
                (Target::Nothing, Hole::Image { path, span, .. }) => (
                    Code::FileMissing,
                    *span,
                    format!("the picture `{path}` is not in the content folder"),
                    None,
                ),
                _ => return target,
            };
            let diagnostic = Diagnostic::new(code, source, span, message);
            diagnostics.push(match help {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            });
            target
        })
        .collect()
}

fn dangling(documents: &[Arc<Parsed>], targets: &[Vec<Target>]) -> Vec<Dangling> {
    let mut found = Vec::new();
    for (parsed, targets) in documents.iter().zip(targets) {
        for (hole, target) in parsed.document.holes.iter().zip(targets) {
            if let (Hole::Reference { target: written, span, .. }, Target::Dangling) = (hole, target) {
                let line = parsed.source.line(span.start);
                found.push(Dangling {
                    written: written.clone(),
                    source: Arc::clone(&parsed.source.path),
                    span: *span,
                    line,
                });
            }
        }
    }
    found
}

/// Files that documents show or lead to, and the logo.
fn copied(
    incidents: &[Vec<Target>],
    pages: &[Vec<Target>],
    config: &Config,
    files: &[Arc<str>],
) -> Vec<Arc<str>> {
    let mut copied = BTreeSet::new();
    for target in incidents.iter().chain(pages).flatten() {
        if let Target::File(path) = target {
            copied.insert(Arc::clone(path));
        }
    }
    copied.extend(
        config.logo.as_ref().and_then(|logo| files.iter().find(|file| file.as_ref() == logo)).cloned(),
    );
    copied.into_iter().collect()
}

type Backlinks = BTreeMap<usize, Vec<Backlink>>;

/// Who mentions whom: at most one entry for each pair of documents, the first mention with its sentence.
fn backlinks(
    incidents: &[Arc<Parsed>],
    incident_targets: &[Vec<Target>],
    pages: &[Arc<Parsed>],
    page_targets: &[Vec<Target>],
) -> (Backlinks, Backlinks) {
    let (mut to_incidents, mut to_pages) = (Backlinks::new(), Backlinks::new());
    let from_incidents = incidents
        .iter()
        .zip(incident_targets)
        .enumerate()
        .map(|(index, (parsed, targets))| (Target::Incident(index), parsed, targets));
    let from_pages = pages
        .iter()
        .zip(page_targets)
        .enumerate()
        .map(|(index, (parsed, targets))| (Target::Page(index), parsed, targets));
    for (from, parsed, targets) in from_incidents.chain(from_pages) {
        for mention in &parsed.document.mentions {
            let Some(target) = targets.get(mention.hole) else { continue };
            let list = match target {
                _ if *target == from => continue,
                Target::Incident(index) => to_incidents.entry(*index).or_default(),
                Target::Page(index) => to_pages.entry(*index).or_default(),
                _ => continue,
            };
            if !list.iter().any(|backlink| backlink.from == from) {
                list.push(Backlink {
                    from: from.clone(),
                    sentence: mention.sentence.clone(),
                    line: mention.line,
                });
            }
        }
    }
    (to_incidents, to_pages)
}
