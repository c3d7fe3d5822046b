//! The text of a document as a tree, with links that lead to pages and files of the mirror.

use std::collections::HashMap;

use comrak::nodes::{AlertType, ListType, Node, NodeAlert, NodeCallout, NodeHtmlBlock, NodeLink, NodeValue};

use super::html::{self, Elements};
use super::page::WikiPage;
use super::tree::{Pen, plain};
use crate::archive::Target;
use crate::model::{Document, Hole};
use crate::read::{self, LinkTarget, resolve_link};
use crate::site::routes::external;
use crate::source::SourceFile;

/// Nodes that are nested deeper than this become text, because writing a tree is recursive and the stack is finite.
const MAX_DEPTH: usize = 48;

/// A document of the archive.
pub(super) struct Text<'d> {
    pub(super) source: &'d SourceFile,
    pub(super) document: &'d Document,
    pub(super) targets: &'d [Target],
    /// The incident that it describes, whose own id is not a link.
    pub(super) own: Option<usize>,
}

/// The blocks of a document.
pub(super) fn blocks<'a>(pen: Pen<'a>, page: &WikiPage<'_>, text: &Text<'_>) -> Vec<Node<'a>> {
    let root = read::parse_body(pen.arena(), text.source);
    flatten(pen, root);
    remove_title(root, text.document);
    let writer = Writer { pen, page, text, targets: Targets::new(text) };
    let nodes: Vec<Node<'a>> = root.descendants().skip(1).collect();
    for node in &nodes {
        writer.links(node);
    }
    for node in &nodes {
        writer.blocks(node);
    }
    writer.footnotes(root);
    for node in std::iter::once(root).chain(root.descendants().skip(1)).collect::<Vec<_>>() {
        clean_html(node, page.format.elements());
    }
    let blocks: Vec<Node<'a>> = root.children().collect();
    for block in &blocks {
        block.detach();
    }
    blocks
}

/// Turns nodes that are nested too deep into text.
fn flatten<'a>(pen: Pen<'a>, root: Node<'a>) {
    let mut level = vec![root];
    for _ in 0..MAX_DEPTH {
        level = level.into_iter().flat_map(comrak::arena_tree::Node::children).collect();
    }
    for node in level {
        let text = pen.text(&plain(node));
        let children: Vec<_> = node.children().collect();
        if children.is_empty() {
            continue;
        }
        for child in children {
            child.detach();
        }
        let is_line = !node.data().value.block()
            || matches!(node.data().value, NodeValue::Paragraph | NodeValue::Heading(_));
        if !is_line {
            node.data_mut().value = NodeValue::Paragraph;
        }
        node.append(text);
    }
}

/// Removes the heading that is the title: the only one that is not among the headings of the document.
fn remove_title(root: Node<'_>, document: &Document) {
    let mut shown = document.headings.iter().peekable();
    let title = root.descendants().find(|node| {
        let NodeValue::Heading(heading) = &node.data().value else { return false };
        let level = heading.level.max(2);
        let text = plain(node);
        shown.next_if(|shown| shown.level == level && plain_eq(shown.text, &text)).is_none()
    });
    if let Some(title) = title {
        title.detach();
    }
}

fn plain_eq(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

/// The targets of references and paths in a document, as the archive has resolved them.
struct Targets<'d> {
    references: HashMap<&'d str, &'d Target>,
    files: HashMap<&'d str, &'d Target>,
}

impl<'d> Targets<'d> {
    fn new(text: &Text<'d>) -> Self {
        let (mut references, mut files) = (HashMap::new(), HashMap::new());
        for (hole, target) in text.document.holes.iter().zip(text.targets) {
            match hole {
                Hole::Reference { target: name, .. } => {
                    // `[[about]]` has a target; the same word in a sentence does not.
                    let known = references.entry(&**name).or_insert(target);
                    if matches!(known, Target::Nothing) {
                        *known = target;
                    }
                }
                Hole::Link { path, .. } | Hole::Image { path, .. } => {
                    let known = files.entry(&**path).or_insert(target);
                    if matches!(known, Target::Nothing) {
                        *known = target;
                    }
                }
            }
        }
        Self { references, files }
    }
}

struct Writer<'a, 'w> {
    pen: Pen<'a>,
    page: &'w WikiPage<'w>,
    text: &'w Text<'w>,
    targets: Targets<'w>,
}

