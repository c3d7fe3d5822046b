//! Timelines: tables, lists, a heading for each event, paragraphs that begin with a time.

use jiff::civil::{Date, Time};

use super::context::{Context, moment, scalar};
use super::labels::{Label, Part};
use super::lexicon::{contains_words, fold, fold_text};
use super::outline::{Block, Item, Line, Table};
use super::prose;
use super::slot::Slot;
use crate::diag::Code;
use crate::model::{Event, Phase, Prose};
use crate::source::Span;
use crate::when::{self, Stamp, Zone};

/// A list, or another section, is taken for a timeline if it has at least this many timed entries.
const FEWEST: usize = 3;

/// An event before its day is known.
struct Entry {
    time: String,
    stamp: Option<Stamp>,
    text: Prose,
    lead: String,
    span: Span,
}

/// What a stretch of the document holds: events, and lines that name the day of those that follow.
enum Step {
    Event(Box<Entry>),
    Day(Date),
    /// A line that would name the day if the calendar had it.
    NoDay,
    /// `T+0 is 13:02 UTC`
    Origin(Time),
}

/// Reads the timeline of a document. `day` is the day of the incident as far as it is known without the timeline.
pub(super) fn read(context: &mut Context<'_, '_, '_>, day: Option<Date>, zone: Option<&Zone>) -> Vec<Event> {
    let steps = find(context);
    let mut events = place(context, &steps, day, zone);
    name_anchors(&mut events);
    events
}

fn count(steps: &[Step]) -> usize {
    steps.iter().filter(|step| matches!(step, Step::Event(_))).count()
}

fn count_timed(steps: &[Step]) -> usize {
    steps.iter().filter(|step| matches!(step, Step::Event(entry) if entry.stamp.is_some())).count()
}

/// The best candidate: the section so named; else the key so named with most times; else the section with most times.
fn find(context: &Context<'_, '_, '_>) -> Vec<Step> {
    let mut named = Vec::new();
    for index in 0..context.outline.sections.len() {
        if context.labels.own[index] == Some(Slot::Timeline) && !is_below_timeline(context, index) {
            named.extend(section(context, index));
        }
    }
    if count(&named) > 0 {
        return named;
    }
    let keyed = context
        .labels(Slot::Timeline)
        .into_iter()
        .map(|label| of_label(context, label))
        .max_by_key(|steps| count_timed(steps));
    if let Some(keyed) = keyed.filter(|steps| count_timed(steps) >= 2) {
        return keyed;
    }
    let front = in_front_matter(context);
    if !front.is_empty() {
        return front;
    }
    let elsewhere = (0..context.outline.sections.len())
        .filter(|index| {
            !matches!(
                context.labels.governing[*index],
                Some(Slot::Actions | Slot::References | Slot::Related | Slot::SignOff | Slot::Verification)
            )
        })
        .map(|index| blocks(context, &context.outline.sections[index].blocks, Mode::Timed))
        .max_by_key(|steps| count_timed(steps));
    elsewhere.filter(|steps| count_timed(steps) >= FEWEST).unwrap_or_else(|| updates(context))
}

fn is_below_timeline(context: &Context<'_, '_, '_>, index: usize) -> bool {
    let parent = context.outline.sections[index].parent;
    parent.is_some_and(|parent| context.labels.governing[parent] == Some(Slot::Timeline))
}

/// Whether entries without a time count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// The place is a timeline: what stands in its table or in a list of timed items is an event, whatever its time.
    Timeline,
    /// The place may be one: only what has a time.
    Timed,
}

fn section(context: &Context<'_, '_, '_>, index: usize) -> Vec<Step> {
    let outline = context.outline;
    let mut steps = Vec::new();
    for at in outline.tree(index) {
        let section = &outline.sections[at];
        if at != index && context.labels.own[at].is_some_and(|slot| slot != Slot::Timeline) {
            continue;
        }
        let inner = blocks(context, &section.blocks, Mode::Timeline);
        let stamp = (at != index)
            .then(|| when::leading_stamp(&section.heading.text, context.config.date_order))
            .flatten();
        match stamp {
            Some(stamp) if is_day(&stamp) && (count(&inner) > 0 || has_timed_child(context, at)) => {
                steps.push(stamp.date.map_or(Step::NoDay, Step::Day));
                steps.extend(inner);
            }
            Some(stamp) => {
                steps.push(Step::Event(Box::new(heading_event(&section.heading, stamp, &section.blocks))));
            }
            None => {
                if at != index {
                    steps.extend(bare_date(context, &section.heading.text));
                }
                steps.extend(inner);
            }
        }
    }
    steps
}

