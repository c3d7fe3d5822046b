//! Limits that ordinary HTML does not exceed, checked before it is parsed into a tree.
//!
//! Parsing HTML is not linear in its length. Every tag searches the open elements, so a hundred thousand unclosed `<div>` take quadratic
//! time. An unclosed element such as `<b>` is opened again in each block that follows, so a line of them multiplies the size of a page.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{
    BufferQueue, EndTag, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use rustc_hash::FxHashMap;

/// The deepest nesting; browsers have the same limit.
const MAX_DEPTH: usize = 512;

/// How many elements can be opened again in total.
const MAX_REOPENED: usize = 100_000;

/// Elements without an end tag, and those that end where the next one of their kind starts.
const UNCOUNTED: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "p",
    "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Elements that are opened again in the next block (the "formatting elements" of the HTML standard).
const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Whether HTML can be parsed in time and memory proportional to its length.
pub(super) fn within_bounds(html: &str) -> bool {
    let measured = tokenized(html, Measure::default()).0.into_inner();
    measured.deepest <= MAX_DEPTH && measured.reopened <= MAX_REOPENED
}

/// Gives the tokens of HTML to a sink, and returns it.
pub(in crate::read) fn tokenized<S: TokenSink>(html: &str, sink: S) -> S {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    // The tokenizer pauses after each script so that it could be run.
    while !input.is_empty() {
        _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink
}

/// The measurements so far.
#[derive(Default)]
struct Measured {
    /// How many elements are open, by name and in total.
    open: FxHashMap<String, usize>,
    depth: usize,
    deepest: usize,
    /// Open formatting elements.
    formatting: usize,
    reopened: usize,
    /// Whether there is SVG or `MathML`, in which table cells nest like any other element.
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
        // A link ends where the next one starts.
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
        // A tree builder would switch the state of the tokenizer. Without it, text in these elements would be read as tags.
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
    fn ordinary_html_is_within_bounds() {
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
    fn html_that_is_slow_to_parse_is_out_of_bounds() {
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
