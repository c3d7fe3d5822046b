//! Dates and durations as pages show them.

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The English name of a month from 1 to 12; empty for other numbers.
pub fn month_name(month: i8) -> &'static str {
    usize::try_from(i16::from(month) - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or("")
}

/// `14 Mar 2026`: no reader takes the day for the month.
pub fn show_date(date: Date) -> String {
    [&date.day().to_string(), " ", &month_name(date.month())[..3], " ", &date.year().to_string()].concat()
}

/// `45 min`, `2 h 05`, `1 d 3 h`, `12 d`: as exact as its size deserves. Hours of a day are rounded, from ten days on
/// the days are; what was shorter than half a minute is `< 1 min`.
pub fn show_minutes(minutes: u32) -> String {
    const DAY: u32 = 24 * 60;
    match minutes {
        0 => "< 1 min".to_owned(),
        1..60 => format!("{minutes} min"),
        60..DAY if minutes.is_multiple_of(60) => format!("{} h", minutes / 60),
        60..DAY => format!("{} h {:02}", minutes / 60, minutes % 60),
        _ => {
            let hours = (minutes / 60) + (minutes % 60) / 30;
            match (hours / 24, hours % 24) {
                (days @ 0..10, 0) => format!("{days} d"),
                (days @ 0..10, rest) => format!("{days} d {rest} h"),
                (days, rest) => format!("{} d", days + rest / 12),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_as_exact_as_their_size_deserves() {
        for (minutes, expected) in [
            (0, "< 1 min"),
            (1, "1 min"),
            (45, "45 min"),
            (60, "1 h"),
            (125, "2 h 05"),
            (1439, "23 h 59"),
            (1440, "1 d"),
            (1440 + 181, "1 d 3 h"),
            (2 * 1440 - 1, "2 d"),
            (17_280, "12 d"),
            (u32::MAX, "2982616 d"),
        ] {
            assert_eq!(show_minutes(minutes), expected, "{minutes}");
        }
    }

    #[test]
    fn dates_name_the_month() {
        assert_eq!(show_date(Date::constant(2026, 3, 14)), "14 Mar 2026");
        assert_eq!(month_name(3), "March");
        assert_eq!(month_name(0), "");
        assert_eq!(month_name(13), "");
    }
}
