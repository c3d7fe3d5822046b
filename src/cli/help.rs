//! `pmsite help`: the help of a command, or a page of the documentation.

use clap::builder::StyledStr;
use clap::{Args, Command};

use super::console::Console;
use super::exit::Exit;
use super::failure::Failure;
use crate::report::human::Paint;
use crate::text::most_alike;

/// A page of the documentation.
struct Topic {
    name: &'static str,
    summary: &'static str,
    text: &'static str,
}

/// The pages of the documentation, in reading order. No topic shares its name with a command.
const TOPICS: [Topic; 18] = [
    Topic {
        name: "getting-started",
        summary: "Your first site, your first post-mortem",
        text: include_str!("../../docs/getting-started.md"),
    },
    Topic {
        name: "documents",
        summary: "Which files are read, how fields are found, front matter",
        text: include_str!("../../docs/documents.md"),
    },
    Topic {
        name: "configuration",
        summary: "Every key of pmsite.toml",
        text: include_str!("../../docs/configuration.md"),
    },
    Topic {
        name: "commands",
        summary: "Every command and its options",
        text: include_str!("../../docs/commands.md"),
    },
    Topic {
        name: "editions",
        summary: "A public and an internal site from one source",
        text: include_str!("../../docs/editions.md"),
    },
    Topic {
        name: "search",
        summary: "The query language, how search works",
        text: include_str!("../../docs/search.md"),
    },
    Topic {
        name: "prevention-gap",
        summary: "Action items that were open when later incidents began",
        text: include_str!("../../docs/prevention-gap.md"),
    },
    Topic {
        name: "statistics",
        summary: "How the figures are computed, and what they cannot say",
        text: include_str!("../../docs/statistics.md"),
    },
    Topic {
        name: "checks",
        summary: "pmsite check, pull requests, suppressions",
        text: include_str!("../../docs/checks.md"),
    },
    Topic {
        name: "rules",
        summary: "Every rule with its level and meaning",
        text: include_str!("../../docs/rules.md"),
    },
    Topic {
        name: "live-preview",
        summary: "pmsite serve: options and limits",
        text: include_str!("../../docs/live-preview.md"),
    },
    Topic {
        name: "themes",
        summary: "Overriding templates; a sample view for each",
        text: include_str!("../../docs/themes.md"),
    },
    Topic {
        name: "publishing",
        summary: "GitHub and GitLab Pages, safe output, reproducible builds",
        text: include_str!("../../docs/publishing.md"),
    },
    Topic {
        name: "data",
        summary: "Atom, calendars, CSV, JSON, schemas",
        text: include_str!("../../docs/data.md"),
    },
    Topic {
        name: "wikis",
        summary: "Mirroring the archive into a wiki",
        text: include_str!("../../docs/wikis.md"),
    },
    Topic {
        name: "performance",
        summary: "Measurements, the cache, benchmarks",
        text: include_str!("../../docs/performance.md"),
    },
    Topic {
        name: "security",
        summary: "What pmsite promises, and the tests behind it",
        text: include_str!("../../SECURITY.md"),
    },
    Topic { name: "faq", summary: "Short answers", text: include_str!("../../docs/faq.md") },
];

/// The arguments of `pmsite help`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pmsite help                 all commands and topics
  pmsite help build           the options of a command
  pmsite help configuration   a page of the documentation")]
pub(super) struct HelpArguments {
    /// A command, or a topic of the documentation
    #[arg(value_name = "COMMAND|TOPIC")]
    subject: Vec<String>,
}

/// Prints the help of a command or a page of the documentation.
pub(super) fn help(
    arguments: &HelpArguments,
    mut program: Command,
    console: &Console,
) -> Result<Exit, Failure> {
    program.build();
    let [first, rest @ ..] = arguments.subject.as_slice() else {
        let topics = TOPICS.map(|topic| format!("  {:<16} {}\n", topic.name, topic.summary)).concat();
        let commands = shown(&program.render_long_help(), console);
        console.data(&format!("{}\n\nTopics (pmsite help TOPIC):\n{topics}", commands.trim_end()))?;
        return Ok(Exit::Success);
    };
    if let ([], Some(topic)) = (rest, TOPICS.iter().find(|topic| topic.name == first)) {
        console.data(topic.text)?;
        return Ok(Exit::Success);
    }
    let mut command = program;
    for (at, name) in arguments.subject.iter().enumerate() {
        let Some(found) = command.find_subcommand(name) else {
            return Err(unknown(&arguments.subject[..=at].join(" "), name, &command, at == 0));
        };
        command = found.clone();
    }
    console.data(&format!("{}\n", shown(&command.render_long_help(), console).trim_end()))?;
    Ok(Exit::Success)
}

/// The help that clap renders, in color where data may have colors.
fn shown(help: &StyledStr, console: &Console) -> String {
    match console.data_paint {
        Paint::Colors => help.ansi().to_string(),
        Paint::Plain => help.to_string(),
    }
}

/// The error for a subject that is neither a command nor, at the top, a topic.
fn unknown(subject: &str, name: &str, command: &Command, is_top: bool) -> Failure {
    let topics = TOPICS.iter().filter(|_| is_top).map(|topic| topic.name);
    let known = command.get_subcommands().map(Command::get_name).chain(topics);
    let near = most_alike(name, known.map(|known| (known, known)), |likeness| likeness > 0.7);
    let hint =
        near.map_or_else(|| "`pmsite help` lists all".to_owned(), |near| format!("did you mean `{near}`?"));
    Failure::Usage(format!("no command or topic `{subject}`; {hint}"))
}
