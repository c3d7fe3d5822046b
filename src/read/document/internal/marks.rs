//! Marks in raw HTML. A line that begins with a comment is a block of raw HTML, whatever follows on the line.

use crate::read::edition_mark::EditionMark;

/// A part of raw HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// HTML without marks.
    Html(&'a str),
    /// `<!-- internal -->`
    Begin,
    /// `<!-- /internal -->`
    End,
}

/// Whether HTML or a document may have marks.
pub(super) fn is_marked(html: &str) -> bool {
    pieces(html).any(|piece| !matches!(piece, Piece::Html(_)))
}

/// The parts of raw HTML, in order.
pub(super) fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    let mut mark = None;
    std::iter::from_fn(move || {
        if let Some(mark) = mark.take() {
            return Some(mark);
        }
        if rest.is_empty() {
            return None;
        }
        let all = rest;
        let mut from = 0;
        while let Some((start, end)) = comment(all, from) {
            mark = match EditionMark::of(&all[start..end]) {
                Some(EditionMark::Begin) => Some(Piece::Begin),
                Some(EditionMark::End) => Some(Piece::End),
                Some(EditionMark::Misspelled) | None => None,
            };
            if mark.is_some() {
                rest = &all[end..];
                return if start == 0 { mark.take() } else { Some(Piece::Html(&all[..start])) };
            }
            from = end;
        }
        rest = "";
        Some(Piece::Html(all))
    })
}

/// Whether HTML is nothing but comments and white space.
pub(super) fn is_blank(html: &str) -> bool {
    let mut from = 0;
    while let Some((start, end)) = comment(html, from) {
        if !html[from..start].trim().is_empty() {
            return false;
        }
        from = end;
    }
    html[from..].trim().is_empty()
}

/// The range of the next complete comment.
fn comment(html: &str, from: usize) -> Option<(usize, usize)> {
    let start = from + memchr::memmem::find(&html.as_bytes()[from..], b"<!--")?;
    let end = start + memchr::memmem::find(&html.as_bytes()[start..], b"-->")? + 3;
    Some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_split_at_marks_and_not_at_other_comments() {
        let html = "<!-- internal -->a <!-- b --> c<!-- /internal --> d\n";
        let want = [Piece::Begin, Piece::Html("a <!-- b --> c"), Piece::End, Piece::Html(" d\n")];
        assert_eq!(pieces(html).collect::<Vec<_>>(), want);
        assert_eq!(pieces("<!-- internal").collect::<Vec<_>>(), [Piece::Html("<!-- internal")]);
    }

    #[test]
    fn comments_and_white_space_are_blank() {
        for (html, blank) in [(" <!-- a -->\n<!-- b -->\n", true), ("<!-- a --> b", false), ("<!-- a", false)]
        {
            assert_eq!(is_blank(html), blank, "{html}");
        }
    }
}
