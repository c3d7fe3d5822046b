//! Decides which pages a site has, their addresses and their content.
//!
//! [`plan()`] turns an archive into a [`Plan`]: the data that all pages share ([`view::Site`]), one typed view for each
//! page, and the files to copy. It never renders: the only markup that it produces is the HTML of documents, with their
//! holes filled.
//!
//! - [`routes`] assigns the addresses; two files never share one.
//! - [`view`] is the contract with the authors of themes.
//! - [`export`] is the contract with programs that read `api/*.json`.
//! - `pages` has one file for each kind of page.

mod body;
mod decoration;
pub mod export;
mod lookup;
mod pages;
mod plan;
pub mod routes;
pub mod view;

#[cfg(test)]
pub(crate) mod synthetic;
#[cfg(test)]
mod tests;

pub use plan::{Content, Copied, Data, Plan, SitePage, plan};
