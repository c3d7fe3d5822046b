//! The marks around what only the internal edition shows: `<!-- internal -->` and `<!-- /internal -->`.

/// A mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditionMark {
    /// `<!-- internal -->`, also with a reason: `<!-- internal: names a customer -->`.
    Begin,
    /// `<!-- /internal -->`.
    End,
    /// A comment that is nearly one of them, such as `<!-- intenral -->`.
    Misspelled,
}

impl EditionMark {
    /// The mark that a comment is, if it is one. `comment` includes the delimiters.
    pub fn of(comment: &str) -> Option<Self> {
        let inner =
            comment.strip_prefix("<!--")?.strip_suffix("-->")?.trim_matches(['-', ' ', '\t', '\r', '\n']);
        let (word, end) = match inner.strip_prefix('/') {
            Some(rest) => (rest.trim_start(), Self::End),
            None => (inner, Self::Begin),
        };
        let (word, has_reason) = word.split_once(':').map_or((word, false), |(word, _)| (word, true));
        let word = word.trim().to_lowercase();
        if word == "internal" {
            return Some(end);
        }
        // A reason in running text would make any comment with a colon a candidate.
        let is_near = !has_reason && strsim::osa_distance(&word, "internal") == 1;
        is_near.then_some(Self::Misspelled)
    }
}

#[cfg(test)]
mod tests {
    use super::EditionMark::{self, Begin, End, Misspelled};

    #[test]
    fn a_mark_is_a_comment_of_the_one_word() {
        for (comment, mark) in [
            ("<!-- internal -->", Some(Begin)),
            ("<!--internal-->", Some(Begin)),
            ("<!-- Internal: names a customer -->", Some(Begin)),
            ("<!-- /internal -->", Some(End)),
            ("<!--/ INTERNAL-->", Some(End)),
            ("<!-- intenral -->", Some(Misspelled)),
            ("<!-- /internall -->", Some(Misspelled)),
            ("<!-- external -->", None),
            ("<!-- internal notes follow -->", None),
            ("<!-- TODO -->", None),
            ("<!-- interview -->", None),
        ] {
            assert_eq!(EditionMark::of(comment), mark, "{comment}");
        }
    }
}
