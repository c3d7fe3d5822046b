//! Cuts the index into files and names them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::cards::Headings;
use super::concepts::Concepts;
use super::shards::{level_bits, shards};
use super::{DIRECTORY, File, number};
use crate::digest::Digest;

/// How many files in a row share the digest in their names. The directory would be twice as long with one for each.
const GROUP: usize = 16;
/// Characters of a digest in a name.
const DIGEST: usize = 6;

/// What is written.
pub(super) struct Parts<'a> {
    /// Terms and their documents, in order.
    pub(super) terms: Vec<(Cow<'a, str>, &'a str)>,
    pub(super) concepts: &'a Concepts,
    pub(super) headings: &'a Headings<'a>,
    /// JSON, in the order of the documents.
    pub(super) cards: Vec<String>,
    pub(super) facets: &'a [Value],
    /// Keys and labels.
    pub(super) fields: &'a BTreeMap<String, &'a str>,
    pub(super) scale: &'a Value,
}

/// Writes the files. What goes into them goes as soon as it is there, because together they are large.
pub(super) fn write(parts: Parts<'_>) -> Vec<File> {
    let documents = parts.cards.len();
    let shards = shards(&parts.terms, parts.concepts, shard_size(documents));
    drop(parts.terms);
    let from = shards.iter().map(|shard| shard.from.as_str()).collect::<Vec<_>>().join(" ");
    let shards = shards.into_iter().map(|shard| format!("\"{}\"", shard.text)).collect();
    let block = block(documents);
    let blocks = parts.cards.chunks(block).map(|cards| format!("[{}]", cards.join(",\n"))).collect();
    drop(parts.cards);
    let mut out = Vec::new();
    let shard_names = put(&mut out, 's', shards);
    let card_names = put(&mut out, 'c', blocks);
    let facet_names = put(&mut out, 'f', parts.facets.iter().map(Value::to_string).collect());
    let directory = json!({
        "documents": documents,
        "from": from,
        "block": block,
        "facets": parts.facets.len(),
        "names": { "s": shard_names, "c": card_names, "f": facet_names },
        "headings": parts.headings.list,
        "levels": level_bits(number(documents)),
        "scale": parts.scale,
        "fields": parts.fields,
    });
    out.push(File { path: DIRECTORY.to_owned(), text: format!("pmsite.put(\"index\",{directory})\n") });
    out
}

/// About how many bytes of terms stand in a file: a query for one word fetches one or two of them, and the directory names where
/// each begins.
fn shard_size(documents: usize) -> usize {
    (6_000 + documents / 10).min(16_000)
}

/// How many cards stand in a file. A query for ten results seldom finds two of them in one, so that few are best; but
/// thousands of tiny files are a burden for those who keep them.
fn block(cards: usize) -> usize {
    (cards / 1_000).max(1).isqrt()
}

/// Adds files of a kind, named by number and by the digest of their group; gives the digests.
fn put(out: &mut Vec<File>, kind: char, data: Vec<String>) -> String {
    let digests: String = data.chunks(GROUP).map(short).collect();
    for (number, data) in data.into_iter().enumerate() {
        let start = number / GROUP * DIGEST;
        let name = format!("{kind}{number}-{}", &digests[start..start + DIGEST]);
        let text = format!("pmsite.put(\"{name}\",{data})\n");
        out.push(File { path: format!("search/{name}.js"), text });
    }
    digests
}

/// Six characters for thirty bits of the digest of a group: enough to tell it from its earlier self, and the number tells a file from the
/// others.
fn short(group: &[String]) -> String {
    let parts: Vec<&[u8]> = group.iter().map(String::as_bytes).collect();
    let digest = Digest::of_parts(&parts).to_string();
    let number = u32::from_str_radix(&digest[..8], 16).unwrap_or_default();
    let letters = b"abcdefghijklmnopqrstuvwxyz234567";
    (0..DIGEST).map(|at| char::from(letters[(number >> (at * 5) & 31) as usize])).collect()
}
