//! One incident as `pmsite show` prints it: each field with its value and its place.

use super::console::Console;
use crate::archive::Incident;
use crate::model::{ActionItem, FIELDS, FieldId, FieldValue, Provenance};
use crate::report::plain_line;
use crate::report::table::{Cell, Column, Look, Room, Table};
use crate::text::{shorten, squeeze};
use crate::when::show_minutes;

/// If the output is not a terminal, values are cut to this many characters, except with `-v`.
const VALUE_WIDTH: usize = 60;

/// The rows of the output.
struct Card {
    whole: bool,
    /// The longest value, in characters, except with `-v`.
    longest: usize,
    rows: Vec<[String; 3]>,
}

/// Prints an incident. With `-v`, no value is cut and every event is listed.
pub(super) fn card(incident: &Incident, console: &Console) -> String {
    let whole = console.verbose;
    // On a terminal, the table cuts values at its width.
    let longest = if console.width.is_some() { usize::MAX } else { VALUE_WIDTH };
    let mut card = Card { whole, longest, rows: Vec::new() };
    card.row("document", &incident.source.path, "");
    card.fields(incident);
    card.lists(incident);
    card.print(console)
}

/// `metadata table, line 9`.
fn place(provenance: &Provenance) -> String {
    match provenance.line {
        0 => provenance.origin.label().to_owned(),
        line => format!("{}, line {line}", provenance.origin.label()),
    }
}

impl Card {
    fn row(&mut self, name: &str, value: &str, place: &str) {
        let value = plain_line(&squeeze(value));
        let value = if self.whole { value } else { shorten(&value, self.longest) };
        self.rows.push([name.to_owned(), value, plain_line(place)]);
    }

    /// The fields of the catalog, then the front matter that pmsite does not know.
    fn fields(&mut self, incident: &Incident) {
        let record = &*incident.record;
        for spec in FIELDS {
            match incident.field(spec.id) {
                Some(field) => self.row(spec.label, &value_text(field.value), &place(&field.provenance)),
                None if spec.id == FieldId::Id => self.row(spec.label, &incident.card.id, "file name"),
                None => {}
            }
        }
        if let Some(fix) = &record.fix {
            let name = if fix.value.certain { "fixed by" } else { "probable fix" };
            let event = record.timeline.iter().find(|event| event.span == fix.provenance.span);
            let place = event
                .map_or_else(|| place(&fix.provenance), |event| format!("timeline, line {}", event.line));
            self.row(name, &fix.value.text, &place);
        }
        for (key, value) in &record.extra {
            self.row(key, &value.to_string(), "front matter");
        }
    }

    /// Timeline, whys, action items, relations and references.
    fn lists(&mut self, incident: &Incident) {
        let record = &*incident.record;
        if let (Some(first), Some(last)) = (record.timeline.first(), record.timeline.last()) {
            let value = format!("{} events, {} to {}", record.timeline.len(), first.time, last.time);
            self.row("timeline", &value, &format!("lines {} to {}", first.line, last.line));
        }
        let whole = self.whole;
        for event in record.timeline.iter().filter(|event| whole || event.phase.is_some()) {
            let phase = event.phase.map(|phase| format!("{}: ", phase.label())).unwrap_or_default();
            let value = format!("{} {phase}{}", event.time, event.text);
            self.row("  event", &value, &format!("line {}", event.line));
        }
        for (index, why) in record.five_whys.iter().enumerate() {
            self.row(&format!("why {}", index + 1), &format!("{} → {}", why.question, why.answer), "");
        }
        for action in &record.actions {
            let value = action_words(action);
            self.row(&format!("action {}", action.number), &value, &format!("line {}", action.line));
        }
        for relation in &record.relations {
            let value = format!("{} {}", relation.kind.label(), relation.target);
            self.row("relation", &value, &format!("line {}", relation.line));
        }
        for reference in &record.references {
            let url = reference.url.as_deref().unwrap_or("");
            self.row("reference", &format!("{} {url}", reference.text), "");
        }
    }

