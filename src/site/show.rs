//! Counts in words.

pub(super) use crate::text::{count, thousands};

/// `1 day`, `12 days`.
pub(super) fn days(number: i32) -> String {
    count(usize::try_from(number.unsigned_abs()).unwrap_or(usize::MAX), "day")
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_lists_read_like_prose() {
        assert_eq!(count(1, "incident"), "1 incident");
        assert_eq!(count(12_040, "incident"), "12,040 incidents");
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }
}
