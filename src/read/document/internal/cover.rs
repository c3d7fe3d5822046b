//! Which nodes of the syntax tree are inside internal parts.

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{LineColumn, Node, NodeValue};

use super::address;
use super::marks::{Piece, is_blank, pieces};

/// The nodes in document order.
pub(super) struct Tree<'a> {
    pub(super) places: Vec<Place<'a>>,
}

/// A node.
pub(super) struct Place<'a> {
    pub(super) node: Node<'a>,
    /// Its last descendant.
    pub(super) end: usize,
    parent: usize,
    /// Whether all of it is inside an internal part.
    pub(super) covered: bool,
    /// Whether it is raw HTML with whole internal parts between other text.
    pub(super) divided: bool,
}

/// A mark without its counterpart yet.
struct Open {
    /// The node with the mark.
    at: usize,
    /// The first node of the part.
    from: usize,
}

/// Internal parts by the nodes that they cover.
struct Parts {
    /// How many more parts begin than end at each node.
    steps: Vec<isize>,
    /// Where they begin and end in the source.
    spans: Vec<(LineColumn, LineColumn)>,
}

/// How many comments may be between a heading and the mark of its section.
const MAX_COMMENTS: usize = 8;

const END_OF_FILE: LineColumn = LineColumn { line: usize::MAX, column: 0 };

impl<'a> Tree<'a> {
    pub(super) fn new(root: Node<'a>) -> Self {
        let mut tree = Self { places: places(root) };
        // Footnotes come last, wherever they are in the source. Each is a text of its own.
        let is_footnote =
            |place: &Place<'_>| matches!(place.node.data().value, NodeValue::FootnoteDefinition(_));
        let notes: Vec<usize> = tree
            .places
            .iter()
            .enumerate()
            .filter(|(_, place)| is_footnote(place))
            .map(|(at, _)| at)
            .collect();
        let end = notes.first().copied().unwrap_or(tree.places.len());
        let mut parts = Parts { steps: vec![0; tree.places.len() + 1], spans: Vec::new() };
        tree.find_parts(0, end, &mut parts);
        let within = Spans::new(std::mem::take(&mut parts.spans));
        for at in notes {
            let end = tree.places[at].end + 1;
            if within.contain(tree.start(at)) {
                parts.cover(at + 1, end - 1);
            } else {
                tree.find_parts(at + 1, end, &mut parts);
            }
        }
        tree.cover(&parts.steps);
        tree
    }

    /// The last of the siblings after a covered node that are covered too.
    pub(super) fn last_of_run(&self, first: usize) -> usize {
        let mut last = first;
        loop {
            let next = self.places[last].end + 1;
            match self.places.get(next) {
                Some(place) if place.covered && place.parent == self.places[first].parent => last = next,
                _ => return last,
            }
        }
    }

    fn start(&self, at: usize) -> LineColumn {
        self.places[at].node.data().sourcepos.start
    }

    /// Finds the parts that begin in a range of nodes.
    fn find_parts(&mut self, start: usize, end: usize, parts: &mut Parts) {
        let mut open: Vec<Open> = Vec::new();
        for at in start..end {
            let node = self.places[at].node;
            let data = node.data();
            let html = match &data.value {
                NodeValue::HtmlBlock(html) => &html.literal,
                NodeValue::HtmlInline(html) => html,
                _ => continue,
            };
            if is_divided(html) {
                self.places[at].divided = true;
                continue;
            }
            let mut before_is_blank = true;
            let mut all = pieces(html).peekable();
            while let Some(piece) = all.next() {
                match piece {
                    Piece::Html(html) => before_is_blank = is_blank(html),
                    Piece::Begin => {
                        let next_is_blank = match all.peek() {
                            Some(Piece::Html(html)) => is_blank(html),
                            _ => true,
                        };
                        // What comes before the mark in the same block is not inside.
                        let from = if next_is_blank && !before_is_blank { at + 1 } else { at };
                        open.push(Open { at, from });
                        before_is_blank = true;
                    }
                    Piece::End => {
                        if let Some(Open { at: begin, from }) = open.pop() {
                            // Nor is what comes after it.
                            let next_is_blank =
                                !matches!(all.peek(), Some(Piece::Html(html)) if !is_blank(html));
                            let to = if before_is_blank && !next_is_blank { at - 1 } else { at };
                            parts.cover(from, to);
                            parts.spans.push((self.start(begin), self.start(at)));
                        }
                        before_is_blank = true;
                    }
                }
            }
        }
        for Open { at, from } in open {
            let (from, to, end_of_source) = match self.section(at) {
                Some((heading, last, end)) => (heading, last, end),
                // Better too much than too little: the mark at its end is missing.
                None => (from, end - 1, END_OF_FILE),
            };
            parts.cover(from, to);
            parts.spans.push((self.start(at), end_of_source));
        }
    }

