//! `pmsite stats`: prints statistics of the archive.

mod data;

use clap::Args;

use super::args::{ArchiveArguments, ArchiveDir};
use super::console::Console;
use super::exit::Exit;
use super::failure::Failure;
use crate::archive::Archive;
use crate::insights::{GroupTimes, Insights, Measure, RecordedKind, Times, words};
use crate::messages::Messages;
use crate::report::json_lines;
use crate::report::table::{Cell, Column, Look, Room, Table, wrap};

/// How wide sentences are at most.
const WIDTH: usize = 100;

/// After how many days the table of action items says how many are open.
const DAYS: [u32; 5] = [7, 30, 90, 180, 365];

/// The arguments of `pmsite stats`.
#[derive(Debug, Args)]
#[command(after_help = "\
Prints how often incidents happen, how long they take and how long action items stay open. Medians
have their exact 95 % interval. With too few values, it says so. A change between years is stated
only if an exact test finds it. `pmsite help statistics` explains the details.

Examples:
  pmsite stats
  pmsite stats -C incidents
  pmsite stats --format json | jq '.times.mitigate.median'")]
pub(super) struct StatsArguments {
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table", value_enum)]
    format: StatsFormat,
    /// The archive folder.
    #[command(flatten)]
    folder: ArchiveDir,
    /// How to read the archive.
    #[command(flatten)]
    archive: ArchiveArguments,
}

/// The format of the statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum StatsFormat {
    /// Sentences and aligned columns
    #[value(alias = "human")]
    Table,
    /// JSON
    Json,
}

/// Runs the command.
pub(super) fn stats(arguments: &StatsArguments, console: &Console) -> Result<Exit, Failure> {
    let inputs = arguments.archive.inputs(arguments.folder.path.clone())?;
    let loaded = console.progress_bar().session().read(&inputs)?;
    let insights = Insights::of(&loaded.archive, &loaded.config);
    let text = match arguments.format {
        StatsFormat::Json => json_lines(&data::Stats::of(&loaded.archive, &insights)),
        StatsFormat::Table if loaded.archive.incidents.is_empty() => {
            console.message("no incidents");
            return Ok(Exit::Success);
        }
        StatsFormat::Table => Printer::new(console).print(&loaded.archive, &insights),
    };
    console.data(&text)?;
    Ok(Exit::Success)
}

/// Prints sections of sentences and tables.
struct Printer<'c> {
    console: &'c Console,
    /// Output in a terminal is always in English.
    messages: Messages,
    out: String,
}

impl<'c> Printer<'c> {
    fn new(console: &'c Console) -> Self {
        Self { console, messages: Messages::for_language("en"), out: String::new() }
    }

    fn print(mut self, archive: &Archive, insights: &Insights) -> String {
        self.section("insights.often");
        self.sentences(&words::counts(&self.messages, insights));
        self.months(archive, insights);
        for times in &insights.times {
            self.title(&words::measure(&self.messages, times.measure));
            self.sentences(&words::times(&self.messages, times));
            self.histogram(times);
        }
        let groups = &insights.groups;
        let indexes = &archive.indexes;
        self.groups("label.by_severity", &groups.severities, |at| indexes.severities[*at].label.clone());
        self.groups("insights.by_service", &groups.services, |at| indexes.services[*at].label.clone());
        let english = Messages::for_language("en");
        self.groups("insights.by_quarter", &groups.quarters, |one| words::quarter(&english, *one));
        self.section("insights.when");
        self.sentences(&words::clock(&self.messages, &insights.clock));
        self.fields(insights);
        self.section("insights.items");
        self.sentences(&words::actions(&self.messages, &insights.actions));
        self.curve(insights);
        self.out
    }

    fn title(&mut self, title: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(&Look::Strong.paint(title, self.console.data_paint));
        self.out.push('\n');
    }

    fn section(&mut self, name: &str) {
        self.title(&self.messages.text(name));
    }

    fn sentences(&mut self, sentences: &[String]) {
        let width = self.console.width.unwrap_or(WIDTH).min(WIDTH);
        for line in sentences.iter().flat_map(|sentence| wrap(sentence, width)) {
            self.out.push_str(&line);
            self.out.push('\n');
        }
    }

    fn table<const N: usize>(&mut self, table: &Table<N>) {
        self.out.push_str(&table.print(self.console.width, self.console.data_paint));
    }

    /// A line for each year.
    fn months(&mut self, archive: &Archive, insights: &Insights) {
        let mut table = Table::new([
            Column { title: "Year", room: Room::Whole },
            Column { title: "Incidents", room: Room::Whole },
            Column { title: "Severities", room: Room::Spare(12) },
        ]);
        for year in insights.months.chunk_by(|one, other| one.year == other.year) {
            let counts = archive.indexes.severities.iter().enumerate().filter_map(|(at, group)| {
                let count: usize = year.iter().map(|month| month.by_severity[at]).sum();
                (count > 0).then(|| format!("{count} {}", group.label))
            });
            let total: usize = year.iter().flat_map(|month| &month.by_severity).sum();
            table.row([
                Cell::new(&year[0].year.to_string()),
                Cell::new(&total.to_string()),
                Cell::new(&counts.collect::<Vec<_>>().join(", ")),
            ]);
        }
        self.table(&table);
    }

