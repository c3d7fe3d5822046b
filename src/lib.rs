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
//! - [`edition`] makes the public edition: it cuts what is internal from the texts of documents, before anything is computed
//!   from them.
//! - [`archive`] combines all documents: unique ids, targets of holes, relations from both sides, backlinks,
//!   similarity, groups.
//! - [`check`] has the rules about documents and about the archive, one file each; only `pmsite check` applies them.
//! - [`search`] builds the index that a browser searches, and answers the same queries in a terminal.
//! - [`insights`] computes statistics: medians with intervals, tests between years, how long action items stay open.
//! - [`draft`] chooses the id and path of a new document and fills in a template.
//! - [`site`] decides which pages exist and what each shows: typed views, each with a unique address.
//! - [`proof`] searches the files of a public edition for what it leaves out, whatever made them.
//! - [`emit`] turns each view into bytes: one file per format.
//! - [`messages`] has the words of the interface, one file per language.
//! - [`mirror`] turns the archive into the pages of a wiki.
//! - [`publish`] compares a site or mirror with its output folder, replaces files by rename, and removes files of earlier
//!   runs that are no longer needed.
//! - [`doctor`] finds problems with how the site is published: repository, workflows, host, addresses.
//! - [`session`] runs all of this for every command, from crawling to publishing, and saves the results to the cache.
//! - [`cache`] stores data for the next process: one file per slot, `get` and `put`. With it, an unchanged archive is not
//!   read again.
//! - [`serve`] serves a site from memory and rebuilds it on changes.
//! - [`report`] formats diagnostics and data for people and programs: one file per format.
//! - [`cli`] parses arguments, runs a command and reports the result.
//!
//! The other modules are the vocabulary of these: [`source`] (texts and positions in them), [`diag`] (diagnostics and the
//! codes of rules), [`model`] (what one document contains), [`config`] (`pmsite.toml`), [`when`], [`lexicon`], [`text`],
//! [`digest`] and [`system`] (errors of the machine).
//!
//! There is one path from a folder to a site, with one exception: after a save, [`session::Session::rebuild`] and
//! [`archive::amend`] recompute only what depends on the text of the changed documents. With 300 documents, that takes 4 ms
//! of CPU time instead of 139 ms. Tests compare every byte with a full run.
//!
//! # Ranks
//!
//! A module imports only from modules of a lower rank. `tests/ranks` checks that, and that the files of a folder do not
//! import each other in circles, apart from the exceptions that it lists.
//!
//! | rank | modules |
//! |---|---|
//! | 0 | [`source`], [`text`], [`digest`], [`system`] |
//! | 1 | [`diag`], [`lexicon`] (words by language) |
//! | 2 | [`when`] (dates, times, durations) |
//! | 3 | [`model`], [`messages`] |
//! | 4 | [`config`] |
//! | 5 | [`read`], [`crawl`], [`doctor`] |
//! | 6 | [`archive`], [`edition`] |
//! | 7 | [`search`], [`check`], [`draft`], [`insights`] |
//! | 8 | [`site`], [`proof`] |
//! | 9 | [`emit`], [`mirror`] |
//! | 10 | [`report`], [`publish`], [`cache`] |
//! | 11 | [`session`] |
//! | 12 | [`serve`] |
//! | 13 | [`cli`] |
//!
//! # Other systems
//!
//! Tests run on Linux only. `tests/targets` compiles pmsite for macOS and Windows, and the workflow builds the example there.
//! Where `cfg(unix)` divides the code, other systems get:
//!
//! | place | instead |
//! |---|---|
//! | `cli::signals` | Ctrl-C ends the process at once; the next build cleans up |
//! | `crawl::stamp`, `serve::copies`, `serve::watch` | no change time and no inode: the content of files decides |
//! | `publish::lock` | folders cannot be opened, so two runs into one folder do not wait for each other |
//! | `publish::disk`, `cache` | the permissions that the folder passes on |
//! | `serve::guard::pipe` | a TCP connection on 127.0.0.1 instead of a socket in a private folder |
//! | `serve::limits` | 512 connections, whatever the limit on open files |
//!
//! # What takes memory
//!
//! After a document is read, its fields, text and HTML stay in memory. In an archive above 8 MB, text and HTML are
//! compressed together, because they largely repeat each other ([`source::PackedDocument`]), and decompressed when they
//! are used. The words of a document are kept as hashes ([`model::Terms`]); a build keeps them only until it knows which
//! incidents are similar. A page is rendered when it is written or requested. Files with data of the whole archive are made
//! in pieces ([`emit::Pieces`]), so that none of them is in memory as a whole.
//!
//! An allocator returns only whole pages to the system. Short-lived data that is allocated among longer-lived data (words,
//! parts of the search index) is therefore kept in a few large allocations. Freed one by one, small allocations would leave
//! pages that are mostly empty but still in use.
//!
//! # What never happens
//!
//! - Reading a document never fails: it returns a value and diagnostics.
//! - Only `crawl`, `publish`, `cache`, `serve` and `cli` touch the clock, the environment, the disk or the terminal; clippy's
//!   `disallowed_methods` rejects that elsewhere. `session` has four exceptions: it reads the configuration and the theme,
//!   checks the files of the last build, and stops a build whose theme never finishes a page. The as-of date is an argument.
//! - `emit` never sees the archive: a page is a function of its view, the theme and the data that all pages share.
//! - A template never looks anything up: it gets one view and the data that all pages share.
//! - No text from a document becomes a path outside the output folder, and none reaches a page without being escaped or
//!   sanitized.
//!
//! Laws (properties that hold for any input) are in files called `laws.rs` next to the code they constrain. They are
//! compiled only for tests and fuzzing; `cli/laws.rs` lists them.

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
pub mod edition;
pub mod emit;
pub mod insights;
mod lexicon;
pub mod messages;
pub mod mirror;
pub mod model;
pub mod proof;
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
