//! `pmsite pack`: what is in the file.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Command;

use flate2::read::DeflateDecoder;
use serde_json::Value;

const OPENING: &[u8] = b"<script type=\"text/plain\">";

fn run(arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
    let output = command.args(arguments).args(["--as-of", "2026-11-23", "-q"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The files of a packed archive.
fn unpacked(pack: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let starts: Vec<usize> = memchr::memmem::find_iter(pack, OPENING).map(|at| at + OPENING.len()).collect();
    let part = |start: &usize| {
        let data = &pack[*start..];
        let mut data = data[..memchr::memchr(b'<', data).unwrap()].iter().copied();
        let mut bytes = Vec::new();
        while let Some(byte) = data.next() {
            bytes.push(if byte == b'=' { data.next().unwrap() - 64 } else { byte });
        }
        let mut inflated = Vec::new();
        DeflateDecoder::new(&bytes[..]).read_to_end(&mut inflated).map(|_| inflated)
    };
    let parts: Vec<Vec<u8>> = starts.iter().map(|start| part(start).unwrap()).collect();
    let directory: Value = serde_json::from_slice(parts.last().unwrap()).unwrap();
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let files = directory["files"].as_object().unwrap().iter();
    let file = |(path, place): (&String, &Value)| {
        let (part, at, length) = (number(&place[0]), number(&place[1]), number(&place[2]));
        (path.clone(), parts[part][at..at + length].to_vec())
    };
    files.map(file).collect()
}

fn extension(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

fn pages(site: &Path) -> Vec<String> {
    let entries = walkdir::WalkDir::new(site).into_iter().map(|entry| entry.unwrap());
    let paths =
        entries.map(|entry| entry.path().strip_prefix(site).unwrap().to_str().unwrap().replace('\\', "/"));
    paths.filter(|path| extension(path) == "html" && path != "404.html").collect()
}

#[test]
fn a_packed_archive_has_every_page_as_the_site_has_it_and_is_smaller_than_the_compressed_site() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    run(&["build", "content-example", "-o", &at("site"), "--no-cache"]);
    run(&["pack", "content-example", "-o", &at("archive.html")]);
    let pack = fs::read(at("archive.html")).unwrap();
    let files = unpacked(&pack);
    let pages = pages(Path::new(&at("site")));
    assert!(pages.len() > 100);
    for page in pages {
        assert_eq!(files[&page], fs::read(Path::new(&at("site")).join(&page)).unwrap(), "{page}");
    }
    let data: Vec<_> = files.keys().filter(|path| ["json", "md"].contains(&extension(path))).collect();
    assert!(data.is_empty(), "{data:?}");

    let tar = Command::new("tar").args(["czf", &at("site.tgz"), "-C", &at("site"), "."]).status().unwrap();
    assert!(tar.success());
    let compressed = fs::metadata(at("site.tgz")).unwrap().len();
    assert!(pack.len() as u64 <= compressed, "{} bytes, and {compressed} as an archive", pack.len());
}

#[test]
fn packing_twice_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("archive.html");
    let packs = ["1", "4"].map(|jobs| {
        run(&["pack", "content-example", "-o", place.to_str().unwrap(), "-j", jobs]);
        fs::read(&place).unwrap()
    });
    assert!(packs[0] == packs[1]);
}
