//! The lower bound for a site generator: `limit html SOURCE OUTPUT` walks a folder, reads each document, renders it with
//! comrak and writes a page for it, on all cores; `limit copy SOURCE OUTPUT` only copies the documents.
//!
//! `benches/table` compares `pmsite build` with these: machines differ, the ratio hardly does. Same parser, allocator and
//! thread pool; no links, front matter or indexes.
#![expect(
    clippy::disallowed_methods,
    reason = "documents are read from the disk and pages are written to it"
)]
#![expect(clippy::print_stdout, reason = "prints how much was written")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use rayon::prelude::*;
use walkdir::WalkDir;

// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What surrounds the text of a page: about 4 KB, as much as any theme.
const HEAD: &str =
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>Incident</title></head><body><nav>";
const LINK: &str = "<a href=\"../section/index.html\">Section</a>";
const LINKS: usize = 90;
const FOOT: &str = "</article></main></body></html>\n";

/// The documents below a folder, with names as pmsite reads them.
fn documents(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let visible = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
    };
    let mut found = Vec::new();
    for entry in WalkDir::new(folder).into_iter().filter_entry(visible) {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy();
        let ending = [".md", ".markdown", ".html.md.erb"].into_iter().any(|ending| name.ends_with(ending));
        if ending && entry.file_type().is_file() {
            found.push(entry.into_path());
        }
    }
    Ok(found)
}

/// The text after YAML front matter.
fn body(text: &str) -> &str {
    let front = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    front.map_or(text, |(_, body)| body)
}

/// GitHub-flavored Markdown with footnotes.
fn html(text: &[u8], around: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    let mut options = comrak::Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    let arena = comrak::Arena::new();
    let root = comrak::parse_document(&arena, body(&text), &options);
    let mut page = String::with_capacity(around.len() + 2 * text.len());
    page.push_str(around);
    // Writing to a string does not fail.
    _ = comrak::format_html(root, &options, &mut page);
    page.push_str(FOOT);
    page.into_bytes()
}

/// Writes a page for each document and returns how many there are.
fn run(source: &Path, output: &Path, page: impl Fn(Vec<u8>) -> Vec<u8> + Sync) -> io::Result<usize> {
    let documents = documents(source)?;
    let place = |document: &Path| {
        output.join(document.strip_prefix(source).unwrap_or(document)).with_extension("html")
    };
    let mut folders: Vec<_> =
        documents.iter().filter_map(|one| place(one).parent().map(Path::to_owned)).collect();
    folders.sort();
    folders.dedup();
    folders.iter().try_for_each(fs::create_dir_all)?;
    documents.par_iter().try_for_each(|one| fs::write(place(one), page(fs::read(one)?)))?;
    Ok(documents.len())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let around = [HEAD, &LINK.repeat(LINKS), "</nav><main><article>"].concat();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        // `cargo bench` and `cargo test` run every benchmark; without arguments this one does nothing.
        [] | ["--bench" | "--test" | "--list", ..] => return ExitCode::SUCCESS,
        ["html", source, output] => run(source.as_ref(), output.as_ref(), |text| html(&text, &around)),
        ["copy", source, output] => run(source.as_ref(), output.as_ref(), |text| text),
        _ => Err(io::Error::other("usage: limit html|copy SOURCE OUTPUT")),
    };
    match done {
        Ok(count) => {
            println!("{count}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}
