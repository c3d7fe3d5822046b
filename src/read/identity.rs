//! The title and id of a document.

mod id_patterns;

pub(super) use self::id_patterns::IdPatterns;
use super::context::Context;
use super::lexicon::{Lexicon, fold};
use super::placeholder::is_placeholder;
use crate::model::{Field, FieldId, Origin};
use crate::source::{SourceFile, Span};
use crate::text::capitalized;
use crate::when;

/// In front of a running number.
const NUMBER_MARKS: [&str; 7] = ["#", "№", "n.º", "nº", "n°", "no.", "nr."];

/// What was stripped from the beginning of a title.
#[derive(Debug, Default)]
struct TitlePrefix {
    id: Option<String>,
    severity: Option<String>,
}

/// The title of a document and what it contains.
pub(super) struct Identity {
    pub(super) title: Field<String>,
    pub(super) id: Option<Field<String>>,
    /// A severity in brackets before the title: `[P0]`.
    pub(super) severity: Option<Field<String>>,
    /// All titles as written, with the dates in them.
    pub(super) raw_titles: Vec<Field<String>>,
}

/// Reads the title and id of a document.
pub(super) fn read(context: &Context<'_, '_, '_>, patterns: &IdPatterns) -> Identity {
    let mut raw_titles: Vec<Field<String>> = Vec::new();
    let front = context
        .texts(FieldId::Title)
        .into_iter()
        .filter(|text| text.provenance.origin == Origin::FrontMatter);
    // `name: incident-ingress-cert` is the name of a file; a heading says it in words.
    let (names, front): (Vec<_>, Vec<_>) = front.partition(|text| is_file_name(&text.value));
    raw_titles.extend(front);
    if let Some(section) = context.labels.title {
        let heading = &context.outline.sections[section].heading;
        raw_titles.push(context.field(heading.text.clone(), Origin::Title, heading.span));
    }
    raw_titles.extend(
        context
            .texts(FieldId::Title)
            .into_iter()
            .filter(|text| text.provenance.origin != Origin::FrontMatter),
    );
    raw_titles.extend(names);
    raw_titles.retain(|text| !is_placeholder_title(&text.value, context.lexicon));
    // `Post-mortem` alone is only the document type; any other title says more.
    let is_only_document_type =
        |text: &Field<String>| is_only_document_type(&text.value, patterns, context.lexicon);
    if raw_titles.iter().all(is_only_document_type) {
        raw_titles.extend(title_of_first_section(context, patterns));
    }
    raw_titles.sort_by_cached_key(is_only_document_type);
    let mut prefix = TitlePrefix::default();
    let mut title = None;
    let mut id =
        context.texts(FieldId::Id).into_iter().find(|text| is_plausible_id(&text.value, context.lexicon));
    let mut severity = None;
    for text in &raw_titles {
        let words = strip_prefixes(&text.value, patterns, context.lexicon, &mut prefix);
        let words = if is_only_date(words) { text.value.trim() } else { words };
        if let Some(found) = prefix.id.take() {
            id = id.or(Some(Field { value: found, provenance: text.provenance }));
        }
        if let Some(found) = prefix.severity.take() {
            severity = severity.or(Some(Field { value: found, provenance: text.provenance }));
        }
        title = title.or_else(|| {
            (!words.is_empty()).then(|| Field { value: words.to_owned(), provenance: text.provenance })
        });
    }
    let id = id.or_else(|| raw_titles.iter().find_map(|title| numbered_incident(title, context.lexicon)));
    let named = source_name(context.source);
    let path_id = patterns
        .leading_id(&named)
        .map(|(id, _)| id.to_owned())
        .or_else(|| shared_number(&named, &raw_titles).map(str::to_owned));
    let id = id
        .map(|text| text.map(|id| clean_id(&id)))
        .or_else(|| path_id.map(|id| context.field(id, Origin::Path, Span::default())));
    let title = title.or_else(|| raw_titles.first().cloned()).unwrap_or_else(|| {
        context.field(title_from_name(&named, patterns, context.lexicon), Origin::Path, Span::default())
    });
    Identity { title, id, severity, raw_titles }
}

/// Whether a title is written as names of files are: words in small letters with hyphens between them.
fn is_file_name(title: &str) -> bool {
    let is_of_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    title.contains(['-', '_']) && title.chars().all(is_of_name)
}

