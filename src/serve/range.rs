//! Range requests (RFC 9110, section 14).

use std::ops::Range;

/// The range that a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RequestedRange {
    /// The whole file: there is no header, or one that may be ignored, such as several ranges.
    Whole,
    /// These bytes.
    Part(Range<usize>),
    /// Bytes beyond the end of the file.
    Unsatisfiable,
}

/// Parses a `Range` header for a file of `length` bytes.
pub(super) fn requested_range(header: Option<&str>, length: usize) -> RequestedRange {
    let Some(range) = header.and_then(bytes) else { return RequestedRange::Whole };
    match range {
        (Some(first), _) if first >= length => RequestedRange::Unsatisfiable,
        (Some(first), Some(last)) if last >= first => {
            RequestedRange::Part(first..last.saturating_add(1).min(length))
        }
        (Some(first), None) => RequestedRange::Part(first..length),
        (None, Some(0)) => RequestedRange::Unsatisfiable,
        (None, Some(_)) if length == 0 => RequestedRange::Unsatisfiable,
        (None, Some(suffix)) => RequestedRange::Part(length.saturating_sub(suffix)..length),
        (Some(_), Some(_)) | (None, None) => RequestedRange::Whole,
    }
}

/// The first and last byte of `bytes=0-99`, `bytes=100-`, `bytes=-100`.
fn bytes(header: &str) -> Option<(Option<usize>, Option<usize>)> {
    let (unit, range) = header.trim().split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    let number = |text: &str| match text {
        "" => Some(None),
        // `parse` would accept a sign.
        text if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(Some(text.parse().unwrap_or(usize::MAX)))
        }
        _ => None,
    };
    let range = (number(first)?, number(last)?);
    unit.eq_ignore_ascii_case("bytes").then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_ranges_are_parsed_and_others_ignored() {
        for (header, expected) in [
            ("bytes=0-0", RequestedRange::Part(0..1)),
            ("bytes=2-", RequestedRange::Part(2..10)),
            ("bytes=2-999999999999999999999999", RequestedRange::Part(2..10)),
            ("bytes=-3", RequestedRange::Part(7..10)),
            ("bytes=-30", RequestedRange::Part(0..10)),
            ("bytes=10-", RequestedRange::Unsatisfiable),
            ("bytes=-0", RequestedRange::Unsatisfiable),
            ("bytes=3-2", RequestedRange::Whole),
            ("bytes=-", RequestedRange::Whole),
            ("bytes=0-1,3-4", RequestedRange::Whole),
            ("bytes=+1-2", RequestedRange::Whole),
            ("lines=1-2", RequestedRange::Whole),
            ("", RequestedRange::Whole),
        ] {
            assert_eq!(requested_range(Some(header), 10), expected, "{header}");
        }
        assert_eq!(requested_range(None, 10), RequestedRange::Whole);
        assert_eq!(requested_range(Some("bytes=0-"), 0), RequestedRange::Unsatisfiable);
        assert_eq!(requested_range(Some("bytes=-1"), 0), RequestedRange::Unsatisfiable);
    }
}
