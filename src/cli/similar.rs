//! `pmsite similar`: finds incidents similar to a description, an alert or another incident.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use clap::Args;
use serde::Serialize;

use super::args::{ArchiveArguments, ArchiveDir, DataFormat};
use super::cache::CacheArguments;
use super::console::Console;
use super::exit::Exit;
use super::failure::Failure;
use super::incident_row::IncidentRow;
use super::query::{Answer, run_query};
use super::recurrence::{Seen, row};
use super::show::{find, not_found};
use crate::archive::Incident;
use crate::report::{json_lines, plain_line};
use crate::search::{self, SIMILAR_SCORE, SimilarIncident};
use crate::session::IncidentSource;
use crate::system::SystemError;
use crate::text::count;
use crate::when::show_minutes;

/// The maximum number of incidents to show.
const MAX_SHOWN: usize = 5;

/// The maximum number of incidents to count.
const MAX_COUNTED: usize = 100;

/// The maximum size of standard input, in bytes.
const MAX_INPUT: u64 = 1 << 20;

/// The arguments of `pmsite similar`.
#[derive(Debug, Args)]
#[command(after_help = "\
Shows up to five incidents that resemble an error message, a description or an alert: what fixed
them, how long that took, and why they match. If some are clearly the same problem, the first lines
say how often it happened, what fixed it last time and what is still to do. The exit code is 1 if
none is similar.

Examples:
  pmsite similar checkout times out, pool exhausted
  pmsite similar INC-42 -C incidents
  journalctl -u api -n 50 | pmsite similar -
  pmsite similar - < alert.json   # a webhook payload of Alertmanager, Grafana, PagerDuty …")]
pub(super) struct SimilarArguments {
    /// A description, an incident id, or `-` to read text or a JSON alert from standard input
    #[arg(value_name = "TEXT|ID|-", required = true)]
    text: Vec<String>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: DataFormat,
    /// The archive folder.
    #[command(flatten)]
    folder: ArchiveDir,
    /// How to read the archive.
    #[command(flatten)]
    archive: ArchiveArguments,
    /// Whether to use the cache.
    #[command(flatten)]
    cache: CacheArguments,
}

/// The output of `--format json`.
#[derive(Serialize)]
struct Answered<'a> {
    version: u8,
    as_of: String,
    /// How often this happened; `null` if it is not clearly the same problem.
    seen: Option<&'a Seen>,
    incidents: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    #[serde(flatten)]
    row: IncidentRow<'a>,
    /// From 0 to 1.
    score: f64,
    why: Why<'a>,
}

#[derive(Serialize)]
struct Why<'a> {
    services: &'a [String],
    words: &'a [String],
    synonyms: &'a [String],
    cause: &'a [String],
}

/// Runs the command.
pub(super) fn similar(arguments: &SimilarArguments, console: &Console) -> Result<Exit, Failure> {
    let text = match arguments.text.as_slice() {
        [dash] if dash == "-" => standard_input(console)?,
        words => words.join(" "),
    };
    if text.trim().is_empty() {
        return Err(Failure::Usage("the description is empty".to_owned()));
    }
    let inputs = arguments.archive.inputs(arguments.folder.path.clone())?;
    run_query(&inputs, &arguments.cache, console, |source| answer(&text, arguments.format, source, console))
}

/// The incidents similar to a text. `None` if the cache is stale.
fn answer(text: &str, format: DataFormat, source: &IncidentSource<'_>, console: &Console) -> Option<Answer> {
    let incident = |at: usize| source.incident(at);
    let id = text.trim();
    let incidents = source.incidents();
    let named = if id.contains(char::is_whitespace) { Vec::new() } else { find(&incidents, id) };
    let found = match named.first() {
        Some(index) => {
            search::explain_similar(&*source.incident(*index)?, &source.similar(*index)?, &incident)?
        }
        None if search::is_id(id) => return Some(not_found(&incidents, id)),
        None => search::similar_in_index(text, source.index(), MAX_COUNTED, &incident)?,
    };
    // The archive's own similar incidents are above the threshold already.
    let is_near = |one: &&SimilarIncident| !named.is_empty() || one.score >= SIMILAR_SCORE;
    let recurrence = search::recurrence(if named.is_empty() { found.as_slice() } else { &[] }, &incident)?;
    let seen = if recurrence.incidents.is_empty() { None } else { Some(Seen::new(&recurrence, source)?) };
    let near: Vec<Near<'_>> = found
        .iter()
        .filter(is_near)
        .take(MAX_SHOWN)
        .map(|one| Some(Near { likeness: one, incident: source.incident(one.incident)? }))
        .collect::<Option<_>>()?;
    let data = match format {
        DataFormat::Json => json(&near, seen.as_ref(), source),
        DataFormat::Human => {
            let seen = seen.iter().map(|seen| seen.lines(console.width));
            let entries = near.iter().map(|one| entry(one, source, console));
            seen.chain(entries).collect::<Vec<_>>().join("\n")
        }
    };
    if near.is_empty() {
        let messages = no_match(&found, source)?;
        return Some(Answer { data, messages, exit: Exit::Findings });
    }
    Some(Answer::found(data))
}

