//! Assembles the archive.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::addresses::{self, Name};
use super::resolve::Resolver;
use super::services::KnownServices;
use super::similar::SimilarityIndex;
use super::{
    Archive, Backlink, Dangling, Incident, LUCK_MARK, Page, ResolvedRelation, Target, action_status, card,
    indexes, phases, relations,
};
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::model::{DocumentKind, Field, FieldId, Hole, Parsed, shrunk};
use crate::source::Span;

/// Assembles the archive. `parsed` is in the order of the crawl; `files` are the paths of all other files.
pub fn assemble(parsed: Vec<Arc<Parsed>>, files: &[Arc<str>], config: &Config, as_of: Date) -> Archive {
    let mut diagnostics: Vec<Diagnostic> =
        parsed.iter().flat_map(|parsed| parsed.diagnostics.iter().cloned()).collect();
    let (mut incidents, pages): (Vec<_>, Vec<_>) =
        parsed.into_iter().partition(|parsed| parsed.classification.kind == DocumentKind::Incident);
    // Newest first, those without a date last; ordered by path within a day.
    incidents.sort_by(|a, b| {
        let key = |parsed: &Parsed| parsed.record.date.as_ref().map(|date| date.value);
        key(b).cmp(&key(a)).then_with(|| a.source.path.cmp(&b.source.path))
    });
    let terms = incidents.iter().map(|parsed| parsed.terms.clone()).collect();
    let addresses = addresses::assign(&incidents, &pages, &mut diagnostics);
    let resolver = Resolver::new(&incidents, &pages, &addresses, files, config);
    let mut targets_of = |documents: &[Arc<Parsed>]| -> Vec<Vec<Target>> {
        let all: Vec<_> = documents.par_iter().map(|parsed| targets(parsed, &resolver)).collect();
        let (targets, found): (Vec<_>, Vec<_>) = all.into_iter().unzip();
        diagnostics.extend(found.into_iter().flatten());
        targets
    };
    let (incident_targets, page_targets) = (targets_of(&incidents), targets_of(&pages));
    let relations = relations::find(&incidents, &incident_targets, &resolver);
    let (mut to_incidents, mut to_pages) = backlinks(&incidents, &incident_targets, &pages, &page_targets);
    let parts: Vec<Parts> = relations
        .into_iter()
        .zip(incident_targets)
        .enumerate()
        .map(|(index, (relations, targets))| {
            let backlinks = shrunk(to_incidents.remove(&index).unwrap_or_default());
            Parts { relations, targets, backlinks, ..Parts::default() }
        })
        .collect();
    diagnostics.extend(broken_themes(config, &resolver));
    let known_services = KnownServices::new(&incidents, config);
    let incidents: Vec<Arc<Incident>> = incidents
        .par_iter()
        .zip(&addresses.incidents)
        .zip(parts)
        .map(|((parsed, name), parts)| {
            let services = known_services.of(&parsed.record);
            let not_related = resolver.not_related(parsed).collect();
            Arc::new(incident(parsed, name, as_of, Parts { services, not_related, ..parts }))
        })
        .collect();
    let pages: Vec<Arc<Page>> = pages
        .into_iter()
        .zip(addresses.pages)
        .zip(page_targets)
        .enumerate()
        .map(|(index, ((parsed, slug), targets))| {
            Arc::new(page(&parsed, slug, targets, to_pages.remove(&index).unwrap_or_default()))
        })
        .collect();
    diagnostics.sort();
    diagnostics.dedup();
    let (indexes, similarity) =
        rayon::join(|| indexes::make(&incidents, config), || SimilarityIndex::new(&incidents, terms));
    Archive {
        as_of,
        dangling: dangling(&incidents, &pages),
        files: copied(&incidents, &pages, config, files),
        indexes: Arc::new(indexes),
        incidents,
        pages,
        sizes: BTreeMap::new(),
        diagnostics,
        similarity: Arc::new(similarity),
        resolver: Arc::new(resolver),
        known_services: Arc::new(known_services),
    }
}

/// An incident from its document alone, with the name and the services that the archive has given it: without relations, mentions and
/// targets, for which the whole archive is needed.
pub fn alone(
    parsed: &Parsed,
    (id, slug): (String, String),
    services: Option<Field<Arc<[String]>>>,
    as_of: Date,
) -> Incident {
    incident(parsed, &Name { id, slug }, as_of, Parts { services, ..Parts::default() })
}

/// The part of an incident that depends on other documents.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) relations: Vec<ResolvedRelation>,
    pub(super) targets: Vec<Target>,
    pub(super) backlinks: Vec<Backlink>,
    pub(super) services: Option<Field<Arc<[String]>>>,
    pub(super) not_related: Box<[usize]>,
}