impl<'a> Writer<'a, '_> {
    /// Turns links, images and ids into links and images of the wiki.
    fn links(&self, node: Node<'a>) {
        let value = node.data().value.clone();
        match value {
            NodeValue::Text(text) if !in_link(node) => self.ids(node, &text),
            NodeValue::WikiLink(link) => {
                let name = link.url.as_str();
                let target = self.targets.references.get(name).copied().filter(|target| !self.is_own(target));
                self.link_to(node, target.filter(|_| !in_link(node)), "");
            }
            NodeValue::Link(link) => match resolve_link(&link.url, &self.text.source.path) {
                LinkTarget::External(url) => match external(&url) {
                    Some(url) => set_link(node, url),
                    None => unwrap(node),
                },
                LinkTarget::Local { path, fragment } => {
                    let target = self.targets.files.get(path.as_str()).copied();
                    if path == *self.text.source.path
                        && target.is_none_or(|target| *target == Target::Nothing)
                    {
                        self.within(node, &fragment);
                    } else {
                        self.link_to(node, target, &fragment);
                    }
                }
                LinkTarget::Refused(_) | LinkTarget::Outside => unwrap(node),
            },
            NodeValue::Image(link) => self.image(node, &link.url),
            _ => {}
        }
    }

    fn is_own(&self, target: &Target) -> bool {
        matches!((target, self.text.own), (Target::Incident(at), Some(own)) if *at == own)
    }

    /// Turns the ids in a text into links.
    fn ids(&self, node: Node<'a>, text: &str) {
        let mut from = 0;
        for (start, end) in read::find_ids(self.page.plan.config.id_pattern.as_ref(), text) {
            let target = self.targets.references.get(&text[start..end]).copied();
            let Some(target) = target.filter(|target| !self.is_own(target)) else { continue };
            let Some(value) = self.page.target(target, "") else { continue };
            if start > from {
                node.insert_before(self.pen.verbatim(&text[from..start]));
            }
            node.insert_before(self.pen.node(value, [self.pen.verbatim(&text[start..end])]));
            from = end;
        }
        if from == text.len() {
            node.detach();
        } else if from > 0 {
            node.data_mut().value = NodeValue::Text(text[from..].to_owned().into());
        }
    }

    /// Turns a node into a link to a target, or into plain text if there is none.
    fn link_to(&self, node: Node<'a>, target: Option<&Target>, fragment: &str) {
        match target.and_then(|target| self.page.target(target, fragment)) {
            Some(value) => node.data_mut().value = value,
            None => unwrap(node),
        }
    }

    /// A link to a heading of the same page.
    fn within(&self, node: Node<'a>, fragment: &str) {
        match self.page.within(self.text.document, fragment) {
            Some(value) => node.data_mut().value = value,
            None => unwrap(node),
        }
    }

    fn image(&self, node: Node<'a>, url: &str) {
        let target = match resolve_link(url, &self.text.source.path) {
            LinkTarget::Local { path, .. } => self.targets.files.get(path.as_str()).copied(),
            // As on the site, no page makes a browser load an image from another host.
            LinkTarget::External(url) => {
                if node.first_child().is_none() {
                    node.append(self.pen.text("external picture"));
                }
                match external(&url).filter(|_| !in_link(node)) {
                    Some(url) => set_link(node, url),
                    None => unwrap(node),
                }
                return;
            }
            LinkTarget::Refused(_) | LinkTarget::Outside => None,
        };
        let target = target.filter(|_| self.page.format.links_can_hold_pictures() || !in_link(node));
        match target.and_then(|target| self.page.picture(target)) {
            Some(value) => node.data_mut().value = value,
            None => unwrap(node),
        }
    }

    /// Replaces blocks that few wikis support by blocks that all support.
    fn blocks(&self, node: Node<'a>) {
        let value = node.data().value.clone();
        match value {
            NodeValue::Heading(mut heading) => {
                heading.level = heading.level.max(2);
                node.data_mut().value = NodeValue::Heading(heading);
            }
            NodeValue::Callout(callout) => self.callout(node, &callout),
            NodeValue::CalloutTitle | NodeValue::DescriptionTerm => {
                wrap_children(self.pen, node, NodeValue::Paragraph);
            }
            NodeValue::DescriptionList => {
                let items = node.children().collect::<Vec<_>>();
                let list = self.pen.list_of_blocks(ListType::Bullet, vec![Vec::new(); items.len()]);
                let value = list.data().value.clone();
                let item = list.first_child().map(|item| item.data().value.clone());
                node.data_mut().value = value;
                for (below, item) in items.iter().zip(std::iter::repeat(item).flatten()) {
                    below.data_mut().value = item;
                }
            }
            _ => {}
        }
    }

    /// The five kinds that wikis support stay; others become quotes that begin with the title.
    fn callout(&self, node: Node<'a>, callout: &NodeCallout) {
        let titled =
            node.first_child().is_some_and(|child| matches!(child.data().value, NodeValue::CalloutTitle));
        let kind = match callout.callout_type.to_ascii_lowercase().as_str() {
            "note" => Some(AlertType::Note),
            "tip" => Some(AlertType::Tip),
            "important" => Some(AlertType::Important),
            "warning" => Some(AlertType::Warning),
            "caution" => Some(AlertType::Caution),
            _ => None,
        };
        if let Some(alert_type) = kind.filter(|_| !titled) {
            let alert =
                NodeAlert { alert_type, title: None, multiline: false, fence_length: 0, fence_offset: 0 };
            node.data_mut().value = NodeValue::Alert(Box::new(alert));
            return;
        }
        if !titled {
            let title = self.pen.strong(&callout.default_title());
            node.prepend(self.pen.paragraph(vec![title]));
        }
        node.data_mut().value = NodeValue::BlockQuote;
    }

    /// Replaces footnotes by numbers and a list at the end, because not every wiki supports them.
    fn footnotes(&self, root: Node<'a>) {
        let mut notes: Vec<(String, Vec<Node<'a>>)> = Vec::new();
        let all: Vec<Node<'a>> = root.descendants().skip(1).collect();
        for node in &all {
            if let NodeValue::FootnoteDefinition(note) = &node.data().value {
                notes.push((note.name.clone(), node.children().collect()));
            }
        }
        let mut places: HashMap<String, usize> = HashMap::new();
        for (at, (name, _)) in notes.iter().enumerate() {
            places.entry(name.clone()).or_insert(at);
        }
        for node in all {
            let value = node.data().value.clone();
            match value {
                NodeValue::FootnoteReference(reference) => {
                    let at = places.get(&reference.name);
                    let mark = at.map_or_else(String::new, |at| format!("[{}]", at + 1));
                    node.data_mut().value = NodeValue::Text(mark.into());
                }
                NodeValue::FootnoteDefinition(_) => node.detach(),
                _ => {}
            }
        }
        if notes.is_empty() {
            return;
        }
        let items = notes.into_iter().map(|(_, blocks)| {
            for block in &blocks {
                block.detach();
            }
            blocks
        });
        root.append(self.pen.node(NodeValue::ThematicBreak, []));
        root.append(self.pen.list_of_blocks(ListType::Ordered, items.collect()));
    }
}

