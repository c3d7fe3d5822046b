//! A page that is being written, and the nodes that refer from it to other pages.

use comrak::nodes::{Node, NodeValue};

use super::format::Format;
use super::links::link_value;
use super::plan::{Place, Plan, file_key, page_key};
use super::tree::{Line, Pen};
use crate::archive::{Archive, Target};
use crate::model::Document;
use crate::site::routes::{encode, external};

/// A page of the mirror that is being written.
#[derive(Clone, Copy)]
pub(super) struct WikiPage<'p> {
    pub(super) format: &'static dyn Format,
    pub(super) plan: &'p Plan<'p>,
    pub(super) place: &'p Place,
}

impl WikiPage<'_> {
    /// A link to the target of a reference; `None` if the mirror does not have it.
    pub(super) fn target(&self, target: &Target, fragment: &str) -> Option<NodeValue> {
        let archive = self.plan.archive;
        let page = |place: &Place, document: &Document| {
            self.format.link(self.place, place, &self.fragment(document, fragment))
        };
        match target {
            Target::Incident(at) => Some(page(self.plan.incident(*at)?, &archive.incidents[*at].document)),
            Target::Page(at) => {
                Some(page(self.plan.place(&page_key(archive, *at))?, &archive.pages[*at].document))
            }
            Target::File(path) => Some(self.format.file_link(self.place, self.plan.place(&file_key(path))?)),
            Target::External(url) => external(url).map(link_value),
            Target::Dangling | Target::Nothing => None,
        }
    }

    /// A link to another page of the mirror.
    pub(super) fn link(&self, to: &Place) -> NodeValue {
        self.format.link(self.place, to, "")
    }

    /// A link to a heading of this page; `None` if it has no such heading.
    pub(super) fn within(&self, document: &Document, fragment: &str) -> Option<NodeValue> {
        let fragment = self.fragment(document, fragment);
        (!fragment.is_empty()).then(|| self.format.heading_link(&fragment))
    }

    /// The fragment of a heading in the wiki; empty if there is no such heading.
    fn fragment(&self, document: &Document, fragment: &str) -> String {
        let heading = document.headings.iter().find(|heading| heading.anchor == fragment);
        heading.map(|heading| self.format.fragment(&heading)).unwrap_or_default()
    }

    /// An image that is a file of the archive.
    pub(super) fn picture(&self, target: &Target) -> Option<NodeValue> {
        let Target::File(path) = target else { return None };
        Some(self.format.picture(self.place, self.plan.place(&file_key(path))?))
    }

    /// The title of another page as a link to it.
    pub(super) fn named<'a>(&self, pen: Pen<'a>, to: &Place) -> Node<'a> {
        pen.node(self.link(to), [pen.text(&to.title)])
    }

    /// The first line of a page that shows a document.
    pub(super) fn banner<'a>(&self, pen: Pen<'a>, path: &str) -> Option<Node<'a>> {
        if !self.plan.settings.banner {
            return None;
        }
        let mut line: Line<'a> = vec![pen.verbatim("Generated from "), code(pen, path), pen.verbatim(". ")];
        let edit = self.plan.config.edit_url.as_ref().map(|url| url.replace("{path}", &encode(path)));
        match edit.as_deref().and_then(external) {
            Some(url) => line.push(pen.node(link_value(url), [pen.text("Edit the source")])),
            None => line.push(pen.text("Edit the source")),
        }
        line.push(pen.verbatim("; changes made here are lost."));
        Some(pen.node(NodeValue::BlockQuote, [pen.paragraph(line)]))
    }

    /// A link to a document that mentions another.
    pub(super) fn mentioning<'a>(&self, pen: Pen<'a>, from: &Target) -> Option<Node<'a>> {
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