fn has_timed_child(context: &Context<'_, '_, '_>, index: usize) -> bool {
    let outline = context.outline;
    outline.sections.iter().any(|section| {
        section.parent == Some(index)
            && when::leading_stamp(&section.heading.text, context.config.date_order)
                .is_some_and(|stamp| stamp.clock.is_some())
    })
}

fn is_day(stamp: &Stamp) -> bool {
    stamp.date.is_some() && stamp.clock.is_none() && stamp.relative_minutes.is_none()
}

/// `### 14:35 - Alert fires`: what stands after the time, else the first paragraph.
fn heading_event(heading: &Line<'_>, stamp: Stamp, blocks: &[Block<'_>]) -> Entry {
    let beside = prose::of_range(heading, stamp.end.min(heading.text.len()), heading.text.len());
    let text = if beside.text.is_empty() {
        blocks
            .iter()
            .find_map(
                |block| if let Block::Paragraph(lines) = block { prose::paragraph(lines) } else { None },
            )
            .unwrap_or_default()
    } else {
        beside
    };
    Entry {
        time: heading.text[..stamp.text_end].to_owned(),
        lead: text.text.clone(),
        stamp: Some(stamp),
        text,
        span: heading.span,
    }
}

fn of_label(context: &Context<'_, '_, '_>, label: &Label<'_, '_>) -> Vec<Step> {
    let mut steps = Vec::new();
    for part in &label.parts {
        steps.extend(line_event(context, *part).map(Box::new).map(Step::Event));
    }
    for block in &label.blocks {
        steps.extend(self::block(context, block, Mode::Timed));
    }
    for item in &label.loose {
        steps.extend(
            item.lines()
                .first()
                .and_then(|line| line_event(context, Part::whole(line)))
                .map(Box::new)
                .map(Step::Event),
        );
    }
    // `First detected 2023-11-03 14:38`: the words come first.
    if count_timed(&steps) == 0 {
        for item in label.items().into_iter().flatten() {
            steps.extend(
                item.lines()
                    .first()
                    .and_then(|line| worded_event(context, line))
                    .map(Box::new)
                    .map(Step::Event),
            );
        }
    }
    steps
}

/// `Incident declared: 2020-02-12 11:51`
fn worded_event(context: &Context<'_, '_, '_>, line: &Line<'_>) -> Option<Entry> {
    let at = line.text.find(|c: char| c.is_ascii_digit())?;
    let words = line.text[..at].trim_end_matches([' ', ':', '：', '-']);
    let stamp = when::leading_stamp(&line.text[at..], context.config.date_order)?;
    if words.is_empty() || words.split_whitespace().count() > 5 || stamp.clock.is_none() {
        return None;
    }
    let time = line.text[at..at + stamp.text_end].to_owned();
    Some(Entry {
        time,
        stamp: Some(stamp),
        text: prose::plain(words),
        lead: words.to_owned(),
        span: line.span,
    })
}

fn blocks(context: &Context<'_, '_, '_>, blocks: &[Block<'_>], mode: Mode) -> Vec<Step> {
    blocks.iter().flat_map(|inner| block(context, inner, mode)).collect()
}

fn block(context: &Context<'_, '_, '_>, block: &Block<'_>, mode: Mode) -> Vec<Step> {
    match block {
        Block::Table(inner) => table(context, inner, mode),
        Block::List(items) => list(context, items, mode),
        Block::Paragraph(lines) => paragraph(context, lines),
        Block::Quote(inner)
        | Block::Callout { blocks: inner, .. }
        | Block::Definition { blocks: inner, .. } => blocks(context, inner, mode),
        Block::Code | Block::Html | Block::Rule => Vec::new(),
    }
}

