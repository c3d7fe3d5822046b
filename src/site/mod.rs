//! Decides which pages there are, where they stand, and what each of them shows.
//!
//! [`plan()`] turns an archive into a [`Plan`]: what every page may show ([`view::Site`]), one typed view for each
//! file, and the files that are copied. It never renders: no markup is made here but the text of documents
//! with its holes filled.
//!
//! - [`routes`] knows every address; two files never share one.
//! - [`view`] is the contract with the authors of themes.
//! - [`export`] is the contract with programs that read `api/*.json`.
//! - `pages` has one file for each kind of page.

mod body;
pub mod export;
mod lookup;
mod pages;
mod plan;
pub mod routes;
mod show;
pub mod view;

#[cfg(test)]
pub(crate) mod synthetic;
#[cfg(test)]
mod tests;

pub use plan::{Content, Copied, Data, Plan, SitePage, plan};
