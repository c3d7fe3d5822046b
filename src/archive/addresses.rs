//! Gives every document a unique id and address.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};
use std::sync::Arc;

use crate::diag::{Code, Diagnostic};
use crate::model::{Origin, Parsed};
use crate::source::Span;
use crate::text::{fold_id, slug};

/// Addresses that the site itself uses; a page with such a name gets another address.
const RESERVED: &[&str] = &[
    "index",
    "incidents",
    "actions",
    "search",
    "404",
    "about",
    "archive",
    "services",
    "tags",
    "severities",
    "dates",
    "statuses",
    "severity",
    "date",
    "service",
    "tag",
    "status",
    "api",
    "assets",
    "feed",
    "sitemap",
    "robots",
    "manifest",
    "pages",
    "files",
    "owners",
    "calendar",
];

/// The id and address of a document.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// The id that people use.
    pub(super) id: String,
    /// The stem of the address.
    pub(super) slug: String,
}

/// The names of all documents, in order.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    pub(super) incidents: Vec<Name>,
    pub(super) pages: Vec<String>,
}

/// Gives every document a unique address.
pub(super) fn assign(
    incidents: &[Arc<Parsed>],
    pages: &[Arc<Parsed>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Addresses {
    let mut names: Vec<Option<Name>> = vec![None; incidents.len()];
    let mut taken = Taken::default();
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let mut owners: BTreeMap<String, usize> = BTreeMap::new();
    // By path: which of two documents keeps a duplicate id must not depend on their dates.
    let mut order: Vec<usize> = (0..incidents.len()).collect();
    order.sort_by(|a, b| incidents[*a].source.path.cmp(&incidents[*b].source.path));
    for index in order {
        let parsed = &incidents[index];
        let mut is_reported = false;
        let stated = parsed.record.id.as_ref();
        let id = stated.map_or_else(|| name_of(parsed), |id| id.value.clone());
        if let Some(stated) = stated {
            match first.entry(fold_id(&id)) {
                Entry::Vacant(entry) => {
                    entry.insert(index);
                }
                Entry::Occupied(entry) => {
                    is_reported = true;
                    diagnostics.push(duplicate(
                        parsed,
                        &incidents[*entry.get()],
                        &id,
                        stated.provenance.origin,
                        stated.provenance.span,
                    ));
                }
            }
        }
        let wanted = address(&id);
        let slug = taken.unique(&wanted);
        let owner = owners.entry(wanted.to_ascii_lowercase()).or_insert(index);
        if slug != wanted && !is_reported {
            diagnostics.push(address_taken(parsed, &incidents[*owner], &wanted));
        }
        names[index] = Some(Name { id, slug });
    }
    let mut taken = Taken::default();
    let mut owners: BTreeMap<String, &Arc<Parsed>> = BTreeMap::new();
    let mut slugs = Vec::with_capacity(pages.len());
    for parsed in pages {
        let wanted = page_address(&parsed.source.path, parsed.source.stem());
        let slug = taken.unique(&wanted);
        let owner = owners.entry(wanted.to_ascii_lowercase()).or_insert(parsed);
        if slug != wanted {
            diagnostics.push(address_taken(parsed, owner, &wanted));
        }
        slugs.push(slug);
    }
    let pages = slugs;
    Addresses { incidents: names.into_iter().flatten().collect(), pages }
}

fn duplicate(parsed: &Parsed, other: &Parsed, id: &str, origin: Origin, span: Span) -> Diagnostic {
    let span = if origin == Origin::Path { Span::default() } else { span };
    let message = format!("id `{id}` is already used by `{}`", other.source.path);
    Diagnostic::new(Code::DuplicateId, &parsed.source.path, span, message)
        .help("change one of the two ids; until then, this document gets an address with a number")
        .other(&other.source.path)
}

fn address_taken(parsed: &Parsed, other: &Parsed, wanted: &str) -> Diagnostic {
    let message = format!("address `{wanted}` is already used by `{}`", other.source.path);
    Diagnostic::new(Code::AddressTaken, &parsed.source.path, Span::default(), message)
        .help("give one of them an `id`, or rename the file; until then, the address ends in a number")
        .other(&other.source.path)
}

/// The stem of the file, or of the folder of a page bundle.
fn name_of(parsed: &Parsed) -> String {
    let stem = parsed.source.stem();
    let bundle = matches!(stem.to_lowercase().as_str(), "index" | "_index" | "readme");
    let folder = parsed.source.path.rsplit('/').nth(1).filter(|_| bundle);
    folder.unwrap_or(stem).to_owned()
}

/// An id as a file name: unchanged if it has only safe characters, otherwise transliterated.
fn address(id: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let plain = id.len() <= 100
        && id.starts_with(|c: char| c.is_ascii_alphanumeric())
        && id.chars().all(safe)
        && !id.ends_with('.')
        && !id.contains("..");
    if plain { id.to_owned() } else { slug(id) }
}

/// The names given so far, and the next number for each.
#[derive(Default)]
struct Taken {
    names: BTreeSet<String>,
    next: BTreeMap<String, usize>,
}

impl Taken {
    /// The wanted name, or the first of `name-2`, `name-3` … that is free, regardless of case.
    fn unique(&mut self, wanted: &str) -> String {
        if self.names.insert(wanted.to_ascii_lowercase()) {
            return wanted.to_owned();
        }
        // Thousands of documents may want one name, so each continues where the last one stopped.
        let next = self.next.entry(wanted.to_ascii_lowercase()).or_insert(2);
        loop {
            let name = format!("{wanted}-{next}");
            *next += 1;
            if self.names.insert(name.to_ascii_lowercase()) {
                return name;
            }
        }
    }
}

/// The address of a page: `about.md` becomes `about`, `policy/Severity Levels.md` becomes `policy/severity-levels`. Pages whose address the
/// site itself uses move to `pages/`.
fn page_address(path: &str, stem: &str) -> String {
    let mut parts: Vec<String> = path.split('/').map(slug).collect();
    parts.pop();
    parts.push(slug(stem));
    let reserved = RESERVED.contains(&parts[0].as_str()) && !(parts.len() == 1 && parts[0] == "about");
    if reserved || parts.len() == 1 && parts[0].starts_with("incidents-") {
        parts.insert(0, "pages".to_owned());
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_safe_and_unique_regardless_of_case() {
        let mut taken = Taken::default();
        assert_eq!(taken.unique(&address("INC-42")), "INC-42");
        assert_eq!(taken.unique(&address("inc-42")), "inc-42-2");
        assert_eq!(taken.unique("inc-42-3"), "inc-42-3");
        assert_eq!(taken.unique("Inc-42"), "Inc-42-4");
        assert_eq!(address("../../etc"), "etc");
        assert_eq!(address("..x"), "x");
        assert_eq!(page_address("index.md", "index"), "pages/index");
        assert_eq!(page_address("policy/Severity Levels.md", "Severity Levels"), "policy/severity-levels");
        assert_eq!(page_address("incidents/index.md", "index"), "pages/incidents/index");
    }
}
