//! Severity, status, people, services and tags.

use super::context::{Context, list, scalar};
use super::identity::Identity;
use super::labels::Label;
use super::lexicon::{Lexicon, fold};
use super::outline::Block;
use super::people;
use super::placeholder::{is_choice, is_placeholder};
use crate::diag::Code;
use crate::model::{Field, FieldId, Origin, Severity, Status, StatusKind};
use crate::text::squeeze;

/// The severity, on the archive's own scale.
pub(super) fn severity(context: &mut Context<'_, '_, '_>, named: &Identity) -> Option<Field<Severity>> {
    let stated = context.texts(FieldId::Severity).into_iter().find(|text| {
        !is_placeholder(&text.value) && !is_choice(&text.value) && !context.lexicon.is_nothing(&text.value)
    });
    // A document without a severity may have a priority instead.
    let priority = || {
        context
            .texts(FieldId::Priority)
            .into_iter()
            .find(|text| !is_choice(&text.value) && !context.lexicon.is_nothing(&text.value))
    };
    let written = stated
        .or_else(|| named.severity.clone())
        .or_else(priority)
        .or_else(|| token_in_title(named))
        .or_else(|| token_in_id(context))
        .or_else(|| token_in_tags(context))?;
    let label = token(&written.value);
    // `二级（P2）`: of two names, the one that is on the scale.
    let label = match in_brackets(&written.value) {
        Some(level) if context.config.severity(&label).is_none() => level.to_owned(),
        _ => label,
    };
    if !is_level(&label) {
        return None;
    }
    let known = context.config.severity(&label).map(|(step, level)| (step.key.clone(), level));
    if known.is_none() {
        context.report(
            Code::SeverityUnknown,
            written.provenance.span,
            format!("unknown severity `{label}`"),
            "add it to the `aliases` of a `[[severity]]` in pmsite.toml",
        );
    }
    let (key, level) = known.unzip();
    Some(written.map(|_| Severity { label, key, level }))
}

/// Whether a text can be the name of a level. What is longer explains something.
pub(super) fn is_level(label: &str) -> bool {
    !label.is_empty() && !label.ends_with('?') && label.chars().count() <= 40
}

/// `SEV-3（one sentence why）`, `S1. prose`, `2 - major`: the token before the comment.
pub(super) fn token(text: &str) -> String {
    // A scoped label of GitLab: `~"severity::3"`.
    let text = text.rsplit("::").next().filter(|_| text.starts_with('~')).unwrap_or(text);
    if let Some(level) = leading_level(text) {
        return level.to_owned();
    }
    let cut = text.find(['(', '（', ',', '，', ';', '；', ':', '：', '|']).unwrap_or(text.len());
    let head = &text[..cut];
    let head = [" - ", " – ", " — ", ". ", "。"]
        .iter()
        .filter_map(|mark| head.find(mark))
        .min()
        .map_or(head, |at| &head[..at]);
    head.trim().trim_matches(['`', '*', '"', '\'', '[', ']', '.', '#']).trim().to_owned()
}

/// The level in brackets after other words.
fn in_brackets(text: &str) -> Option<&str> {
    let (head, inner) = text.split_once(['(', '（'])?;
    let level = inner.split([')', '）']).next()?.trim();
    (!head.trim().is_empty() && super::identity::is_severity_token(level)).then_some(level)
}

/// The level at the start of a text with more words: `P1-严重`, `SEV2: major`, `S3 minor`.
fn leading_level(text: &str) -> Option<&str> {
    let text = text.trim().trim_start_matches(['[', '`', '*', '"', '#']);
    let digit = text.find(|c: char| c.is_ascii_digit())?;
    let end = digit + 1;
    let goes_on =
        text[end..].chars().next().is_none_or(|c| c.is_ascii_alphanumeric() || c == '.' || c == '/');
    let level = &text[..end];
    (!goes_on && super::identity::is_severity_token(level)).then_some(level)
}

/// `SEV-1 on the api` names the severity in its title.
fn token_in_title(named: &Identity) -> Option<Field<String>> {
    named.raw_titles.iter().find_map(|title| {
        let word =
            title.value.split(|c: char| c.is_whitespace() || matches!(c, ':' | '(' | ')' | '[' | ']' | ','));
        let found = word.into_iter().find(|word| {
            word.to_lowercase().starts_with("sev") && super::identity::is_severity_token(word)
        })?;
        Some(Field { value: found.to_owned(), provenance: title.provenance })
    })
}

/// `Incident ID: 831 (SEV-1)`
fn token_in_id(context: &Context<'_, '_, '_>) -> Option<Field<String>> {
    let ids = context.texts(FieldId::Id);
    ids.into_iter().find_map(|id| {
        let level = in_brackets(&id.value)?.to_owned();
        Some(Field { value: level, provenance: id.provenance })
    })
}

