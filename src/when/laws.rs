//! Properties that hold for any text. Tests try random texts here; fuzzing adds its own in `cli/laws.rs`.

use jiff::civil::Date;

use super::{
    DateOrder, Found, Zone, date_in_name, find_clock, find_date, find_dates, find_day_month, find_duration,
    find_zone, is_placeholder_time, leading_stamp, show_date, show_minutes,
};

/// Whatever is found starts and ends at character boundaries and is not empty. Dates have a year of four digits and
/// survive being shown and read again.
pub(crate) fn times(text: &str) {
    for order in [None, Some(DateOrder::DayFirst), Some(DateOrder::MonthFirst)] {
        lies_within(text, find_date(text, order).as_ref());
        let dates = find_dates(text, order);
        assert!(dates.windows(2).all(|pair| pair[0].end <= pair[1].start), "dates lie in each other");
        for found in dates {
            lies_within(text, Some(&found));
            if let Ok(date) = found.value {
                is_read_as_itself(date);
            }
        }
        if let Some(stamp) = leading_stamp(text, order) {
            assert!(0 < stamp.text_end && stamp.text_end <= stamp.end, "{stamp:?}");
            assert!(text.get(..stamp.text_end).is_some() && text.get(..stamp.end).is_some(), "{stamp:?}");
        }
    }
    lies_within(text, find_day_month(text).as_ref());
    lies_within(text, find_clock(text).as_ref());
    lies_within(text, find_zone(text).as_ref());
    if let Some(date) = date_in_name(text) {
        is_read_as_itself(date);
    }
    let _ = (is_placeholder_time(text), Zone::named(text));
}

/// A duration starts and ends at character boundaries and survives being shown and read again.
pub(crate) fn durations(text: &str) {
    let found = find_duration(text);
    lies_within(text, found.as_ref());
    if let Some(Found { value: minutes, .. }) = found {
        let shown = show_minutes(minutes);
        let again = find_duration(&shown).map(|found| show_minutes(found.value));
        // Less than a minute is shown as `< 1 min`, which is not a number.
        assert!(minutes == 0 || again.as_deref() == Some(shown.as_str()), "{minutes} minutes: {shown}");
    }
}

fn lies_within<T>(text: &str, found: Option<&Found<T>>) {
    if let Some(found) = found {
        assert!(found.start < found.end, "{} to {}", found.start, found.end);
        assert!(text.get(found.start..found.end).is_some(), "{} to {}", found.start, found.end);
    }
}

fn is_read_as_itself(date: Date) {
    assert!((1..=9999).contains(&date.year()), "{date}");
    for shown in [show_date(date), date.to_string()] {
        assert_eq!(find_date(&shown, None).map(|found| found.value), Some(Ok(date)), "{shown}");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Text made of the fragments that this module looks for; random characters rarely form them.
    fn fragments() -> impl Strategy<Value = String> {
        let fragment = prop_oneof![
            "[0-9]{1,4}",
            "[-:./, T+~()｜年月日時分〜０-９]",
            prop::sample::select(vec![
                "March",
                "Oct",
                "th",
                "PM",
                "UTC",
                "PT",
                "P",
                "H",
                "h",
                "m",
                "min",
                "hours",
                "and",
                "a",
                "half",
                "½",
                "Sat",
                "約",
                "2024",
                "Europe/Berlin",
                "time",
                "Pacific",
                "ca",
                "T0",
                "時間",
                "小时",
                "é",
                "\u{301}",
                "to",
                "of",
                "the",
                "kl",
            ])
            .prop_map(str::to_owned),
            any::<char>().prop_map(String::from),
        ];
        prop::collection::vec(fragment, 0..12).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn matches_start_and_end_at_character_boundaries(text in prop_oneof![fragments(), any::<String>()]) {
            times(&text);
            durations(&text);
        }

        #[test]
        fn shown_durations_can_be_read_again(minutes in 1u32..20_000) {
            let shown = show_minutes(minutes);
            let read = find_duration(&shown).unwrap().value;
            prop_assert_eq!(show_minutes(read), shown);
        }

        #[test]
        fn shown_dates_can_be_read_again(days in 0i32..40_000) {
            let date = jiff::civil::Date::constant(1990, 1, 1).saturating_add(jiff::Span::new().days(days));
            prop_assert_eq!(find_date(&show_date(date), None).unwrap().value, Ok(date));
            prop_assert_eq!(find_date(&date.to_string(), None).unwrap().value, Ok(date));
            prop_assert_eq!(date_in_name(&date.to_string()), Some(date));
        }
    }
}
