//! Resolves references and links.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::Target;
use super::addresses::Addresses;
use super::near::Near;
use crate::config::{Config, Edition, LinkRule};
use crate::lexicon::{scope, words};
use crate::model::{FieldId, Hole, Parsed};
use crate::text::fold_id;

/// At least one in this many incidents has an id of a shape that is the archive's own.
const MIN_SHARE: usize = 4;

/// All names by which documents can be referred to.
#[derive(Debug, Default)]
pub(crate) struct Resolver {
    ids: BTreeMap<String, Target>,
    paths: FxHashMap<Arc<str>, Target>,
    /// File names without folder, if only one document has the name.
    names: FxHashMap<String, Option<Target>>,
    files: BTreeSet<Arc<str>>,
    /// In how many ways luck helped in each incident.
    luck: Vec<usize>,
    /// The shapes of the archive's ids: the letters, and how many numbers follow.
    shapes: BTreeSet<(String, usize)>,
    /// Ids as written, by their folded form.
    written: BTreeMap<String, String>,
    /// The same ids, to find the nearest one.
    near: OnceLock<Near>,
    links: Vec<LinkRule>,
    own_ids: bool,
    /// Whether a reference to nothing is just text: the public edition must not tell an internal incident from none.
    is_public: bool,
}

impl Resolver {
    pub(super) fn new(
        incidents: &[Arc<Parsed>],
        pages: &[Arc<Parsed>],
        addresses: &Addresses,
        files: &[Arc<str>],
        config: &Config,
    ) -> Self {
        let mut resolver = Self {
            ids: BTreeMap::new(),
            paths: FxHashMap::default(),
            names: FxHashMap::default(),
            files: files.iter().cloned().collect(),
            luck: incidents.iter().map(|parsed| parsed.record.entries(FieldId::Lucky).len()).collect(),
            shapes: BTreeSet::new(),
            written: BTreeMap::new(),
            near: OnceLock::new(),
            links: config.links.clone(),
            own_ids: config.id_pattern.is_some(),
            is_public: config.edition == Edition::Public,
        };
        // In the order in which addresses are assigned: a duplicate id leads to the first document.
        let mut order: Vec<usize> = (0..incidents.len()).collect();
        order.sort_by(|a, b| incidents[*a].source.path.cmp(&incidents[*b].source.path));
        let mut shapes: BTreeMap<(String, usize), usize> = BTreeMap::new();
        for index in order {
            let (parsed, name) = (&incidents[index], &addresses.incidents[index]);
            if parsed.record.id.is_some() {
                *shapes.entry(shape(&name.id)).or_default() += 1;
            }
            let aliases = parsed.record.aliases.iter().flat_map(|aliases| &*aliases.value);
            for id in [name.id.as_str(), parsed.source.stem()].into_iter().chain(aliases.map(String::as_str))
            {
                resolver.ids.entry(fold_id(id)).or_insert(Target::Incident(index));
            }
            resolver.written.entry(fold_id(&name.id)).or_insert_with(|| name.id.clone());
            resolver.path(&parsed.source.path, Target::Incident(index));
        }
        // The ids of this archive are those that many of its incidents have; a few may be named after a ticket.
        let is_own = |(shape, count): &((String, usize), usize)| {
            count * MIN_SHARE >= incidents.len() && !is_foreign(&shape.0)
        };
        resolver.shapes = shapes.into_iter().filter(is_own).map(|(shape, _)| shape).collect();
        for (index, parsed) in pages.iter().enumerate() {
            resolver.path(&parsed.source.path, Target::Page(index));
        }
        resolver
    }

    fn path(&mut self, path: &Arc<str>, target: Target) {
        let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
        let known = self.names.entry(name);
        known.and_modify(|other| *other = None).or_insert_with(|| Some(target.clone()));
        self.paths.insert(Arc::clone(path), target);
    }

    /// The incident to which an id, a file name or a path refers.
    pub(super) fn incident(&self, written: &str, source: &str) -> Option<usize> {
        let target = self.ids.get(&fold_id(written)).cloned().or_else(|| match self.link(written, source) {
            Target::Nothing => None,
            target => Some(target),
        });
        match target {
            Some(Target::Incident(index)) => Some(index),
            _ => None,
        }
    }

    /// In how many ways luck helped in an incident.
    pub(super) fn luck(&self, incident: usize) -> usize {
        self.luck[incident]
    }

    /// The incidents that a document says are not related.
    pub(super) fn not_related<'r>(&'r self, parsed: &'r Parsed) -> impl Iterator<Item = usize> + 'r {
        let listed = parsed.record.list(FieldId::NotRelated).into_iter();
        listed.flat_map(|ids| &ids.value).filter_map(|id| self.incident(id, &parsed.source.path))
    }

    /// Whether a text has the shape of an id of this archive.
    pub(super) fn looks_own(&self, written: &str) -> bool {
        self.own_ids || self.shapes.contains(&shape(written))
    }

    /// Whether a text names something else than an incident of this archive: a page, a URL, or an id with a `[[link]]` rule.
    pub(super) fn is_elsewhere(&self, written: &str, source: &str) -> bool {
        self.links.iter().any(|rule| is_whole_match(rule, written))
            || !matches!(self.link(written, source), Target::Nothing)
    }