fn paragraph(context: &Context<'_, '_, '_>, lines: &[Line<'_>]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in lines {
        if let Some(day) = bare_date(context, &line.text).or_else(|| origin(context, &line.text)) {
            steps.push(day);
        } else if let Some(event) = line_event(context, Part::whole(line)) {
            steps.push(Step::Event(Box::new(event)));
        } else if let Some(Step::Event(last)) = steps.last_mut() {
            last.text = prose::join([std::mem::take(&mut last.text), prose::of_line(line)]);
        }
    }
    steps
}

/// A sentence that says when the clock of relative times began.
fn origin(context: &Context<'_, '_, '_>, text: &str) -> Option<Step> {
    let stamp = when::leading_stamp(text, context.config.date_order)?;
    let rest = text[stamp.text_end..].trim_start();
    let says = stamp.relative_minutes == Some(0)
        && ["is ", "= ", "was ", ": "].iter().any(|word| rest.starts_with(word));
    says.then(|| when::find_clock(rest)).flatten().map(|clock| Step::Origin(clock.value))
}

/// A line that is a date and nothing else, perhaps with the name of the day.
fn bare_date(context: &Context<'_, '_, '_>, text: &str) -> Option<Step> {
    let text = text.trim_matches(['*', ' ', ':', '：', '(', ')']);
    if text.len() > 48 {
        return None;
    }
    let found = when::find_date(text, context.config.date_order)?;
    let around = format!("{} {}", &text[..found.start], &text[found.end..]);
    let words = around.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
    (words <= 1 && !around.contains(|c: char| c.is_ascii_digit()))
        .then(|| found.value.map_or(Step::NoDay, Step::Day))
}

fn line_event(context: &Context<'_, '_, '_>, part: Part<'_, '_>) -> Option<Entry> {
    let line = part.line;
    let from = before_time(context, &line.text, line.text.len() - line.text[part.skip..].trim_start().len());
    let stamp = when::leading_stamp(&line.text[from..], context.config.date_order)?;
    let end = (from + stamp.end).min(line.text.len());
    let text = prose::of_range(line, end, line.text.len());
    // A date alone at the head of a sentence is an event only where something parts them.
    if stamp.clock.is_none()
        && stamp.relative_minutes.is_none()
        && stamp.end <= stamp.text_end + 1
        && !text.text.is_empty()
    {
        return None;
    }
    Some(Entry {
        time: line.text[from..from + stamp.text_end].to_owned(),
        lead: lead(line, end),
        stamp: Some(stamp),
        text,
        span: line.span,
    })
}

/// The byte at which a time may begin: after `Ore`, `kl.`, `um`.
fn before_time(context: &Context<'_, '_, '_>, text: &str, from: usize) -> usize {
    let word = text[from..].split(' ').next().unwrap_or("");
    let known = !word.is_empty() && context.lexicon.list("before_time").contains(&fold(word));
    let after = from + word.len() + 1;
    if known && text[after.min(text.len())..].starts_with(|c: char| c.is_ascii_digit()) {
        after
    } else {
        from
    }
}

/// What names the event: its bold words if it has any in front, else its beginning.
fn lead(line: &Line<'_>, from: usize) -> String {
    let text = line.text[from..].trim_start();
    match text.find([':', '：', '—']).filter(|at| *at <= 40 && line.text.len() > from && line.bold >= from)
    {
        Some(at) => text[..at].to_owned(),
        None => text.chars().take(110).collect(),
    }
}

