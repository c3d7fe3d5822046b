//! Questions about single incidents, answered from a loaded archive or from the cache.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::io;

use jiff::civil::Date;

use super::answers::{CachedAnswers, IncidentName};
use super::error::RunError;
use super::loaded::LoadedArchive;
use super::pipeline::Session;
use super::settings::{Inputs, Settings};
use crate::archive::{Incident, Similar};
use crate::cache::Slot;
use crate::config::Config;
use crate::report::prefix;
use crate::search::Index;
use crate::site::export::{Links, links};

/// The incidents of an archive.
#[derive(Debug)]
pub struct IncidentSource<'a> {
    origin: Origin<'a>,
    /// The prefix of displayed paths.
    prefix: String,
    /// The day for which ages and due dates are computed.
    pub as_of: Date,
    /// The configuration of the archive.
    pub config: &'a Config,
}

#[derive(Debug)]
enum Origin<'a> {
    Loaded { loaded: &'a LoadedArchive, links: OnceCell<Vec<Links>>, index: OnceCell<Index<'static>> },
    Cached(Box<CachedAnswers<'a>>),
}

impl<'a> IncidentSource<'a> {
    fn loaded(loaded: &'a LoadedArchive) -> Self {
        Self {
            origin: Origin::Loaded { loaded, links: OnceCell::new(), index: OnceCell::new() },
            prefix: prefix(&loaded.content_root.to_string_lossy()),
            as_of: loaded.archive.as_of,
            config: &loaded.config,
        }
    }

    fn cached(answers: CachedAnswers<'a>, settings: &'a Settings, as_of: Date) -> Self {
        let prefix = prefix(&settings.content_root.to_string_lossy());
        Self { origin: Origin::Cached(Box::new(answers)), prefix, as_of, config: &settings.config }
    }

    /// The names of all incidents, newest first.
    pub fn incidents(&self) -> Cow<'_, [IncidentName<'_>]> {
        match &self.origin {
            Origin::Loaded { loaded, .. } => loaded.names().into(),
            Origin::Cached(answers) => Cow::Borrowed(answers.incidents()),
        }
    }

    /// The incident at this index. `None` if its document has changed since.
    pub fn incident(&self, at: usize) -> Option<Cow<'_, Incident>> {
        match &self.origin {
            Origin::Loaded { loaded, .. } => {
                loaded.archive.incidents.get(at).map(|one| Cow::Borrowed(&**one))
            }
            Origin::Cached(answers) => answers.incident(at).map(Cow::Owned),
        }
    }

    /// The incidents that the archive considers similar to this one.
    pub fn similar(&self, at: usize) -> Option<Cow<'_, [Similar]>> {
        match &self.origin {
            Origin::Loaded { loaded, .. } => Some(Cow::Borrowed(loaded.archive.similar(at))),
            Origin::Cached(answers) => answers.similar(at).map(Cow::Owned),
        }
    }

    /// The links between this incident and others.
    pub fn links(&self, at: usize) -> Option<Links> {
        match &self.origin {
            Origin::Loaded { loaded, links: all, .. } => {
                all.get_or_init(|| links(&loaded.archive)).get(at).cloned()
            }
            Origin::Cached(answers) => answers.links(at),
        }
    }

    /// The search index.
    pub fn index(&self) -> &Index<'_> {
        match &self.origin {
            Origin::Loaded { loaded, index, .. } => {
                index.get_or_init(|| Index::new(&loaded.archive, &loaded.config))
            }
            Origin::Cached(answers) => answers.index(),
        }
    }

    /// The path of a document relative to the working directory.
    pub fn display_path(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }
}

impl LoadedArchive {
    /// The names of all incidents, newest first.
    pub fn names(&self) -> Vec<IncidentName<'_>> {
        self.archive.incidents.iter().map(|one| IncidentName::new(one)).collect()
    }
}

impl Session {
    /// Answers a question about single incidents: from the cache if the archive has not changed, else by reading the archive.
    ///
    /// If `answer` returns `None` for a cached archive, because a document has changed since, it is called again with
    /// a loaded one. `print` is called once, before anything is saved to the cache; the second result is whether that
    /// succeeded.
    pub fn query<A, P>(
        &mut self,
        inputs: &Inputs,
        answer: impl Fn(&IncidentSource<'_>) -> Option<A>,
        print: impl FnOnce(Option<A>) -> P,
    ) -> Result<(P, io::Result<()>), RunError> {
        if let Some(answer) = self.answer_from_cache(inputs, &answer) {
            return Ok((print(Some(answer)), Ok(())));
        }
        let loaded = self.read(inputs)?;
        let source = IncidentSource::loaded(&loaded);
        let printed = print(answer(&source));
        let Some(cache) = &self.cache else { return Ok((printed, Ok(()))) };
        let counted = match source.origin {
            Origin::Loaded { index, .. } => index.into_inner(),
            Origin::Cached(_) => None,
        };
        let index = || counted.unwrap_or_else(|| Index::new(&loaded.archive, &loaded.config));
        Ok((printed, cache.save_answers(inputs, &loaded, index)))
    }

    fn answer_from_cache<A>(
        &self,
        inputs: &Inputs,
        answer: impl Fn(&IncidentSource<'_>) -> Option<A>,
    ) -> Option<A> {
        let unchanged = self.cache.as_ref()?.find_unchanged(inputs)?;
        let bytes = unchanged.cache.get(Slot::Answers)?;
        let answers = CachedAnswers::new(&unchanged, &bytes)?;
        answer(&IncidentSource::cached(answers, &unchanged.settings, inputs.as_of))
    }
}