    pub(super) fn target(&self, hole: &Hole, source: &str) -> Target {
        match hole {
            Hole::Reference { target, explicit, .. } => self.reference(target, *explicit),
            Hole::Link { path, .. } => self.link(path, source),
            Hole::Image { path, .. } => {
                self.files.get(&**path).map_or(Target::Nothing, |file| Target::File(Arc::clone(file)))
            }
        }
    }

    fn reference(&self, written: &str, explicit: bool) -> Target {
        let bare = written.split('#').next().unwrap_or(written).trim();
        if let Some(target) = self.ids.get(&fold_id(bare)) {
            return target.clone();
        }
        if let Some(rule) = self.links.iter().find(|rule| is_whole_match(rule, bare)) {
            return Target::External(rule.url.replace("{id}", bare));
        }
        // A path in running text: only the name has to be right, because the text may have been moved.
        let name = bare.rsplit('/').next().unwrap_or(bare).to_lowercase();
        if !explicit && name.strip_suffix(".md").is_some() {
            return self.names.get(&name).cloned().flatten().unwrap_or(Target::Nothing);
        }
        if explicit {
            // `[[PM-2026-014-full-file-name]]` and `[[about]]`
            let name = bare.rsplit('/').next().unwrap_or(bare).to_lowercase();
            if let Some(Some(target)) =
                self.names.get(&format!("{name}.md")).or_else(|| self.names.get(&name))
            {
                return target.clone();
            }
            if let Some((start, end)) = id_at_start(bare)
                && let Some(target) = self.ids.get(&fold_id(&bare[start..end]))
            {
                return target.clone();
            }
        }
        if self.is_public {
            return Target::Nothing;
        }
        // `[[2023-11-30 Firmware rollback]]` is a report that does not exist yet or is kept elsewhere.
        if explicit && bare.get(..10).is_some_and(|head| crate::when::date_in_name(head).is_some()) {
            return Target::Dangling;
        }
        // The `INC-XXXX` of a template is not among these, because it has no digit.
        if self.looks_own(bare) && !self.shapes.is_empty() && has_shape(bare) {
            Target::Dangling
        } else {
            Target::Nothing
        }
    }

    fn link(&self, path: &str, source: &str) -> Target {
        if path.contains("://") {
            // The URL of a document on a code host may lead to a document of this archive: its last part is the name.
            let name = path.split(['#', '?']).next().unwrap_or(path).rsplit('/').next().unwrap_or("");
            let name = percent_decoded(name).to_lowercase();
            return match self.names.get(&name) {
                Some(Some(target)) => target.clone(),
                _ => Target::External(path.to_owned()),
            };
        }
        let folder = path.trim_end_matches('/');
        let tries = [
            path.to_owned(),
            format!("{folder}.md"),
            format!("{folder}/index.md"),
            format!("{folder}/README.md"),
            format!("{folder}.html.md.erb"),
        ];
        let found = tries.iter().find_map(|path| self.paths.get(path.as_str())).cloned();
        let html =
            || folder.strip_suffix(".html").and_then(|stem| self.paths.get(&*format!("{stem}.md"))).cloned();
        let relative = || {
            source.rsplit_once('/').and_then(|(base, _)| self.paths.get(&*format!("{base}/{path}"))).cloned()
        };
        let file = || self.files.get(path).map(|file| Target::File(Arc::clone(file)));
        found.or_else(html).or_else(relative).or_else(file).unwrap_or(Target::Nothing)
    }

    /// The id nearest to a misspelled one, if any is close enough.
    pub(super) fn near(&self, written: &str) -> Option<&str> {
        self.near.get_or_init(|| Near::new(self.written.iter())).to(&fold_id(written), 2)
    }
}

/// Whether the letters of an id belong to a registry outside, whatever the archive: `CVE-2021-44228`.
fn is_foreign(letters: &str) -> bool {
    let letters = letters.to_lowercase();
    ["foreign_id", "standard"].iter().any(|name| words(scope("words"), name).any(|word| word == letters))
}

fn is_whole_match(rule: &LinkRule, text: &str) -> bool {
    rule.pattern.find(text).is_some_and(|found| found.start() == 0 && found.end() == text.len())
}

/// The shape of an id: `INC-20260727-001` is `INC` and two numbers; `INC-001` has another shape and is not an id of the same archive.
fn shape(id: &str) -> (String, usize) {
    let letters = id
        .chars()
        .take_while(|c| !c.is_ascii_digit())
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_uppercase)
        .collect();
    let numbers = id.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).count();
    (letters, numbers)
}

/// Whether a text consists of letters, perhaps a separator, and numbers.
fn has_shape(text: &str) -> bool {
    id_at_start(text).is_some_and(|(start, end)| start == 0 && end == text.len())
}

fn id_at_start(text: &str) -> Option<(usize, usize)> {
    let letters = text.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>();
    let rest = &text[letters..];
    let numbers: usize = rest.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '_')).count();
    let tail = rest[..numbers].trim_end_matches(['-', '_']);
    (letters > 0 && tail.chars().any(|c| c.is_ascii_digit())).then_some((0, letters + tail.len()))
}

fn percent_decoded(text: &str) -> String {
    text.replace("%20", " ").replace("%2D", "-").replace("%2d", "-")
}
