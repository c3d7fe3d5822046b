//! Units of time and numbers in words, as data.

use super::scan::{Cursor, same_word};

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    /// 1 s.
    Second,
    /// 60 s.
    Minute,
    /// 60 min.
    Hour,
    /// 24 h; what people mean in a duration, whatever a zone does that night.
    Day,
    /// 7 d.
    Week,
}

impl Unit {
    /// How many seconds it has.
    pub(super) const fn seconds(self) -> u64 {
        match self {
            Self::Second => 1,
            Self::Minute => 60,
            Self::Hour => 3600,
            Self::Day => 86_400,
            Self::Week => 604_800,
        }
    }
}

/// Units in lower case; single letters are judged by the caller.
const UNITS: &[(Unit, &[&str])] = &[
    (
        Unit::Second,
        &[
            "s", "sec", "secs", "second", "seconds", "sek", "sekunde", "sekunden", "seconde", "secondes",
            "segundo", "segundos", "sekund", "sekunder", "secondo", "secondi", "seconden", "seg",
        ],
    ),
    (
        Unit::Minute,
        &[
            "m", "min", "mins", "mn", "minute", "minutes", "minuten", "minuto", "minutos", "minutt",
            "minutter", "minut", "minuter", "minuti", "minuut",
        ],
    ),
    (
        Unit::Hour,
        &[
            "h", "hr", "hrs", "hs", "hour", "hours", "std", "stunde", "stunden", "heure", "heures", "hora",
            "horas", "timer", "timen", "time", "timme", "timmar", "ora", "ore", "uur", "uren",
        ],
    ),
    (
        Unit::Day,
        &[
            "d", "day", "days", "tag", "tage", "tagen", "jour", "jours", "día", "días", "dia", "dias", "dag",
            "dager", "døgn", "dage", "dagar", "dygn", "dagen", "giorno", "giorni",
        ],
    ),
    (
        Unit::Week,
        &[
            "w",
            "wk",
            "wks",
            "week",
            "weeks",
            "woche",
            "wochen",
            "semaine",
            "semaines",
            "semana",
            "semanas",
            "uke",
            "uker",
            "uge",
            "uger",
            "vecka",
            "veckor",
            "settimana",
            "settimane",
            "weken",
        ],
    ),
];

/// Units of scripts without blanks, longest first. `時` alone is a clock and `月` a month.
const UNIT_MARKS: &[(&str, Unit)] = &[
    ("個小時", Unit::Hour),
    ("个小时", Unit::Hour),
    ("個鐘頭", Unit::Hour),
    ("時間", Unit::Hour),
    ("小时", Unit::Hour),
    ("小時", Unit::Hour),
    ("시간", Unit::Hour),
    ("分钟", Unit::Minute),
    ("分鐘", Unit::Minute),
    ("分間", Unit::Minute),
    ("分", Unit::Minute),
    ("분", Unit::Minute),
    ("秒間", Unit::Second),
    ("秒钟", Unit::Second),
    ("秒", Unit::Second),
    ("초", Unit::Second),
    ("日間", Unit::Day),
    ("日", Unit::Day),
    ("天", Unit::Day),
    ("일", Unit::Day),
    ("週間", Unit::Week),
    ("周", Unit::Week),
    ("週", Unit::Week),
];

/// Passes a unit; gives it with its spelling.
pub(super) fn eat_unit<'a>(cursor: &mut Cursor<'a>) -> Option<(Unit, &'a str)> {
    let start = *cursor;
    if let Some((_, unit)) = UNIT_MARKS.iter().find(|(mark, _)| cursor.eat_text(mark)) {
        return Some((*unit, start.until(*cursor)));
    }
    let mut look = start;
    let word = look.word()?;
    let (unit, _) = UNITS.iter().find(|(_, names)| names.iter().any(|name| same_word(word, name)))?;
    *cursor = look;
    Some((*unit, word))
}

/// Numbers in words, in thousandths, as far as they stand before units. Words that mean other things elsewhere are left
/// out: the Norwegian `to` would make two days of "day to day".
const NUMBERS: &[(u32, &[&str])] = &[
    (1000, &["one", "ein", "eine", "einer", "einem", "un", "une", "una", "um", "uma", "én", "uno"]),
    (1500, &["anderthalb", "eineinhalb"]),
    (2000, &["two", "zwei", "deux", "dos", "dois", "duas", "två", "twee"]),
    (3000, &["three", "drei", "trois", "tres", "três", "tre", "drie"]),
    (4000, &["four", "vier", "quatre", "cuatro", "quatro", "fire", "fyra", "quattro"]),
    (5000, &["five", "fünf", "cinq", "cinco", "fem", "cinque", "vijf"]),
    (6000, &["six", "sechs", "seis", "seks", "zes"]),
    (7000, &["seven", "sieben", "sept", "siete", "sete", "sju", "syv", "sette"]),
    (8000, &["eight", "acht", "huit", "ocho", "oito", "åtte", "otte", "otto"]),
    (9000, &["nine", "neun", "neuf", "nueve", "nove", "nio"]),
    (10_000, &["ten", "zehn", "dix", "diez", "dez", "tio", "dieci", "tien"]),
    (11_000, &["eleven", "elf"]),
    (12_000, &["twelve", "zwölf"]),
    (15_000, &["fifteen", "quinze", "quince"]),
    (20_000, &["twenty", "zwanzig", "vingt", "veinte", "vinte"]),
    (30_000, &["thirty", "dreißig", "trente", "treinta", "trinta"]),
    (40_000, &["forty", "vierzig"]),
    (45_000, &["fünfundvierzig"]),
    (50_000, &["fifty"]),
    (90_000, &["ninety"]),
];

/// Passes a number in words; in thousandths.
pub(super) fn eat_number_word(cursor: &mut Cursor<'_>) -> Option<u32> {
    let mut look = *cursor;
    let word = look.word().filter(|word| word.len() <= 15)?;
    let (value, _) = NUMBERS.iter().find(|(_, names)| names.iter().any(|name| same_word(word, name)))?;
    *cursor = look;
    Some(*value)
}
