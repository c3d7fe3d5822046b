//! `pmsite check`: says what is wrong with documents, and explains its rules.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use super::args::{ArchiveArguments, Format};
use super::changed::changed;
use super::console::Console;
use super::failure::Failure;
use super::{Exit, spent};
use crate::check::page;
use crate::diag::{Code, Counts, Level};
use crate::session::{Inputs, LoadedArchive, Switch, Switches};
use crate::text::count;

/// The arguments of `pmsite check`.
#[derive(Debug, Args)]
// Drafts are always part of a check.
#[command(mut_arg("drafts", |drafts| drafts.hide(true)))]
#[command(after_help = "Examples:
  pmsite check                           everything in this folder
  pmsite check --changed main --strict   what a branch adds, in review
  pmsite check --rule=-all,+placeholder  one rule alone
  pmsite check --explain placeholder     what a rule means and how to satisfy it")]
pub(super) struct CheckArguments {
    /// The archive folder
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Print the manual page of a rule, and check nothing
    #[arg(long, value_name = "RULE", conflicts_with_all = ["dir", "rule", "changed", "strict", "max_warnings"])]
    explain: Option<String>,
    /// Turn rules on (`+name`) or off (`-name`) for this run; `all` stands for every rule
    #[arg(long, value_name = "+NAME,-NAME", value_delimiter = ',', allow_hyphen_values = true)]
    rule: Vec<String>,
    /// Tell only of files that have changed since this revision of git, or that git does not know yet
    #[arg(long, value_name = "REV", allow_hyphen_values = true)]
    changed: Option<String>,
    /// Exit with 1 if there is any warning
    #[arg(long)]
    strict: bool,
    /// Exit with 1 if there are more warnings than this
    #[arg(long, value_name = "N")]
    max_warnings: Option<usize>,
    /// The form in which findings are told
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: Format,
    /// How the archive is read.
    #[command(flatten)]
    archive: ArchiveArguments,
}

impl CheckArguments {
    /// What the session is asked for. Drafts are part of it: who writes one asks what it lacks.
    fn inputs(&self) -> Result<Inputs, Failure> {
        let inputs = self.archive.inputs(self.dir.clone())?;
        Ok(Inputs { drafts: true, ..inputs })
    }

    /// The rules that this run turns on or off; of two words about one rule the last counts.
    fn switches(&self) -> Result<Switches, Failure> {
        let mut switches = Switches::new();
        for word in &self.rule {
            let (switch, name) = match (word.strip_prefix('+'), word.strip_prefix('-')) {
                (Some(name), _) => (Switch::On, name),
                (_, Some(name)) => (Switch::Off, name),
                (None, None) => {
                    let message = format!("write `+{word}` to turn the rule on, or `-{word}` to turn it off");
                    return Err(Failure::Usage(message));
                }
            };
            if name == "all" {
                switches.extend(Code::ALL.iter().map(|code| (*code, switch)));
            } else {
                switches.insert(rule(name)?, switch);
            }
        }
        Ok(switches)
    }

    fn fails(&self, counts: Counts) -> bool {
        counts.errors > 0
            || (self.strict && counts.warnings > 0)
            || self.max_warnings.is_some_and(|most| counts.warnings > most)
    }
}

/// The rule of a name.
fn rule(name: &str) -> Result<Code, Failure> {
    Code::named(name).ok_or_else(|| {
        let hint = Code::nearest(name).map_or_else(
            || "each finding shows the name of its rule in brackets".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Failure::Usage(format!("there is no rule `{name}`; {hint}"))
    })
}

/// Runs the command.
pub(super) fn check(arguments: &CheckArguments, console: &Console) -> Result<Exit, Failure> {
    if let Some(name) = &arguments.explain {
        console.data(&explanation(rule(name)?))?;
        return Ok(Exit::Fine);
    }
    let start = Instant::now();
    let switches = arguments.switches()?;
    let mut reading = console.work().session().check(&arguments.inputs()?, &switches)?;
    let since = match &arguments.changed {
        Some(revision) => {
            let paths = changed(&reading.content_root, revision)?;
            only(&mut reading, &paths, revision)
        }
        None => String::new(),
    };
    console.checked(&reading.diagnostics, &reading.sources(), arguments.format)?;
    let counts = Counts::of(&reading.diagnostics);
    console.say(&format!(
        "Checked {}{since} in {}: {}, {}, {}",
        count(reading.documents.len(), "document"),
        spent(start.elapsed()),
        count(counts.errors, "error"),
        count(counts.warnings, "warning"),
        count(counts.notes, "note"),
    ));
    Ok(if arguments.fails(counts) { Exit::Findings } else { Exit::Fine })
}

/// Keeps what is said of some files, and says how many of the documents they are.
fn only(reading: &mut LoadedArchive, paths: &BTreeSet<String>, revision: &str) -> String {
    let changed = |path: &Arc<str>| paths.contains(&**path);
    // What a changed file does to others is the change's doing: it may claim the id of one that has not changed.
    reading
        .diagnostics
        .retain(|diagnostic| changed(&diagnostic.source) || diagnostic.others.iter().any(changed));
    let documents =
        reading.documents.iter().filter(|document| paths.contains(&*document.source.path)).count();
    format!(" ({documents} changed since {revision})")
}

/// The manual page of a rule.
fn explanation(code: Code) -> String {
    let name = code.name();
    let level = match code.level() {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "info",
    };
    let page = page(code);
    let mut parts = vec![format!("{name} ({level})"), wrapped(code.manual())];
    parts.extend(page.split("\n\n").map(wrapped));
    let level =
        format!("Level in pmsite.toml, under [check]: {name} = \"off\", \"info\", \"warning\" or \"error\"");
    match code {
        // With such a configuration nothing is read, so it cannot have a say in this.
        Code::ConfigUnknownKey | Code::ConfigInvalid => {}
        Code::SuppressionInvalid | Code::SuppressionUnused | Code::RuleRenamed => parts.push(level),
        _ => parts.push(format!("{level}\nIn a document: <!-- pmsite-allow: {name} the reason -->")),
    }
    format!("{}\n", parts.join("\n\n"))
}

/// Characters of a line of the manual.
const WIDTH: usize = 78;

/// A paragraph in lines; code stays on one.
fn wrapped(paragraph: &str) -> String {
    let mut out = String::new();
    let (mut column, mut word) = (0, String::new());
    for part in paragraph.split_whitespace() {
        if !word.is_empty() {
            word.push(' ');
        }
        word.push_str(part);
        if word.matches('`').count() % 2 == 1 {
            continue;
        }
        let length = word.chars().count();
        if column > 0 {
            let full = column + 1 + length > WIDTH;
            out.push(if full { '\n' } else { ' ' });
            column = if full { 0 } else { column + 1 };
        }
        out.push_str(&word);
        column += length;
        word.clear();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_wrapped_at_words_and_not_in_code() {
        let long = "word ".repeat(15);
        assert_eq!(wrapped(&format!("{long}one\ntwo")), format!("{long}one\ntwo"));
        assert_eq!(wrapped(&format!("{long}`a b`")), format!("{}\n`a b`", long.trim_end()));
    }
}
