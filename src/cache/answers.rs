//! What questions about single incidents need of the whole archive.
//!
//! Only what the archive alone knows is kept: names, relations, likeness, the index. What a document itself says is read from
//! the document.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use super::entry::ANSWERS;
use super::{Cache, Unchanged, pack};
use crate::archive::{Incident, Similar, alone};
use crate::crawl::reopen;
use crate::digest::Digest;
use crate::model::DocumentKind;
use crate::read::Reader;
use crate::search::Index;
use crate::session::{Inputs, LoadedArchive};
use crate::site::export::{Links, links_each};

/// What questions about single incidents need of the whole archive.
#[derive(Debug, Serialize, Deserialize)]
pub struct Answers<'a> {
    /// Of the archive that they are about.
    state: Digest,
    /// Newest first, as in the archive.
    #[serde(borrow)]
    incidents: Vec<Known<'a>>,
    /// For questions in words.
    #[serde(borrow)]
    index: Index<'a>,
}

/// What is known of an incident without its document.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Known<'a> {
    /// The id for people.
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// The stem of its address.
    #[serde(borrow)]
    pub slug: Cow<'a, str>,
    /// The path of its document.
    #[serde(borrow)]
    pub path: Cow<'a, str>,
    /// Other names.
    pub aliases: Vec<String>,
    /// [`Rest`], which few questions need.
    #[serde(borrow, serialize_with = "as_bytes")]
    rest: Cow<'a, [u8]>,
}

fn as_bytes<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

/// What else the archive knows of an incident.
#[derive(Serialize, Deserialize)]
struct Rest {
    links: Links,
    /// The place and the exact likeness of those that it calls similar.
    likeness: Vec<(u32, f32)>,
}

impl<'a> Known<'a> {
    /// What is known of an incident of an archive that was read.
    pub fn of(incident: &'a Incident) -> Self {
        Self {
            id: incident.card.id.as_str().into(),
            slug: incident.card.slug.as_str().into(),
            path: (*incident.source.path).into(),
            aliases: incident.record.aliases.iter().flat_map(|field| &*field.value).cloned().collect(),
            rest: Cow::Borrowed(&[]),
        }
    }

    fn with(self, similar: &[Similar], links: Links) -> io::Result<Self> {
        let likeness = |one: &Similar| Some((u32::try_from(one.target).ok()?, one.score));
        let likeness: Option<Vec<_>> = similar.iter().map(likeness).collect();
        let rest = Rest { links, likeness: likeness.unwrap_or_default() };
        let rest = postcard::to_stdvec(&rest).map_err(io::Error::other)?;
        Ok(Self { rest: rest.into(), ..self })
    }
}

impl Cache<'_> {
    /// Keeps what questions need of an archive that was read.
    pub fn keep_answers<'i>(
        &self,
        inputs: &Inputs,
        loaded: &LoadedArchive,
        index: impl FnOnce() -> Index<'i>,
    ) -> io::Result<()> {
        let Some((entry, state)) = self.keep(inputs, loaded)? else { return Ok(()) };
        let archive = &loaded.archive;
        let known = |at: usize, links| Known::of(&archive.incidents[at]).with(archive.similar(at), links);
        let incidents = links_each(archive, known).into_iter();
        let answers = Answers { state, incidents: incidents.collect::<io::Result<_>>()?, index: index() };
        entry.write(ANSWERS, &answers)
    }
}

impl Unchanged {
    /// The bytes of [`Answers`], if they are kept.
    pub fn answers(&self) -> Option<Vec<u8>> {
        self.entry.read(ANSWERS)
    }
}

/// An archive that has not changed, and what is kept of it. A document is read when it is asked for.
#[derive(Debug)]
pub struct Kept<'a> {
    unchanged: &'a Unchanged,
    answers: Answers<'a>,
    reader: OnceCell<Reader>,
    read: RefCell<BTreeMap<usize, Incident>>,
}

impl<'a> Kept<'a> {
    /// From the bytes that are kept; `None` if they belong to another archive.
    pub fn new(unchanged: &'a Unchanged, bytes: &'a [u8]) -> Option<Self> {
        let answers: Answers<'a> = pack::open(bytes)?;
        let same = answers.state == unchanged.state;
        same.then(|| Self { unchanged, answers, reader: OnceCell::new(), read: RefCell::default() })
    }

    /// All incidents, newest first.
    pub fn incidents(&self) -> &[Known<'a>] {
        &self.answers.incidents
    }

    /// For questions in words.
    pub fn index(&self) -> &Index<'a> {
        &self.answers.index
    }

    /// An incident, as its document tells of it; `None` if the document has changed.
    pub fn incident(&self, at: usize) -> Option<Incident> {
        if let Some(known) = self.read.borrow().get(&at) {
            return Some(known.clone());
        }
        let incident = self.read(at)?;
        self.read.borrow_mut().insert(at, incident.clone());
        Some(incident)
    }

    fn read(&self, at: usize) -> Option<Incident> {
        let known = self.answers.incidents.get(at)?;
        let settings = &self.unchanged.settings;
        let source = reopen(&settings.content_root, self.unchanged.file(&known.path)?)?;
        let parsed = self.reader.get_or_init(|| Reader::new(&settings.config)).read(&Arc::new(source));
        if parsed.classification.kind != DocumentKind::Incident {
            return None;
        }
        let (id, slug) = (known.id.clone().into_owned(), known.slug.clone().into_owned());
        Some(alone(&parsed, id, slug, self.unchanged.as_of))
    }

    /// The incidents that the archive calls similar to one of them.
    pub fn similar(&self, at: usize) -> Option<Vec<Similar>> {
        let Rest { links, likeness } = postcard::from_bytes(&self.answers.incidents.get(at)?.rest).ok()?;
        let similar = links.similar.into_iter().zip(likeness).map(|(one, (target, score))| Similar {
            target: target as usize,
            score,
            services: one.services.iter().collect(),
            terms: one.terms.iter().collect(),
        });
        Some(similar.collect())
    }

    /// What only the archive knows of an incident.
    pub fn links(&self, at: usize) -> Option<Links> {
        let rest: Rest = postcard::from_bytes(&self.answers.incidents.get(at)?.rest).ok()?;
        Some(rest.links)
    }
}
