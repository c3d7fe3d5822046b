//! Writes the documents of the benchmarks to a folder: `corpus FOLDER COUNT [template]`.
//!
//! A benchmark only to share their generator; it measures nothing. `benches/table` runs it.
#![expect(clippy::disallowed_methods, reason = "documents are written to the disk")]
#![expect(clippy::print_stdout, reason = "prints how much was written")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use rayon::prelude::*;

use documents::{Length, document};

mod documents;

/// Writes documents 1 to `count` and returns their size in bytes.
fn write(folder: &Path, count: usize, length: Length) -> io::Result<usize> {
    let documents: Vec<_> = (1..=count).into_par_iter().map(|number| document(number, length)).collect();
    let years: BTreeSet<_> = documents.iter().filter_map(|one| Path::new(&one.path).parent()).collect();
    for year in years {
        fs::create_dir_all(folder.join(year))?;
    }
    documents.par_iter().try_for_each(|one| fs::write(folder.join(&one.path), &one.text))?;
    Ok(documents.iter().map(|one| one.text.len()).sum())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (folder, count, length) = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        // `cargo bench` and `cargo test` run every benchmark; this one has nothing to measure.
        [] | ["--bench" | "--test" | "--list", ..] => return ExitCode::SUCCESS,
        [folder, count] => (PathBuf::from(folder), count.parse(), Length::Long),
        [folder, count, "template"] => (PathBuf::from(folder), count.parse(), Length::Template),
        _ => (PathBuf::new(), "".parse(), Length::Long),
    };
    let Ok(count) = count else {
        println!("usage: corpus FOLDER COUNT [template]");
        return ExitCode::from(2);
    };
    match write(&folder, count, length) {
        Ok(bytes) => {
            println!("{bytes}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("{}: {error}", folder.display());
            ExitCode::from(3)
        }
    }
}