pub(super) fn incident(parsed: &Parsed, name: &Name, as_of: Date, parts: Parts) -> Incident {
    let began = parsed.record.date.as_ref().map(|date| date.value);
    let action_status: Vec<_> =
        parsed.record.actions.iter().map(|action| action_status::of(action, began, as_of)).collect();
    Incident {
        card: card::make(&parsed.record, name, parts.services.as_ref(), &action_status),
        phases: phases::between(&parsed.record.timeline),
        record: Arc::clone(&parsed.record),
        services: parts.services,
        document: Arc::clone(&parsed.document),
        source: Arc::clone(&parsed.source),
        action_status,
        relations: parts.relations,
        not_related: parts.not_related,
        backlinks: parts.backlinks,
        targets: parts.targets,
        diagnostics: parsed.diagnostics.clone().into(),
    }
}

pub(super) fn page(parsed: &Parsed, slug: String, targets: Vec<Target>, backlinks: Vec<Backlink>) -> Page {
    Page {
        slug,
        title: parsed.record.title.value.clone(),
        record: Arc::clone(&parsed.record),
        document: Arc::clone(&parsed.document),
        source: Arc::clone(&parsed.source),
        targets,
        backlinks,
    }
}

/// The target of each hole, and diagnostics for broken ones.
pub(super) fn targets(parsed: &Parsed, resolver: &Resolver) -> (Vec<Target>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let source = &parsed.source.path;
    let targets = parsed
        .document
        .holes
        .iter()
        .map(|hole| {
            let target = resolver.target(hole, source);
            let (code, span, message, help) = match (&target, hole) {
                (Target::Dangling, Hole::Reference { target, span, .. }) => {
                    let near = resolver.near(target).map(|id| format!("did you mean `{id}`?"));
                    (
                        Code::ReferenceBroken,
                        *span,
                        format!("broken reference: no incident has the id `{target}`"),
                        near,
                    )
                }
                (Target::Nothing, Hole::Link { path, span, .. }) => (
                    Code::LinkBroken,
                    *span,
                    format!("broken link: no file `{path}`"),
                    Some("check the path; it is relative to this document".to_owned()),
                ),
                (Target::Nothing, Hole::Image { path, span, .. }) => {
                    (Code::FileMissing, *span, format!("missing image `{path}`"), None)
                }
                _ => return target,
            };
            let diagnostic = Diagnostic::new(code, source, span, message);
            diagnostics.push(match help {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            });
            target
        })
        .collect();
    diagnostics.extend(broken_relations(parsed, resolver));
    diagnostics.extend(broken_ids(parsed, resolver));
    (targets, diagnostics)
}

/// The relations in the front matter of an incident that lead nowhere, or to the incident itself.
fn broken_relations(parsed: &Parsed, resolver: &Resolver) -> Vec<Diagnostic> {
    let path = &parsed.source.path;
    let relations = parsed.record.relations.iter().filter(|relation| relation.in_front_matter);
    let broken = relations.filter_map(|relation| {
        let written = &relation.target;
        let message = match resolver.incident(written, path) {
            Some(target) if resolver.incident(path, path) == Some(target) => {
                format!("relation to the incident itself: `{written}`")
            }
            None if !resolver.is_elsewhere(written, path) => {
                format!("broken reference: no incident has the id `{written}`")
            }
            _ => return None,
        };
        let diagnostic = Diagnostic::new(Code::ReferenceBroken, path, relation.span, message);
        Some(match resolver.near(written).filter(|near| *near != written.as_str()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help("write the id or the path of another incident"),
        })
    });
    broken.collect()
}

/// The entries of `not_related` and `closes` that name no incident, or no luck of one.
fn broken_ids(parsed: &Parsed, resolver: &Resolver) -> Vec<Diagnostic> {
    let path = &parsed.source.path;
    let entries = |field| {
        let list = parsed.record.list(field).into_iter();
        list.flat_map(|list| list.value.iter().map(|entry| (entry.as_str(), list.provenance.span)))
    };
    let not_related = entries(FieldId::NotRelated)
        .filter(|(id, _)| resolver.incident(id, path).is_none())
        .map(|(id, span)| no_incident(id, path, span, resolver));
    let closes = entries(FieldId::Closes).filter_map(|(entry, span)| {
        let (id, number) = entry.split_once(LUCK_MARK).unwrap_or((entry, ""));
        let id = id.split('#').next().unwrap_or_default().trim();
        let Some(incident) = resolver.incident(id, path) else {
            return Some(no_incident(id, path, span, resolver));
        };
        let luck = resolver.luck(incident);
        let is_there = number.trim().parse::<usize>().is_ok_and(|number| (1..=luck).contains(&number));
        let help = match luck {
            0 => format!("{id} does not say where luck helped"),
            1 => format!("write {id}{LUCK_MARK}1"),
            _ => format!("write {id}{LUCK_MARK}1 to {id}{LUCK_MARK}{luck}"),
        };
        let message = format!("broken reference: `{entry}` does not exist");
        (!is_there).then(|| Diagnostic::new(Code::ReferenceBroken, path, span, message).help(help))
    });
    not_related.chain(closes).collect()
}

