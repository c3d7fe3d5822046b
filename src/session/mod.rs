//! Runs the pipeline for every command: read, plan, index, publish, and save to the cache.
//!
//! - [`Session::read`] loads an archive, [`Session::check`] applies all rules to it, [`Session::run`] plans its site.
//! - [`Session::prepare_build`] does what `pmsite build` does up to the first write, or finds that the site is up to date;
//!   [`PreparedBuild::publish`] writes it. [`Session::prepare_mirror`] and [`PreparedMirror`] do the same for a wiki,
//!   [`Session::prepare_pack`] and [`PreparedPack`] for one file.
//! - [`Session::query`] answers questions about single incidents, from the cache if possible.
//!
//! A session remembers what it has read, so a second run in one process parses only what has changed. If the caller knows
//! which files changed, [`Session::rebuild`] also keeps whatever does not depend on their text.

mod answers;
mod build;
mod containment;
mod edition;
mod error;
mod last_build;
#[cfg(any(test, fuzzing))]
pub(crate) mod laws;
mod left_out;
mod loaded;
mod mirror;
mod pack;
mod page_maker;
mod pipeline;
mod previous;
mod progress;
mod proof;
mod query;
mod rebuild;
mod settings;
mod snapshot;
mod theme;
mod watchdog;

#[cfg(test)]
mod rebuild_tests;
#[cfg(test)]
mod tests;

pub use self::answers::IncidentName;
pub use self::build::{BuildSummary, PreparedBuild, PublishOptions};
pub use self::error::RunError;
pub use self::left_out::{Leak, Proven};
pub use self::loaded::{BuiltSite, LoadedArchive, Switch, Switches};
pub use self::mirror::{MirrorOptions, PreparedMirror};
pub use self::pack::{PackOptions, Packed, PreparedPack};
pub use self::pipeline::Session;
pub use self::progress::Progress;
pub use self::query::IncidentSource;
pub use self::settings::Inputs;
pub use self::snapshot::CacheConfig;
