//! One page: what links on it look like, and what it is made of.

use comrak::nodes::{Node, NodeLink, NodeValue, NodeWikiLink};

use super::Wiki;
use super::plan::{Place, Plan, file_key, page_key};
use super::tree::{Line, Pen};
use crate::archive::{Archive, Target};
use crate::model::Document;
use crate::site::routes::{encode, external};

/// A page that is being made.
#[derive(Clone, Copy)]
pub(super) struct WikiPage<'p> {
    pub(super) plan: &'p Plan<'p>,
    pub(super) place: &'p Place,
}

impl WikiPage<'_> {
    /// A link to what the archive has found; `None` if that is nothing.
    pub(super) fn target(&self, target: &Target, fragment: &str) -> Option<NodeValue> {
        let archive = self.plan.archive;
        match target {
            Target::Incident(at) => {
                let place = self.plan.incident(*at)?;
                Some(self.link(place, &self.fragment(&archive.incidents[*at].document, fragment)))
            }
            Target::Page(at) => {
                let place = self.plan.place(&page_key(archive, *at))?;
                Some(self.link(place, &self.fragment(&archive.pages[*at].document, fragment)))
            }
            Target::File(path) => {
                let place = self.plan.place(&file_key(path))?;
                Some(match self.plan.wiki {
                    Wiki::Mediawiki => wiki_link(place.title.replacen("File:", "Media:", 1)),
                    _ => self.link(place, ""),
                })
            }
            Target::External(url) => external(url).map(link_value),
            Target::Dangling | Target::Nothing => None,
        }
    }

    /// A link to another page of the mirror.
    pub(super) fn link(&self, to: &Place, fragment: &str) -> NodeValue {
        let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
        match self.plan.wiki {
            Wiki::Mediawiki => {
                // A category is named, not joined.
                let colon = if to.title.starts_with("Category:") { ":" } else { "" };
                wiki_link(format!("{colon}{}{fragment}", to.title))
            }
            wiki => {
                let up = "../".repeat(self.place.path.matches('/').count());
                let path = match to.path.strip_suffix(".md") {
                    Some(stem) if wiki.is_gollum() => stem,
                    _ => &to.path,
                };
                link_value(&format!("{up}{}{fragment}", encode(path)))
            }
        }
    }

    /// A link to a heading of this page; `None` if it has no such heading.
    pub(super) fn within(&self, document: &Document, fragment: &str) -> Option<NodeValue> {
        let fragment = self.fragment(document, fragment);
        if fragment.is_empty() {
            return None;
        }
        Some(match self.plan.wiki {
            Wiki::Mediawiki => wiki_link(format!("#{fragment}")),
            _ => link_value(&format!("#{fragment}")),
        })
    }

    /// The name of a heading as the wiki makes it; empty if there is no such heading.
    fn fragment(&self, document: &Document, fragment: &str) -> String {
        let heading = document.headings.iter().find(|heading| heading.anchor == fragment);
        match (heading, self.plan.wiki) {
            (Some(heading), Wiki::Mediawiki) => {
                let marks = |c: char| matches!(c, '[' | ']' | '{' | '}' | '|' | '<' | '>' | '&' | '#');
                if heading.text.contains(marks) { String::new() } else { heading.text.to_owned() }
            }
            (Some(heading), _) => encode(heading.anchor),
            (None, _) => String::new(),
        }
    }

    /// A picture that is a file of the archive.
    pub(super) fn picture(&self, target: &Target) -> Option<NodeValue> {
        let Target::File(path) = target else { return None };
        let place = self.plan.place(&file_key(path))?;
        let url = match self.plan.wiki {
            Wiki::Mediawiki => place.title.clone(),
            _ => format!("{}{}", "../".repeat(self.place.path.matches('/').count()), encode(&place.path)),
        };
        Some(NodeValue::Image(Box::new(NodeLink { url, title: String::new() })))
    }

    /// The title of another page as a link to it.
    pub(super) fn named<'a>(&self, pen: Pen<'a>, to: &Place) -> Node<'a> {
        pen.node(self.link(to, ""), [pen.text(&to.title)])
    }

    /// The first line of a page that is made of a document.
    pub(super) fn banner<'a>(&self, pen: Pen<'a>, path: &str) -> Option<Node<'a>> {
        if !self.plan.settings.banner {
            return None;
        }
        let mut line: Line<'a> = vec![pen.verbatim("Generated from "), code(pen, path), pen.verbatim(" — ")];
        let edit = self.plan.config.edit_url.as_ref().map(|url| url.replace("{path}", &encode(path)));
        match edit.as_deref().and_then(external) {
            Some(url) => line.push(pen.node(link_value(url), [pen.text("edit it there")])),
            None => line.push(pen.text("edit it there")),
        }
        line.push(pen.verbatim(": what is written here is lost."));
        Some(pen.node(NodeValue::BlockQuote, [pen.paragraph(line)]))
    }

    /// The document that mentions something.
    pub(super) fn from<'a>(&self, pen: Pen<'a>, from: &Target) -> Option<Node<'a>> {
        let place = match from {
            Target::Incident(at) => self.plan.incident(*at),
            Target::Page(at) => self.plan.place(&page_key(self.archive(), *at)),
            _ => None,
        };
        place.map(|place| self.named(pen, place))
    }

    pub(super) fn archive(&self) -> &Archive {
        self.plan.archive
    }
}

pub(super) fn code<'a>(pen: Pen<'a>, text: &str) -> Node<'a> {
    let code = comrak::nodes::NodeCode { num_backticks: 1, literal: text.to_owned() };
    pen.node(NodeValue::Code(code), [])
}

fn wiki_link(url: String) -> NodeValue {
    NodeValue::WikiLink(NodeWikiLink { url, embed: false })
}

fn link_value(url: &str) -> NodeValue {
    NodeValue::Link(Box::new(NodeLink { url: url.to_owned(), title: String::new() }))
}