    /// Three columns.
    fn print(self, console: &Console) -> String {
        let mut table = Table::new([
            Column { title: "", room: Room::Whole },
            Column { title: "", room: Room::Cut(20) },
            Column { title: "", room: Room::Cut(12) },
        ]);
        for [name, value, place] in &self.rows {
            // Events are indented below the timeline.
            let name = Cell::indented(name).look(Look::Strong);
            table.row([name, Cell::new(value), Cell::new(place).look(Look::Faint)]);
        }
        let width = console.width.filter(|_| !self.whole);
        table.print(width, console.data_paint)
    }
}

/// The value of a field in words.
fn value_text(value: FieldValue<'_>) -> String {
    match value {
        FieldValue::Text(text) => text.to_owned(),
        FieldValue::Names(names) => names.join(", "),
        FieldValue::List(items) => format!("{}: {}", items.len(), items.join(" · ")),
        FieldValue::Day(day) => day.to_string(),
        FieldValue::Moment(moment) => moment.iso(),
        FieldValue::Minutes(minutes @ 0..60) => show_minutes(minutes),
        FieldValue::Minutes(minutes) => format!("{} ({minutes} min)", show_minutes(minutes)),
        FieldValue::Severity(severity) => match &severity.key {
            Some(key) if !severity.label.eq_ignore_ascii_case(key) => format!("{} ({key})", severity.label),
            Some(_) => severity.label.clone(),
            None => format!("{} (not on the scale)", severity.label),
        },
        FieldValue::Status(status) => status.label.clone(),
    }
}

fn action_words(action: &ActionItem) -> String {
    let mut words = format!("[{}] {}", action.state.key(), action.action.text);
    if let Some(owner) = &action.owner {
        words.extend([" · ", owner]);
    }
    if let Some(due) = action.due.map(|due| due.to_string()).or_else(|| action.due_text.clone()) {
        words.extend([" · due ", &due]);
    }
    words
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::archive::Card as Shown;
    use crate::config::Config;
    use crate::read::Reader;
    use crate::source::SourceFile;

    const TEXT: &str = "\
# Checkout \x1b[31mreturns 5xx

| Field | Value |
|:--|:--|
| **Incident ID** | INC-0042 |
| **Date** | 2026-03-14 |
| **Duration** | 2 hours 5 minutes |
| **Severity** | SEV2 |

## Action Items

| # | Action | Owner | Status |
|:--|:--|:--|:--|
| 1 | Alert on pool use | Ann | Done |
";

    #[test]
    fn each_value_has_its_place_next_to_it() {
        let source = Arc::new(SourceFile::new("a.md", TEXT.to_owned()));
        let parsed = Reader::new(&Config::default()).read(&source);
        let shown = Shown {
            id: "INC-0042".to_owned(),
            slug: "INC-0042".to_owned(),
            title: parsed.record.title.value.clone(),
            date: None,
            severity: None,
            status: None,
            services: Arc::default(),
            tags: Arc::default(),
            authors: Arc::default(),
            duration: None,
            one_line: None,
            fixed: None,
            actions_open: 0,
            actions_overdue: 0,
            actions_total: 1,
        };
        let incident = Incident {
            card: shown,
            record: parsed.record,
            services: None,
            document: parsed.document,
            source,
            action_status: Vec::new(),
            relations: Vec::new(),
            not_related: Box::default(),
            backlinks: Vec::new(),
            targets: Vec::new(),
            phases: Vec::new(),
            diagnostics: Arc::from([]),
        };
        let text = card(&incident, &Console::plain());
        assert!(!text.contains('\x1b'));
        let line = |name: &str| text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        let words = |name: &str| line(name).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words("id "), "id INC-0042 metadata table, line 5", "{text}");
        assert_eq!(words("duration "), "duration 2 h 5 min (125 min) metadata table, line 7");
        assert_eq!(words("severity "), "severity SEV2 metadata table, line 8");
        assert_eq!(words("action 1"), "action 1 [done] Alert on pool use · Ann line 14");
        let column = |name: &str| line(name).find("metadata table");
        assert_eq!(column("id "), column("severity "));
    }
}
