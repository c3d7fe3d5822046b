//! The text of a source, plain or packed.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use lz4_flex::block;

/// The text of a source. It may be packed, and is unpacked on first use.
pub struct Text {
    plain: OnceLock<String>,
    packed: Option<Arc<PackedDocument>>,
}

/// A text and the HTML made from it. They are so similar that, packed together, they need little more memory than one of them.
#[derive(Clone, Default)]
pub struct PackedDocument {
    /// The text, then the HTML.
    both: Both,
    /// The length of the text in bytes.
    text: usize,
}

#[derive(Clone)]
enum Both {
    Plain(Box<str>),
    /// In the LZ4 block format, prefixed with its length.
    Lz4(Box<[u8]>, Dictionary),
}

/// A piece of one document for packing others: documents of an archive share headings, tables and tags.
#[derive(Clone, Debug)]
pub struct Dictionary(Arc<[u8]>);

/// Maximum size of a dictionary. Twice as much would save only a fifth more.
const DICTIONARY_BYTES: usize = 16 << 10;

impl Text {
    /// A text in a packed document.
    pub(super) fn packed(packed: Arc<PackedDocument>) -> Self {
        Self { plain: OnceLock::new(), packed: Some(packed) }
    }

    /// The text for a single use: a packed text is unpacked without keeping the result.
    pub fn once(&self) -> Cow<'_, str> {
        match (self.plain.get(), &self.packed) {
            (None, Some(packed)) => packed.text(),
            _ => Cow::Borrowed(self),
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self { plain: OnceLock::from(text), packed: None }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match (self.plain.get(), self.packed.as_deref()) {
            (Some(plain), _) => plain,
            (None, Some(PackedDocument { both: Both::Plain(both), text })) => &both[..*text],
            (None, packed) => {
                self.plain.get_or_init(|| packed.map(|packed| packed.text().into_owned()).unwrap_or_default())
            }
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.once() == other.once()
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.once().fmt(formatter)
    }
}

impl PackedDocument {
    /// Creates an uncompressed document from a text and its HTML, which starts at this byte.
    pub fn plain(both: String, start: usize) -> Self {
        Self { both: Both::Plain(both.into()), text: start }
    }

    /// The end of the document, as a dictionary for others.
    pub fn dictionary(&self) -> Dictionary {
        let both = self.text_and_html().0;
        Dictionary(both.as_bytes()[both.len().saturating_sub(DICTIONARY_BYTES)..].into())
    }

    /// The same document, compressed.
    #[must_use]
    pub fn compressed(&self, dictionary: &Dictionary) -> Self {
        let Both::Plain(both) = &self.both else { return self.clone() };
        let bytes = block::compress_prepend_size_with_dict(both.as_bytes(), &dictionary.0);
        // Copied, because the buffer has the capacity of the worst case.
        Self { both: Both::Lz4(bytes.as_slice().into(), dictionary.clone()), ..*self }
    }

    /// The size in memory.
    #[cfg(test)]
    fn size(&self) -> usize {
        match &self.both {
            Both::Plain(both) => both.len(),
            Both::Lz4(bytes, _) => bytes.len(),
        }
    }

    /// The text with the HTML, and where the HTML starts.
    pub fn text_and_html(&self) -> (Cow<'_, str>, usize) {
        let both = match &self.both {
            Both::Plain(both) => Cow::Borrowed(&**both),
            Both::Lz4(bytes, dictionary) => {
                let bytes = block::decompress_size_prepended_with_dict(bytes, &dictionary.0);
                Cow::Owned(bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default())
            }
        };
        (both, self.text)
    }

    fn text(&self) -> Cow<'_, str> {
        match self.text_and_html() {
            (Cow::Borrowed(both), text) => Cow::Borrowed(&both[..text]),
            (Cow::Owned(mut both), text) => {
                both.truncate(text);
                Cow::Owned(both)
            }
        }
    }
}

impl Default for Both {
    fn default() -> Self {
        Self::Plain(Box::default())
    }
}

impl Eq for PackedDocument {}

impl PartialEq for PackedDocument {
    fn eq(&self, other: &Self) -> bool {
        self.text_and_html() == other.text_and_html()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(text: &str, made: &str) -> PackedDocument {
        PackedDocument::plain([text, made].concat(), text.len())
    }

    #[test]
    fn packing_keeps_the_text() {
        let plain = packed("# Päge\n", "<h1>Päge</h1>");
        let dictionaries =
            ["", "x", "<h1>Page", &"<h1>Pä".repeat(9_000)].map(|text| packed(text, "").dictionary());
        for packed in
            dictionaries.iter().map(|dictionary| plain.compressed(dictionary)).chain([plain.clone()])
        {
            let (both, start) = packed.text_and_html();
            assert_eq!(&both[start..], "<h1>Päge</h1>");
            let text = Text::packed(Arc::new(packed));
            assert_eq!((&*text.once(), &*text), ("# Päge\n", "# Päge\n"));
            assert_eq!(text, Text::from("# Päge\n".to_owned()));
        }
    }

    #[test]
    fn compressed_text_is_smaller_and_equal() {
        let plain = packed(&"all is well\n".repeat(9), "<p>");
        let small = plain.compressed(&PackedDocument::default().dictionary());
        assert!(small.size() * 2 < plain.size(), "{} {}", small.size(), plain.size());
        assert!(small == plain && small == small.compressed(&plain.dictionary()));
    }

    #[test]
    fn dictionary_of_a_similar_text_saves_memory() {
        let numbers: String = (0..300).flat_map(|number: u32| [number.to_string(), " ".to_owned()]).collect();
        let plain = packed(&numbers, "<p>");
        let [without, with] =
            [PackedDocument::default(), plain.clone()].map(|other| plain.compressed(&other.dictionary()));
        assert!(with.size() * 2 < without.size(), "{} {}", with.size(), without.size());
        assert!(with == plain);
    }
}