/// The incidents of `[[recurring_theme]]` that do not exist.
fn broken_themes(config: &Config, resolver: &Resolver) -> Vec<Diagnostic> {
    let ids = config.recurring_themes.iter().flat_map(|rule| {
        let ids = rule.without.iter().chain([&rule.member]);
        ids.map(|(id, span)| (&rule.source, id, *span))
    });
    let broken = ids.filter(|(path, id, _)| resolver.incident(id, path).is_none());
    broken.map(|(path, id, span)| no_incident(id, path, span, resolver)).collect()
}

/// Reports that no incident has an id.
fn no_incident(id: &str, path: &Arc<str>, span: Span, resolver: &Resolver) -> Diagnostic {
    let message = format!("broken reference: no incident has the id `{id}`");
    let help = match resolver.near(id) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write the id or the path of another incident".to_owned(),
    };
    Diagnostic::new(Code::ReferenceBroken, path, span, message).help(help)
}

pub(super) fn dangling(incidents: &[Arc<Incident>], pages: &[Arc<Page>]) -> Vec<Dangling> {
    let incidents = incidents.iter().map(|one| (&one.source, &one.document, &one.targets));
    let pages = pages.iter().map(|one| (&one.source, &one.document, &one.targets));
    let mut found = Vec::new();
    for (source, document, targets) in incidents.chain(pages) {
        for (hole, target) in document.holes.iter().zip(targets) {
            if let (Hole::Reference { target: written, span, .. }, Target::Dangling) = (hole, target) {
                found.push(Dangling {
                    written: written.to_string(),
                    source: Arc::clone(&source.path),
                    span: *span,
                    line: source.line(span.start),
                });
            }
        }
    }
    found
}

/// Files that documents show or link to, and the logo.
fn copied(
    incidents: &[Arc<Incident>],
    pages: &[Arc<Page>],
    config: &Config,
    files: &[Arc<str>],
) -> Vec<Arc<str>> {
    let targets = incidents.iter().map(|one| &one.targets).chain(pages.iter().map(|one| &one.targets));
    let mut copied: BTreeSet<Arc<str>> = targets.flatten().filter_map(file).cloned().collect();
    copied.extend(
        config.logo.as_ref().and_then(|logo| files.iter().find(|file| file.as_ref() == logo)).cloned(),
    );
    copied.into_iter().collect()
}

/// The file of the archive, if the target is one.
pub(super) fn file(target: &Target) -> Option<&Arc<str>> {
    match target {
        Target::File(path) => Some(path),
        _ => None,
    }
}

type Backlinks = BTreeMap<usize, Vec<Backlink>>;

/// All mentions: one entry for each pair of documents, with the sentence of the first mention.
fn backlinks(
    incidents: &[Arc<Parsed>],
    incident_targets: &[Vec<Target>],
    pages: &[Arc<Parsed>],
    page_targets: &[Vec<Target>],
) -> (Backlinks, Backlinks) {
    let (mut to_incidents, mut to_pages) = (Backlinks::new(), Backlinks::new());
    let from_incidents = incidents.iter().zip(incident_targets).enumerate();
    let from_pages = pages.iter().zip(page_targets).enumerate();
    let all = from_incidents
        .map(|(index, (parsed, targets))| mentioned(&Target::Incident(index), parsed, targets))
        .chain(from_pages.map(|(index, (parsed, targets))| mentioned(&Target::Page(index), parsed, targets)));
    for (to, backlink) in all.flatten() {
        match to {
            Target::Incident(index) => to_incidents.entry(index).or_default().push(backlink),
            Target::Page(index) => to_pages.entry(index).or_default().push(backlink),
            _ => {}
        }
    }
    (to_incidents, to_pages)
}

/// The documents that a document mentions, each once, with the first mention.
pub(super) fn mentioned(from: &Target, parsed: &Parsed, targets: &[Target]) -> Vec<(Target, Backlink)> {
    let (mut incidents, mut pages) = (BTreeSet::new(), BTreeSet::new());
    let mut found = Vec::new();
    for mention in &parsed.mentions {
        let target = targets.get(mention.hole);
        let is_new = match target {
            Some(Target::Incident(at)) => incidents.insert(*at),
            Some(Target::Page(at)) => pages.insert(*at),
            _ => false,
        };
        if let Some(target) = target.filter(|target| is_new && *target != from) {
            let backlink =
                Backlink { from: from.clone(), sentence: mention.sentence.clone(), line: mention.line };
            found.push((target.clone(), backlink));
        }
    }
    found
}
