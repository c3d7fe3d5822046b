//! The cache: where it is, and which program it belongs to.

use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use clap::Args;

use super::console::Console;
use crate::cache::Cache;
use crate::crawl::StatData;
use crate::digest::Digest;

/// Whether anything is kept from one run to the next.
#[derive(Debug, Args)]
#[command(next_help_heading = "LoadedArchive")]
pub(super) struct CacheArguments {
    /// Read everything anew, and keep nothing for the next run
    #[arg(long)]
    no_cache: bool,
}

/// Where things are kept from one run to the next, if they are.
#[derive(Debug)]
pub(super) struct CacheHandle {
    place: Option<(PathBuf, Digest)>,
    began: SystemTime,
}

impl CacheHandle {
    /// As the arguments and the environment want it. Asked for before any file is looked at.
    pub(super) fn new(arguments: &CacheArguments) -> Self {
        let place = || folder().zip(program());
        let place = if arguments.no_cache { None } else { place() };
        Self { place, began: SystemTime::now() }
    }

    /// The cache, if there is one.
    pub(super) fn cache(&self) -> Option<Cache<'_>> {
        self.place.as_ref().map(|(folder, program)| Cache::new(folder, *program, self.began))
    }

    /// Says, to those who want to know everything, that nothing could be kept. The command has done its work all the same.
    pub(super) fn tell(&self, kept: std::io::Result<()>, console: &Console) {
        if let (Err(error), Some((folder, _)), true) = (kept, &self.place, console.verbose) {
            console.message(&format!("The cache in {} could not be written: {error}", folder.display()));
        }
    }
}

/// The folder that the XDG Base Directory Specification gives programs for what they can do without.
fn folder() -> Option<PathBuf> {
    let absolute = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")));
    cache.map(|cache| cache.join("pmsite"))
}

/// The version of this program, and its file: two builds of one version may differ.
fn program() -> Option<Digest> {
    let file = std::env::current_exe().ok()?;
    let stamp = StatData::of(&fs::metadata(&file).ok()?)?;
    let text = format!("{} {stamp:?}", env!("CARGO_PKG_VERSION"));
    Some(Digest::of_parts(&[text.as_bytes(), file.as_os_str().as_encoded_bytes()]))
}
