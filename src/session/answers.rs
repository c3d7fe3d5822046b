//! The part of an archive that is needed to answer questions about single incidents, in the cache.
//!
//! Saves only what no single document contains: names, relations, similarity, the search index. Everything else is read from
//! the incident's own document by [`crate::read`], as in any other run.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use super::loaded::LoadedArchive;
use super::settings::Inputs;
use super::snapshot::{CacheConfig, UnchangedArchive};
use crate::archive::{Incident, Similar, alone};
use crate::cache::{Slot, decode};
use crate::crawl::reopen;
use crate::digest::Digest;
use crate::model::{Certainty, Classification, DocumentKind, Field, Origin, Provenance};
use crate::read::Reader;
use crate::search::Index;
use crate::site::export::{Links, links_each};
use crate::source::Span;

/// The content of [`Slot::Answers`].
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Answers<'a> {
    /// The state of the archive.
    state: Digest,
    /// Newest first, as in the archive.
    #[serde(borrow)]
    incidents: Vec<IncidentName<'a>>,
    /// The search index.
    #[serde(borrow)]
    index: Index<'a>,
}

/// The names of an incident.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct IncidentName<'a> {
    /// The id.
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// The file name of its page, without the extension.
    #[serde(borrow)]
    pub slug: Cow<'a, str>,
    /// The path of its document.
    #[serde(borrow)]
    pub path: Cow<'a, str>,
    /// Other names.
    pub aliases: Vec<String>,
    /// An encoded [`Relations`], which few questions need.
    #[serde(borrow, serialize_with = "as_bytes")]
    relations: Cow<'a, [u8]>,
}

fn as_bytes<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

/// How an incident relates to others.
#[derive(Serialize, Deserialize)]
struct Relations {
    links: Links,
    /// Index and exact score of each similar incident.
    scores: Vec<(u32, f32)>,
    /// The affected services.
    services: Vec<String>,
    /// The line from which they are derived, if the document does not state them.
    services_line: u32,
}

impl<'a> IncidentName<'a> {
    /// The names of an incident of a loaded archive.
    pub(super) fn new(incident: &'a Incident) -> Self {
        Self {
            id: incident.card.id.as_str().into(),
            slug: incident.card.slug.as_str().into(),
            path: (*incident.source.path).into(),
            aliases: incident.record.aliases.iter().flat_map(|field| &*field.value).cloned().collect(),
            relations: Cow::Borrowed(&[]),
        }
    }

    fn with_relations(self, incident: &Incident, similar: &[Similar], links: Links) -> io::Result<Self> {
        let score = |one: &Similar| Some((u32::try_from(one.target).ok()?, one.score));
        let scores: Option<Vec<_>> = similar.iter().map(score).collect();
        let relations = Relations {
            links,
            scores: scores.unwrap_or_default(),
            services: incident.card.services.to_vec(),
            services_line: incident.services.as_ref().map_or(0, |field| field.provenance.line),
        };
        let relations = postcard::to_stdvec(&relations).map_err(io::Error::other)?;
        Ok(Self { relations: relations.into(), ..self })
    }
}

impl CacheConfig {
    /// Saves what questions about a loaded archive need.
    pub(super) fn save_answers<'i>(
        &self,
        inputs: &Inputs,
        loaded: &LoadedArchive,
        index: impl FnOnce() -> Index<'i>,
    ) -> io::Result<()> {
        let Some((cache, state)) = self.save_snapshot(inputs, loaded)? else { return Ok(()) };
        let archive = &loaded.archive;
        let incident = |at: usize, links| {
            let incident = &*archive.incidents[at];
            IncidentName::new(incident).with_relations(incident, archive.similar(at), links)
        };
        let incidents = links_each(archive, incident).into_iter();
        let answers = Answers { state, incidents: incidents.collect::<io::Result<_>>()?, index: index() };
        cache.put(Slot::Answers, &answers)
    }
}

/// An unchanged archive and its [`Answers`]. Documents are read on demand.
#[derive(Debug)]
pub(super) struct CachedAnswers<'a> {
    archive: &'a UnchangedArchive,
    answers: Answers<'a>,
    reader: OnceCell<Reader>,
    read: RefCell<BTreeMap<usize, Incident>>,
}

impl<'a> CachedAnswers<'a> {
    /// Decodes the bytes of [`Slot::Answers`]. `None` if they belong to another state of the archive.
    pub(super) fn new(archive: &'a UnchangedArchive, bytes: &'a [u8]) -> Option<Self> {
        let answers: Answers<'a> = decode(bytes)?;
        let same = answers.state == archive.state;
        same.then(|| Self { archive, answers, reader: OnceCell::new(), read: RefCell::default() })
    }

    /// All incidents, newest first.
    pub(super) fn incidents(&self) -> &[IncidentName<'a>] {
        &self.answers.incidents
    }

    /// The search index.
    pub(super) fn index(&self) -> &Index<'a> {
        &self.answers.index
    }

    /// An incident, read from its document. `None` if the document has changed.
    pub(super) fn incident(&self, at: usize) -> Option<Incident> {
        if let Some(known) = self.read.borrow().get(&at) {
            return Some(known.clone());
        }
        let incident = self.read(at)?;
        self.read.borrow_mut().insert(at, incident.clone());
        Some(incident)
    }

    fn read(&self, at: usize) -> Option<Incident> {
        let name = self.answers.incidents.get(at)?;
        let settings = &self.archive.settings;
        let source = reopen(&settings.content_root, self.archive.file(&name.path)?)?;
        let parsed = self.reader.get_or_init(|| Reader::new(&settings.config)).read(&Arc::new(source));
        // What is not certain was settled when the answers were saved.
        let Classification { kind, certainty, .. } = parsed.classification;
        if kind != DocumentKind::Incident && certainty == Certainty::Certain {
            return None;
        }
        let name = (name.id.clone().into_owned(), name.slug.clone().into_owned());
        let Relations { services, services_line: line, .. } = self.relations(at)?;
        let derived = Provenance { origin: Origin::Derived, line, span: Span::default() };
        let provenance = parsed.record.services.as_ref().map_or(derived, |field| field.provenance);
        let services = (!services.is_empty()).then(|| Field { value: services.into(), provenance });
        Some(alone(&parsed, name, services, self.archive.as_of))
    }

    fn relations(&self, at: usize) -> Option<Relations> {
        postcard::from_bytes(&self.answers.incidents.get(at)?.relations).ok()
    }

    /// The incidents that the archive considers similar.
    pub(super) fn similar(&self, at: usize) -> Option<Vec<Similar>> {
        let Relations { links, scores, .. } = self.relations(at)?;
        let similar = links.similar.into_iter().zip(scores).map(|(one, (target, score))| Similar {
            target: target as usize,
            score,
            services: one.services.iter().collect(),
            terms: one.terms.iter().collect(),
        });
        Some(similar.collect())
    }

    /// The links between an incident and others.
    pub(super) fn links(&self, at: usize) -> Option<Links> {
        Some(self.relations(at)?.links)
    }
}
