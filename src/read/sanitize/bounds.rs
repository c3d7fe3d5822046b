//! Bounds that no honest HTML exceeds, measured before a tree is built of it.
//!
//! The tree of HTML is not linear in its text. Every tag looks through the elements that are open, so that a hundred thousand
//! unclosed `<div>` cost the square of their number; and an element such as `<b>` that was never closed is opened again
//! in each block that follows, so that a line of them multiplies a page.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{
    BufferQueue, EndTag, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use rustc_hash::FxHashMap;

/// Browsers stop at 512 as well.
const DEEPEST: usize = 512;

/// How many elements may be opened again, all blocks together.
const REOPENED: usize = 100_000;

/// Elements without an end, and those that the next of their kind ends.
const UNCOUNTED: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "p",
    "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Elements that are opened again in the next block ("formatting elements" of the standard).
const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Whether a tree can be built of some HTML in a time and a space that its length explains.
pub(super) fn within_bounds(html: &str) -> bool {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Measure::default(), TokenizerOpts::default());
    // It pauses after each script, for one that would run it.
    while !input.is_empty() {
        _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    let measured = tokenizer.sink.0.into_inner();
    measured.deepest <= DEEPEST && measured.reopened <= REOPENED
}

/// What has been seen so far.
#[derive(Default)]
struct Measured {
    /// Elements that are open by name, and all together.
    open: FxHashMap<String, usize>,
    depth: usize,
    deepest: usize,
    /// Formatting elements that are open.
    formatting: usize,
    reopened: usize,
    /// Whether something stands there in which table cells nest like any other element.
    foreign: bool,
}

impl Measured {
    fn start(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        let formatting = FORMATTING.contains(&name);
        if !formatting {
            self.reopened = self.reopened.saturating_add(self.formatting);
        }
        self.foreign |= matches!(name, "svg" | "math");
        if UNCOUNTED.contains(&name) && !self.foreign {
            return;
        }
        let open = self.open.entry(name.to_owned()).or_insert(0);
        // A link ends the link before it.
        if matches!(name, "a" | "nobr") && *open > 0 {
            return;
        }
        *open += 1;
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        self.formatting += usize::from(formatting);
    }

    fn end(&mut self, name: &str) {
        let Some(open) = self.open.get_mut(name).filter(|open| **open > 0) else { return };
        *open -= 1;
        self.depth -= 1;
        self.formatting -= usize::from(FORMATTING.contains(&name));
    }
}

#[derive(Default)]
struct Measure(RefCell<Measured>);

impl TokenSink for Measure {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let TagToken(tag) = token else { return TokenSinkResult::Continue };
        let mut measured = self.0.borrow_mut();
        match tag.kind {
            EndTag => measured.end(&tag.name),
            StartTag => measured.start(&tag),
        }
        // A tree builder would switch the tokenizer; without one, text in these would be taken for tags.
        match (&tag.kind, &*tag.name) {
            (StartTag, "script") if !measured.foreign => TokenSinkResult::RawData(ScriptData),
            (StartTag, "style" | "xmp" | "iframe" | "noembed" | "noframes") if !measured.foreign => {
                TokenSinkResult::RawData(Rawtext)
            }
            (StartTag, "title" | "textarea") if !measured.foreign => TokenSinkResult::RawData(Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_within_bounds() {
        let item = "<li><p>a <b>b</b> <a href=x>c</a>";
        let row = "<tr><td>a<td><a name=x>b<th>c";
        for html in [
            "<details><summary>s</summary><p>a</details>",
            &format!("<ul>{}</ul>", item.repeat(10_000)),
            &format!("<table>{}</table>", row.repeat(10_000)),
            &"<p>a<br>b<hr><img src=x>".repeat(10_000),
            &"<div><blockquote>a</blockquote></div>".repeat(10_000),
            &format!("<script>{}</script>", "if (a <b) ".repeat(10_000)),
        ] {
            assert!(within_bounds(html), "{}", &html[..40]);
        }
    }

    #[test]
    fn what_costs_more_than_its_length_is_not() {
        for html in [
            "<div>".repeat(600),
            "<svg><td>".repeat(600),
            "<b>".repeat(600),
            format!("{}{}", "<b><i><u>".repeat(100), "<p>x".repeat(1_000)),
            format!("<p>{}</p>{}", "<font size=1>".repeat(300), "<p>x".repeat(1_000)),
        ] {
            assert!(!within_bounds(&html), "{}", &html[..20]);
        }
    }
}
