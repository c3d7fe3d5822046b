//! Raw HTML of documents, cut tag by tag to what a wiki shows and what can do no harm.
//!
//! The site cleans a whole page as one text; here the Markdown between the tags must stay what it is, so the tags of
//! one parent are read in a row: those on the list stay, with the few attributes on theirs, and only in pairs that
//! nest. What is between tags of one piece is text and comes back without any meaning of its own.

use std::cell::RefCell;
use std::fmt::Write;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::TagKind::{EndTag, StartTag};
use html5ever::tokenizer::Token::{CharacterTokens, TagToken};
use html5ever::tokenizer::{BufferQueue, Tag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use rustc_hash::FxHashMap;

use super::markdown::push_inert;
use crate::site::routes::external;
use crate::text::escape_html;

/// Elements that every wiki shows.
const COMMON: &[&str] = &[
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "td",
    "th",
    "tr",
    "u",
    "ul",
    "var",
];

/// Elements that Markdown wikis show besides.
const MARKDOWN: &[&str] = &["a", "details", "summary", "tbody", "thead"];

/// Elements without an end.
const VOID: &[&str] = &["br", "hr"];

/// Elements whose text is nobody's to read.
const HIDDEN: &[&str] = &["script", "style", "iframe", "object", "embed", "template", "noscript", "title"];

/// Which elements stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Elements {
    /// Those of wikis that read Markdown.
    Markdown,
    /// The same for Python-Markdown, which reads Markdown inside an element only if it says so.
    PythonMarkdown,
    /// Those of MediaWiki.
    Wikitext,
}

impl Elements {
    fn keep(self, name: &str) -> bool {
        COMMON.contains(&name) || (self != Self::Wikitext && MARKDOWN.contains(&name))
    }
}

/// A piece of the result.
enum Part {
    Text(String),
    Open { name: String, written: String },
    Close(String),
}

/// Cuts the pieces of raw HTML that stand below one parent, in their order; each comes back in its place.
pub(super) fn cut(pieces: &[String], elements: Elements) -> Vec<String> {
    let mut parts: Vec<Vec<Part>> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        parts.push(tokens(piece, elements));
    }
    // A tag stays if its partner is there and nothing crosses the pair.
    let mut open: Vec<(usize, usize)> = Vec::new();
    // How many of a name are open, so that an end without a beginning is not sought among all of them.
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    let name_of = |place: (usize, usize)| match &parts[place.0][place.1] {
        Part::Open { name, .. } | Part::Close(name) => name.as_str(),
        Part::Text(_) => "",
    };
    let mut kept: Vec<Vec<bool>> = parts.iter().map(|parts| vec![false; parts.len()]).collect();
    for (piece, list) in parts.iter().enumerate() {
        for (at, part) in list.iter().enumerate() {
            match part {
                Part::Text(_) => kept[piece][at] = true,
                Part::Open { name, .. } => {
                    *counts.entry(name).or_insert(0) += 1;
                    open.push((piece, at));
                }
                Part::Close(name) => {
                    while counts.get(name.as_str()).is_some_and(|count| *count > 0)
                        && let Some(place) = open.pop()
                    {
                        *counts.entry(name_of(place)).or_insert(1) -= 1;
                        if name_of(place) == name {
                            kept[place.0][place.1] = true;
                            kept[piece][at] = true;
                            break;
                        }
                    }
                }
            }
        }
    }
    let written = parts.into_iter().zip(kept).map(|(parts, kept)| {
        let stays = parts.into_iter().zip(kept).filter(|(_, kept)| *kept);
        stays.map(|(part, _)| part.written()).collect()
    });
    written.collect()
}

impl Part {
    fn written(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Open { written, .. } => written,
            Self::Close(name) => format!("</{name}>"),
        }
    }
}

struct Reader {
    elements: Elements,
    parts: Vec<Part>,
    /// The hidden element that is open.
    hidden: Option<String>,
}

