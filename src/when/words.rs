//! Names of months and weekdays, as data.

use super::scan::{Cursor, same_word};

/// Month names and abbreviations in lower case: English, German, French, Spanish, Portuguese, Norwegian, Danish,
/// Swedish, Italian, Dutch.
const MONTHS: [&[&str]; 12] = [
    &[
        "january", "jan", "januar", "januari", "jänner", "janvier", "janv", "enero", "ene", "janeiro",
        "gennaio", "gen",
    ],
    &[
        "february",
        "feb",
        "februar",
        "februari",
        "febr",
        "février",
        "fevrier",
        "févr",
        "fév",
        "febrero",
        "fevereiro",
        "fev",
        "febbraio",
    ],
    &[
        "march", "mar", "märz", "maerz", "mär", "mrz", "mars", "marzo", "março", "marco", "marts", "maart",
        "mrt",
    ],
    &["april", "apr", "avril", "avr", "abril", "abr", "aprile"],
    &["may", "mai", "mayo", "maio", "mag", "maj", "maggio", "mei"],
    &["june", "jun", "juni", "juin", "junio", "junho", "giugno", "giu"],
    &["july", "jul", "juli", "juillet", "juil", "julio", "julho", "luglio", "lug"],
    &["august", "aug", "août", "aout", "agosto", "ago", "augusti", "augustus"],
    &["september", "sep", "sept", "septembre", "septiembre", "setiembre", "setembro", "set", "settembre"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre", "outubro", "out", "ottobre", "ott"],
    &["november", "nov", "novembre", "noviembre", "novembro"],
    &[
        "december",
        "dec",
        "dezember",
        "dez",
        "décembre",
        "decembre",
        "déc",
        "diciembre",
        "dic",
        "dezembro",
        "desember",
        "des",
        "dicembre",
    ],
];

/// Abbreviations that are common words elsewhere (`3 out of 5`, `2 days ago`, `set 5`): a month only beside a year.
const NEED_A_YEAR: &[&str] = &["ago", "des", "ene", "gen", "giu", "lug", "mag", "out", "set"];

/// Names that are verbs in English: a month without a year only with a capital.
const NEED_A_CAPITAL: &[&str] = &["mar", "march", "may"];

const WEEKDAYS: &[&str] = &[
    "monday",
    "mon",
    "tuesday",
    "tue",
    "tues",
    "wednesday",
    "wed",
    "thursday",
    "thu",
    "thur",
    "thurs",
    "friday",
    "fri",
    "saturday",
    "sat",
    "sunday",
    "sun", //
    "montag",
    "mo",
    "dienstag",
    "di",
    "mittwoch",
    "mi",
    "donnerstag",
    "do",
    "freitag",
    "fr",
    "samstag",
    "sonnabend",
    "sa",
    "sonntag",
    "so", //
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lun",
    "mer",
    "jeu",
    "ven",
    "sam",
    "dim", //
    "lunes",
    "martes",
    "miércoles",
    "miercoles",
    "jueves",
    "viernes",
    "sábado",
    "sabado",
    "domingo",
    "mié",
    "jue",
    "vie",
    "sáb",
    "dom", //
    "segunda",
    "terça",
    "quarta",
    "quinta",
    "sexta",
    "seg",
    "ter",
    "qua",
    "qui",
    "sex", //
    "mandag",
    "tirsdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lørdag",
    "søndag",
    "man",
    "tir",
    "ons",
    "tor",
    "fre",
    "lør",
    "søn",
    "måndag",
    "tisdag",
    "lördag",
    "söndag",
    "mån",
    "tis",
    "lör",
    "sön", //
    "lunedì",
    "martedì",
    "mercoledì",
    "giovedì",
    "venerdì",
    "sabato",
    "domenica", //
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
];

/// Weekdays in Japanese, Chinese and Korean, longest first.
const WEEKDAY_MARKS: &[&str] = &[
    "星期一",
    "星期二",
    "星期三",
    "星期四",
    "星期五",
    "星期六",
    "星期日",
    "星期天",
    "月曜日",
    "火曜日",
    "水曜日",
    "木曜日",
    "金曜日",
    "土曜日",
    "日曜日",
    "周一",
    "周二",
    "周三",
    "周四",
    "周五",
    "周六",
    "周日",
    "月",
    "火",
    "水",
    "木",
    "金",
    "土",
    "日",
    "월",
    "화",
    "수",
    "목",
    "금",
    "토",
    "일",
];

/// The month a word names, from 1.
pub(super) fn month(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|names| names.iter().any(|name| same_word(word, name)))?;
    i8::try_from(at + 1).ok()
}

/// Whether a month's name is plain enough to be one without a year beside it.
pub(super) fn month_stands_alone(word: &str) -> bool {
    let listed = |list: &[&str]| list.iter().any(|name| same_word(word, name));
    !listed(NEED_A_YEAR) && (word.starts_with(char::is_uppercase) || !listed(NEED_A_CAPITAL))
}

/// Passes a weekday, with the full stop of an abbreviation.
pub(super) fn eat_weekday(cursor: &mut Cursor<'_>) -> bool {
    let found = cursor.eat_word(WEEKDAYS);
    if found {
        cursor.eat(&['.']);
    }
    found
}

/// Passes a weekday in brackets, as it follows a date: `(Thu)`, `（火）`.
pub(super) fn eat_bracketed_weekday(cursor: &mut Cursor<'_>) -> bool {
    let mut look = *cursor;
    look.blanks();
    let found = look.eat(&['(', '（'])
        && (eat_weekday(&mut look) || WEEKDAY_MARKS.iter().any(|mark| look.eat_text(mark)))
        && look.eat(&[')', '）']);
    if found {
        *cursor = look;
    }
    found
}
