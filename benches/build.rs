//! How long the stages take, and how many times longer than CommonMark alone: the same texts, only parsed and rendered
//! on all cores, are the yardstick. Machines differ; the ratio, taken in one run, hardly does.
//!
//! `cargo bench` measures all; `cargo bench -- pipeline` a part. The documents are made here, the same ones every time.
#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
#![expect(clippy::print_stdout, reason = "the ratios are told")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput};
use jiff::civil::{Date, date};
use pmsite::archive::assemble;
use pmsite::config::Config;
use pmsite::emit::{Artifact, Contents, Emitter, Theme};
use pmsite::model::Parsed;
use pmsite::read::Reader;
use pmsite::site::plan;
use pmsite::source::SourceFile;
use rayon::prelude::*;

// As in the program: parsing gains much from it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const AS_OF: Date = date(2026, 11, 23);

/// Pairs of runs behind a ratio.
const PAIRS: usize = 9;

const THINGS: [&str; 24] = [
    "queue",
    "replica",
    "certificate",
    "cache",
    "pool",
    "index",
    "broker",
    "gateway",
    "token",
    "migration",
    "shard",
    "listener",
    "lease",
    "quota",
    "snapshot",
    "resolver",
    "worker",
    "scheduler",
    "bucket",
    "proxy",
    "partition",
    "batch",
    "webhook",
    "cursor",
];
const ACTS: [&str; 16] = [
    "drained",
    "stalled",
    "expired",
    "retried",
    "restarted",
    "grew",
    "failed over",
    "timed out",
    "was throttled",
    "was rolled back",
    "lost its leader",
    "filled up",
    "was evicted",
    "blocked",
    "refused connections",
    "recovered",
];
const WAYS: [&str; 12] = [
    "without a page",
    "for every tenant",
    "during the deploy",
    "after the failover",
    "under normal load",
    "in one zone",
    "behind the proxy",
    "before anyone noticed",
    "as designed",
    "within a minute",
    "at the full hour",
    "for the second time",
];
const PEOPLE: [&str; 10] = ["Ada", "Noor", "Lin", "Tomas", "Ines", "Kofi", "Maja", "Ravi", "Sara", "Yuki"];
const SERVICES: [&str; 12] = [
    "auth", "billing", "checkout", "edge", "export", "feed", "ledger", "mail", "media", "orders", "search",
    "tracking",
];
const RELATIONS: [&str; 5] =
    ["same failure mode", "caused by this", "follow-up", "same service", "recurrence"];

/// The generator of L'Ecuyer, "Tables of linear congruential generators" (1999), modulus 2^64; its upper bits are used.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(3_935_559_000_370_003_845).wrapping_add(2_691_343_689_449_507_681);
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    fn sentence(&mut self) -> String {
        let [one, two, three] = [self.pick(&THINGS), self.pick(&ACTS), self.pick(&WAYS)];
        match self.below(4) {
            0 => format!("The {one} of `{}-{}` {two} {three}.", self.pick(&SERVICES), self.below(20)),
            1 => format!(
                "A {one} {two} {three}, and the {} **{}** {three}.",
                self.pick(&THINGS),
                self.pick(&ACTS)
            ),
            2 => format!("{} saw that the {one} {two} {three}.", self.pick(&PEOPLE)),
            _ => format!("Every {one} {two} {three}; the {} followed.", self.pick(&THINGS)),
        }
    }

    fn paragraph(&mut self) -> String {
        (0..5).map(|_| self.sentence()).collect::<Vec<_>>().join(" ")
    }
}

