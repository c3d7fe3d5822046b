//! A run that is killed at any time leaves complete files, and the next run gives the same result as a first run. A build that is asked
//! to end leaves the old site or the new one.
//!
//! `PMSITE_KILLS=200 cargo test --test site killed` kills more often; `PMSITE_SEED` repeats the times of a failed run as far as
//! timing is reproducible.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::yield_now;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::built::{Files, files, folder};

/// The default number of kills: enough to find a fault that one kill in ten triggers.
const KILLS: usize = 30;

/// Files of the user in the output folder.
const USERS: [(&str, &str); 3] =
    [("CNAME", "example.org\n"), (".git/config", "[core]\n"), (".well-known/own.txt", "mine\n")];

/// A command whose output must never be incomplete: `build` or `mirror`, from a content folder to an output folder.
type Run = fn(content: &Path, out: &Path) -> Command;

fn pmsite() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
    command.env_clear().env("SOURCE_DATE_EPOCH", "1795392000").stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn build(content: &Path, out: &Path) -> Command {
    let mut command = pmsite();
    // The user's files are there before the first build.
    let force: &[&str] = if out.join("manifest.json").exists() { &[] } else { &["--force"] };
    command.arg("build").arg(content).arg("-o").arg(out).args(force);
    command
}

fn mirror(content: &Path, out: &Path) -> Command {
    let mut command = pmsite();
    command.arg("mirror").arg(content).args(["--to", "gitlab-wiki", "--prune", "-o"]).arg(out);
    command
}

/// Three versions of an archive: the first, one with edits everywhere, and one with many documents removed.
fn archives() -> [tempfile::TempDir; 3] {
    let document = |number: usize, word: &str| {
        let text = format!(
            "# INC-{number:04}: Service {number} {word}\n\n- Date: 2026-01-{:02}\n- Severity: SEV{}\n- Services: api-{}\n\n\
             ## Summary\n\n{word} See INC-0001.\n\n![x](pic.svg)\n\n## Timeline\n\n- 10:00 alert\n- 11:00 {word}\n\n\
             ## Action Items\n\n- [ ] {word} thing {number} @ann due 2026-02-01\n",
            number + 1,
            number % 3 + 1,
            number % 4
        );
        (format!("2026/inc-{number:04}.md"), text)
    };
    let picture = ("2026/pic.svg".to_owned(), "<svg xmlns='http://www.w3.org/2000/svg'/>".to_owned());
    let archive = |numbers: std::ops::Range<usize>, word: &str| {
        folder(numbers.map(|number| document(number, word)).chain([picture.clone()]))
    };
    [archive(1..9, "failed"), archive(1..9, "was slow and then failed"), archive(5..11, "failed again")]
}

/// Pseudorandom times from a seed (xorshift64).
struct Moments(u64);

impl Moments {
    /// A time below a limit.
    fn below(&mut self, limit: Duration) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        limit.mul_f64(f64::from(u32::try_from(self.0 >> 32).unwrap()) / f64::from(u32::MAX))
    }
}