/// A similar incident and why it matches.
struct Near<'a> {
    likeness: &'a SimilarIncident,
    incident: Cow<'a, Incident>,
}

impl Near<'_> {
    fn row(&self, source: &IncidentSource<'_>) -> IncidentRow<'_> {
        IncidentRow::new(&self.incident, source.display_path(&self.incident.source.path))
    }
}

/// Standard input: text, or the words of a JSON alert.
fn standard_input(console: &Console) -> Result<String, Failure> {
    let input = io::stdin();
    if input.is_terminal() {
        console.message("Reading from the terminal; press Ctrl-D to finish");
    }
    let mut bytes = Vec::new();
    let read = input.lock().take(MAX_INPUT + 1).read_to_end(&mut bytes);
    read.map_err(SystemError::at("read", Path::new("standard input")))?;
    if bytes.len() as u64 > MAX_INPUT {
        let message =
            "standard input is larger than 1 MiB; pass only the relevant part, such as the last lines";
        return Err(Failure::Usage(message.to_owned()));
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok(search::alert_text(&text).unwrap_or(text))
}

/// Messages for when nothing is similar, with the closest incident.
fn no_match(found: &[SimilarIncident], source: &IncidentSource<'_>) -> Option<Vec<String>> {
    let mut messages =
        vec![format!("No similar incident among {}", count(source.incidents().len(), "incident"))];
    if let Some(one) = found.first() {
        let card = &source.incident(one.incident)?.card;
        let words = one.words.join(", ");
        messages.push(format!("Closest match, with little in common: {} {} ({words})", card.id, card.title));
    }
    Some(messages)
}

fn json(near: &[Near<'_>], seen: Option<&Seen>, source: &IncidentSource<'_>) -> String {
    let entries = near.iter().map(|one| {
        let SimilarIncident { score, services, words, synonyms, cause, .. } = one.likeness;
        Entry {
            row: one.row(source),
            // Further digits differ between machines and mean nothing.
            score: (score * 100.0).round() / 100.0,
            why: Why { services, words, synonyms, cause },
        }
    });
    let answer = Answered { version: 1, as_of: source.as_of.to_string(), seen, incidents: entries.collect() };
    json_lines(&answer)
}

/// One incident: a heading, then what a responder wants to know.
fn entry(near: &Near<'_>, source: &IncidentSource<'_>, console: &Console) -> String {
    let one = near.likeness;
    let incident = near.row(source);
    let mut out = incident.heading(console.width, console.data_paint);
    let mut row = |name: &str, value: &str| out.push_str(&row(name, value, console.width));
    match incident.fixed_by {
        Some(fix) => row(incident.fix_label, fix),
        None => row("fixed by", "no fix recorded"),
    }
    let duration = incident.duration();
    match incident.minutes_to_mitigate.map(show_minutes) {
        Some(minutes) if duration.is_empty() => row("mitigated", &format!("after {minutes}")),
        Some(minutes) => row("mitigated", &format!("after {minutes}; duration {duration}")),
        None => row("duration", &duration),
    }
    row("services", &one.services.join(", "));
    row("words", &one.words.join(", "));
    row("synonyms", &one.synonyms.join(", "));
    row("in the cause", &one.cause.join(", "));
    // The path is never cut or wrapped, so it can be copied.
    out.extend(["  ", &plain_line(&incident.path), "\n"]);
    out
}