fn list(context: &Context<'_, '_, '_>, items: &[Item<'_>], mode: Mode) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut timed = 0;
    for item in items {
        let lines = item.lines();
        let nested: Vec<Step> = item
            .rest()
            .iter()
            .filter(|block| matches!(block, Block::List(_)))
            .flat_map(|inner| block(context, inner, Mode::Timed))
            .collect();
        if let Some(line) = lines.first()
            && let Some(day) = bare_date(context, &line.text)
            && count_timed(&nested) > 0
        {
            timed += 1;
            steps.push(day);
            steps.extend(nested);
            continue;
        }
        if let Some(mut event) = lines.first().and_then(|line| line_event(context, Part::whole(line))) {
            timed += 1;
            let further = lines[1..].iter().map(prose::of_line);
            event.text = prose::join([std::mem::take(&mut event.text)].into_iter().chain(further));
            if event.text.text.is_empty() {
                event.text = item
                    .rest()
                    .iter()
                    .find_map(|block| {
                        if let Block::Paragraph(lines) = block { prose::paragraph(lines) } else { None }
                    })
                    .unwrap_or_default();
            }
            steps.push(Step::Event(Box::new(event)));
        } else if !lines.is_empty() {
            let text = prose::of_lines(lines);
            let entry =
                Entry { time: String::new(), stamp: None, lead: text.text.clone(), text, span: item.span };
            steps.push(Step::Event(Box::new(entry)));
        }
    }
    // A list is a timeline if most of its items have a time; elsewhere the items without one are not its business.
    let majority = timed * 2 > items.len();
    if !(majority || mode == Mode::Timeline && timed * 3 > items.len()) {
        return Vec::new();
    }
    if mode == Mode::Timed {
        steps.retain(|step| !matches!(step, Step::Event(entry) if entry.stamp.is_none()));
    }
    steps
}

/// The columns of a timeline table.
#[derive(Default)]
struct Columns {
    date: Option<usize>,
    day: Option<usize>,
    time: Option<usize>,
    event: Option<usize>,
    year: Option<i16>,
}

fn columns(context: &Context<'_, '_, '_>, table: &Table<'_>) -> Columns {
    let mut columns = Columns::default();
    for (index, cell) in table.header.iter().enumerate() {
        let folded = fold(&cell.text);
        let meaning = context
            .lexicon
            .timeline_columns
            .exact(&folded)
            .or_else(|| context.lexicon.timeline_columns.leading(&folded).map(|(name, _)| name));
        let slot = match meaning {
            Some("date") => &mut columns.date,
            Some("day") => &mut columns.day,
            Some("time") => &mut columns.time,
            Some("event") => &mut columns.event,
            _ => continue,
        };
        if slot.is_none() {
            *slot = Some(index);
        }
        if let Some(year) = cell
            .text
            .split(|c: char| !c.is_ascii_digit())
            .find_map(|digits| digits.parse::<i16>().ok().filter(|year| (1990..=2100).contains(year)))
        {
            columns.year = Some(year);
        }
    }
    columns
}

fn table(context: &Context<'_, '_, '_>, table: &Table<'_>, mode: Mode) -> Vec<Step> {
    let mut columns = columns(context, table);
    let starts_with_time = |row: &super::outline::Row<'_>| {
        row.cells
            .first()
            .is_some_and(|cell| when::leading_stamp(&cell.text, context.config.date_order).is_some())
    };
    if columns.time.is_none() && columns.date.is_none() {
        let timed = table.rows.iter().filter(|row| starts_with_time(row)).count();
        if timed * 2 <= table.rows.len() || timed == 0 {
            return Vec::new();
        }
        columns.time = Some(0);
    }
    if mode == Mode::Timed && (columns.event.is_none() || columns.time.is_none()) {
        return Vec::new();
    }
    let taken = [columns.date, columns.day, columns.time];
    let event = columns.event.or_else(|| longest_column(table, &taken));
    let Some(event) = event else { return Vec::new() };
    let mut steps = Vec::new();
    for row in &table.rows {
        if !row.is_blank()
            && let Some(entry) = row_event(context, row, &columns, event)
        {
            steps.push(Step::Event(Box::new(entry)));
        }
    }
    steps
}

fn longest_column(table: &Table<'_>, taken: &[Option<usize>]) -> Option<usize> {
    (0..table.header.len()).filter(|index| !taken.contains(&Some(*index))).max_by_key(|index| {
        table.rows.iter().filter_map(|row| row.cells.get(*index)).map(|cell| cell.text.len()).sum::<usize>()
    })
}