/// The text of one incident as the team's template has it, 5 to 9 KB.
fn document(number: usize) -> Arc<SourceFile> {
    let dice = &mut Dice(number as u64);
    let (year, month, day) = (2018 + number % 9, 1 + dice.below(12), 1 + dice.below(28));
    let day = format!("{year}-{month:02}-{day:02}");
    let (thing, service) = (dice.pick(&THINGS), dice.pick(&SERVICES));
    let mut text = format!(
        "---\nservices: [{service}, {}]\ntags: [{thing}, {}]\n---\n\n# Post-Mortem: The {thing} of {service} {}\n\n\
         ## Summary\n\n| Field | Value |\n|:------|:------|\n| **Incident ID** | INC-{number:04} |\n| **Date** | {day} |\n\
         | **Duration** | {} hours {} minutes |\n| **Severity** | SEV{} |\n| **Author** | {} |\n| **Status** | Final |\n\n\
         ### One-Line Summary\n{}\n\n### Impact\n- Users affected: {} %\n- Business impact: {}\n\n---\n\n\
         ## Timeline\n\nAll times in UTC.\n\n| Time | Event |\n|:-----|:------|\n",
        dice.pick(&SERVICES),
        dice.pick(&THINGS),
        dice.pick(&ACTS),
        1 + dice.below(5),
        dice.below(60),
        1 + dice.below(4),
        dice.pick(&PEOPLE),
        dice.sentence(),
        dice.below(100),
        dice.sentence(),
    );
    let mut clock = dice.below(600);
    for _ in 0..12 {
        clock += 1 + dice.below(30);
        push(&mut text, format_args!("| {:02}:{:02} | {} |\n", clock / 60, clock % 60, dice.sentence()));
    }
    text.push_str("\n---\n\n## Root Cause Analysis\n\n### What Happened\n");
    for _ in 0..4 + dice.below(6) {
        push(&mut text, format_args!("{}\n\n", dice.paragraph()));
    }
    let earlier = 1 + dice.below(number);
    push(&mut text, format_args!("It was seen before in INC-{earlier:04}.\n\n```console\n"));
    for line in 0..8 {
        push(
            &mut text,
            format_args!("2026-01-01T10:{line:02}:00Z {service}-{} ERROR code={}\n", line, dice.below(9999)),
        );
    }
    text.push_str("```\n\n### Why It Happened\n\n");
    for step in 1..=5 {
        let (why, because) = (dice.sentence(), dice.sentence());
        push(&mut text, format_args!("{step}. **Why** {why}?\n   → Because {because}\n\n"));
    }
    push(&mut text, format_args!("**Root Cause:** {}\n\n---\n\n## Response Analysis\n", dice.sentence()));
    for heading in
        ["Contributing Factors", "What Went Well", "What Could Have Gone Better", "Where We Got Lucky"]
    {
        let (one, two) = (dice.sentence(), dice.sentence());
        push(&mut text, format_args!("\n### {heading}\n- {one}\n- {two}\n"));
    }
    text.push_str("\n---\n\n## Action Items\n\n| # | Action | Owner | Priority | Due Date | Status |\n");
    text.push_str("|:--|:-------|:------|:---------|:---------|:-------|\n");
    for item in 1..=4 {
        let (what, who, state) = (dice.sentence(), dice.pick(&PEOPLE), dice.pick(&["Open", "Done", "Done"]));
        push(&mut text, format_args!("| {item} | {what} | {who} | P2 | {}-02-01 | {state} |\n", year + 1));
    }
    text.push_str("\n---\n\n## Appendix\n\n### Related Incidents\n");
    for _ in 0..2 {
        let (other, how) = (1 + dice.below(number), dice.pick(&RELATIONS));
        push(&mut text, format_args!("- [INC-{other:04}]: {how}\n"));
    }
    push(&mut text, format_args!("\n### References\n- [Runbook](https://wiki.example.com/{service})\n"));
    Arc::new(SourceFile::new(format!("{year}/INC-{number:04}-{thing}.md"), text))
}

fn push(text: &mut String, what: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    _ = text.write_fmt(what);
}

fn documents(count: usize) -> Vec<Arc<SourceFile>> {
    let documents: Vec<_> = (1..=count).map(document).collect();
    let bytes: usize = documents.iter().map(|source| source.text.len()).sum();
    assert!((5_000..9_000).contains(&(bytes / count)), "{} bytes a document", bytes / count);
    documents
}

fn read(sources: &[Arc<SourceFile>], config: &Config) -> Vec<Arc<Parsed>> {
    let reader = Reader::new(config);
    sources.par_iter().map(|source| Arc::new(reader.read(source))).collect()
}

/// From texts to the bytes of all files.
fn pipeline(sources: &[Arc<SourceFile>], config: &Config) -> usize {
    make(sources, config, |emitter| [emitter.artifacts(), emitter.search()].concat())
}

/// The same without the search index.
fn pipeline_without_search(sources: &[Arc<SourceFile>], config: &Config) -> usize {
    make(sources, config, Emitter::artifacts)
}

