//! Names that contain a date.

use jiff::civil::Date;

/// The formats of dates in names, longest first.
const FORMS: [&str; 5] = ["%Y-%m-%d", "%Y%m%d", "%Y-%m", "%Y%m", "%Y"];

/// A month alone, which only counts as the name of a folder.
const MONTH: &str = "%m";

/// A piece of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Literal text.
    Text(String),
    /// The date, in a format of `strftime`.
    Day(&'static str),
}

/// Splits a name of an incident of this day.
pub(super) fn pieces(name: &str, day: Option<Date>) -> Vec<Piece> {
    let Some(day) = day else { return vec![Piece::Text(name.to_owned())] };
    for form in FORMS {
        let shown = day.strftime(form).to_string();
        for (at, _) in name.match_indices(&shown) {
            let (before, after) = (&name[..at], &name[at + shown.len()..]);
            let digit = |c: char| c.is_ascii_digit();
            if before.ends_with(digit) || after.starts_with(digit) {
                continue;
            }
            let texts = [before, after].map(|text| Piece::Text(text.to_owned()));
            let [before, after] = texts;
            let pieces = [before, Piece::Day(form), after];
            return pieces.into_iter().filter(|piece| *piece != Piece::Text(String::new())).collect();
        }
    }
    vec![Piece::Text(name.to_owned())]
}

/// Splits the name of a folder, which can be a month alone.
pub(super) fn folder_pieces(name: &str, day: Option<Date>) -> Vec<Piece> {
    match day {
        Some(day) if day.strftime(MONTH).to_string() == name => vec![Piece::Day(MONTH)],
        _ => pieces(name, day),
    }
}

/// Builds the name for an incident of this day.
pub(super) fn render(pieces: &[Piece], day: Date) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Day(form) => day.strftime(form).to_string(),
    };
    pieces.iter().map(piece).collect()
}

/// The most frequent of some values; the first of them if several are equally frequent.
pub(super) fn most_frequent<T: PartialEq>(things: Vec<T>) -> Option<T> {
    let counts: Vec<usize> =
        things.iter().map(|thing| things.iter().filter(|other| *other == thing).count()).collect();
    let most = counts.iter().copied().max()?;
    let at = counts.iter().position(|count| *count == most)?;
    things.into_iter().nth(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_date_in_a_name() {
        let day = Some(Date::constant(2024, 3, 14));
        let text = |text: &str| Piece::Text(text.to_owned());
        assert_eq!(pieces("PM-2024-", day), [text("PM-"), Piece::Day("%Y"), text("-")]);
        assert_eq!(pieces("20240314", day), [Piece::Day("%Y%m%d")]);
        assert_eq!(pieces("x20249", day), [text("x20249")]);
        assert_eq!(folder_pieces("03", day), [Piece::Day("%m")]);
        assert_eq!(render(&pieces("INC-20240314-", day), Date::constant(2026, 1, 2)), "INC-20260102-");
    }

    #[test]
    fn the_first_of_equally_frequent_values_wins() {
        assert_eq!(most_frequent(vec![1, 2, 2]), Some(2));
        assert_eq!(most_frequent(vec![1, 2]), Some(1));
        assert_eq!(most_frequent(Vec::<u8>::new()), None);
    }
}
