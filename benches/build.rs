//! Measures the stages, as times of a yardstick: the same texts only parsed and rendered as CommonMark, on all cores.
//! Machines differ; the ratio within one run hardly does.
//!
//! `cargo bench` measures everything, `cargo bench -- pipeline` a part. `documents` generates the same documents every
//! time.
#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
#![expect(clippy::print_stdout, reason = "a benchmark prints ratios")]

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

use documents::{Length, document};

mod documents;

// As in the program: it makes parsing much faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const AS_OF: Date = date(2026, 11, 23);

/// Pairs of runs that a ratio is based on.
const PAIRS: usize = 9;

fn source(number: usize, length: Length) -> Arc<SourceFile> {
    let document = document(number, length);
    Arc::new(SourceFile::new(document.path, document.text))
}

fn documents(count: usize) -> Vec<Arc<SourceFile>> {
    let documents: Vec<_> = (1..=count).map(|number| source(number, Length::Long)).collect();
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

/// Parses and renders one text as `CommonMark`.
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

/// Prints how many times longer one takes than the other. They take turns, so both see the same load.
fn ratio(name: &str, mut run: impl FnMut() -> usize, mut yardstick: impl FnMut() -> usize) {
    let pairs = (0..PAIRS).map(|_| (time(&mut run), time(&mut yardstick)));
    let mut pairs: Vec<_> = pairs.map(|(run, yardstick)| (run.div_duration_f64(yardstick), run)).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (ratio, run) = pairs[PAIRS / 2];
    println!("{name}: {ratio:.2} times as long ({:.1} ms)", run.as_secs_f64() * 1000.0);
}

fn read_one(criterion: &mut Criterion, config: &Config) {
    let reader = Reader::new(config);
    let mut group = criterion.benchmark_group("read");
    for (name, length) in [("one", Length::Long), ("template", Length::Template)] {
        let source = source(500, length);
        group.throughput(Throughput::Bytes(source.text.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| reader.read(black_box(&source))));
        group.bench_function(BenchmarkId::new("yardstick", name), |bencher| {
            bencher.iter(|| commonmark(black_box(&source.text)));
        });
    }
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