/// `## INC-0042: No DNS` as the first section with an id below a title such as `Incident report`.
fn title_of_first_section(context: &Context<'_, '_, '_>, patterns: &IdPatterns) -> Option<Field<String>> {
    let title = context.labels.title?;
    let below = context.outline.sections.iter().enumerate().skip(title + 1);
    let mut named = below.filter(|(_, section)| {
        let heading = section.heading.text.trim();
        let id = patterns.leading_id(heading).filter(|(_, tail)| ends_prefix(tail));
        id.is_some_and(|(id, tail)| {
            id.contains(|c: char| c.is_ascii_alphabetic()) && !trim_separators(tail).is_empty()
        })
    });
    // A register of incidents has many of them.
    let (_, section) = named.next().filter(|_| named.next().is_none())?;
    Some(context.field(section.heading.text.clone(), Origin::Title, section.heading.span))
}

/// Whether a title is only a document type, perhaps with an id: `Post-mortem`, `Postmortem PM-2025-06`.
fn is_only_document_type(title: &str, patterns: &IdPatterns, lexicon: &Lexicon) -> bool {
    is_document_type(title, lexicon) || id_next_to_document_type(title, patterns, lexicon).is_some()
}

fn is_document_type(words: &str, lexicon: &Lexicon) -> bool {
    words.trim().is_empty() || lexicon.is_in("title_lead", &fold(words))
}

/// The id next to a document type: `Incident report INC-77`, `PM-2025-06 Postmortem`.
fn id_next_to_document_type<'t>(title: &'t str, patterns: &IdPatterns, lexicon: &Lexicon) -> Option<&'t str> {
    let id = |text: &'t str| {
        let (id, rest) = patterns.leading_id(text.trim())?;
        rest.trim().is_empty().then_some(id)
    };
    title.match_indices(' ').find_map(|(at, _)| {
        let (head, tail) = title.split_at(at);
        let after = id(tail).filter(|_| is_document_type(head, lexicon));
        after.or_else(|| id(head).filter(|_| is_document_type(tail, lexicon)))
    })
}

/// The running number with which both the name of a file and the title begin: `0007-dns.md` and `# 0007: No DNS`.
fn shared_number<'n>(name: &'n str, titles: &[Field<String>]) -> Option<&'n str> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let number = &name[..digits(name)];
    let begins = |title: &Field<String>| {
        let title = title.value.trim_start_matches(['#', '[', ' ']);
        digits(title) == number.len() && title.starts_with(number)
    };
    let is_running = number.len() > 1 && number.starts_with('0');
    (is_running && titles.iter().any(begins)).then_some(number)
}

/// `Search Postmortem (incident #212)`, `Incidente n.º 7`: the number after a type of document.
fn numbered_incident(title: &Field<String>, lexicon: &Lexicon) -> Option<Field<String>> {
    let folded = title.value.to_lowercase();
    NUMBER_MARKS.iter().find_map(|mark| {
        let at = folded.find(mark)?;
        let head = fold(&folded[..at]);
        let last = head.rsplit(' ').next()?;
        let digits: String =
            folded[at + mark.len()..].trim_start().chars().take_while(char::is_ascii_digit).collect();
        (lexicon.is_in("title_lead", last) && !digits.is_empty())
            .then_some(Field { value: digits, provenance: title.provenance })
    })
}

fn is_placeholder_title(title: &str, lexicon: &Lexicon) -> bool {
    let bare = title.rsplit([':', '：']).next().unwrap_or(title).trim();
    let is_one = |text: &str| is_placeholder(text) || lexicon.is_in("placeholder_title", &fold(text));
    title.trim().is_empty() || is_one(title) || (bare.len() < title.len() && is_one(bare))
}

pub(super) fn is_plausible_id(id: &str, lexicon: &Lexicon) -> bool {
    !id.is_empty()
        && id.chars().count() <= 64
        && !is_placeholder(id)
        && !super::placeholder::is_choice(id)
        && !lexicon.is_nothing(id)
}

fn clean_id(id: &str) -> String {
    // `831 (SEV-1)`
    let (id, _) = id.split_once(" (").filter(|(id, _)| !id.trim().is_empty()).unwrap_or((id, ""));
    id.trim().trim_matches(['[', ']', '`', '*', '#']).trim().to_owned()
}