fn row_event(
    context: &Context<'_, '_, '_>,
    row: &super::outline::Row<'_>,
    columns: &Columns,
    event: usize,
) -> Option<Entry> {
    let cell = |index: Option<usize>| {
        index.and_then(|index| row.cells.get(index)).map_or("", |cell| cell.text.as_str())
    };
    let written = [columns.day, columns.date, columns.time]
        .into_iter()
        .map(cell)
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let mut stamp = when::leading_stamp(&written, context.config.date_order);
    if let (Some(stamp), Some(year)) = (&mut stamp, columns.year)
        && stamp.date.is_none()
        && let Some((month, day)) = stamp.day_month
    {
        stamp.date = Date::new(year, month, day).ok();
    }
    let line = row.cells.get(event)?;
    let text = prose::of_line(line);
    if super::placeholder::is_placeholder(&text.text)
        && (stamp.is_none() || super::placeholder::is_placeholder(&written))
    {
        return None;
    }
    if text.text.is_empty() && written.is_empty() {
        return None;
    }
    Some(Entry { time: written, stamp, lead: lead(line, 0), text, span: row.span })
}

/// `incident_states: [{status, content, date}]` and the like.
fn in_front_matter(context: &Context<'_, '_, '_>) -> Vec<Step> {
    let mut steps = Vec::new();
    for entry in context.front(Slot::Timeline) {
        for item in entry.value.as_array().into_iter().flatten() {
            let get = |keys: &[&str]| {
                keys.iter().find_map(|key| item.get(*key)).and_then(scalar).unwrap_or_default()
            };
            let time = get(&["time", "at", "date", "timestamp", "when"]);
            let text = get(&["event", "content", "text", "description", "what", "message", "title"]);
            let text = if text.is_empty() { get(&["status", "state"]) } else { text };
            if text.is_empty() {
                continue;
            }
            let stamp = when::leading_stamp(&time, context.config.date_order);
            let event =
                Entry { time, stamp, lead: text.clone(), text: prose::plain(&text), span: entry.span };
            steps.push(Step::Event(Box::new(event)));
        }
    }
    steps
}

/// Updates of a status page: `*Monitoring* - A fix is out. {{< track "2018-04-13 16:50:00" >}}`, or the shortcode first with
/// the word in it: `{{< update "Resolved" "2019-02-27 11:02 UTC" >}}`.
fn updates(context: &Context<'_, '_, '_>) -> Vec<Step> {
    let mut steps = Vec::new();
    for section in &context.outline.sections {
        for block in &section.blocks {
            let Block::Paragraph(lines) = block else { continue };
            let whole = prose::of_lines(lines);
            let (before, arguments, after) = shortcode(&whole.text);
            let text = if before.is_empty() { after } else { before };
            let word = text.split([':', '-', '–', '—']).next().unwrap_or("");
            let is_word = |word: &str| context.lexicon.list("status_word").contains(&fold(word));
            let named = arguments.iter().copied().find(|argument| is_word(argument));
            let time = arguments
                .iter()
                .find(|argument| when::find_date(argument, context.config.date_order).is_some());
            if time.is_none() && !(text.len() > word.len() && is_word(word)) {
                continue;
            }
            let time = time.map(|time| (*time).to_owned()).unwrap_or_default();
            let stamp = when::leading_stamp(&time, context.config.date_order);
            let lead = named.unwrap_or(word).to_owned();
            let span = lines[0].span;
            steps.push(Step::Event(Box::new(Entry { time, stamp, lead, text: prose::plain(text), span })));
        }
    }
    if count_timed(&steps) > 0 { steps } else { Vec::new() }
}

/// What stands before a shortcode, its quoted arguments, and what stands after it.
fn shortcode(text: &str) -> (&str, Vec<&str>, &str) {
    let Some((before, rest)) = text.split_once("{{<") else { return (text.trim(), Vec::new(), "") };
    let (inner, after) = rest.split_once(">}}").unwrap_or((rest, ""));
    let arguments = inner.split(['"', '“', '”']).skip(1).step_by(2).collect();
    (before.trim(), arguments, after.trim())
}

