//! Questions about single incidents, answered from an archive that was read or from what is kept of one.

use std::borrow::Cow;
use std::cell::OnceCell;

use jiff::civil::Date;

use super::cache::CacheHandle;
use super::console::Console;
use super::exit::Exit;
use super::failure::Failure;
use crate::archive::{Incident, Similar};
use crate::cache::{Kept, Known};
use crate::config::Config;
use crate::report::prefix;
use crate::search::Index;
use crate::session::{Inputs, LoadedArchive, Settings};
use crate::site::export::{Links, links};

/// Where an answer comes from.
pub(super) struct IncidentSource<'a> {
    origin: Origin<'a>,
    /// What stands before the paths of documents.
    prefix: String,
    /// The day for which ages are computed.
    pub(super) as_of: Date,
    /// The configuration of the archive.
    pub(super) config: &'a Config,
}

enum Origin<'a> {
    Read { loaded: &'a LoadedArchive, links: OnceCell<Vec<Links>>, index: OnceCell<Index<'static>> },
    Kept(Box<Kept<'a>>),
}

/// What a command has to say.
pub(super) struct Answer {
    /// On standard output.
    pub(super) data: String,
    /// On standard error, a line each.
    pub(super) messages: Vec<String>,
    /// How it ends.
    pub(super) exit: Exit,
}

impl<'a> IncidentSource<'a> {
    fn read(loaded: &'a LoadedArchive) -> Self {
        Self {
            origin: Origin::Read { loaded, links: OnceCell::new(), index: OnceCell::new() },
            prefix: prefix(&loaded.content_root.to_string_lossy()),
            as_of: loaded.archive.as_of,
            config: &loaded.config,
        }
    }

    fn kept(kept: Kept<'a>, settings: &'a Settings, as_of: Date) -> Self {
        let prefix = prefix(&settings.content_root.to_string_lossy());
        Self { origin: Origin::Kept(Box::new(kept)), prefix, as_of, config: &settings.config }
    }

    /// All incidents, newest first.
    pub(super) fn incidents(&self) -> Cow<'_, [Known<'_>]> {
        match &self.origin {
            Origin::Read { loaded, .. } => {
                loaded.archive.incidents.iter().map(|one| Known::of(one)).collect()
            }
            Origin::Kept(kept) => Cow::Borrowed(kept.incidents()),
        }
    }

    /// One of them, by its place; `None` if its document has changed meanwhile.
    pub(super) fn incident(&self, at: usize) -> Option<Cow<'_, Incident>> {
        match &self.origin {
            Origin::Read { loaded, .. } => loaded.archive.incidents.get(at).map(|one| Cow::Borrowed(&**one)),
            Origin::Kept(kept) => kept.incident(at).map(Cow::Owned),
        }
    }

    /// The incidents that the archive calls similar to one of them.
    pub(super) fn similar(&self, at: usize) -> Option<Cow<'_, [Similar]>> {
        match &self.origin {
            Origin::Read { loaded, .. } => Some(Cow::Borrowed(loaded.archive.similar(at))),
            Origin::Kept(kept) => kept.similar(at).map(Cow::Owned),
        }
    }

    /// What only the archive knows of one of them.
    pub(super) fn links(&self, at: usize) -> Option<Links> {
        match &self.origin {
            Origin::Read { loaded, links: all, .. } => {
                all.get_or_init(|| links(&loaded.archive)).get(at).cloned()
            }
            Origin::Kept(kept) => kept.links(at),
        }
    }

    /// For questions in words.
    pub(super) fn index(&self) -> &Index<'_> {
        match &self.origin {
            Origin::Read { loaded, index, .. } => index.get_or_init(|| Index::new(&loaded.archive)),
            Origin::Kept(kept) => kept.index(),
        }
    }

    /// The path of a document as seen from the working directory.
    pub(super) fn display_path(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }
}

/// Answers a question, from what is kept if the archive has not changed, and else by reading it, and then keeps what the next
/// question needs. `answer` is asked again if it gives nothing, which it may only where what is kept proves stale.
pub(super) fn ask(
    keeper: &CacheHandle,
    inputs: &Inputs,
    console: &Console,
    answer: impl Fn(&IncidentSource<'_>) -> Option<Answer>,
) -> Result<Exit, Failure> {
    if let Some(answer) = from_cache(keeper, inputs, &answer) {
        return answer.say(console);
    }
    let work = console.progress_bar();
    let loaded = work.session().read(inputs)?;
    let source = IncidentSource::read(&loaded);
    let answer = answer(&source);
    drop(work);
    let exit = match answer {
        Some(answer) => answer.say(console)?,
        // An archive that was read knows all of its incidents.
        None => Exit::Findings,
    };
    if let Some(cache) = keeper.cache() {
        let counted = match source.origin {
            Origin::Read { index, .. } => index.into_inner(),
            Origin::Kept(_) => None,
        };
        let index = || counted.unwrap_or_else(|| Index::new(&loaded.archive));
        keeper.tell(cache.keep_answers(inputs, &loaded, index), console);
    }
    Ok(exit)
}

fn from_cache(
    keeper: &CacheHandle,
    inputs: &Inputs,
    answer: impl Fn(&IncidentSource<'_>) -> Option<Answer>,
) -> Option<Answer> {
    let unchanged = keeper.cache()?.recall(inputs)?;
    let bytes = unchanged.answers()?;
    let kept = Kept::new(&unchanged, &bytes)?;
    answer(&IncidentSource::kept(kept, &unchanged.settings, inputs.as_of))
}

impl Answer {
    /// One that is found.
    pub(super) fn found(data: String) -> Self {
        Self { data, messages: Vec::new(), exit: Exit::Success }
    }

    fn say(self, console: &Console) -> Result<Exit, Failure> {
        console.data(&self.data)?;
        self.messages.iter().for_each(|line| console.message(line));
        Ok(self.exit)
    }
}
