//! The path of a new document.

use jiff::civil::Date;

use super::Facts;
use super::pattern::{Piece, folder_pieces, most_frequent, pieces, render};
use crate::archive::{Archive, Incident};
use crate::text::{shorten, slug};

/// How many of the newest incidents the pattern is learned from.
const SAMPLE_SIZE: usize = 24;

/// The longest title in a file name, in characters.
const MAX_TITLE: usize = 70;

/// Characters that some file systems forbid.
const FORBIDDEN: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// How titles are written in file names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Title {
    /// In lower-case ASCII, with words joined by this character.
    Joined(char),
    /// Unchanged, with spaces.
    Unchanged,
}

/// A piece of a file name.
#[derive(Clone, Debug, PartialEq, Eq)]
enum NamePart {
    /// The id, unchanged or in lower case.
    Id { lower: bool },
    /// A date or literal text.
    Piece(Piece),
    /// The title.
    Title(Title),
    /// A sequential number with at least this many digits.
    Number(usize),
}

/// The pattern of the paths of documents.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pattern {
    /// The folders.
    folders: Vec<Vec<Piece>>,
    /// The name of the file, or of the folder of a page bundle.
    name: Vec<NamePart>,
    /// The end of the path: `.md`, `/index.md`.
    ending: String,
}

/// The path of a new document relative to the content folder, following the pattern of the newest documents. `folder` overrides the
/// folder.
pub fn place(archive: &Archive, facts: &Facts, folder: Option<&str>) -> String {
    let patterns: Vec<Pattern> =
        archive.incidents.iter().take(SAMPLE_SIZE).map(|incident| pattern(incident)).collect();
    let pattern = most_frequent(patterns).unwrap_or_else(|| Pattern {
        folders: vec![vec![Piece::Day("%Y")]],
        name: vec![
            NamePart::Id { lower: false },
            NamePart::Piece(Piece::Text("-".to_owned())),
            NamePart::Title(Title::Joined('-')),
        ],
        ending: ".md".to_owned(),
    });
    let mut path: Vec<String> = match folder {
        Some(folder) => folder.split('/').map(str::to_owned).collect(),
        None => pattern.folders.iter().map(|pieces| render(pieces, facts.date)).collect(),
    };
    path.retain(|part| !matches!(part.as_str(), "" | "."));
    let counted = archive.incidents.iter().filter_map(|incident| Some(number(&own_name(incident).1)?.1));
    let next = counted.max().unwrap_or(0) + 1;
    let name: String = pattern.name.iter().map(|piece| text(piece, facts, next)).collect();
    path.push(format!("{}{}", name.trim_matches([' ', '.', '_']), pattern.ending));
    path.join("/")
}

fn text(piece: &NamePart, facts: &Facts, next: u32) -> String {
    match piece {
        NamePart::Number(width) => format!("{next:0width$}"),
        NamePart::Id { lower } => {
            let id: String =
                facts.id.iter().flat_map(|id| id.chars()).filter(|c| !FORBIDDEN.contains(c)).collect();
            if *lower { id.to_lowercase() } else { id }
        }
        NamePart::Piece(piece) => render(std::slice::from_ref(piece), facts.date),
        NamePart::Title(Title::Joined(joiner)) => {
            let slug = slug(&facts.title);
            let words = slug.split('-').scan(0, |length, word| {
                *length += word.len() + 1;
                (*length <= MAX_TITLE || *length == word.len() + 1).then_some(word)
            });
            words.collect::<Vec<_>>().join(&joiner.to_string())
        }
        NamePart::Title(Title::Unchanged) => {
            let harmless = |c: &char| !FORBIDDEN.contains(c) && !c.is_control();
            let title: String = facts.title.chars().filter(harmless).collect();
            shorten(&title, MAX_TITLE).replace('…', "")
        }
    }
}

/// Folder, name and extension of a document. The name of a page bundle is that of its folder.
fn own_name(incident: &Incident) -> (&str, String, String) {
    let path = &*incident.source.path;
    let stem = incident.source.stem();
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let bundle = matches!(stem.to_lowercase().as_str(), "index" | "_index" | "readme") && !folder.is_empty();
    if bundle {
        let (above, own) = folder.rsplit_once('/').unwrap_or(("", folder));
        return (above, own.to_owned(), format!("/{file}"));
    }
    (folder, stem.to_owned(), file.strip_prefix(stem).unwrap_or(".md").to_owned())
}

fn pattern(incident: &Incident) -> Pattern {
    let day = incident.card.date;
    let (folder, stem, ending) = own_name(incident);
    let folders = folder.split('/').filter(|part| !part.is_empty());
    Pattern {
        folders: folders.map(|part| folder_pieces(part, day)).collect(),
        name: name(&stem, incident.record.id.as_ref().map(|id| id.value.as_str()), day),
        ending,
    }
}

