//! `pmsite similar`: has this happened before?

use std::borrow::Cow;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use clap::Args;
use serde::Serialize;

use super::Exit;
use super::args::{ArchiveArguments, DataFormat, Folder};
use super::cache::{CacheArguments, CacheHandle};
use super::console::Console;
use super::failure::Failure;
use super::incident_row::Brief;
use super::query::{Answer, IncidentSource, ask};
use super::show::{find, not_found};
use crate::archive::Incident;
use crate::report::table::wrap;
use crate::report::{json_lines, plain_line};
use crate::search::{self, SIMILAR_SCORE, SimilarIncident};
use crate::system::SystemError;
use crate::text::{count, squeeze};
use crate::when::show_minutes;

/// How many incidents are shown.
const SHOWN: usize = 5;

/// How much is read from standard input, in bytes.
const INPUT: u64 = 1 << 20;

/// Where the values of an entry begin.
const INDENT: usize = 19;

/// The arguments of `pmsite similar`.
#[derive(Debug, Args)]
#[command(after_help = "\
Shows the five incidents that are nearest to an error message, a description or an alert: what fixed them, how long that
took, and what they share with it. The exit code is 1 if none is near.

Examples:
  pmsite similar checkout times out, pool exhausted
  pmsite similar INC-42 -C incidents
  journalctl -u api -n 50 | pmsite similar -
  pmsite similar - < alert.json            # the payload of Alertmanager, Grafana, PagerDuty …")]
pub(super) struct SimilarArguments {
    /// What happens, in words; the id of an incident; or `-` to read text or the JSON of an alert from standard input
    #[arg(value_name = "TEXT|ID|-", required = true)]
    text: Vec<String>,
    /// The form in which they are shown
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: DataFormat,
    /// Where the archive is.
    #[command(flatten)]
    folder: Folder,
    /// How the archive is read.
    #[command(flatten)]
    archive: ArchiveArguments,
    /// What is kept.
    #[command(flatten)]
    cache: CacheArguments,
}

/// What `--format json` writes.
#[derive(Serialize)]
struct Answered<'a> {
    version: u8,
    as_of: String,
    incidents: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    #[serde(flatten)]
    brief: Brief<'a>,
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
        return Err(Failure::Usage("there is no text to compare with".to_owned()));
    }
    let inputs = arguments.archive.inputs(arguments.folder.place.clone())?;
    let keeper = CacheHandle::new(&arguments.cache);
    ask(&keeper, &inputs, console, |source| answer(&text, arguments.format, source, console))
}

/// The incidents near to a text; `None` if what is known of them proves stale.
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
        None => search::similar_in_index(text, source.index(), SHOWN, &incident)?,
    };
    // What the archive itself calls similar was judged there.
    let is_near = |one: &&SimilarIncident| !named.is_empty() || one.score >= SIMILAR_SCORE;
    let near: Vec<Near<'_>> = found
        .iter()
        .take_while(is_near)
        .map(|one| Some(Near { likeness: one, incident: source.incident(one.incident)? }))
        .collect::<Option<_>>()?;
    let data = match format {
        DataFormat::Json => json(&near, source),
        DataFormat::Human => {
            let entries: Vec<String> = near.iter().map(|one| entry(one, source, console)).collect();
            entries.join("\n")
        }
    };
    if near.is_empty() {
        let talk = nothing_near(&found, source)?;
        return Some(Answer { data, talk, exit: Exit::Findings });
    }
    Some(Answer::found(data))
}

/// An incident that is near, and why.
struct Near<'a> {
    likeness: &'a SimilarIncident,
    incident: Cow<'a, Incident>,
}

impl Near<'_> {
    fn brief(&self, source: &IncidentSource<'_>) -> Brief<'_> {
        Brief::new(&self.incident, source.place(&self.incident.source.path))
    }
}

/// Text, or what an alert says.
fn standard_input(console: &Console) -> Result<String, Failure> {
    let input = io::stdin();
    if input.is_terminal() {
        console.say("LoadedArchive from the terminal; Ctrl-D ends the text");
    }
    let mut bytes = Vec::new();
    let read = input.lock().take(INPUT + 1).read_to_end(&mut bytes);
    read.map_err(SystemError::at("read", Path::new("standard input")))?;
    if bytes.len() as u64 > INPUT {
        let message =
            "standard input holds more than 1 MiB; give the part that matters, such as the last lines";
        return Err(Failure::Usage(message.to_owned()));
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok(search::alert_text(&text).unwrap_or(text))
}

/// That nothing is near, and what is nearest all the same.
fn nothing_near(found: &[SimilarIncident], source: &IncidentSource<'_>) -> Option<Vec<String>> {
    let mut talk = vec![format!("Nothing near among {}", count(source.incidents().len(), "incident"))];
    if let Some(one) = found.first() {
        let card = &source.incident(one.incident)?.card;
        let words = one.words.join(", ");
        talk.push(format!("The nearest shares little: {} {} ({words})", card.id, card.title));
    }
    Some(talk)
}

fn json(near: &[Near<'_>], source: &IncidentSource<'_>) -> String {
    let entries = near.iter().map(|one| {
        let SimilarIncident { score, services, words, synonyms, cause, .. } = one.likeness;
        Entry {
            brief: one.brief(source),
            // More digits would differ between machines before they told anybody anything.
            score: (score * 100.0).round() / 100.0,
            why: Why { services, words, synonyms, cause },
        }
    });
    let answer = Answered { version: 1, as_of: source.as_of.to_string(), incidents: entries.collect() };
    json_lines(&answer)
}

/// One incident: a line that names it, then what a responder wants to know.
fn entry(near: &Near<'_>, source: &IncidentSource<'_>, console: &Console) -> String {
    let one = near.likeness;
    let brief = near.brief(source);
    let mut out = brief.heading(console.width, console.data_paint);
    let mut row = |name: &str, value: &str| {
        if value.is_empty() {
            return;
        }
        let width = console.width.map_or(usize::MAX, |width| width.saturating_sub(INDENT).max(20));
        let lines = wrap(&plain_line(&squeeze(value)), width);
        let lines = lines.iter().enumerate().map(|(at, line)| {
            let name = if at == 0 { name } else { "" };
            format!("  {name:<width$}{line}\n", width = INDENT - 2)
        });
        out.extend(lines);
    };
    row("fixed by", brief.fixed_by.unwrap_or("the document does not say"));
    let lasted = brief.lasted();
    match brief.minutes_to_mitigate.map(show_minutes) {
        Some(minutes) if lasted.is_empty() => row("mitigated", &format!("after {minutes}")),
        Some(minutes) => row("mitigated", &format!("after {minutes}; lasted {lasted}")),
        None => row("lasted", &lasted),
    }
    row("services", &one.services.join(", "));
    row("words", &one.words.join(", "));
    row("other words for", &one.synonyms.join(", "));
    row("in the cause", &one.cause.join(", "));
    // Whole and alone, so that it can be taken up from the terminal.
    out.extend(["  ", &plain_line(&brief.path), "\n"]);
    out
}
