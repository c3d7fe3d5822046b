//! Commands that answer a question about single incidents.

use super::cache::{CacheArguments, report_cache_error};
use super::console::Console;
use super::exit::Exit;
use super::failure::Failure;
use crate::session::{IncidentSource, Inputs};

/// The output of a command.
pub(super) struct Answer {
    /// For standard output.
    pub(super) data: String,
    /// Lines for standard error.
    pub(super) messages: Vec<String>,
    /// How the command ends.
    pub(super) exit: Exit,
}

impl Answer {
    /// A successful answer.
    pub(super) fn found(data: String) -> Self {
        Self { data, messages: Vec::new(), exit: Exit::Success }
    }

    /// Prints the answer.
    pub(super) fn print(self, console: &Console) -> Result<Exit, Failure> {
        console.data(&self.data)?;
        self.messages.iter().for_each(|line| console.message(line));
        Ok(self.exit)
    }
}

/// Answers a question and prints the answer. `answer` may be called a second time if it returns `None`: see
/// [`Session::query`](crate::session::Session::query).
pub(super) fn run_query(
    inputs: &Inputs,
    cache: &CacheArguments,
    console: &Console,
    answer: impl Fn(&IncidentSource<'_>) -> Option<Answer>,
) -> Result<Exit, Failure> {
    let cache = cache.config();
    let progress = console.progress_bar();
    let mut session = progress.session().with_cache(cache);
    let (printed, cached) = session.query(inputs, answer, |answer: Option<Answer>| {
        drop(progress);
        // A loaded archive always has an answer.
        answer.map_or(Ok(Exit::Findings), |answer| answer.print(console))
    })?;
    report_cache_error(cached, console);
    printed
}