/// A label of a code host: `sev-2`, `severity/2`, `Severity: major`.
fn token_in_tags(context: &Context<'_, '_, '_>) -> Option<Field<String>> {
    context.front(FieldId::Tag).find_map(|entry| {
        let found = list(&entry.value).into_iter().find_map(|tag| {
            let tag = tag.trim().trim_matches(['"', '`', '#']).to_owned();
            let valued = tag
                .split_once([':', '/'])
                .filter(|(key, _)| context.lexicon.key(key) == Some(FieldId::Severity));
            match valued {
                Some((_, value)) => Some(value.trim().to_owned()),
                None => {
                    (fold(&tag).starts_with("sev") && super::identity::is_severity_token(&tag)).then_some(tag)
                }
            }
        })?;
        Some(context.field(found, Origin::FrontMatter, entry.span))
    })
}

/// The status of the document or incident.
pub(super) fn status(context: &Context<'_, '_, '_>) -> Option<Field<Status>> {
    for text in context.texts(FieldId::Status) {
        let bare = text.value.trim_matches(['[', ']', '`', '*', ' ']);
        let known = kind(context.lexicon, bare) != StatusKind::Other;
        if is_choice(&text.value)
            || context.lexicon.is_nothing(bare)
            || (is_placeholder(&text.value) && !known)
        {
            continue;
        }
        let cut = bare.find(['（', '(']).filter(|at| *at > 0).unwrap_or(bare.len());
        let label = bare[..cut].trim().to_owned();
        let kind = kind(context.lexicon, &label);
        return Some(text.map(|_| Status { label, kind }));
    }
    flag(context)
}

/// `resolved: true` and `draft: true`.
fn flag(context: &Context<'_, '_, '_>) -> Option<Field<Status>> {
    let is_set = |slot| context.front(slot).find(|entry| entry.value == serde_json::Value::Bool(true));
    if let Some(entry) = is_set(FieldId::Draft) {
        return Some(context.field(
            Status { label: "Draft".to_owned(), kind: StatusKind::Draft },
            Origin::FrontMatter,
            entry.span,
        ));
    }
    is_set(FieldId::Resolved).map(|entry| {
        context.field(
            Status { label: "resolved".to_owned(), kind: StatusKind::Final },
            Origin::FrontMatter,
            entry.span,
        )
    })
}

/// Whether a text, without the brackets of a template, is a status that the lexicon knows.
pub(super) fn is_status(lexicon: &Lexicon, text: &str) -> bool {
    kind(lexicon, text.trim_matches(['[', ']', '`', '*', ' '])) != StatusKind::Other
}

/// What a status means.
pub(super) fn kind(lexicon: &Lexicon, label: &str) -> StatusKind {
    match lexicon.statuses.leading(&fold(label)).map(|(name, _)| name) {
        Some("draft") => StatusKind::Draft,
        Some("reviewed") => StatusKind::Reviewed,
        Some("final") => StatusKind::Final,
        _ => StatusKind::Other,
    }
}

/// Who wrote or owns the document. The incident commander is not its author.
pub(super) fn authors(context: &Context<'_, '_, '_>) -> Option<Field<Vec<String>>> {
    let stated = names(context, FieldId::Author, people::author);
    // The `owner` in front matter is often a team. An author named in the document takes precedence.
    let owned =
        context.front(FieldId::Author).all(|entry| context.lexicon.is_in("team_key", &fold(&entry.key)));
    let from_front = stated.as_ref().is_some_and(|field| field.provenance.origin == Origin::FrontMatter);
    let in_body = || {
        let labels = context.labels(FieldId::Author).into_iter();
        labels.filter(|label| !context.lexicon.is_in("team_key", &fold(&label.key))).find_map(|label| {
            let names = split_names(label, people::author, context.lexicon);
            (!names.is_empty()).then(|| context.field(names, label.origin, label.span))
        })
    };
    if from_front && owned { in_body().or(stated) } else { stated }
}

/// What was affected.
pub(super) fn services(context: &Context<'_, '_, '_>) -> Option<Field<Vec<String>>> {
    names(context, FieldId::Service, service)
}

/// Tags, categories and keywords.
pub(super) fn tags(context: &Context<'_, '_, '_>) -> Option<Field<Vec<String>>> {
    let mut found: Option<Field<Vec<String>>> = None;
    for entry in context.front(FieldId::Tag) {
        let tags = list(&entry.value).into_iter().flat_map(|text| split_tags(&text)).collect();
        merge(&mut found, context.field(tags, Origin::FrontMatter, entry.span));
    }
    if found.is_none() {
        for label in context.labels(FieldId::Tag) {
            let tags = label.text().split([',', '、', ';']).flat_map(split_tags).collect();
            merge(&mut found, context.field(tags, label.origin, label.span));
        }
    }
    found.filter(|field| !field.value.is_empty())
}

fn merge(found: &mut Option<Field<Vec<String>>>, more: Field<Vec<String>>) {
    let field = found.get_or_insert(Field { value: Vec::new(), provenance: more.provenance });
    for tag in more.value {
        if !field.value.contains(&tag) {
            field.value.push(tag);
        }
    }
}