/// The title without id, date, severity and `Incident:` before it, unless nothing would be left.
fn strip_prefixes<'t>(
    title: &'t str,
    patterns: &IdPatterns,
    lexicon: &Lexicon,
    prefix: &mut TitlePrefix,
) -> &'t str {
    let mut rest = title.trim();
    loop {
        let before = rest;
        rest = strip_brackets(rest, patterns, prefix);
        if let Some((id, tail)) = patterns.leading_id(rest)
            && ends_prefix(tail)
        {
            prefix.id.get_or_insert_with(|| id.to_owned());
            rest = trim_separators(tail);
        }
        rest = strip_date(rest);
        rest = strip_document_type(rest, patterns, lexicon, prefix);
        rest = strip_words(rest, lexicon);
        if rest.is_empty() {
            return if before.len() == title.trim().len() { title.trim() } else { before };
        }
        if rest == before {
            return rest;
        }
    }
}

/// Whether a text is a date and nothing else, which names no incident.
fn is_only_date(text: &str) -> bool {
    when::find_date(text, None).is_some_and(|found| found.start == 0 && found.end == text.len())
}

fn ends_prefix(tail: &str) -> bool {
    tail.is_empty() || tail.starts_with([':', '：', ' ', '-', '–', '—', ',', ']', ')', '|', '_', '/'])
}

fn trim_separators(text: &str) -> &str {
    text.trim_start_matches([':', '：', ' ', '-', '–', '—', ',', '|', '·', '/', '_', ')', ']']).trim()
}

/// `[INC-20260814-001][P0] …`
fn strip_brackets<'t>(text: &'t str, patterns: &IdPatterns, prefix: &mut TitlePrefix) -> &'t str {
    let Some(inner) = text.strip_prefix(['[', '【', '（', '(']) else { return text };
    let Some((content, rest)) = inner.split_once([']', '】', '）', ')']) else { return text };
    let (content, rest) = (content.trim(), trim_separators(rest));
    if rest.is_empty() || content.chars().count() > 24 {
        return text;
    }
    if patterns.leading_id(content).is_some_and(|(_, tail)| tail.is_empty()) {
        prefix.id.get_or_insert_with(|| content.to_owned());
    } else if is_severity_token(content) {
        prefix.severity.get_or_insert_with(|| content.to_owned());
    }
    rest
}

/// `P0`, `SEV-1`, `S2`, `Sev 3`.
pub(super) fn is_severity_token(text: &str) -> bool {
    let folded: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    ["severity", "sev", "s", "p"].iter().any(|prefix| {
        folded.strip_prefix(prefix).is_some_and(|digits| {
            !digits.is_empty() && digits.len() <= 1 && digits.chars().all(|c| c.is_ascii_digit())
        })
    })
}

/// `2017-09-27, Hub 403` and `2023-12-11: …`. A date after other words stays (`Incident on 2020-02-12`).
fn strip_date(text: &str) -> &str {
    let Some(found) = when::find_date(text, None) else { return text };
    if found.start > 0 {
        return text;
    }
    let mut tail = &text[found.end..];
    if let Some(clock) = when::find_clock(tail)
        && tail[..clock.start].chars().all(|c| matches!(c, ' ' | ',' | 'T'))
    {
        tail = &tail[clock.end..];
        if let Some(zone) = when::find_zone(tail)
            && tail[..zone.start].trim().is_empty()
        {
            tail = &tail[zone.end..];
        }
    }
    // `Oct 31 2021 Dust Storm` is a name with a date in it; `Oct 31 2021: Dust Storm` is a date and a name.
    let iso = text[..found.end].bytes().next().is_some_and(|byte| byte.is_ascii_digit())
        && text[..found.end].len() >= 10
        && text.as_bytes()[4] == b'-';
    let parted = tail.is_empty() || tail.trim_start().starts_with([':', '：', '-', '–', '—', ',', '|', '/']);
    if ends_prefix(tail) && (iso || parted) { trim_separators(tail) } else { text }
}

