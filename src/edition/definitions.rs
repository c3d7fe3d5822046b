//! Footnotes and link definitions that only internal parts use.

use std::collections::{BTreeMap, BTreeSet};

use crate::read::{Fences, merged};
use crate::source::Span;

/// The longest label, in characters (`CommonMark`, section 4.7).
const MAX_LABEL: usize = 1000;

/// The longest marker of a list item, in bytes: `-`, `12.`.
const MAX_MARKER: usize = 4;

/// A definition: its label, and its lines.
struct Definition {
    label: String,
    span: Span,
}

/// The definitions in `cut` whose labels `full` uses and `cut` does not. Definitions that were already unused are
/// kept.
pub(super) fn orphans(full: &str, cut: &str) -> Vec<Span> {
    let (defined, left) = (definitions(full), definitions(cut));
    let (before, after) = (uses(full, &defined), reachable(cut, &left));
    let inner: BTreeSet<String> =
        defined.iter().flat_map(|one| labels_in(&full[one.span.range()], one)).collect();
    let was_used = |label: &String| before.contains(label) || inner.contains(label);
    left.into_iter()
        .filter(|one| was_used(&one.label) && !after.contains(&one.label))
        .map(|one| one.span)
        .collect()
}

/// The labels that a text uses, and those that their definitions use in turn.
fn reachable(text: &str, definitions: &[Definition]) -> BTreeSet<String> {
    let mut found = uses(text, definitions);
    let mut new: Vec<String> = found.iter().cloned().collect();
    let mut by_label: BTreeMap<&str, Vec<&Definition>> = BTreeMap::new();
    for one in definitions {
        by_label.entry(&one.label).or_default().push(one);
    }
    while let Some(label) = new.pop() {
        for one in by_label.get(label.as_str()).into_iter().flatten() {
            for inner in labels_in(&text[one.span.range()], one) {
                if found.insert(inner.clone()) {
                    new.push(inner);
                }
            }
        }
    }
    found
}

/// The labels that a definition uses.
fn labels_in(text: &str, definition: &Definition) -> BTreeSet<String> {
    labels(text).into_iter().map(|(_, label)| label).filter(|label| *label != definition.label).collect()
}

/// Sections to remove, without the definitions in them that are used elsewhere: those at the end of a document belong to no
/// section. `all` is everything that is removed.
pub(super) fn without_shared(text: &str, sections: Vec<Span>, all: Vec<Span>) -> Vec<Span> {
    let is_inside = |span: Span| sections.iter().any(|one| one.start <= span.start && span.end <= one.end);
    let mut kept = definitions(text);
    kept.retain(|one| is_inside(one.span));
    if kept.is_empty() {
        return sections;
    }
    let mut left = text.to_owned();
    for one in merged(all).iter().rev() {
        left.replace_range(one.range(), "");
    }
    let used = reachable(&left, &definitions(&left));
    kept.retain(|one| used.contains(&one.label));
    let kept: Vec<Span> = kept.into_iter().map(|one| one.span).collect();
    sections.into_iter().flat_map(|section| around(section, &kept)).collect()
}

/// The parts of a span that are outside of others.
fn around(span: Span, holes: &[Span]) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut from = span.start;
    for hole in holes.iter().filter(|hole| span.start <= hole.start && hole.end <= span.end) {
        if hole.start > from {
            parts.push(Span { start: from, end: hole.start });
        }
        from = hole.end;
    }
    if from < span.end {
        parts.push(Span { start: from, end: span.end });
    }
    parts
}

/// The labels that a text uses outside of definitions.
fn uses(text: &str, definitions: &[Definition]) -> BTreeSet<String> {
    let is_defined = |at: usize| {
        let next = definitions.partition_point(|one| one.span.range().start <= at);
        next.checked_sub(1).is_some_and(|last| definitions[last].span.range().contains(&at))
    };
    labels(text).into_iter().filter(|(at, _)| !is_defined(*at)).map(|(_, label)| label).collect()
}

/// The texts in brackets and their places, without those in code and the boxes of tasks.
fn labels(text: &str) -> Vec<(usize, String)> {
    let text = without_code(text);
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    for at in memchr::memchr_iter(b'[', bytes) {
        let escapes = bytes[..at].iter().rev().take(MAX_MARKER).take_while(|byte| **byte == b'\\').count();
        let Some(end) = closing(&text[at + 1..]).filter(|_| escapes % 2 == 0) else { continue };
        let label = folded(&text[at + 1..at + 1 + end]);
        let line = bytes[..at].iter().rev().take(2 * MAX_MARKER).take_while(|byte| **byte != b'\n');
        let before = line.filter(|byte| !byte.is_ascii_whitespace()).count();
        let is_box = matches!(label.as_str(), "x" | "") && (1..=MAX_MARKER).contains(&before);
        if !is_box {
            found.push((at, label));
        }
    }
    found
}

/// The end of a label: the first closing bracket that is not escaped.
fn closing(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().take(MAX_LABEL) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ']' => return Some(at),
            '[' => return None,
            _ => {}
        }
    }
    None
}

/// The same text with spaces in place of code.
fn without_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fences = Fences::default();
    for line in text.split_inclusive('\n') {
        let is_code = fences.is_code(line);
        if is_code {
            out.extend(line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
            continue;
        }
        let mut rest = line;
        while let Some(open) = rest.find('`') {
            let ticks = rest[open..].len() - rest[open..].trim_start_matches('`').len();
            let mark = &rest[open..open + ticks];
            let inner = &rest[open + ticks..];
            let Some(length) = inner.find(mark) else { break };
            out.push_str(&rest[..open]);
            let end = open + ticks + length + ticks;
            out.extend(std::iter::repeat_n(' ', end - open));
            rest = &rest[end..];
        }
        out.push_str(rest);
    }
    out
}

