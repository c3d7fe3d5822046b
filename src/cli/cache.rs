//! Whether and where to cache.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::SystemTime;

use clap::Args;

use super::console::Console;
use crate::crawl::StatData;
use crate::digest::Digest;
use crate::session::CacheConfig;

/// Whether to use the cache.
#[derive(Debug, Args)]
#[command(next_help_heading = "Archive options")]
pub(super) struct CacheArguments {
    /// Do not read or write the cache
    #[arg(long)]
    no_cache: bool,
}

impl CacheArguments {
    /// The cache of this process, unless it is turned off or has no place. Call this before looking at any file.
    pub(super) fn config(&self) -> Option<CacheConfig> {
        if self.no_cache {
            return None;
        }
        Some(CacheConfig::new(folder()?, program()?, SystemTime::now()))
    }
}

/// Reports that the cache could not be written, if verbose: the command has succeeded anyway.
pub(super) fn report_cache_error(cached: io::Result<()>, console: &Console) {
    if let (Err(error), Some(folder), true) = (cached, folder(), console.verbose) {
        console.message(&format!("Could not write the cache in {}: {error}", folder.display()));
    }
}

/// The cache folder of the XDG Base Directory Specification.
fn folder() -> Option<PathBuf> {
    let absolute = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")));
    cache.map(|cache| cache.join("pmsite"))
}

/// The version of this program and the identity of its file: two builds of one version may differ.
fn program() -> Option<Digest> {
    let file = std::env::current_exe().ok()?;
    let stat = StatData::of(&fs::metadata(&file).ok()?)?;
    let text = format!("{} {stat:?}", env!("CARGO_PKG_VERSION"));
    Some(Digest::of_parts(&[text.as_bytes(), file.as_os_str().as_encoded_bytes()]))
}