struct Sink(RefCell<Reader>);

fn tokens(html: &str, elements: Elements) -> Vec<Part> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let sink = Sink(RefCell::new(Reader { elements, parts: Vec::new(), hidden: None }));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    while !input.is_empty() {
        _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.0.into_inner().parts
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut reader = self.0.borrow_mut();
        match token {
            CharacterTokens(text) => reader.text(&text),
            TagToken(tag) if tag.kind == StartTag => reader.open(&tag),
            TagToken(tag) if tag.kind == EndTag => reader.close(&tag.name),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Reader {
    fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        let mut out = String::with_capacity(text.len());
        push_inert(&mut out, text);
        // An empty line would end the HTML for a Markdown parser, except in `<pre>`, where this line is blank as well.
        while out.contains("\n\n") {
            out = out.replace("\n\n", "\n");
        }
        self.parts.push(Part::Text(out));
    }

    fn open(&mut self, tag: &Tag) {
        let name = &*tag.name;
        if self.hidden.is_some() {
            return;
        }
        if HIDDEN.contains(&name) && !tag.self_closing && name != "embed" {
            self.hidden = Some(name.to_owned());
            return;
        }
        if !self.elements.keep(name) {
            return;
        }
        if VOID.contains(&name) {
            self.parts.push(Part::Text(format!("<{name} />")));
            return;
        }
        let mut written = format!("<{name}");
        for attribute in &tag.attrs {
            let (key, value) = (&*attribute.name.local, &*attribute.value);
            let number =
                !value.is_empty() && value.len() < 4 && value.bytes().all(|byte| byte.is_ascii_digit());
            let stays = match (name, key) {
                ("a", "href") => external(value).is_some(),
                ("td" | "th", "colspan" | "rowspan") | ("ol", "start") => number,
                ("abbr", "title") | ("details", "open") => true,
                _ => false,
            };
            if stays {
                let value = escape_html(value).replace(['\n', '\r'], " ");
                // Writing to a string cannot fail.
                _ = write!(written, " {key}=\"{value}\"");
            }
        }
        if self.elements == Elements::PythonMarkdown && name == "details" {
            written.push_str(" markdown=\"1\"");
        }
        written.push('>');
        self.parts.push(Part::Open { name: name.to_owned(), written });
    }

    fn close(&mut self, name: &str) {
        if self.hidden.as_deref() == Some(name) {
            self.hidden = None;
        } else if self.hidden.is_none() && self.elements.keep(name) && !VOID.contains(&name) {
            self.parts.push(Part::Close(name.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pieces: &[&str], want: &[&str]) {
        let pieces: Vec<String> = pieces.iter().map(|piece| (*piece).to_owned()).collect();
        assert_eq!(cut(&pieces, Elements::Markdown), want);
    }

    #[test]
    fn what_could_run_is_cut() {
        check(&["<script>alert(1)</script>a"], &["a"]);
        check(&["<b onclick=\"x\" style=\"y\">z</b>"], &["<b>z</b>"]);
        check(&["<a href=\"javascript:x\">", "</a>"], &["<a>", "</a>"]);
        check(&["<img src=x onerror=alert(1)>"], &[""]);
    }

    #[test]
    fn only_pairs_that_nest_stay() {
        check(&["<b>", "</i>", "</b>"], &["<b>", "", "</b>"]);
        check(&["</div></div>x<div>"], &["x"]);
        check(&["<b><i></b></i>"], &["<b></b>"]);
        check(
            &["<details>\n<summary>s</summary>", "</details>"],
            &["<details>\n<summary>s</summary>", "</details>"],
        );
    }

    #[test]
    fn text_between_tags_means_nothing() {
        check(
            &["<p>[x](javascript&#58;y) {{t}} &lt;b></p>"],
            &["<p>&#91;x&#93;(javascript&#58;y) &#123;&#123;t&#125;&#125; &lt;b&gt;</p>"],
        );
    }
}
