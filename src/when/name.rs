//! Dates in file and folder names.

use jiff::civil::Date;

use super::numeric::YEARS;
use super::scan::{Cursor, after_number, next_number};

/// The first date in a file name, folder name or path: `2023-01-17-dns`, `20230117_x`, `2023_01_17`, `2019/10/24/x`,
/// `INC-20260814-001`. Only valid dates with the year first: in names, anything else would be a guess.
pub fn date_in_name(name: &str) -> Option<Date> {
    let mut from = 0;
    while let Some(at) = next_number(name, from) {
        if let Some(date) = date_at(Cursor::new(name, at)) {
            return Some(date);
        }
        from = after_number(name, at);
    }
    None
}

fn date_at(start: Cursor<'_>) -> Option<Date> {
    let mut look = start;
    let first = look.number()?;
    let (year, month, day) = match first.digits {
        4 => {
            let mark = look.eat_if(|c| matches!(c, '-' | '_' | '/' | '.' | ' '))?;
            let month = look.number().filter(|number| number.digits <= 2)?.value;
            if !look.eat(&[mark]) {
                return None;
            }
            (first.value, month, look.number().filter(|number| number.digits <= 2)?.value)
        }
        8 => (first.value / 10_000, first.value / 100 % 100, first.value % 100),
        _ => return None,
    };
    let year = i16::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dates_with_the_year_first() {
        for (name, expected) in [
            ("2023-01-17-dns.md", "2023-01-17"),
            ("20230117_x.md", "2023-01-17"),
            ("2023_01_17", "2023-01-17"),
            ("content/2019/10/24/outage/index.md", "2019-10-24"),
            ("Incident 2023-12-11.md", "2023-12-11"),
            ("INC-20260814-001", "2026-08-14"),
            ("2021-05/2021-05-09-negative-coin-values.md", "2021-05-09"),
            ("2022-2-3 dns", "2022-02-03"),
            ("2023-13-45 then 2023-12-11", "2023-12-11"),
        ] {
            assert_eq!(date_in_name(name).map(|date| date.to_string()).as_deref(), Some(expected), "{name}");
        }
    }

    #[test]
    fn rejects_other_numbers_in_names() {
        for name in ["INC-0042", "17-01-2023", "2023-01", "1.2.3", "99999999", "2023-02-30", "2023-01_17", ""]
        {
            assert_eq!(date_in_name(name), None, "{name}");
        }
    }
}
