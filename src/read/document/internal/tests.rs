//! What is inside internal parts, for every place that marks can have.

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use crate::config::Config;
use crate::model::{Document, Segment};
use crate::read::Reader;
use crate::source::SourceFile;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&Config::default()));

/// Reads a document with a title.
fn read(text: &str) -> Document {
    let source = Arc::new(SourceFile::new("INC-7.md", format!("# T\n\n{text}")));
    let parsed = READER.read(&source);
    Document::clone(&parsed.document)
}

/// The HTML, with the label as `§` and folds as elements, before and after the place of the phases.
fn halves(text: &str) -> Vec<String> {
    let document = read(text);
    let mut halves = vec![String::new()];
    for segment in document.body.html().segments() {
        let html = match segment {
            Segment::Html(html) => html,
            Segment::InternalLabel => "§",
            Segment::Fold => "<details>",
            Segment::FoldEnd => "</details>",
            Segment::PhaseBar => {
                halves.push(String::new());
                ""
            }
            _ => "",
        };
        halves.last_mut().unwrap().push_str(html);
    }
    halves
}

fn html(text: &str) -> String {
    halves(text).concat()
}

/// The text inside and outside of internal parts. Panics if a tag has no counterpart.
fn divide(html: &str) -> (String, String) {
    let (mut inside, mut outside) = (String::new(), String::new());
    let mut open: Vec<(&str, bool)> = Vec::new();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        let is_internal = open.iter().any(|(_, internal)| *internal);
        if is_internal { &mut inside } else { &mut outside }.push_str(text);
        let (tag, next) = after.split_once('>').unwrap_or((after, ""));
        rest = next;
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        if let Some(name) = tag.strip_prefix('/') {
            let last = open.pop().map(|(name, _)| name);
            assert_eq!(last, Some(name), "{html}");
        } else if !matches!(name, "br" | "hr" | "img") {
            open.push((name, tag.contains("class=\"internal")));
        }
    }
    assert!(open.is_empty(), "{open:?} in {html}");
    outside.push_str(rest);
    (inside, outside)
}

/// Expects words that begin with `s` inside, and those that begin with `p` outside. Other words are names of the parts.
fn check(text: &str) {
    let html = html(text);
    let (inside, outside) = divide(&html);
    let words =
        |text: &str, first: char| text.split([' ', '\n', '\u{a0}', '§']).any(|word| word.starts_with(first));
    assert!(!words(&inside, 'p') && !words(&outside, 's'), "{text}\n{html}");
    assert_eq!(read(text).has_internal_parts, words(&inside, 's'), "{text}");
}

fn contains(text: &str, want: &str) {
    let html = html(text);
    assert!(html.contains(want), "{want}\n{html}");
    check(text);
}

#[test]
fn blocks_between_marks_get_an_element() {
    contains(
        "p\n\n<!-- internal -->\n\ns\n\n- s\n\n<!-- /internal -->\n\np\n",
        "<p>p</p>\n<div class=\"internal\">§\n<p>s</p>\n<ul>\n<li>s</li>\n</ul>\n</div>\n<p>p</p>",
    );
    check("> p\n>\n> <!-- internal -->\n> s\n> <!-- /internal -->\n>\n> p\n");
}

#[test]
fn words_between_marks_get_an_element() {
    contains(
        "p <!-- internal -->s *s*<!-- /internal --> p\n",
        "<p>p <span class=\"internal\">§s <em>s</em></span> p</p>",
    );
    check("### p <!-- internal: names a customer -->s<!-- /internal -->\n");
    check("p *p <!-- internal -->s* s **s<!-- /internal --> p**\n");
}

#[test]
fn paragraph_that_is_internal_as_a_whole_is_a_block() {
    contains("*<!-- internal -->s s<!-- /internal -->*\n", "<em><span class=\"internal\">§s s</span></em>");
    contains("\u{a0}<!-- internal -->s<!-- /internal -->\n", "<div class=\"internal\">§\n<p>");
}

#[test]
fn item_that_is_internal_as_a_whole_has_the_class() {
    contains(
        "- p\n- <!-- internal -->s & s<!-- /internal -->\n- p\n",
        "<li>p</li>\n<li class=\"internal\">§s &amp; s</li>\n<li>p</li>",
    );
    contains(
        "- [x] p\n- [x] <!-- internal -->s\n  - s<!-- /internal -->\n",
        "<li class=\"internal task done\">§<span class=\"box\"",
    );
    contains(
        "1. p\n\n2. <!-- internal -->\n\n   s\n\n   <!-- /internal -->\n",
        "<li class=\"internal\">§\n<p>s</p>",
    );
    contains("- p <!-- internal -->s\n- s\n- s<!-- /internal --> p\n", "<li class=\"internal\">§s</li>");
}

