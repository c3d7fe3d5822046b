//! Title and id: what a document is called.

mod patterns;

pub(super) use self::patterns::Patterns;
use super::context::Context;
use super::field_id::FieldId;
use super::lexicon::{Lexicon, fold};
use super::placeholder::is_placeholder;
use crate::model::{Field, Origin};
use crate::source::{SourceFile, Span};
use crate::when;

/// What stands before the words of a title.
#[derive(Debug, Default)]
struct Lead {
    id: Option<String>,
    severity: Option<String>,
}

/// A title taken apart.
pub(super) struct Named {
    pub(super) title: Field<String>,
    pub(super) id: Option<Field<String>>,
    /// A severity in brackets before the title: `[P0]`.
    pub(super) severity: Option<Field<String>>,
    /// The titles as written, for the dates in them.
    pub(super) written: Vec<Field<String>>,
}

/// Reads the names of a document.
pub(super) fn read(context: &Context<'_, '_, '_>, patterns: &Patterns) -> Named {
    let mut written: Vec<Field<String>> = Vec::new();
    let front = context
        .texts(FieldId::Title)
        .into_iter()
        .filter(|text| text.provenance.origin == Origin::FrontMatter);
    written.extend(front);
    if let Some(section) = context.labels.title {
        let heading = &context.outline.sections[section].heading;
        written.push(context.field(heading.text.clone(), Origin::Title, heading.span));
    }
    written.extend(
        context
            .texts(FieldId::Title)
            .into_iter()
            .filter(|text| text.provenance.origin != Origin::FrontMatter),
    );
    written.retain(|text| !is_placeholder_title(&text.value, context.lexicon));
    // `Post-mortem` alone is the name of the form; any other title says more.
    let is_form = |text: &Field<String>| is_form(&text.value, patterns, context.lexicon);
    written.sort_by_cached_key(is_form);
    let mut lead = Lead::default();
    let mut title = None;
    let mut id =
        context.texts(FieldId::Id).into_iter().find(|text| is_sensible_id(&text.value, context.lexicon));
    let mut severity = None;
    for text in &written {
        let words = strip_lead(&text.value, patterns, context.lexicon, &mut lead);
        if let Some(found) = lead.id.take() {
            id = id.or(Some(Field { value: found, provenance: text.provenance }));
        }
        if let Some(found) = lead.severity.take() {
            severity = severity.or(Some(Field { value: found, provenance: text.provenance }));
        }
        title = title.or_else(|| {
            (!words.is_empty()).then(|| Field { value: words.to_owned(), provenance: text.provenance })
        });
    }
    let id = id.or_else(|| written.iter().find_map(numbered_incident));
    let named = name_of(context.source);
    let path_id = patterns.leading_id(&named).map(|(id, _)| id.to_owned());
    let id = id
        .map(|text| text.map(|id| clean_id(&id)))
        .or_else(|| path_id.map(|id| context.field(id, Origin::Path, Span::default())));
    let title = title.or_else(|| written.first().cloned()).unwrap_or_else(|| {
        context.field(title_from_name(&named, patterns, context.lexicon), Origin::Path, Span::default())
    });
    Named { title, id, severity, written }
}

/// Whether a title holds nothing but the name of the form and an id: `Post-mortem`, `Postmortem PM-2025-06`.
fn is_form(title: &str, patterns: &Patterns, lexicon: &Lexicon) -> bool {
    is_lead(title, lexicon) || form_id(title, patterns, lexicon).is_some()
}

fn is_lead(words: &str, lexicon: &Lexicon) -> bool {
    words.trim().is_empty() || lexicon.is_in("title_lead", &fold(words))
}

/// The id beside the name of the form: `Incident report INC-77`, `PM-2025-06 Postmortem`.
fn form_id<'t>(title: &'t str, patterns: &Patterns, lexicon: &Lexicon) -> Option<&'t str> {
    let id = |text: &'t str| {
        let (id, rest) = patterns.leading_id(text.trim())?;
        rest.trim().is_empty().then_some(id)
    };
    title.match_indices(' ').find_map(|(at, _)| {
        let (head, tail) = title.split_at(at);
        let behind = id(tail).filter(|_| is_lead(head, lexicon));
        behind.or_else(|| id(head).filter(|_| is_lead(tail, lexicon)))
    })
}

/// `Search Postmortem (incident #212)`
fn numbered_incident(title: &Field<String>) -> Option<Field<String>> {
    let folded = title.value.to_lowercase();
    let at = folded.find("incident #")? + "incident #".len();
    let digits: String = folded[at..].chars().take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(Field { value: digits, provenance: title.provenance })
}

fn is_placeholder_title(title: &str, lexicon: &Lexicon) -> bool {
    let bare = title.rsplit([':', '：']).next().unwrap_or(title).trim();
    let is_one = |text: &str| is_placeholder(text) || lexicon.is_in("placeholder_title", &fold(text));
    title.trim().is_empty() || is_one(title) || (bare.len() < title.len() && is_one(bare))
}