/// The definitions of a text with their continuation lines.
fn definitions(text: &str) -> Vec<Definition> {
    let mut found: Vec<Definition> = Vec::new();
    let mut at = 0;
    let mut open = false;
    // Code is not excluded: removing an unused definition from an example is better than keeping a secret one.
    for line in text.split_inclusive('\n') {
        let (start, bare) = (at, line.trim_start_matches(['>', ' ', '\t']));
        at += line.len();
        let item =
            bare.trim_start_matches(|c: char| matches!(c, '-' | '*' | '+' | '.' | ')') || c.is_ascii_digit());
        let item = if item.trim_start().starts_with("[^") { item.trim_start() } else { bare };
        let label = label_of(item);
        let is_indented = line.starts_with([' ', '\t']);
        if let Some(label) = label {
            open = true;
            found.push(Definition { label, span: Span::new(start, at) });
        } else if open && (line.trim().is_empty() || is_indented) {
            if let Some(last) = found.last_mut() {
                // A blank line belongs to a footnote only if more of it follows.
                if is_indented && !line.trim().is_empty() {
                    last.span = Span::new(last.span.range().start, at);
                }
            }
        } else if open
            && found.last().is_some_and(|last| {
                last.span.range().end == start && goes_on(last, &text[last.span.range()], bare)
            })
        {
            if let Some(last) = found.last_mut() {
                last.span = Span::new(last.span.range().start, at);
            }
        } else {
            open = false;
        }
    }
    found
}

/// Whether a line directly after a definition belongs to it: a lazy line of a footnote, the address or the title of a link.
fn goes_on(definition: &Definition, text: &str, line: &str) -> bool {
    definition.label.starts_with('^') || text.trim_end().ends_with("]:") || line.starts_with(['"', '\'', '('])
}

/// The label of a definition that a line begins with.
fn label_of(line: &str) -> Option<String> {
    let inner = line.strip_prefix('[')?;
    let end = closing(inner).filter(|end| inner[*end..].starts_with("]:"))?;
    let label = &inner[..end];
    (!label.trim().is_empty()).then(|| folded(label))
}

fn folded(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(full: &str, cut: &str, left: &str) {
        let mut text = cut.to_owned();
        for span in orphans(full, cut).iter().rev() {
            text.replace_range(span.range(), "");
        }
        assert_eq!(text, left);
    }

    #[test]
    fn a_definition_that_only_a_removed_part_used_goes() {
        let notes = "[^a]: one\n    more\n\n[^b]: two\n\n[db]: https://db.example/\n";
        check(
            &format!("x[^a] y[^b] [the db][db]\n\n{notes}"),
            &format!("x[^a]\n\n{notes}"),
            "x[^a]\n\n[^a]: one\n    more\n\n\n",
        );
        check(&format!("x[^a]\n\n{notes}"), &format!("x[^a]\n\n{notes}"), &format!("x[^a]\n\n{notes}"));
    }

    #[test]
    fn definitions_that_only_use_each_other_go() {
        check("x[^a]\n\n[^a]: one[^b]\n[^b]: two[^a]\n", "x\n\n[^a]: one[^b]\n[^b]: two[^a]\n", "x\n\n");
        check(
            "x[^a]\n\n[^a]: one[^b]\n[^b]: two\n",
            "x[^a]\n\n[^a]: one[^b]\n[^b]: two\n",
            "x[^a]\n\n[^a]: one[^b]\n[^b]: two\n",
        );
    }

    #[test]
    fn code_and_boxes_use_nothing() {
        check("x[^a] `[^a]`\n\n[^a]: one\n", "x `[^a]`\n\n[^a]: one\n", "x `[^a]`\n\n");
        check(
            "[x] y\n\n- [x] z\n\n[x]: https://a.example/\n",
            "y\n\n- [x] z\n\n[x]: https://a.example/\n",
            "y\n\n- [x] z\n\n",
        );
    }

    #[test]
    fn the_title_on_the_next_line_belongs_to_a_link_definition() {
        check(
            "[d] y\n\n[d]: https://a.example/\n'Title'\n",
            "y\n\n[d]: https://a.example/\n'Title'\n",
            "y\n\n",
        );
        check("[d\\]x] y\n\n[d\\]x]: /a\n", "y\n\n[d\\]x]: /a\n", "y\n\n");
    }

    #[test]
    fn a_definition_in_a_removed_section_stays_if_another_part_uses_it() {
        let text = "x[^a]\n\n## B\n\ny[^b]\n\n[^a]: one\n[^b]: two\n";
        let section = Span::new(text.find("## B").unwrap(), text.len());
        let mut left = text.to_owned();
        for span in without_shared(text, vec![section], vec![section]).iter().rev() {
            left.replace_range(span.range(), "");
        }
        assert_eq!(left, "x[^a]\n\n[^a]: one\n");
    }

    #[test]
    fn a_lazy_line_belongs_to_its_footnote() {
        check("x[^a]\n\n[^a]: one\ntwo\n\nthree\n", "x\n\n[^a]: one\ntwo\n\nthree\n", "x\n\n\nthree\n");
    }

    #[test]
    fn a_shortcut_and_another_case_are_uses() {
        let text = "[DB] is full\n\n[db]: https://db.example/\n";
        check(text, text, text);
    }
}
