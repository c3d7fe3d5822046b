//! The first lines of `pmsite similar`: how often this happened, what fixed it last time, and what is still to do.

use serde::Serialize;

use super::actions::{NOBODY, due_in};
use crate::archive::minutes_to_mitigate;
use crate::report::plain_line;
use crate::report::table::wrap;
use crate::search::Recurrence;
use crate::session::IncidentSource;
use crate::text::{count, squeeze};
use crate::when::show_minutes;

/// The maximum number of follow-ups in the text output.
const MAX_FOLLOW_UPS: usize = 3;

/// The column where the values of an entry start.
const INDENT: usize = 16;

/// The form of a [`Recurrence`] in the output.
#[derive(Debug, Serialize)]
pub(super) struct Seen {
    /// How many incidents are the same problem.
    count: usize,
    /// Their ids, newest first.
    incidents: Vec<String>,
    /// The day of the last one.
    last: Option<String>,
    /// What fixed it the last time that is known.
    fix: Option<SeenFix>,
    /// Most overdue first.
    open_actions: Vec<FollowUp>,
}

#[derive(Debug, Serialize)]
struct SeenFix {
    incident: String,
    text: String,
    /// Whether the document states it as the fix.
    certain: bool,
    minutes_to_mitigate: Option<u32>,
}

#[derive(Debug, Serialize)]
struct FollowUp {
    incident: String,
    id: String,
    text: String,
    owner: Option<String>,
    due: Option<String>,
    overdue_days: Option<i32>,
}

impl Seen {
    /// `None` if the cache is stale.
    pub(super) fn new(recurrence: &Recurrence, source: &IncidentSource<'_>) -> Option<Self> {
        let incident = |at: usize| source.incident(at);
        let fix = match recurrence.fixed {
            Some(at) => {
                let one = incident(at)?;
                one.card.fixed_by().map(|fix| SeenFix {
                    incident: one.card.id.clone(),
                    text: fix.to_owned(),
                    certain: one.card.is_fix_certain(),
                    minutes_to_mitigate: minutes_to_mitigate(&one),
                })
            }
            None => None,
        };
        let follow_up = |(at, number): &(usize, usize)| {
            let one = incident(*at)?;
            let action = one.record.actions.get(*number)?;
            Some(FollowUp {
                incident: one.card.id.clone(),
                id: action.number.clone(),
                text: action.action.text.clone(),
                owner: action.owner.clone(),
                due: action.due.map(|due| due.to_string()).or_else(|| action.due_text.clone()),
                overdue_days: one.action_status.get(*number)?.overdue_days,
            })
        };
        let ids = recurrence.incidents.iter().map(|at| Some(incident(*at)?.card.id.clone()));
        Some(Self {
            count: recurrence.incidents.len(),
            incidents: ids.collect::<Option<_>>()?,
            last: recurrence.last.map(|day| day.to_string()),
            fix,
            open_actions: recurrence.follow_ups.iter().map(follow_up).collect::<Option<_>>()?,
        })
    }

    /// The lines for people.
    pub(super) fn lines(&self, width: Option<usize>) -> String {
        let last = self.last.as_deref();
        let mut out = match (self.count, last) {
            (1, None) => "Seen once\n".to_owned(),
            (1, Some(day)) => format!("Seen once, on {day}\n"),
            (times, None) => format!("Seen {times} times\n"),
            (times, Some(day)) => format!("Seen {times} times, last on {day}\n"),
        };
        if let Some(SeenFix { incident, text, certain, minutes_to_mitigate }) = &self.fix {
            let after = minutes_to_mitigate.map(|minutes| format!(", after {}", show_minutes(minutes)));
            let text = text.trim_end_matches('.');
            let label = if *certain { "last fix" } else { "probable fix" };
            out.push_str(&row(label, &format!("{text}{} ({incident})", after.unwrap_or_default()), width));
        }
        for (at, one) in self.open_actions.iter().take(MAX_FOLLOW_UPS).enumerate() {
            let due = due_in(one.overdue_days);
            let owner = one.owner.as_deref().unwrap_or(NOBODY);
            let facts: Vec<&str> = [owner, &due].into_iter().filter(|fact| !fact.is_empty()).collect();
            let text = format!("{} #{} {} ({})", one.incident, one.id, one.text, facts.join(", "));
            out.push_str(&row(if at == 0 { "follow-ups" } else { "" }, &text, width));
        }
        if self.open_actions.len() > MAX_FOLLOW_UPS {
            let more = count(self.open_actions.len() - MAX_FOLLOW_UPS, "more open item");
            out.push_str(&row("", &format!("and {more}"), width));
        }
        out
    }
}

/// A named value, wrapped to a width if there is one. Empty without a value.
pub(super) fn row(name: &str, value: &str, width: Option<usize>) -> String {
    if value.is_empty() {
        return String::new();
    }
    let width = width.map_or(usize::MAX, |width| width.saturating_sub(INDENT).max(20));
    let lines = wrap(&plain_line(&squeeze(value)), width);
    let lines = lines.iter().enumerate().map(|(at, line)| {
        let name = if at == 0 { name } else { "" };
        format!("  {name:<width$}{line}\n", width = INDENT - 2)
    });
    lines.collect()
}