fn number(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Whether the run is writing: new files are staged next to the site.
fn is_writing(out: &Path) -> bool {
    let names = fs::read_dir(out).into_iter().flatten().flatten().map(|entry| entry.file_name());
    names.into_iter().any(|name| name.to_string_lossy().starts_with(".pmsite-staging-"))
}

/// Waits until a run writes or ends.
fn until_writing(child: &mut Child, out: &Path) {
    while !is_writing(out) && child.try_wait().unwrap().is_none() {
        yield_now();
    }
}

/// The files of a folder that readers can see: all except manifests and staging folders.
fn seen(out: &Path) -> Files {
    let hidden = |path: &str| path == "manifest.json" || path.starts_with(".pmsite-");
    files(out).into_iter().filter(|(path, _)| !hidden(path)).collect()
}

fn users() -> Files {
    USERS.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

/// Files of a folder that match neither the old nor the new state.
fn broken(out: &Path, old: &Files, new: &Files) -> Vec<String> {
    let found = seen(out);
    let lost =
        users().into_iter().filter(|(path, bytes)| found.get(path) != Some(bytes)).map(|(path, _)| path);
    let torn = |(path, bytes): (&String, &Vec<u8>)| {
        (old.get(path) != Some(bytes) && new.get(path) != Some(bytes)).then(|| path.clone())
    };
    let mut broken: Vec<String> = lost.chain(found.iter().filter_map(torn)).collect();
    for manifest in ["manifest.json", ".pmsite-mirror.json"] {
        let text = fs::read(out.join(manifest)).ok();
        if text.is_some_and(|text| serde_json::from_slice::<serde_json::Value>(&text).is_err()) {
            broken.push(manifest.to_owned());
        }
    }
    broken
}

/// A first run into a folder of the user, and how long it took to begin writing and to end.
fn cold(run: Run, content: &Path) -> (Files, Duration, Duration) {
    let out = folder(USERS);
    let start = Instant::now();
    let mut child = run(content, out.path()).spawn().unwrap();
    until_writing(&mut child, out.path());
    let begin = start.elapsed();
    assert!(child.wait().unwrap().success());
    (seen(out.path()), begin, start.elapsed())
}

/// Sends a signal to a run repeatedly and returns the faults by attempt.
fn kill(run: Run, signal: Signal, kills: usize, seed: u64) -> BTreeMap<usize, Vec<String>> {
    let archives = archives();
    let sites: Vec<_> = archives.iter().map(|archive| cold(run, archive.path())).collect();
    let mut moments = Moments(seed | 1);
    let mut faults = BTreeMap::new();
    let (mut killed, mut attempt) = (0, 0);
    let mut out = folder(USERS);
    while killed < kills {
        assert!(attempt < 10 * kills, "only {killed} of {attempt} runs could be killed before they ended");
        let at = attempt % sites.len();
        let before = if at == 0 { users() } else { sites[at - 1].0.clone() };
        if at == 0 {
            out = folder(USERS);
        }
        let (after, begin, end) = &sites[at];
        let mut child = run(archives[at].path(), out.path()).spawn().unwrap();
        // Every other kill happens while it writes, which is a small part of the run.
        let wait = if attempt / sites.len() % 2 == 0 {
            moments.below(*end)
        } else {
            until_writing(&mut child, out.path());
            moments.below(end.saturating_sub(*begin))
        };
        attempt += 1;
        let start = Instant::now();
        while start.elapsed() < wait && child.try_wait().unwrap().is_none() {
            yield_now();
        }
        if child.try_wait().unwrap().is_none() {
            killed += 1;
        }
        _ = kill_process(Pid::from_child(&child), signal);
        child.wait().unwrap();
        let mut fault = broken(out.path(), &before, after);
        if signal != Signal::KILL {
            let found = seen(out.path());
            if found != before && found != *after {
                fault.push("old and new files are mixed".to_owned());
            }
            if is_writing(out.path()) {
                fault.push("a staging folder is left".to_owned());
            }
        }
        assert!(run(archives[at].path(), out.path()).status().unwrap().success(), "the next run fails");
        if seen(out.path()) != *after {
            fault.push("the next run does not heal it".to_owned());
        }
        if is_writing(out.path()) {
            fault.push("the next run leaves a staging folder".to_owned());
        }
        if !fault.is_empty() {
            faults.insert(attempt, fault);
        }
    }
    faults
}

fn check(run: Run, signal: Signal, kills: usize) {
    let seed = number("PMSITE_SEED", std::process::id() as usize);
    let faults = kill(run, signal, number("PMSITE_KILLS", kills), seed as u64);
    assert!(faults.is_empty(), "PMSITE_SEED={seed}: {faults:#?}");
}

#[test]
fn killed_build_leaves_complete_files_and_the_next_build_repairs_the_site() {
    check(build, Signal::KILL, KILLS);
}

#[test]
fn a_build_that_is_asked_to_end_leaves_the_old_site_or_the_new_one() {
    check(build, Signal::TERM, KILLS);
}

#[test]
fn killed_mirror_leaves_complete_files_and_the_next_one_repairs_it() {
    check(mirror, Signal::KILL, KILLS / 3);
}

#[test]
fn a_mirror_that_is_asked_to_end_is_the_old_one_or_the_new_one() {
    check(mirror, Signal::TERM, KILLS / 3);
}
