//! pmsite turns a folder of incident post-mortems into a site that a team can search, browse and act on.
//!
//! This page is the map of the code: what runs in which order, which module may import which, and what never happens.
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
//! - [`crawl`] walks the content folder and returns the text of each document, the names of all other files, and what it
//!   skipped.
//! - [`read`] parses one document: front matter, CommonMark, sections, tables, fields, timeline, action items. The result
//!   depends on that file, its path and the configuration only. Links to other documents stay [holes](model::Hole).
//! - [`archive`] puts all documents together: unique ids, targets of holes, relations from both sides, backlinks,
//!   similarity, groups.
//! - [`check`] has the rules about documents and about the archive, one file each; only `pmsite check` applies them.
//! - [`search`] builds the index that a browser searches, and answers the same queries in a terminal.
//! - [`draft`] names a new document and fills in a template.
//! - [`site`] decides which pages exist and what each shows: typed views, each with a unique address.
//! - [`emit`] turns each view into bytes, one file a format.
//! - [`messages`] has the words of the interface, one file per language.
//! - [`mirror`] turns the archive into the pages of a wiki.
//! - [`publish`] compares with the output folder, replaces files by rename, and removes those of earlier runs that are gone.
//! - [`doctor`] finds problems that an archive and its repository will have where the site is published.
//! - [`session`] runs all of this for every command, from crawling to publishing, and saves the results to the cache.
//! - [`cache`] stores data for the next process: one file per slot, `get` and `put`. With it, an unchanged archive is not read again.
//! - [`serve`] keeps a site in memory, answers browsers from there, and rebuilds on changes.
//! - [`cli`] parses arguments and reports results.
//!
//! There is one path from a folder to a site, with one exception: after a save, [`session::Session::rebuild`] and
//! [`archive::amend`] recompute only what depends on the text of the changed documents, which takes a twentieth of the time.
//! Tests compare every byte with a full run.
//!
//! # Ranks
//!
//! A module imports only from modules of a lower rank; `tests/ranks` checks that, and that the files
//! of a folder do not import each other in circles.
//!
//! | rank | modules |
//! |---|---|
//! | 0 | [`source`], [`text`], [`digest`], [`system`] |
//! | 1 | [`diag`], [`lexicon`] (words by language) |
//! | 2 | [`when`] (dates, times, durations) |
//! | 3 | [`model`], [`messages`] |
//! | 4 | [`config`] |
//! | 5 | [`read`], [`crawl`], [`doctor`] |
//! | 6 | [`archive`] |
//! | 7 | [`search`], [`check`], [`draft`] |
//! | 8 | [`site`] |
//! | 9 | [`emit`], [`mirror`] |
//! | 10 | [`report`], [`publish`], [`cache`] |
//! | 11 | [`session`] |
//! | 12 | [`serve`] |
//! | 13 | [`cli`] |
//!
//! # What takes memory
//!
//! After reading, a document's fields stay in memory. So do its text and HTML; in an archive above 8 MB they are compressed
//! together because they largely repeat each other ([`source::Packed`]), and decompressed where they are written. Its words
//! are kept as hashes ([`model::Terms`]), in a build only until similar documents are known. A page is rendered when it is
//! written or requested. Files that hold the whole archive are made in pieces ([`emit::Pieces`]), so the largest of them is
//! never in memory.
//!
//! An allocator releases whole pages only. Data with a short life among longer-lived data (words, parts of the search index)
//! is therefore kept in a few large allocations; otherwise the holes it leaves could not be used.
//!
//! # What never happens
//!
//! - Reading a document never fails: it yields a value and diagnostics.
//! - The clock, the environment, the disk and the terminal are touched only in `crawl`, `publish`, `cache`, `serve` and
//!   `cli`, and in the part of `session` that loads the configuration; clippy's `disallowed_methods` rejects them elsewhere.
//!   The as-of date is an argument.
//! - `emit` never sees the archive: a page is a function of its view, the theme and the site's own data.
//! - A template never looks anything up; it gets one view and the site.
//! - No text of a document becomes a path outside the output folder, and none gets onto a page unescaped.
//!
//! Laws that hold for any input are in files called `laws.rs` next to the code they constrain. They are compiled for tests
//! and for fuzzing only; `cli/laws.rs` lists them.

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
mod lexicon;
pub mod messages;
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