fn make(
    sources: &[Arc<SourceFile>],
    config: &Config,
    artifacts: impl FnOnce(&Emitter) -> Vec<Artifact>,
) -> usize {
    let archive = assemble(read(sources, config), &[], config, AS_OF);
    let emitter = Emitter::new(plan(Arc::new(archive), Arc::new(config.clone()), "0.0.0"), Theme::builtin());
    let bytes = |contents: &Contents| match contents {
        Contents::Page(page) => emitter.bytes(page).map_or(0, |bytes| bytes.len()),
        Contents::Bytes(bytes) => bytes.len(),
        Contents::File(_) => 0,
    };
    artifacts(&emitter).par_iter().map(|artifact| bytes(&artifact.contents)).sum()
}

/// One text through `CommonMark` and nothing else.
fn commonmark(text: &str) -> usize {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.autolink = true;
    options.extension.footnotes = true;
    comrak::markdown_to_html(text, &options).len()
}

fn yardstick(sources: &[Arc<SourceFile>]) -> usize {
    sources.par_iter().map(|source| commonmark(&source.text)).sum()
}

fn time(run: impl FnOnce() -> usize) -> Duration {
    let start = Instant::now();
    black_box(run());
    start.elapsed()
}

/// Tells how many times longer one takes than the other; they run in turns, so that both meet the same machine.
fn ratio(name: &str, mut run: impl FnMut() -> usize, mut yardstick: impl FnMut() -> usize) {
    let pairs = (0..PAIRS).map(|_| (time(&mut run), time(&mut yardstick)));
    let mut pairs: Vec<_> = pairs.map(|(run, yardstick)| (run.div_duration_f64(yardstick), run)).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (ratio, run) = pairs[PAIRS / 2];
    println!("{name}: {ratio:.2} times as long ({:.1} ms)", run.as_secs_f64() * 1000.0);
}

fn read_one(criterion: &mut Criterion, config: &Config) {
    let source = document(500);
    let reader = Reader::new(config);
    let mut group = criterion.benchmark_group("read");
    group.throughput(Throughput::Bytes(source.text.len() as u64));
    group.bench_function("one", |bencher| bencher.iter(|| reader.read(black_box(&source))));
    group.bench_function("yardstick", |bencher| bencher.iter(|| commonmark(black_box(&source.text))));
    group.finish();
}

fn assemble_many(criterion: &mut Criterion, config: &Config) {
    let parsed = read(&documents(1_000), config);
    let mut group = criterion.benchmark_group("assemble");
    group.sample_size(20);
    group.bench_function("1000", |bencher| {
        let run = |parsed| assemble(parsed, &[], config, AS_OF);
        bencher.iter_batched(|| parsed.clone(), run, BatchSize::LargeInput);
    });
    group.finish();
}

fn pipelines(criterion: &mut Criterion, config: &Config) {
    let mut group = criterion.benchmark_group("pipeline");
    group.sample_size(10);
    for count in [100, 1_000] {
        let sources = documents(count);
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(BenchmarkId::new("build", count), |bencher| {
            bencher.iter(|| pipeline(&sources, config));
        });
        group.bench_function(BenchmarkId::new("yardstick", count), |bencher| {
            bencher.iter(|| yardstick(&sources));
        });
    }
    group.finish();
}

fn ratios(config: &Config) {
    for count in [100, 1_000] {
        let sources = documents(count);
        let parsed = read(&sources, config);
        ratio(
            &format!("read {count}, against CommonMark alone"),
            || read(&sources, config).len(),
            || yardstick(&sources),
        );
        ratio(
            &format!("assemble {count}, against CommonMark alone"),
            || assemble(parsed.clone(), &[], config, AS_OF).incidents.len(),
            || yardstick(&sources),
        );
        ratio(
            &format!("pipeline {count}, against CommonMark alone"),
            || pipeline(&sources, config),
            || yardstick(&sources),
        );
        ratio(
            &format!("pipeline {count}, against one without search"),
            || pipeline(&sources, config),
            || pipeline_without_search(&sources, config),
        );
    }
}

fn main() {
    let config = Config::default();
    let mut criterion = Criterion::default().configure_from_args();
    read_one(&mut criterion, &config);
    assemble_many(&mut criterion, &config);
    pipelines(&mut criterion, &config);
    criterion.final_summary();
    if !std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        ratios(&config);
    }
}
