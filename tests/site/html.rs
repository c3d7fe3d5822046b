//! The elements of a page in order, with decoded attributes, as a browser parses them.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, StartTag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer,
};

/// A start tag.
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    /// The line of the page.
    pub(crate) line: u64,
}

/// A parsed page.
#[derive(Default)]
pub(crate) struct Html {
    pub(crate) elements: Vec<Element>,
    /// All text, without tags.
    pub(crate) text: String,
}

#[derive(Default)]
struct Sink(RefCell<Html>);

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

impl Html {
    pub(crate) fn parse(text: &str) -> Self {
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(text));
        let tokenizer = Tokenizer::new(Sink::default(), html5ever::tokenizer::TokenizerOpts::default());
        // It pauses after each script, so that it can be run.
        while !input.is_empty() {
            _ = tokenizer.feed(&input);
        }
        tokenizer.end();
        tokenizer.sink.0.into_inner()
    }

    /// The values of an attribute, with the line of each.
    pub(crate) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (u64, &'a str)> {
        self.elements.iter().filter_map(move |element| Some((element.line, element.attribute(name)?)))
    }
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut html = self.0.borrow_mut();
        match token {
            CharacterTokens(text) => html.text.push_str(&text),
            TagToken(tag) if tag.kind == StartTag => {
                let name = tag.name.to_string();
                let attributes = tag
                    .attrs
                    .iter()
                    .map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()));
                html.elements.push(Element { attributes: attributes.collect(), line, name: name.clone() });
                // A tree builder would switch the tokenizer; without one, text in these would be parsed as tags.
                return match name.as_str() {
                    "script" => TokenSinkResult::RawData(ScriptData),
                    "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(Rawtext),
                    "title" | "textarea" => TokenSinkResult::RawData(Rcdata),
                    _ => TokenSinkResult::Continue,
                };
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