/// `#backend #db` is two tags, `data loss` one.
pub(super) fn split_tags(text: &str) -> Vec<String> {
    let clean = |tag: &str| tag.trim_matches(['#', '`', '*', '"', '[', ']', ' ']).to_owned();
    let tags: Vec<String> =
        if text.contains('#') { text.split_whitespace().map(clean).collect() } else { vec![clean(text)] };
    tags.into_iter()
        .filter(|tag| !tag.is_empty() && tag.chars().count() <= 40 && !is_placeholder(tag))
        .collect()
}

/// Other ids or addresses of the document.
pub(super) fn aliases(context: &Context<'_, '_, '_>) -> Option<Field<Vec<String>>> {
    let entry = context.front(FieldId::Aliases).next()?;
    let aliases: Vec<_> = list(&entry.value).into_iter().filter(|alias| !alias.is_empty()).collect();
    (!aliases.is_empty()).then(|| context.field(aliases, Origin::FrontMatter, entry.span))
}

fn names(
    context: &Context<'_, '_, '_>,
    slot: FieldId,
    clean: fn(&str, &Lexicon) -> Option<String>,
) -> Option<Field<Vec<String>>> {
    let mut front: Option<Field<Vec<String>>> = None;
    for entry in context.front(slot) {
        let texts = match slot {
            FieldId::Author => people::names(&entry.value, context.lexicon),
            _ => list(&entry.value),
        };
        let names: Vec<_> = texts.iter().filter_map(|name| clean(&squeeze(name), context.lexicon)).collect();
        merge(&mut front, context.field(names, Origin::FrontMatter, entry.span));
    }
    if let Some(front) = front.filter(|field| !field.value.is_empty()) {
        return Some(front);
    }
    context.labels(slot).into_iter().find_map(|label| {
        let names = split_names(label, clean, context.lexicon);
        (!names.is_empty()).then(|| context.field(names, label.origin, label.span))
    })
}

fn split_names(
    label: &Label<'_, '_>,
    clean: fn(&str, &Lexicon) -> Option<String>,
    lexicon: &Lexicon,
) -> Vec<String> {
    let beside: String = label.parts.iter().map(super::labels::Part::text).collect::<Vec<_>>().join(", ");
    let mut names = Vec::new();
    let mut add = |text: &str| {
        let text = without_remarks(text);
        let names_of = match label.field {
            FieldId::Author => people::split(&text, lexicon),
            _ => split(&text).collect(),
        };
        for name in names_of {
            if let Some(name) = clean(name, lexicon)
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
    };
    add(&beside);
    if beside.trim().is_empty() {
        for block in &label.blocks {
            match block {
                Block::List(items) => {
                    for line in items.iter().filter_map(|item| item.lines().first()) {
                        add(&line.text);
                    }
                }
                Block::Paragraph(lines) => {
                    lines.iter().filter(|line| !line.is_emphasized()).for_each(|line| add(&line.text));
                }
                _ => {}
            }
        }
    }
    names
}

pub(super) fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '、', ';', '；', '，', '\n', '|', '·'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" & "))
        .flat_map(|part| part.split(" / "))
}

/// Text without the parts in brackets.
pub(super) fn without_remarks(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| match c {
            '(' | '（' => {
                depth += 1;
                false
            }
            ')' | '）' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// The name of a person or team, if the text can be one.
pub(super) fn person(text: &str, lexicon: &Lexicon) -> Option<String> {
    let name = text.trim().trim_matches(['*', '`', '_', '"', ':', '.', ' ', '@']).trim();
    let short = name.chars().count() <= 48 && name.split_whitespace().count() <= 5;
    (short
        && name.chars().any(char::is_alphanumeric)
        && !lexicon.is_nothing(name)
        && !is_placeholder(text)
        && !is_choice(text))
    .then(|| name.to_owned())
}

pub(super) fn service(text: &str, lexicon: &Lexicon) -> Option<String> {
    let name = text.trim().trim_matches(['*', '`', '_', '"', ':', '[', ']', ' ']).trim();
    let short = name.chars().count() <= 60 && name.split_whitespace().count() <= 6;
    (short && name.chars().any(char::is_alphanumeric) && !lexicon.is_nothing(name) && !is_placeholder(text))
        .then(|| name.trim_end_matches('.').to_owned())
}

/// Whether a flag of the front matter is set: `draft: true`, `informational: true`.
pub(super) fn is_set(context: &Context<'_, '_, '_>, slot: FieldId) -> bool {
    context.front(slot).any(|entry| flag_of(&entry.value) == Some(true))
}

/// The value of a flag, also as YAML 1.1 has them: `yes`, `off`.
pub(super) fn flag_of(value: &serde_json::Value) -> Option<bool> {
    if let serde_json::Value::Bool(flag) = value {
        return Some(*flag);
    }
    match scalar(value)?.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Some(true),
        "false" | "no" | "off" | "0" => Some(false),
        _ => None,
    }
}
