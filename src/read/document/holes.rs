//! Marks of holes in the HTML, and the text cut at them.

use crate::model::Segment;
use crate::read::markdown::{HOLE, HOLE_END};

/// Cuts the text at its marks.
pub(super) fn cut(html: &str) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(HOLE) {
        if at > 0 {
            segments.push(Segment::Html(rest[..at].to_owned()));
        }
        let mark = &rest[at + HOLE.len_utf8()..];
        let end = mark.find(HOLE_END).unwrap_or(mark.len());
        let (kind, number) = mark[..end].split_at(mark[..end].len().min(1));
        let hole = number.parse().unwrap_or(usize::MAX);
        segments.extend(match kind {
            "O" => Some(Segment::Open(hole)),
            "C" => Some(Segment::Close(hole)),
            "W" => Some(Segment::Whole(hole)),
            "P" => Some(Segment::PhaseBar),
            _ => None,
        });
        rest = mark.get(end + HOLE_END.len_utf8()..).unwrap_or("");
    }
    if !rest.is_empty() {
        segments.push(Segment::Html(rest.to_owned()));
    }
    segments
}

pub(super) fn mark(kind: char, hole: usize) -> String {
    format!("{HOLE}{kind}{hole}{HOLE_END}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_cut_at_its_marks() {
        let html = format!("<p>see {}INC-1{}</p>{}", mark('O', 0), mark('C', 0), mark('W', 3));
        assert_eq!(
            cut(&html),
            vec![
                Segment::Html("<p>see ".to_owned()),
                Segment::Open(0),
                Segment::Html("INC-1".to_owned()),
                Segment::Close(0),
                Segment::Html("</p>".to_owned()),
                Segment::Whole(3),
            ]
        );
    }
}
