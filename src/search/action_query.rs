//! Queries for action items: `owner:team-payments has:overdue`, `due<2026-12 pool`, `open actions of team-payments overdue`.
//!
//! `themes/default/search-answer.js` reads them in the same way.

use jiff::civil::Date;

use super::query::Comparison;
use super::select::normal;
use crate::archive::ActionStatus;
use crate::model::{ActionItem, ActionState};

/// The owner of items without one.
const NOBODY: &str = "nobody";

/// Words around a query that select nothing.
const IGNORED: [&str; 20] = [
    "open",
    "of",
    "by",
    "for",
    "from",
    "with",
    "the",
    "all",
    "what",
    "which",
    "are",
    "is",
    "action",
    "actions",
    "items",
    "action-items",
    "followup",
    "followups",
    "follow-up",
    "follow-ups",
];
const OVERDUE: [&str; 2] = ["overdue", "late"];

/// The operators of a due date. Longer ones first.
const OPERATORS: [&str; 6] = ["<=", ">=", ":", "=", "<", ">"];

/// A condition on action items.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Condition {
    /// One of these owners, normalized.
    Owner(Vec<String>),
    /// One of these states.
    State(Vec<ActionState>),
    /// Due before, on or after a day, month or year.
    Due(Comparison, String),
    Overdue,
    /// The owner or the text has a word that starts like this.
    Word(String),
    /// An open state.
    Open,
}

/// A query for action items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionQuery(Vec<Condition>);

impl ActionQuery {
    /// Parses a query.
    ///
    /// # Errors
    ///
    /// A sentence about a filter that is unknown, or that has a value which cannot be read.
    pub fn parse(query: &str, as_of: Date) -> Result<Self, String> {
        let mut conditions = Vec::new();
        for token in tokens(query) {
            if let Some((key, operator, value)) = filter(&token) {
                conditions.push(condition(&token, key, operator, value, as_of)?);
                continue;
            }
            let word = normal(&token);
            if OVERDUE.contains(&word.as_str()) {
                conditions.push(Condition::Overdue);
            } else if !word.is_empty() && !IGNORED.contains(&&*word) {
                conditions.push(Condition::Word(word));
            }
        }
        Ok(Self(conditions))
    }

    /// Whether the query selects by state. Otherwise only open items are meant.
    pub fn has_state(&self) -> bool {
        self.0.iter().any(|one| matches!(one, Condition::State(_)))
    }

    /// Whether an item satisfies all conditions.
    pub fn matches(&self, item: &ActionItem, status: ActionStatus) -> bool {
        self.0.iter().all(|condition| match condition {
            Condition::Owner(owners) => {
                let own = item.owner.as_deref().map_or_else(|| NOBODY.to_owned(), normal);
                owners.contains(&own)
            }
            Condition::State(states) => states.contains(&item.state),
            Condition::Due(operator, day) => item.due.is_some_and(|due| {
                let due = due.to_string();
                operator.holds(&due[..day.len().min(due.len())], day.as_str())
            }),
            Condition::Overdue => status.overdue_days.is_some_and(|late| late > 0),
            Condition::Open => item.state.is_open(),
            Condition::Word(word) => {
                let text = format!("{} {}", item.owner.as_deref().unwrap_or_default(), item.action.text);
                format!("-{}", normal(&text)).contains(&format!("-{word}"))
            }
        })
    }
}

/// The tokens of a query; a quoted value may contain spaces.
fn tokens(query: &str) -> Vec<String> {
    let mut tokens = vec![String::new()];
    let mut quoted = false;
    for c in query.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => tokens.push(String::new()),
            c => tokens.last_mut().into_iter().for_each(|token| token.push(c)),
        }
    }
    tokens.retain(|token| !token.is_empty());
    tokens
}

/// Name, operator and value of a filter.
fn filter(token: &str) -> Option<(&str, Comparison, &str)> {
    let end = token.find(|c: char| !c.is_ascii_alphabetic()).filter(|end| *end > 0)?;
    let (key, rest) = token.split_at(end);
    let operator = OPERATORS.into_iter().find(|operator| rest.starts_with(operator))?;
    let value = &rest[operator.len()..];
    (!value.is_empty()).then_some((key, Comparison::of(operator), value))
}

fn condition(
    token: &str,
    key: &str,
    operator: Comparison,
    value: &str,
    as_of: Date,
) -> Result<Condition, String> {
    let values = || value.split(',').map(normal);
    match key.to_lowercase().as_str() {
        "owner" => {
            Ok(Condition::Owner(value.split(',').map(|one| normal(one.trim_start_matches('@'))).collect()))
        }
        "state" => {
            values().map(|one| state(&one)).collect::<Option<_>>().map(Condition::State).ok_or_else(|| {
                format!(
                    "unknown state in `{token}`; use open, in-progress, blocked, done, verified or dropped"
                )
            })
        }
        "due" if value == "today" => Ok(Condition::Due(operator, as_of.to_string())),
        "due" if is_day(value) => Ok(Condition::Due(operator, value.to_owned())),
        "due" => Err(format!(
            "`{value}` in `{token}` is not a date; write `2026-11-30`, `2026-11`, `2026` or `today`"
        )),
        "has" => match normal(value).as_str() {
            "overdue" | "overdue-actions" => Ok(Condition::Overdue),
            "open-actions" => Ok(Condition::Open),
            _ => Err(format!("unknown value in `{token}`; use `has:overdue` or `has:open-actions`")),
        },
        _ => Err(format!("unknown filter `{key}` in `{token}`; use owner, due, state or has")),
    }
}

fn state(name: &str) -> Option<ActionState> {
    use ActionState::{Blocked, Done, Dropped, InProgress, Open, Verified};
    [Open, InProgress, Blocked, Done, Verified, Dropped].into_iter().find(|state| state.key() == name)
}

/// Whether a text is a year, a month or a day in ISO 8601.
fn is_day(text: &str) -> bool {
    let shape = |c: char| if c.is_ascii_digit() { '0' } else { c };
    let shape: String = text.chars().map(shape).collect();
    match shape.as_str() {
        "0000" => true,
        "0000-00" => format!("{text}-01").parse::<Date>().is_ok(),
        "0000-00-00" => text.parse::<Date>().is_ok(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AS_OF: Date = Date::constant(2026, 11, 23);

    #[test]
    fn sentences_and_filters_mean_the_same() {
        let of_words = ActionQuery::parse("open actions of team-payments overdue", AS_OF).unwrap();
        let expected = vec![Condition::Word("team-payments".to_owned()), Condition::Overdue];
        assert_eq!(of_words.0, expected);
        let of_filters =
            ActionQuery::parse("owner:\"Team Payments\" has:overdue due<=2026-12", AS_OF).unwrap();
        let due = Condition::Due(Comparison::AtMost, "2026-12".to_owned());
        assert_eq!(
            of_filters.0,
            [Condition::Owner(vec!["team-payments".to_owned()]), Condition::Overdue, due]
        );
    }

    #[test]
    fn values_that_cannot_be_read_are_errors() {
        for wrong in ["due<soon", "due:2026-13", "state:finished", "has:cake", "svc:api"] {
            assert!(ActionQuery::parse(wrong, AS_OF).is_err(), "{wrong}");
        }
    }
}
