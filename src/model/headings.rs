//! The headings of a document.

/// A heading of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading<'h> {
    /// 1 to 6.
    pub level: u8,
    /// Plain text.
    pub text: &'h str,
    /// Its anchor in the page.
    pub anchor: &'h str,
}

/// The headings of a document, in order. A document has dozens, so they share one string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headings {
    /// Text and anchor of each, concatenated.
    words: String,
    /// Where the text and the anchor of each end, and its level.
    ends: Vec<(u32, u32, u8)>,
}

impl Headings {
    /// Adds one.
    pub fn push(&mut self, Heading { level, text, anchor }: Heading<'_>) {
        self.words.push_str(text);
        let end = self.end();
        self.words.push_str(anchor);
        self.ends.push((end, self.end(), level));
    }

    fn end(&self) -> u32 {
        // No document is that long.
        u32::try_from(self.words.len()).unwrap_or(u32::MAX)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// One of them, by its place.
    pub fn get(&self, at: usize) -> Option<Heading<'_>> {
        let (text, anchor, level) = *self.ends.get(at)?;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |before| before.1);
        let words = |start: u32, end: u32| self.words.get(start as usize..end as usize);
        Some(Heading { level, text: words(start, text)?, anchor: words(text, anchor)? })
    }

    /// The last of them.
    pub fn last(&self) -> Option<Heading<'_>> {
        self.get(self.ends.len().checked_sub(1)?)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Heading<'_>> + Clone {
        (0..self.ends.len()).filter_map(|at| self.get(at))
    }

    /// A copy without spare capacity.
    #[must_use]
    pub fn shrunk(&self) -> Self {
        self.clone()
    }
}

impl<'h> FromIterator<Heading<'h>> for Headings {
    fn from_iter<I: IntoIterator<Item = Heading<'h>>>(list: I) -> Self {
        let mut headings = Self::default();
        list.into_iter().for_each(|heading| headings.push(heading));
        headings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_kept_in_order() {
        let list = [
            Heading { level: 2, text: "Timeline", anchor: "timeline" },
            Heading { level: 3, text: "", anchor: "section-7" },
            Heading { level: 6, text: "Über", anchor: "über" },
        ];
        let headings: Headings = list.into_iter().collect();
        assert_eq!(headings.iter().collect::<Vec<_>>(), list);
        assert_eq!((headings.last(), headings.get(3)), (Some(list[2]), None));
        assert_eq!((headings.shrunk(), Headings::default().last()), (headings, None));
    }
}