/// Turns the content of a node into one bold line.
fn wrap_children<'a>(pen: Pen<'a>, node: Node<'a>, value: NodeValue) {
    let children: Vec<_> = node.children().collect();
    for child in &children {
        child.detach();
    }
    node.append(pen.node(NodeValue::Strong, children));
    node.data_mut().value = value;
}

fn set_link(node: Node<'_>, url: &str) {
    node.data_mut().value = NodeValue::Link(Box::new(NodeLink { url: url.to_owned(), title: String::new() }));
}

fn in_link(node: Node<'_>) -> bool {
    node.ancestors().skip(1).any(|above| {
        matches!(above.data().value, NodeValue::Link(_) | NodeValue::WikiLink(_) | NodeValue::Image(_))
    })
}

/// Replaces a node by its children.
fn unwrap(node: Node<'_>) {
    for child in node.children().collect::<Vec<_>>() {
        node.insert_before(child);
    }
    node.detach();
}

/// Sanitizes the raw HTML among the children of a node.
fn clean_html(parent: Node<'_>, elements: Elements) {
    let html = |node: &Node<'_>| match &node.data().value {
        NodeValue::HtmlBlock(html) => Some(html.literal.clone()),
        NodeValue::HtmlInline(html) => Some(html.clone()),
        _ => None,
    };
    let found: Vec<(Node<'_>, String)> =
        parent.children().filter_map(|node| html(&node).map(|literal| (node, literal))).collect();
    if found.is_empty() {
        return;
    }
    let (nodes, pieces): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    for (node, piece) in nodes.into_iter().zip(html::cut(&pieces, elements)) {
        let mut data = node.data_mut();
        data.value = match &data.value {
            NodeValue::HtmlBlock(block) => {
                NodeValue::HtmlBlock(NodeHtmlBlock { block_type: block.block_type, literal: piece })
            }
            _ => NodeValue::HtmlInline(piece),
        };
    }
}
