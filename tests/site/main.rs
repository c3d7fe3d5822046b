//! Tests of whole sites that the program builds: guarantees for every site, whatever its content.
#![expect(
    clippy::disallowed_methods,
    reason = "sites are folders on the disk, and hostile ones have a time limit"
)]
#![expect(clippy::unwrap_used, reason = "all of this is a test")]

mod addresses;
mod built;
mod commands;
mod entries;
mod failures;
mod formats;
mod full;
mod hostile;
mod html;
mod internal_parts;
mod killed;
mod large;
mod laws;
mod links;
mod long;
mod mishaps;
mod output;
mod pack;
mod policy;
mod sameness;
mod sheet;
mod system_calls;
mod template;
mod theme;
