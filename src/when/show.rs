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

/// `45 min`, `2 h 5 min`, `1 d 3 h`, `12 d`, or `< 1 min`: the longer, the less exact.
pub fn show_minutes(minutes: u32) -> String {
    match RoundedDuration::of(minutes) {
        RoundedDuration::UnderAMinute => "< 1 min".to_owned(),
        RoundedDuration::Minutes(minutes) => format!("{minutes} min"),
        RoundedDuration::Hours(hours, 0) => format!("{hours} h"),
        RoundedDuration::Hours(hours, minutes) => format!("{hours} h {minutes} min"),
        RoundedDuration::Days(days, 0) => format!("{days} d"),
        RoundedDuration::Days(days, hours) => format!("{days} d {hours} h"),
    }
}

/// A duration, rounded: the longer, the less exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundedDuration {
    /// Less than half a minute.
    UnderAMinute,
    /// Less than an hour.
    Minutes(u32),
    /// Hours and minutes, less than a day.
    Hours(u32, u32),
    /// Days and hours; from ten days on, the hours are rounded away.
    Days(u32, u32),
}

impl RoundedDuration {
    /// Rounds a number of minutes.
    pub fn of(minutes: u32) -> Self {
        const DAY: u32 = 24 * 60;
        match minutes {
            0 => Self::UnderAMinute,
            1..60 => Self::Minutes(minutes),
            60..DAY => Self::Hours(minutes / 60, minutes % 60),
            _ => {
                let hours = (minutes / 60) + (minutes % 60) / 30;
                match (hours / 24, hours % 24) {
                    (days @ 0..10, rest) => Self::Days(days, rest),
                    (days, rest) => Self::Days(days + rest / 12, 0),
                }
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
            (125, "2 h 5 min"),
            (1439, "23 h 59 min"),
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