/// Finds a sequential number in a name, perhaps with text before it or a title after it. Returns the text before it, the number, and how many
/// digits it has.
fn number(name: &str) -> Option<(&str, u32, usize)> {
    const MAX_DIGITS: usize = 4;
    let head = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let last = &name[head.len()..];
    let front = &name[..name.find(|c: char| !c.is_ascii_digit()).unwrap_or(name.len())];
    let (before, digits) = if last.is_empty() { ("", front) } else { (head, last) };
    let simple = !before.contains(|c: char| c.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| simple && (1..=MAX_DIGITS).contains(&digits.len()))?;
    Some((before, number, digits.len()))
}

/// Splits a file name: id and date first, then the title.
fn name(stem: &str, id: Option<&str>, day: Option<Date>) -> Vec<NamePart> {
    let mut found = Vec::new();
    let mut rest = stem;
    let id = id.filter(|id| !id.is_empty());
    if id.is_none()
        && leading_date(stem, day).is_none()
        && let Some((before, _, digits)) = number(stem)
    {
        found.extend((!before.is_empty()).then(|| NamePart::Piece(Piece::Text(before.to_owned()))));
        found.push(NamePart::Number(digits));
        rest = stem.strip_prefix(before).unwrap_or(stem).trim_start_matches(|c: char| c.is_ascii_digit());
        let title = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let joint = &rest[..rest.len() - title.len()];
        found.extend((!joint.is_empty()).then(|| NamePart::Piece(Piece::Text(joint.to_owned()))));
        rest = title;
    }
    while !rest.is_empty() {
        let head = id.and_then(|id| rest.get(..id.len()));
        let dated = leading_date(rest, day);
        if let (Some(head), Some(id)) = (head, id)
            && head.eq_ignore_ascii_case(id)
        {
            let lower = head != id && head == id.to_lowercase();
            found.push(NamePart::Id { lower });
            rest = &rest[id.len()..];
        } else if let Some((form, length)) = dated {
            found.push(NamePart::Piece(Piece::Day(form)));
            rest = &rest[length..];
        } else {
            break;
        }
        let title = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let joint = &rest[..rest.len() - title.len()];
        if !joint.is_empty() {
            found.push(NamePart::Piece(Piece::Text(joint.to_owned())));
        }
        rest = title;
    }
    if !rest.is_empty() {
        let joiner = ['-', '_', ' '].into_iter().find(|joiner| rest.contains(*joiner));
        found.push(NamePart::Title(match joiner {
            Some(' ') => Title::Unchanged,
            Some('_') => Title::Joined('_'),
            _ => Title::Joined('-'),
        }));
    }
    found
}

/// Format and length of a date at the beginning of a name: the date of the incident in any format, or any date in ISO 8601.
fn leading_date(name: &str, day: Option<Date>) -> Option<(&'static str, usize)> {
    const ISO: &str = "%Y-%m-%d";
    if let Some(head) = name.get(..10)
        && head.parse::<Date>().is_ok()
    {
        return Some((ISO, 10));
    }
    let head = &name[..name.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(name.len())];
    match pieces(head.trim_end_matches('-'), day).as_slice() {
        [Piece::Day(form)] => Some((form, head.trim_end_matches('-').len())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Date = Date::constant(2024, 3, 14);

    fn again(stem: &str, id: Option<&str>) -> String {
        let facts = Facts {
            id: Some("INC-43".to_owned()),
            title: "Checkout: 5xx / again".to_owned(),
            date: Date::constant(2026, 11, 23),
            severity: None,
            services: Vec::new(),
        };
        name(stem, id, Some(DAY)).iter().map(|piece| text(piece, &facts, 7)).collect()
    }

    #[test]
    fn new_names_follow_the_pattern_of_old_ones() {
        for (stem, id, expected) in [
            ("INC-42-disk-full", Some("INC-42"), "INC-43-checkout-5xx-again"),
            ("inc-42_disk_full", Some("INC-42"), "inc-43_checkout_5xx_again"),
            ("INC-42", Some("INC-42"), "INC-43"),
            ("2024-03-14-disk-full", None, "2026-11-23-checkout-5xx-again"),
            ("20240314_disk", None, "20261123_checkout-5xx-again"),
            ("2024-03-14 INC-42 – Disk full", Some("INC-42"), "2026-11-23 INC-43 – Checkout 5xx  again"),
            ("postmortem-006", None, "postmortem-007"),
            ("0006-disk-full", None, "0007-checkout-5xx-again"),
            ("disk-full", None, "checkout-5xx-again"),
        ] {
            assert_eq!(again(stem, id), expected, "{stem}");
        }
    }
}
