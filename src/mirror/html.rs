//! Removes from the raw HTML of documents what a wiki does not show or what could do harm.
//!
//! The site sanitizes a whole page as one text. Here the Markdown between the tags must stay as it is, so the tags below one parent
//! are read together. Tags that are [allowed] stay, with their allowed attributes, and only in pairs that nest. Text between the
//! tags of one piece is escaped, so that no markup in it has a meaning.

use std::cell::RefCell;
use std::fmt::Write;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::TagKind::{EndTag, StartTag};
use html5ever::tokenizer::Token::{CharacterTokens, TagToken};
use html5ever::tokenizer::{BufferQueue, Tag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use rustc_hash::FxHashMap;

use super::markdown::push_inert;
use crate::read::allowed_html::{AttributeValue, REMOVED_WITH_CONTENT, Scope, allowed};
use crate::site::routes::external;
use crate::text::escape_html;

/// Elements without an end tag.
const VOID: &[&str] = &["br", "hr"];

/// How a wiki treats HTML elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Elements {
    /// As GitHub and GitLab do.
    Markdown,
    /// As Python-Markdown does, which reads Markdown inside an element only if an attribute asks for it.
    PythonMarkdown,
    /// As MediaWiki does.
    Wikitext,
}

impl Elements {
    fn scope(self) -> Scope {
        if self == Self::Wikitext { Scope::AllWikis } else { Scope::MarkdownWikis }
    }

    /// Whether tags of an element stay.
    fn keep(self, name: &str) -> bool {
        allowed(name).is_some_and(|element| element.scope >= self.scope())
    }
}

/// A piece of the result.
enum Part {
    Text(String),
    Open { name: String, written: String },
    Close(String),
}

/// Cuts the pieces of raw HTML below one parent, which are in order. Returns what remains of each.
pub(super) fn cut(pieces: &[String], elements: Elements) -> Vec<String> {
    let mut parts: Vec<Vec<Part>> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        parts.push(tokens(piece, elements));
    }
    // A tag stays if it has a partner and no other pair overlaps with theirs.
    let mut open: Vec<(usize, usize)> = Vec::new();
    // How many elements of each name are open, so that an end tag without a start tag does not search all of them.
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
    /// The open element whose content is removed.
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
        // An empty line would end the HTML for a Markdown parser.
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
        if REMOVED_WITH_CONTENT.contains(&name) && !tag.self_closing && name != "embed" {
            self.hidden = Some(name.to_owned());
            return;
        }
        let Some(element) = allowed(name).filter(|element| element.scope >= self.elements.scope()) else {
            return;
        };
        if VOID.contains(&name) {
            self.parts.push(Part::Text(format!("<{name} />")));
            return;
        }
        let mut written = format!("<{name}");
        for attribute in &tag.attrs {
            let (key, value) = (&*attribute.name.local, &*attribute.value);
            let known =
                element.attributes.iter().find(|known| known.name == key && known.scope > Scope::Site);
            let stays = known.is_some_and(|known| match known.value {
                AttributeValue::Text => true,
                AttributeValue::Url => external(value).is_some(),
                AttributeValue::Number => {
                    (1..4).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit())
                }
            });
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
    fn scripts_and_event_handlers_are_removed() {
        check(&["<script>alert(1)</script>a"], &["a"]);
        check(&["<b onclick=\"x\" style=\"y\">z</b>"], &["<b>z</b>"]);
        check(&["<a href=\"javascript:x\">", "</a>"], &["<a>", "</a>"]);
        check(&["<img src=x onerror=alert(1)>"], &[""]);
    }

    #[test]
    fn only_nested_pairs_stay() {
        check(&["<b>", "</i>", "</b>"], &["<b>", "", "</b>"]);
        check(&["</div></div>x<div>"], &["x"]);
        check(&["<b><i></b></i>"], &["<b></b>"]);
        check(
            &["<details>\n<summary>s</summary>", "</details>"],
            &["<details>\n<summary>s</summary>", "</details>"],
        );
    }

    #[test]
    fn text_between_tags_is_escaped() {
        check(
            &["<p>[x](javascript&#58;y) {{t}} &lt;b></p>"],
            &["<p>&#91;x&#93;(javascript&#58;y) &#123;&#123;t&#125;&#125; &lt;b&gt;</p>"],
        );
    }
}