/// `Incident report INC-77: …`
fn strip_document_type<'t>(
    text: &'t str,
    patterns: &IdPatterns,
    lexicon: &Lexicon,
    prefix: &mut TitlePrefix,
) -> &'t str {
    let ends = [":", "：", " - ", " – ", " — "].iter().filter_map(|mark| text.find(mark));
    let Some(at) = ends.min() else { return text };
    let Some(id) = id_next_to_document_type(&text[..at], patterns, lexicon) else { return text };
    prefix.id.get_or_insert_with(|| id.to_owned());
    trim_separators(&text[at..])
}

/// `Post-Mortem: …`, `Incident on 2020-01-01 - …`, `incident date: …`.
fn strip_words<'t>(text: &'t str, lexicon: &Lexicon) -> &'t str {
    if let Some(at) = text.find([':', '：'])
        && at <= 48
        && lexicon.is_in("title_lead", &fold(&text[..at]))
    {
        return trim_separators(&text[at..]);
    }
    // `Incident on <date> - words`, `Incident <date>: words` and `Postmortem - words`
    for separator in [": ", "：", " - ", " – ", " — ", " | "] {
        if let Some((head, tail)) = text.split_once(separator) {
            let words = match when::find_date(head, None) {
                Some(found) if head[found.end..].trim().is_empty() => &head[..found.start],
                Some(_) => continue,
                None => head,
            };
            let words = fold(words);
            let words = words
                .strip_suffix(" on")
                .or_else(|| words.strip_suffix(" of"))
                .or_else(|| words.strip_suffix(" for"))
                .unwrap_or(&words);
            if lexicon.list("title_lead").any(|word| word == words) {
                return tail.trim();
            }
        }
    }
    text
}

/// The name of a file: its stem, or the name of its folder if it is the index file of the folder.
pub(super) fn source_name(source: &SourceFile) -> String {
    let stem = source.stem();
    let bundle = matches!(stem.to_lowercase().as_str(), "index" | "_index" | "readme");
    let folder = source.path.rsplit('/').nth(1).filter(|_| bundle);
    folder.unwrap_or(stem).to_owned()
}

fn title_from_name(name: &str, patterns: &IdPatterns, lexicon: &Lexicon) -> String {
    let mut prefix = TitlePrefix::default();
    let spaced = name.replace(['_'], " ");
    let stripped = strip_prefixes(&spaced, patterns, lexicon, &mut prefix);
    let words = if stripped.contains(' ') { stripped.to_owned() } else { stripped.replace('-', " ") };
    let title = capitalized(words.trim());
    if title.is_empty() { name.to_owned() } else { title }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn check(title: &str, want: (&str, Option<&str>, Option<&str>)) {
        let config = Config::default();
        let (patterns, lexicon) = (IdPatterns::new(&config), Lexicon::new(&config));
        let mut prefix = TitlePrefix::default();
        let words = strip_prefixes(title, &patterns, &lexicon, &mut prefix);
        assert_eq!((words, prefix.id.as_deref(), prefix.severity.as_deref()), want);
    }

    #[test]
    fn strips_id_date_severity_and_document_type_from_titles() {
        check("Post-Mortem: Checkout returns 5xx", ("Checkout returns 5xx", None, None));
        check("PM-2026-001: recap OOM", ("recap OOM", Some("PM-2026-001"), None));
        check("[INC-20260721-001][P0] Heartbeat", ("Heartbeat", Some("INC-20260721-001"), Some("P0")));
        check("2017-09-27, Hub 403", ("Hub 403", None, None));
        check("01.07.2019 - Manglende inntekter", ("Manglende inntekter", None, None));
        check("Incident on 2020-02-12", ("Incident on 2020-02-12", None, None));
        check("Incident on 2021-05-10 - Apply Pipeline downtime", ("Apply Pipeline downtime", None, None));
        check(
            "incident date: 2019-02-20, kubectl logs unavailable",
            ("kubectl logs unavailable", None, None),
        );
        check("Oct 31 2021 Dust Storm", ("Oct 31 2021 Dust Storm", None, None));
        check("SEV-1 on the api", ("SEV-1 on the api", None, None));
        check("Postmortem IR-031: Wrong receipts", ("Wrong receipts", Some("IR-031"), None));
        check("INC-4: Checkout is slow", ("Checkout is slow", Some("INC-4"), None));
        check("Incident 4: Checkout is slow", ("Incident 4: Checkout is slow", None, None));
        check("Отчёт об инциденте INC-77 — запись", ("запись", Some("INC-77"), None));
    }
}