#[test]
fn row_between_marks_has_the_class() {
    let table = "| t | t |\n|---|---|\n| p | p |\n";
    contains(
        &format!("{table}| <!-- internal --> s | s <!-- /internal --> |\n| p | p |\n"),
        "<tr class=\"internal\">\n<td>§ s</td>\n<td>s </td>\n</tr>",
    );
    check(&format!("{table}| <!-- internal --> s | s |\n| s | |\n| s | s <!-- /internal --> |\n"));
    contains(
        "| <!-- internal --> s |\n|---|\n| s <!-- /internal --> |\n",
        "<thead>\n<tr class=\"internal\">\n<th>§",
    );
    contains(
        &format!("{table}| p <!-- internal -->s | s s<!-- /internal --> |\n"),
        "<td>p <span class=\"internal\">§s</span></td>\n<td><span class=\"internal\">§s s</span></td>",
    );
}

#[test]
fn mark_under_a_heading_makes_its_section_internal() {
    contains(
        "## p\n\np\n\n## s\n<!-- internal -->\n\ns\n\n### s\n\ns\n\n## p\n\np\n",
        "<div class=\"internal\">§\n<h2 id=\"s\">s",
    );
    check("## s <!-- internal -->\n\ns\n\n## p\n");
    check(
        "## s\n\n<!-- a -->\n<!-- internal: customers -->\n\ns\n\n<!-- internal -->\n\ns\n\n<!-- /internal -->\n\ns\n",
    );
    // With its counterpart, it is a mark like any other.
    check("## p\n\n<!-- internal -->\n\ns\n\n<!-- /internal -->\n\np\n");
}

#[test]
fn parts_inside_parts_have_one_element() {
    let text = "<!-- internal -->\n\ns\n\n<!-- internal -->\n\ns\n\n<!-- /internal -->\n\ns\n\n<!-- /internal -->\n\np\n";
    assert_eq!(html(text).matches("<div").count(), 1);
    check(text);
}

#[test]
fn comment_in_code_is_no_mark() {
    for text in [
        "```\n<!-- internal -->\n\np\n<!-- /internal -->\n```\n",
        "p `<!-- internal -->` p `<!-- /internal -->` p\n",
        "    <!-- internal -->\n\np\n",
    ] {
        check(text);
        assert!(html(text).contains("&lt;!-- internal --&gt;"), "{text}");
        assert!(!read(text).has_internal_parts, "{text}");
    }
}

#[test]
fn part_across_elements_is_marked_block_by_block() {
    check("p <!-- internal -->s\n\n- s\n- s<!-- /internal --> p\n- p\n\np\n");
    check("> p\n>\n> p <!-- internal -->s\n\n| s |\n|---|\n| s<!-- /internal --> |\n| p |\n");
    check("t <!-- internal -->s<!-- /internal -->\n\n: p\n: <!-- internal --> s <!-- /internal -->\n");
}

#[test]
fn part_without_end_goes_to_the_end() {
    check("p <!-- internal -->s\n\ns\n\n## s\n\ns\n");
    check("p\n\n<!-- /internal -->\n\np\n");
}

#[test]
fn footnote_is_where_its_author_wrote_it() {
    check("p[^1]\n\n<!-- internal -->\n\ns[^2]\n\n[^2]: s\n\n<!-- /internal -->\n\n[^1]: p\n\np\n");
    check("p[^1]\n\n[^1]: p <!-- internal -->s<!-- /internal --> p\n\np\n");
    check("p[^1]\n\n## s\n<!-- internal -->\n\ns\n\n[^1]: s\n\n## p\n");
}

#[test]
fn text_after_a_mark_at_the_beginning_of_a_line_is_a_paragraph() {
    contains(
        "<!-- internal -->s s.<!-- /internal --> p.\n\np\n",
        "<p><span class=\"internal\">§s s.</span> p.</p>\n<p>p</p>",
    );
    contains("<!-- internal -->s<!-- /internal -->\n", "<div class=\"internal\">§\n<p>s</p>\n</div>");
    check("p\n\n<!-- internal -->\n\ns\n\n<!-- /internal --> p\n");
    check("<!-- internal --> s\n\ns\n\n<!-- a --> s <!-- /internal -->\n\np\n");
}

#[test]
fn marks_are_no_html_to_sanitize() {
    let items = "| Field | Value |\n|---|---|\n| ID | INC-7 |\n| Date | 2026-03-04 |\n\n<!-- internal -->\n\ns\n\n<!-- /internal -->\n\n## Action items\n\n| Action | Owner | Due |\n|---|---|---|\n| <!-- internal -->Add | @ann | 2026-04-01<!-- /internal --> |\n";
    assert!(read(items).has_item_marks);
    assert!(html(items).contains("<details>"), "{}", html(items));
}