    /// The heading of the section that a mark makes internal, its last node, and where it ends in the source.
    fn section(&self, mark: usize) -> Option<(usize, usize, LineColumn)> {
        let node = self.places[mark].node;
        let is_comment = |node: &Node<'_>| matches!(&node.data().value, NodeValue::HtmlBlock(html) if is_blank(&html.literal));
        let level = |node: Node<'_>| match node.data().value {
            NodeValue::Heading(heading) => Some(heading.level),
            _ => None,
        };
        let above = node.parent().filter(|parent| level(parent).is_some());
        // The first of the preceding siblings is the node itself.
        let above = above.or_else(|| {
            node.preceding_siblings().skip(1).take(MAX_COMMENTS).find(|node| !is_comment(node))
        })?;
        let deepest = level(above)?;
        let mut last = above;
        let mut end = END_OF_FILE;
        for node in above.following_siblings().skip(1) {
            if matches!(node.data().value, NodeValue::FootnoteDefinition(_)) {
                break;
            }
            if level(node).is_some_and(|level| level <= deepest) {
                end = node.data().sourcepos.start;
                break;
            }
            last = node;
        }
        // Both are near the mark, the heading before it.
        let heading = (0..=mark).rev().find(|at| address(self.places[*at].node) == address(above))?;
        let last = (heading..self.places.len()).find(|at| address(self.places[*at].node) == address(last))?;
        Some((heading, self.places[last].end, end))
    }

    /// Covers every node that is inside a part with all its descendants, and those of which only comments and white space
    /// are outside.
    fn cover(&mut self, steps: &[isize]) {
        let mut depth = 0;
        // How many nodes before each one are outside.
        let mut outside = vec![0_usize];
        for step in &steps[..self.places.len()] {
            depth += step;
            outside.push(outside[outside.len() - 1] + usize::from(depth <= 0));
        }
        let mut children = vec![(false, false); self.places.len()];
        for at in (0..self.places.len()).rev() {
            let place = &mut self.places[at];
            let (any_inside, any_outside) = children[at];
            let value = &place.node.data().value;
            place.covered = outside[place.end + 1] == outside[at]
                || any_inside && !any_outside && is_covered_with_its_content(value);
            let (inside, outside) = &mut children[place.parent];
            *inside |= place.covered;
            *outside |= !place.covered && !is_neutral(value, place.end == at);
        }
    }
}

/// Whether nothing is left of a node without its content.
fn is_covered_with_its_content(value: &NodeValue) -> bool {
    matches!(
        value,
        NodeValue::Paragraph
            | NodeValue::Item(_)
            | NodeValue::TaskItem(_)
            | NodeValue::TableRow(_)
            | NodeValue::TableCell
    )
}

/// Whether a node shows nothing.
fn is_neutral(value: &NodeValue, is_leaf: bool) -> bool {
    match value {
        NodeValue::Text(text) => text.trim().is_empty(),
        NodeValue::SoftBreak | NodeValue::LineBreak => true,
        NodeValue::HtmlInline(html) => is_blank(html),
        NodeValue::HtmlBlock(html) => is_blank(&html.literal),
        NodeValue::TableCell => is_leaf,
        _ => false,
    }
}

/// Whether raw HTML has text beside whole internal parts. Parts of a table cannot have elements of ours around them.
fn is_divided(html: &str) -> bool {
    let mut depth = 0_usize;
    let (mut has_part, mut has_text) = (false, false);
    for piece in pieces(html) {
        match piece {
            Piece::Begin => depth += 1,
            Piece::End if depth == 0 => return false,
            Piece::End => {
                depth -= 1;
                has_part = true;
            }
            Piece::Html(html) => has_text |= depth == 0 && !is_blank(html),
        }
    }
    has_part && has_text && depth == 0 && !html.contains("<t")
}

impl Parts {
    /// Covers a range of nodes, if there are any.
    fn cover(&mut self, from: usize, to: usize) {
        if from <= to {
            self.steps[from] += 1;
            self.steps[to + 1] -= 1;
        }
    }
}

/// Ranges of the source, in order of their beginnings, with the last end up to each.
struct Spans(Vec<(LineColumn, LineColumn)>);

impl Spans {
    fn new(mut spans: Vec<(LineColumn, LineColumn)>) -> Self {
        spans.sort_unstable();
        let mut furthest = LineColumn::default();
        for (_, end) in &mut spans {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self(spans)
    }

    fn contain(&self, place: LineColumn) -> bool {
        let next = self.0.partition_point(|(start, _)| *start <= place);
        next.checked_sub(1).is_some_and(|at| place < self.0[at].1)
    }
}

fn places(root: Node<'_>) -> Vec<Place<'_>> {
    let mut places: Vec<Place<'_>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => {
                let at = places.len();
                let parent = open.last().copied().unwrap_or(at);
                places.push(Place { node, end: at, parent, covered: false, divided: false });
                open.push(at);
            }
            NodeEdge::End(_) => {
                let end = places.len() - 1;
                if let Some(at) = open.pop() {
                    places[at].end = end;
                }
            }
        }
    }
    places
}
