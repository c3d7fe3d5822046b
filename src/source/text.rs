//! The text of a source, as it was read or packed away.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// The text of a source. It may wait packed, and is unpacked when somebody looks at it.
pub struct Text {
    plain: OnceLock<String>,
    packed: Option<Arc<Packed>>,
}

/// A text and what was made of it. Both say the same, so that together they take little more room than the larger one.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Packed {
    /// One after the other in the block format of LZ4, the length in front.
    bytes: Box<[u8]>,
    /// How long the text is, in bytes.
    text: usize,
}

impl Text {
    /// Packed with what was made of it.
    pub(super) fn packed(packed: Arc<Packed>) -> Self {
        Self { plain: OnceLock::new(), packed: Some(packed) }
    }

    /// The text for one who needs it once: unpacked anew, should it be packed.
    pub fn once(&self) -> Cow<'_, str> {
        match (self.plain.get(), &self.packed) {
            (None, Some(packed)) => Cow::Owned(packed.text()),
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
        self.plain.get_or_init(|| self.packed.as_ref().map(|packed| packed.text()).unwrap_or_default())
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

impl Packed {
    /// Of a text and what was made of it.
    pub fn new(text: &str, made: &str) -> Self {
        let both = [text, made].concat();
        // Copied, because what was made has room for the worst case.
        Self { bytes: lz4_flex::compress_prepend_size(both.as_bytes()).as_slice().into(), text: text.len() }
    }

    /// The text and what was made of it, and where that begins.
    pub fn both(&self) -> (String, usize) {
        let bytes = lz4_flex::decompress_size_prepended(&self.bytes);
        let both = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        (both, self.text)
    }

    fn text(&self) -> String {
        let (mut both, text) = self.both();
        both.truncate(text);
        both
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_text_is_the_text() {
        let packed = Arc::new(Packed::new("# Päge\n", "<h1>Päge</h1>"));
        let (both, start) = packed.both();
        assert_eq!(&both[start..], "<h1>Päge</h1>");
        let text = Text::packed(packed);
        assert_eq!((text.once(), &*text), (Cow::Owned("# Päge\n".to_owned()), "# Päge\n"));
        assert_eq!(text, Text::from("# Päge\n".to_owned()));
    }
}