#[test]
fn class_of_an_author_is_removed_and_that_of_a_part_stays() {
    let text = "p\n\n<div class=\"internal\">\n\np <span class=\"internal\">p</span>\n\n</div>\n\n<!-- internal -->\n\ns <b>s</b>\n\n- [ ] s\n\n<!-- /internal -->\n\n- p\n- <!-- internal -->s <i>s</i><!-- /internal -->\n\n| p |\n|---|\n| p <!-- internal --><u>s</u><!-- /internal --> |\n| <!-- internal --> s <!-- /internal --> |\n";
    check(text);
    let html = html(text);
    for part in [
        "<div class=\"internal\">§",
        "<li class=\"internal\">§",
        "<tr class=\"internal\">",
        "<span class=\"internal\">§",
    ] {
        assert_eq!(html.matches(part).count(), 1, "{part}\n{html}");
    }
}

#[test]
fn part_in_raw_html_is_marked() {
    check("<details>\n\np\n\n<!-- internal -->\n\ns\n\n</details>\n\n<!-- /internal -->\n\np\n");
    check("<div>\np\n<!-- internal -->\ns\n<!-- /internal -->\np\n</div>\n");
    check("<table>\n<!-- internal -->\n<tr><td>s</td></tr>\n<!-- /internal -->\n</table>\n\np\n");
    check("<div>\np\n<!-- internal -->\n\ns\n\n<!-- /internal -->\np\n");
}

#[test]
fn phases_come_between_two_halves_of_an_internal_timeline() {
    let text = "| Field | Value |\n|---|---|\n| ID | INC-7 |\n| Date | 2026-03-04 |\n\n## Timeline\n<!-- internal -->\n\n| Time | Event |\n|---|---|\n| 14:00 | Alert |\n| 15:00 | Resolved |\n\n## Next\n\nText.\n";
    let halves = halves(text);
    assert_eq!(halves.len(), 2);
    let parts: Vec<_> = halves.iter().map(|half| divide(half)).collect();
    assert!(parts[0].0.contains("Timeline") && parts[1].0.contains("Alert"), "{parts:?}");
    assert!(parts[1].1.contains("Text."), "{parts:?}");
}

#[test]
fn fold_does_not_cross_the_edge_of_a_part() {
    let text = "## A\n<!-- internal -->\n\n| Field | Value |\n|---|---|\n| ID | INC-7 |\n\n## B\n\n| Field | Value |\n|---|---|\n| Date | 2026-03-04 |\n\n## C\n\nText.\n";
    assert_eq!(html(text).matches("<details>").count(), 2);
    divide(&html(text));
}

/// Blocks of a document with words that name their side.
fn block() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "w w\n",
        "- w\n- w\n  - w\n",
        "1. w\n\n   w\n",
        "> w\n>\n> - w\n",
        "| w | w |\n|---|---|\n| w | |\n",
        "```\nw\n```\n",
        "### w\n",
        "- [ ] w\n",
        "w\n\n: w\n",
        "> [!NOTE]\n> w\n",
        "w *w* `w`\n",
    ])
}

/// Lines that fit together by chance.
fn line() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "<!-- internal -->",
        "<!-- /internal -->",
        "- <!-- internal -->a",
        "  b <!-- /internal -->",
        "> c <!-- internal -->",
        "| <!-- internal --> d | e |",
        "|---|---|",
        "| f | g <!-- /internal --> |",
        "## h",
        "## Timeline",
        "*i <!-- internal --> j*",
        "[k <!-- /internal -->](l.md)",
        "<div>",
        "</div> <!-- internal --> m",
        "[^n]: o <!-- internal -->",
        "p[^n] <!-- /internal --> q",
        "    r",
        "",
        "",
        "",
    ])
}

proptest! {
    #[test]
    fn everything_between_marks_is_inside_and_nothing_else(blocks in prop::collection::vec((block(), any::<bool>()), 1..8)) {
        let mut text = String::new();
        for (block, secret) in blocks {
            let block = block.replace('w', if secret { "s" } else { "p" });
            let (begin, end) = if secret { ("<!-- internal -->\n\n", "\n<!-- /internal -->\n") } else { ("", "") };
            text.extend([begin, &block, end, "\n"]);
        }
        check(&text);
    }

    #[test]
    fn html_is_well_formed_wherever_the_marks_are(lines in prop::collection::vec(line(), 1..16)) {
        divide(&html(&lines.join("\n")));
    }
}
