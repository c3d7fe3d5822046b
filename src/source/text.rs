//! The text of a source, as it was read or packed away.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use lz4_flex::block;

/// The text of a source. It may wait packed, and is unpacked when somebody looks at it.
pub struct Text {
    plain: OnceLock<String>,
    packed: Option<Arc<PackedDocument>>,
}

/// A text and what was made of it. Both say the same, so that packed together they take little more room than the larger one.
#[derive(Clone, Default)]
pub struct PackedDocument {
    /// One after the other.
    both: Both,
    /// How long the text is, in bytes.
    text: usize,
}

#[derive(Clone)]
enum Both {
    Plain(Box<str>),
    /// In the block format of LZ4, the length in front, with a sample as dictionary.
    Lz4(Box<[u8]>, Dictionary),
}

/// A piece of one text for packing others: documents of an archive have headings, tables and tags in common.
#[derive(Clone, Debug)]
pub struct Dictionary(Arc<[u8]>);

/// How long a sample is at most, in bytes: twice as much would save a fifth of what this saves.
const DICTIONARY_BYTES: usize = 16 << 10;

impl Text {
    /// PackedDocument with what was made of it.
    pub(super) fn packed(packed: Arc<PackedDocument>) -> Self {
        Self { plain: OnceLock::new(), packed: Some(packed) }
    }

    /// The text for one who needs it once: unpacked anew, should it be packed.
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
    /// Of a text and what was made of it, which begins at this byte, as they are.
    pub fn plain(both: String, start: usize) -> Self {
        Self { both: Both::Plain(both.into()), text: start }
    }

    /// Its end, as a sample for others.
    pub fn dictionary(&self) -> Dictionary {
        let both = self.text_and_html().0;
        Dictionary(both.as_bytes()[both.len().saturating_sub(DICTIONARY_BYTES)..].into())
    }

    /// The same, so that it takes less room.
    #[must_use]
    pub fn compressed(&self, dictionary: &Dictionary) -> Self {
        let Both::Plain(both) = &self.both else { return self.clone() };
        let bytes = block::compress_prepend_size_with_dict(both.as_bytes(), &dictionary.0);
        // Copied, because what was made has room for the worst case.
        Self { both: Both::Lz4(bytes.as_slice().into(), dictionary.clone()), ..*self }
    }

    /// How many bytes of memory it takes.
    #[cfg(test)]
    fn size(&self) -> usize {
        match &self.both {
            Both::Plain(both) => both.len(),
            Both::Lz4(bytes, _) => bytes.len(),
        }
    }

    /// The text and what was made of it, and where that begins.
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
    fn a_packed_text_is_the_text() {
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
    fn a_text_packed_small_takes_less_room_and_says_the_same() {
        let plain = packed(&"all is well\n".repeat(9), "<p>");
        let small = plain.compressed(&PackedDocument::default().dictionary());
        assert!(small.size() * 2 < plain.size(), "{} {}", small.size(), plain.size());
        assert!(small == plain && small == small.compressed(&plain.dictionary()));
    }

    #[test]
    fn a_text_like_the_sample_takes_less_room() {
        let numbers: String = (0..300).flat_map(|number: u32| [number.to_string(), " ".to_owned()]).collect();
        let plain = packed(&numbers, "<p>");
        let [without, with] =
            [PackedDocument::default(), plain.clone()].map(|other| plain.compressed(&other.dictionary()));
        assert!(with.size() * 2 < without.size(), "{} {}", with.size(), without.size());
        assert!(with == plain);
    }
}