    /// How many incidents took how long.
    fn histogram(&mut self, times: &Times) {
        const BOUNDS: [(u32, &str); 7] = [
            (5, "under 5 min"),
            (15, "5 to 15 min"),
            (60, "15 to 60 min"),
            (240, "1 to 4 h"),
            (1440, "4 to 24 h"),
            (10_080, "1 to 7 d"),
            (u32::MAX, "over 7 d"),
        ];
        if times.values.is_empty() {
            return;
        }
        let below = |bound: u32| times.values.partition_point(|(minutes, _)| *minutes < bound);
        let mut from = 0;
        let counts = BOUNDS.map(|(bound, label)| {
            let count = if bound == u32::MAX { times.values.len() } else { below(bound) } - from;
            from += count;
            (label, count)
        });
        let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
        let mut table = Table::new([
            Column { title: "", room: Room::Whole },
            Column { title: "", room: Room::Whole },
            Column { title: "", room: Room::Cut(8) },
        ]);
        let first = counts.iter().position(|(_, count)| *count > 0).unwrap_or(0);
        let last = counts.iter().rposition(|(_, count)| *count > 0).unwrap_or(0);
        for (label, count) in &counts[first..=last] {
            let bar = "▪".repeat((count * 40).div_ceil(most.max(40)));
            table.row([Cell::new(label), Cell::new(&count.to_string()), Cell::new(&bar)]);
        }
        self.table(&table);
    }

    fn groups<T>(&mut self, title: &str, groups: &[GroupTimes<T>], label: impl Fn(&T) -> String) {
        if groups.is_empty() {
            return;
        }
        self.section(title);
        let mut table = Table::new([
            Column { title: "", room: Room::Cut(10) },
            Column { title: "Incidents", room: Room::Whole },
            Column { title: "To detect", room: Room::Spare(14) },
            Column { title: "To mitigate", room: Room::Cut(16) },
            Column { title: "To resolve", room: Room::Spare(14) },
        ]);
        for group in groups {
            let cell = |measure: Measure| {
                let summary = &group.times[measure as usize];
                let look = if summary.median.is_none() { Look::Faint } else { Look::Plain };
                Cell::new(&words::cell(&self.messages, summary)).look(look)
            };
            table.row([
                Cell::new(&label(&group.group)),
                Cell::new(&group.incidents.to_string()),
                cell(Measure::Detect),
                cell(Measure::Mitigate),
                cell(Measure::Resolve),
            ]);
        }
        self.table(&table);
    }

    fn fields(&mut self, insights: &Insights) {
        self.section("insights.causes");
        let mut table = Table::new([
            Column { title: "", room: Room::Cut(12) },
            Column { title: "Recorded", room: Room::Whole },
            Column { title: "Not recorded", room: Room::Whole },
            Column { title: "Values", room: Room::Spare(12) },
        ]);
        for field in &insights.fields {
            let label = match &field.kind {
                RecordedKind::Detection => "Detection",
                RecordedKind::Trigger => "Trigger",
                RecordedKind::Cause => "Cause",
                RecordedKind::Configured { label, .. } => label,
            };
            let values: Vec<String> =
                field.values.iter().map(|(value, count)| format!("{count} {value}")).collect();
            table.row([
                Cell::new(label),
                Cell::new(&field.recorded.to_string()),
                Cell::new(&field.missing.to_string()),
                Cell::new(&values.join(", ")),
            ]);
        }
        self.table(&table);
    }

    fn curve(&mut self, insights: &Insights) {
        let curve = &insights.actions.curve;
        let mut table = Table::new([
            Column { title: "After", room: Room::Whole },
            Column { title: "Still open", room: Room::Whole },
            Column { title: "95 % interval", room: Room::Whole },
            Column { title: "Known for as long", room: Room::Spare(8) },
        ]);
        for after in DAYS.into_iter().filter(|after| *after <= curve.seen_days) {
            let point = curve.at(after);
            let percent = |share| words::percent(&self.messages, share);
            let interval = point.and_then(|point| point.interval);
            let interval = interval.map(|(low, high)| format!("{} to {}", percent(low), percent(high)));
            table.row([
                Cell::new(&format!("{after} d")),
                Cell::new(&percent(point.map_or(1.0, |point| point.open))),
                Cell::new(&interval.unwrap_or_default()),
                Cell::new(&curve.known_for(after).to_string()),
            ]);
        }
        if curve.seen_days >= DAYS[0] {
            self.table(&table);
        }
    }
}
