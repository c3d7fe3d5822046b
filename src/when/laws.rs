//! Laws that hold for any text.

use proptest::prelude::*;

use super::*;

/// Text made of what these readers look for, which random characters rarely hit.
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

fn holds<T>(text: &str, found: Option<Found<T>>) {
    if let Some(found) = found {
        assert!(found.start < found.end);
        assert!(text.get(found.start..found.end).is_some());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn whatever_is_found_lies_between_characters(text in prop_oneof![fragments(), any::<String>()]) {
        for order in [None, Some(DateOrder::DayFirst), Some(DateOrder::MonthFirst)] {
            holds(&text, find_date(&text, order));
            let dates = find_dates(&text, order);
            prop_assert!(dates.windows(2).all(|pair| pair[0].end <= pair[1].start));
            for found in dates {
                holds(&text, Some(found));
            }
            if let Some(stamp) = leading_stamp(&text, order) {
                prop_assert!(0 < stamp.text_end && stamp.text_end <= stamp.end);
                prop_assert!(text.get(..stamp.text_end).is_some() && text.get(..stamp.end).is_some());
            }
        }
        holds(&text, find_day_month(&text));
        holds(&text, find_clock(&text));
        holds(&text, find_zone(&text));
        holds(&text, find_duration(&text));
        let _ = (date_in_name(&text), is_placeholder_time(&text), Zone::named(&text));
    }

    #[test]
    fn a_shown_duration_is_read_as_what_was_shown(minutes in 1u32..20_000) {
        let shown = show_minutes(minutes);
        let read = find_duration(&shown).unwrap().value;
        prop_assert_eq!(show_minutes(read), shown);
    }

    #[test]
    fn a_shown_date_is_read_as_itself(days in 0i32..40_000) {
        let date = jiff::civil::Date::constant(1990, 1, 1).saturating_add(jiff::Span::new().days(days));
        prop_assert_eq!(find_date(&show_date(date), None).unwrap().value, Ok(date));
        prop_assert_eq!(find_date(&date.to_string(), None).unwrap().value, Ok(date));
        prop_assert_eq!(date_in_name(&date.to_string()), Some(date));
    }
}