fn is_sensible_id(id: &str, lexicon: &Lexicon) -> bool {
    !id.is_empty()
        && id.chars().count() <= 64
        && !is_placeholder(id)
        && !super::placeholder::is_choice(id)
        && !lexicon.is_nothing(id)
}

fn clean_id(id: &str) -> String {
    id.trim().trim_matches(['[', ']', '`', '*', '#']).trim().to_owned()
}

/// The words of a title: without id, date, severity and `Incident:` in front, unless nothing would be left.
fn strip_lead<'t>(title: &'t str, patterns: &Patterns, lexicon: &Lexicon, lead: &mut Lead) -> &'t str {
    let mut rest = title.trim();
    loop {
        let before = rest;
        rest = strip_brackets(rest, patterns, lead);
        if let Some((id, tail)) = patterns.leading_id(rest)
            && is_lead_end(tail)
        {
            lead.id.get_or_insert_with(|| id.to_owned());
            rest = trim_separators(tail);
        }
        rest = strip_date(rest);
        rest = strip_form(rest, patterns, lexicon, lead);
        rest = strip_words(rest, lexicon);
        if rest.is_empty() {
            return if before.len() == title.trim().len() { title.trim() } else { before };
        }
        if rest == before {
            return rest;
        }
    }
}

fn is_lead_end(tail: &str) -> bool {
    tail.is_empty() || tail.starts_with([':', '：', ' ', '-', '–', '—', ',', ']', ')', '|', '_', '/'])
}

fn trim_separators(text: &str) -> &str {
    text.trim_start_matches([':', '：', ' ', '-', '–', '—', ',', '|', '·', '/', '_', ')', ']']).trim()
}

/// `[INC-20260814-001][P0] …`
fn strip_brackets<'t>(text: &'t str, patterns: &Patterns, lead: &mut Lead) -> &'t str {
    let Some(inner) = text.strip_prefix(['[', '【', '（', '(']) else { return text };
    let Some(end) = inner.find([']', '】', '）', ')']) else { return text };
    let content = inner[..end].trim();
    let rest = trim_separators(
        &inner[end..].chars().as_str()[inner[end..].chars().next().map_or(0, char::len_utf8)..],
    );
    if rest.is_empty() || content.chars().count() > 24 {
        return text;
    }
    if patterns.leading_id(content).is_some_and(|(_, tail)| tail.is_empty()) {
        lead.id.get_or_insert_with(|| content.to_owned());
    } else if is_severity_token(content) {
        lead.severity.get_or_insert_with(|| content.to_owned());
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

/// `2017-09-27, Hub 403` and `2023-12-11: …`; a date that a word precedes stays (`Incident on 2020-02-12`), its tail counts.
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
    if is_lead_end(tail) && (iso || parted) { trim_separators(tail) } else { text }
}

/// `Incident report INC-77: …`
fn strip_form<'t>(text: &'t str, patterns: &Patterns, lexicon: &Lexicon, lead: &mut Lead) -> &'t str {
    let ends = [":", "：", " - ", " – ", " — "].iter().filter_map(|mark| text.find(mark));
    let Some(at) = ends.min() else { return text };
    let Some(id) = form_id(&text[..at], patterns, lexicon) else { return text };
    lead.id.get_or_insert_with(|| id.to_owned());
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
    // `Incident on <date> - words` and `Postmortem - words`
    for separator in [" - ", " – ", " — ", " | "] {
        if let Some((head, tail)) = text.split_once(separator) {
            let words = when::find_date(head, None).map_or(head, |found| &head[..found.start]);
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

/// The name by which a file speaks of its content: its stem, or that of its folder in a page bundle.
pub(super) fn name_of(source: &SourceFile) -> String {
    let stem = source.stem();
    let bundle = matches!(stem.to_lowercase().as_str(), "index" | "_index" | "readme");
    let folder = source.path.rsplit('/').nth(1).filter(|_| bundle);
    folder.unwrap_or(stem).to_owned()
}

fn title_from_name(name: &str, patterns: &Patterns, lexicon: &Lexicon) -> String {
    let mut lead = Lead::default();
    let spaced = name.replace(['_'], " ");
    let stripped = strip_lead(&spaced, patterns, lexicon, &mut lead);
    let words = if stripped.contains(' ') { stripped.to_owned() } else { stripped.replace('-', " ") };
    let mut chars = words.trim().chars();
    chars.next().map_or_else(|| name.to_owned(), |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn check(title: &str, want: (&str, Option<&str>, Option<&str>)) {
        let config = Config::default();
        let (patterns, lexicon) = (Patterns::new(&config), Lexicon::new(&config));
        let mut lead = Lead::default();
        let words = strip_lead(title, &patterns, &lexicon, &mut lead);
        assert_eq!((words, lead.id.as_deref(), lead.severity.as_deref()), want);
    }

    #[test]
    fn a_title_is_its_words() {
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
        check("Отчёт об инциденте INC-77 — запись", ("запись", Some("INC-77"), None));
    }
}
