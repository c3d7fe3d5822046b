//! `pmsite check`: checks documents and explains the rules.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use super::args::{ArchiveArguments, Format};
use super::changed::{changed, text_at};
use super::console::{Console, elapsed};
use super::exit::Exit;
use super::failure::Failure;
use crate::check::page;
use crate::diag::{Code, Counts, Level};
use crate::session::{Inputs, LoadedArchive, Switch, Switches};
use crate::text::count;

/// The arguments of `pmsite check`.
#[derive(Debug, Args)]
// Drafts are always checked.
#[command(mut_arg("drafts", |drafts| drafts.hide(true)))]
#[command(after_help = "Examples:
  pmsite check                           Check everything in this folder
  pmsite check --changed main --strict   Check what a branch adds, in code review
  pmsite check --rule=-all,+placeholder  Check a single rule
  pmsite check --explain placeholder     Explain a rule and how to fix its findings")]
pub(super) struct CheckArguments {
    /// The archive folder
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Explain a rule instead of checking
    #[arg(long, value_name = "RULE", conflicts_with_all = ["dir", "rule", "changed", "strict", "max_warnings"])]
    explain: Option<String>,
    /// Turn rules on (`+name`) or off (`-name`) for this run; `all` means every rule
    #[arg(long, value_name = "+NAME,-NAME", value_delimiter = ',', allow_hyphen_values = true)]
    rule: Vec<String>,
    /// Only report files that changed since this git revision or are untracked
    #[arg(long, value_name = "REV", allow_hyphen_values = true)]
    changed: Option<String>,
    /// Exit with code 1 if there are warnings
    #[arg(long)]
    strict: bool,
    /// Exit with code 1 if there are more than N warnings
    #[arg(long, value_name = "N")]
    max_warnings: Option<usize>,
    /// Output format of findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: Format,
    /// How to read the archive.
    #[command(flatten)]
    archive: ArchiveArguments,
}

impl CheckArguments {
    /// The session inputs. Drafts are included: their authors want to know what is missing.
    fn inputs(&self) -> Result<Inputs, Failure> {
        let inputs = self.archive.inputs(self.dir.clone())?;
        Ok(Inputs { drafts: true, ..inputs })
    }

    /// The rules that this run turns on or off. The last mention of a rule wins.
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

    /// Whether these findings make the command fail.
    fn fails(&self, counts: Counts) -> bool {
        counts.errors > 0
            || (self.strict && counts.warnings > 0)
            || self.max_warnings.is_some_and(|most| counts.warnings > most)
    }
}

/// The rule with this name.
fn rule(name: &str) -> Result<Code, Failure> {
    Code::named(name).ok_or_else(|| {
        let hint = Code::nearest(name).map_or_else(
            || "findings show the name of their rule in brackets".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Failure::Usage(format!("unknown rule `{name}`; {hint}"))
    })
}

/// Runs the command.
pub(super) fn check(arguments: &CheckArguments, console: &Console) -> Result<Exit, Failure> {
    if let Some(name) = &arguments.explain {
        console.data(&explanation(rule(name)?))?;
        return Ok(Exit::Success);
    }
    let start = Instant::now();
    let switches = arguments.switches()?;
    let inputs = arguments.inputs()?;
    let mut session = console.progress_bar().session();
    let mut loaded = session.check(&inputs, &switches)?;
    let since = match &arguments.changed {
        Some(revision) => {
            let paths = changed(&loaded.content_root, revision)?;
            let since = keep_changed(&mut loaded, &paths, revision);
            let root = loaded.content_root.clone();
            let before = |path: &str| text_at(&root, revision, path);
            session.report_made_public(&inputs, &mut loaded, |path| paths.contains(path), before)?;
            since
        }
        None => String::new(),
    };
    console.check_findings(&loaded.diagnostics, &loaded.sources(), arguments.format)?;
    let counts = Counts::of(&loaded.diagnostics);
    console.message(&format!(
        "Checked {}{since} in {}: {}, {}, {}",
        count(loaded.documents.len(), "document"),
        elapsed(start.elapsed()),
        count(counts.errors, "error"),
        count(counts.warnings, "warning"),
        count(counts.notes, "note"),
    ));
    Ok(match counts {
        _ if loaded.crashed => Exit::Crashed,
        counts if arguments.fails(counts) => Exit::Findings,
        _ => Exit::Success,
    })
}

/// Keeps the findings about changed files and returns how many documents changed, as text.
fn keep_changed(loaded: &mut LoadedArchive, paths: &BTreeSet<String>, revision: &str) -> String {
    let changed = |path: &Arc<str>| paths.contains(&**path);
    // A changed file can also break an unchanged one, for example by claiming its id.
    loaded
        .diagnostics
        .retain(|diagnostic| changed(&diagnostic.source) || diagnostic.others.iter().any(changed));
    let documents = loaded.documents.iter().filter(|document| paths.contains(&*document.source.path)).count();
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
        // An invalid configuration stops the run, so it cannot change the level of these rules.
        Code::ConfigUnknownKey | Code::ConfigInvalid => {}
        Code::SuppressionInvalid | Code::SuppressionUnused | Code::RuleRenamed => parts.push(level),
        _ => parts.push(format!("{level}\nIn a document: <!-- pmsite-allow: {name} the reason -->")),
    }
    format!("{}\n", parts.join("\n\n"))
}

/// The line width of the manual, in characters.
const WIDTH: usize = 78;

/// Wraps a paragraph. Inline code is never split.
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
    fn wrapping_splits_at_words_but_not_inside_code() {
        let long = "word ".repeat(15);
        assert_eq!(wrapped(&format!("{long}one\ntwo")), format!("{long}one\ntwo"));
        assert_eq!(wrapped(&format!("{long}`a b`")), format!("{}\n`a b`", long.trim_end()));
    }
}