/// Gives each event its day: its own, that of a line above, the one before it, the next one past midnight.
fn place(
    context: &mut Context<'_, '_, '_>,
    steps: &[Step],
    day: Option<Date>,
    zone: Option<&Zone>,
) -> Vec<Event> {
    let mut events = Vec::new();
    let mut today = day;
    let mut previous: Option<Time> = None;
    let mut origin: Option<(Date, Time)> = None;
    for step in steps {
        let entry = match step {
            Step::Origin(clock) => {
                origin = today.map(|date| (date, *clock));
                continue;
            }
            Step::Day(_) | Step::NoDay => {
                today = if let Step::Day(date) = step { Some(*date) } else { None };
                previous = None;
                continue;
            }
            Step::Event(entry) => entry,
        };
        let mut at = None;
        if let Some(stamp) = &entry.stamp {
            let named = stamp.zone.as_ref().or(zone);
            let own = stamp.date.or_else(|| with_year(stamp.day_month, today));
            if let Some(date) = own {
                today = Some(date);
                previous = None;
            }
            if let (Some(date), Some(clock)) = (today, stamp.clock) {
                let date = own.unwrap_or_else(|| past_midnight(context, date, previous, clock, entry.span));
                today = Some(date);
                previous = Some(clock);
                origin = origin.or(Some((date, clock)));
                at = Some(moment(date, Some(clock), named));
            } else if let (Some((date, clock)), Some(minutes)) = (origin, stamp.relative_minutes) {
                at = date
                    .to_datetime(clock)
                    .checked_add(jiff::SignedDuration::from_mins(minutes))
                    .ok()
                    .map(|later| moment(later.date(), Some(later.time()), named));
            } else if let Some(date) = own {
                at = Some(moment(date, None, named));
            }
        }
        let words = fold_text(&entry.lead);
        let phase = context.lexicon.phases.find(&words).and_then(phase);
        let was_no_fix = || {
            context
                .lexicon
                .list("no_fix")
                .iter()
                .any(|word| contains_words(&fold_text(&entry.text.text), word))
        };
        let phase = phase.filter(|phase| *phase != Phase::Mitigated || !was_no_fix());
        let line = context.source.line(entry.span.start);
        events.push(Event {
            time: entry.time.trim().to_owned(),
            at,
            phase,
            text: entry.text.clone(),
            anchor: String::new(),
            span: entry.span,
            line,
        });
    }
    events
}

/// A clock that falls back by more than 12 hours has crossed midnight; by less, it is out of order.
fn past_midnight(
    context: &mut Context<'_, '_, '_>,
    today: Date,
    previous: Option<Time>,
    clock: Time,
    span: Span,
) -> Date {
    let minutes = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
    let back = previous.map_or(0, |previous| minutes(previous) - minutes(clock));
    if back > 12 * 60 {
        return today.tomorrow().unwrap_or(today);
    }
    if back > 0 {
        context.report(
            Code::TimelineOrder,
            span,
            format!("the timeline steps back by {back} minutes here"),
            "put the events in order, or write the day beside the time",
        );
    }
    today
}

fn with_year(day_month: Option<(i8, i8)>, today: Option<Date>) -> Option<Date> {
    let (month, day) = day_month?;
    let year = today?.year();
    Date::new(year, month, day).ok()
}

fn phase(name: &str) -> Option<Phase> {
    [
        Phase::FirstSignal,
        Phase::Alert,
        Phase::Declared,
        Phase::Investigating,
        Phase::CauseFound,
        Phase::Mitigated,
        Phase::Restored,
        Phase::Resolved,
    ]
    .into_iter()
    .find(|phase| phase.key() == name)
}

/// `t-1404`, `t-1404-2`; `t-7` for the seventh event where there is no clock.
fn name_anchors(events: &mut [Event]) {
    let mut taken = std::collections::BTreeSet::new();
    for (index, event) in events.iter_mut().enumerate() {
        let clock = event.at.as_ref().and_then(|at| at.clock);
        let base = clock.map_or_else(
            || format!("t-{}", index + 1),
            |clock| format!("t-{:02}{:02}", clock.hour(), clock.minute()),
        );
        let mut anchor = base.clone();
        let mut again = 2;
        while !taken.insert(anchor.clone()) {
            anchor = format!("{base}-{again}");
            again += 1;
        }
        event.anchor = anchor;
    }
}
