//! Cuts the index into files and names them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::cards::Headings;
use super::concepts::Concepts;
use super::shards::{level_bits, shards};
use super::{DIRECTORY, File, number};
use crate::digest::Digest;

/// What is written.
pub(super) struct Parts<'a> {
    /// Terms and their documents, in order.
    pub(super) terms: &'a [(String, String)],
    pub(super) concepts: &'a Concepts,
    pub(super) headings: &'a Headings,
    /// JSON, in the order of the documents.
    pub(super) cards: &'a [String],
    pub(super) facets: &'a [Value],
    pub(super) scale: &'a Value,
}

/// Writes the files.
pub(super) fn write(parts: &Parts<'_>) -> Vec<File> {
    let documents = parts.cards.len();
    let mut out = Writer::default();
    // A small archive is not worth small files, and a large one not many.
    let size = (documents * 2).clamp(6_000, 32_000);
    let shards = shards(parts.terms, parts.concepts, size);
    let shard_names: String =
        shards.iter().map(|shard| out.put('s', &format!("\"{}\"", shard.text))).collect();
    let block = block(documents);
    let cards = parts.cards.chunks(block).map(|cards| format!("[{}]", cards.join(",\n")));
    let card_names: String = cards.map(|cards| out.put('c', &cards)).collect();
    let facet_names: String = parts.facets.iter().map(|file| out.put('f', &file.to_string())).collect();
    let directory = json!({
        "documents": documents,
        "from": shards.iter().map(|shard| shard.from.as_str()).collect::<Vec<_>>().join(" "),
        "shards": shard_names,
        "block": block,
        "cards": card_names,
        "facets": facet_names,
        "headings": parts.headings.list,
        "levels": level_bits(number(documents)),
        "scale": parts.scale,
    });
    out.files.push(File { path: DIRECTORY.to_owned(), text: format!("pmsite.put(\"index\",{directory})\n") });
    out.files
}

/// How many cards stand in a file: what the names of more files cost, a query for ten results loads less of the others.
fn block(cards: usize) -> usize {
    (cards / 300).max(1).isqrt()
}

#[derive(Default)]
struct Writer {
    files: Vec<File>,
    taken: BTreeSet<String>,
}

impl Writer {
    /// Writes a file of a kind; gives the part of its name that the directory lists.
    fn put(&mut self, kind: char, data: &str) -> String {
        let mut salt = 0_u32;
        let mut short = short(data, salt);
        while !self.taken.insert(format!("{kind}{short}")) {
            salt += 1;
            short = self::short(data, salt);
        }
        let text = format!("pmsite.put(\"{kind}{short}\",{data})\n");
        self.files.push(File { path: format!("search/{kind}{short}.js"), text });
        short
    }
}

/// Six characters for thirty bits of a digest: enough to tell a file from its earlier self, and the salt tells it from the others.
fn short(data: &str, salt: u32) -> String {
    let digest = Digest::of_parts(&[data.as_bytes(), &salt.to_le_bytes()]).to_string();
    let number = u32::from_str_radix(&digest[..8], 16).unwrap_or_default();
    let letters = b"abcdefghijklmnopqrstuvwxyz234567";
    (0..6).map(|at| char::from(letters[(number >> (at * 5) & 31) as usize])).collect()
}
