//! pmsite turns a folder of incident post-mortems into a site that a team can search, browse and act on.
//!
//! This page is the map of the code: what runs in which order, who may import whom, and what never happens.
//!
//! # The pipeline
//!
//! ```text
//!            I/O          pure: data in, (value + diagnostics) out                                  I/O
//!  folder ─► crawl ─► [SourceFile] ─► read* ─► [Parsed] ─► archive ─► site ─► Plan ─► emit* ─► publish ─► folder
//!                                    memo by                 amended   amended
//!                                  path + digest             or redone or redone
//!  * on all cores, per file and per page
//! ```
//!
//! - [`crawl`] walks the content folder and returns the texts, the names of all other files, and what it passed over.
//! - [`read`] understands one document: front matter, CommonMark, sections, tables, fields, timeline, action items. Its
//!   result depends on that file, its path and the configuration, and on nothing else. Links to other documents stay
//!   [holes](model::Hole).
//! - [`archive`] puts all documents together: unique ids, targets of holes, relations from both sides, backlinks,
//!   likeness, groups.
//! - [`check`] has the rules about documents and about the archive, one file a rule; `pmsite check` alone applies them.
//! - [`search`] makes the index that a browser searches, and answers the same queries in a terminal.
//! - [`draft`] says what a new document is called and writes it from a template.
//! - [`site`] decides which pages there are and what each shows: typed views, each with an address that is unique.
//! - [`emit`] turns each view into bytes: one file a format.
//! - [`mirror`] turns the archive into the pages of another wiki.
//! - [`publish`] compares with what is there, replaces by rename, removes what an earlier run made and this one did not.
//! - [`doctor`] looks at facts about an archive and its repository for what goes wrong where a site is published.
//! - [`session`] runs this for every command. There is no second path; where little has changed since the last run of a
//!   process, [`archive::amend`] and those after it keep what cannot have changed, and tests hold the bytes against a run from nothing.
//! - [`cache`] keeps what a run came to for the next process, which need not read what has not changed.
//! - [`serve`] keeps what a run has made in memory, answers browsers from there, and runs again when something changes.
//!
//! # Ranks
//!
//! A module imports only from modules of a lower rank; `tests/ranks.rs` reads the `use` lines and checks.
//!
//! | rank | modules |
//! |---|---|
//! | 0 | [`source`], [`when`] (dates, times, durations), [`text`], [`digest`], [`system`] |
//! | 1 | [`diag`] |
//! | 2 | [`model`] |
//! | 3 | [`config`] |
//! | 4 | [`read`], [`crawl`], [`doctor`] |
//! | 5 | [`archive`] |
//! | 6 | [`search`], [`check`], [`draft`] |
//! | 7 | [`site`] |
//! | 8 | [`emit`], [`mirror`] |
//! | 9 | [`report`], [`publish`] |
//! | 10 | [`session`] |
//! | 11 | [`serve`], [`cache`] |
//! | 12 | [`cli`] |
//!
//! # What takes memory
//!
//! Of a document there remain its fields; its text and HTML, in an archive above 8 MB packed together because both say the same
//! ([`source::PackedDocument`]), and unpacked for whoever writes them; its words as hashes ([`model::Terms`]), in a build until it is known what makes documents alike. A page
//! is made when it is written or asked for, and what holds the whole archive in one file comes in pieces ([`emit::Pieces`]), so that
//! the largest of these files is never in memory.
//!
//! An allocator gives back whole blocks of pages only. What ends long before what was made beside it (words, parts of the search
//! index) therefore stands in few large pieces, or what it leaves would be of use to nobody.
//!
//! # What never happens
//!
//! - LoadedArchive a document never fails: it gives a value and diagnostics.
//! - The clock, the environment, the disk and the terminal are touched only in `crawl`, `publish`, `cache`, `serve` and `cli`,
//!   and in the part of `session` that loads the configuration; clippy's `disallowed_methods` refuses them elsewhere. The as-of date is
//!   an argument.
//! - `emit` never sees the archive: a page is a function of its view, the theme and the site's own data.
//! - A template never looks anything up; it gets one view and the site.
//! - No text of a document becomes a path outside the output folder, and none is put on a page unescaped.
//!
//! Laws that hold for any input stand beside what they are about, in files called `laws.rs` that are compiled for tests and
//! for fuzzing only; `cli/laws.rs` has the list.

pub mod archive;
pub mod cache;
pub mod check;
pub mod cli;
pub mod config;
pub mod crawl;
pub mod diag;
pub mod digest;
pub mod doctor;
pub mod draft;
pub mod emit;
pub mod mirror;
pub mod model;
pub mod publish;
pub mod read;
pub mod report;
pub mod search;
pub mod serve;
pub mod session;
pub mod site;
pub mod source;
pub mod system;
pub mod text;
pub mod when;
