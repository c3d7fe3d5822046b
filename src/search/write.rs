//! Splits the index into files and names them.

use std::iter;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::cards::Headings;
use super::shards::{Shard, level_bits};
use super::{DIRECTORY, File, follow_ups, number};
use crate::digest::Digest;

/// How many consecutive files share the digest in their names. With one digest per file the directory would be twice as long.
const GROUP_SIZE: usize = 16;
/// The length of a digest in a name, in characters.
const DIGEST_LENGTH: usize = 6;

/// The parts of the index.
pub(super) struct Parts<'a> {
    pub(super) shards: Vec<Shard>,
    pub(super) headings: &'a Headings<'a>,
    /// Cards as JSON, in the order of documents.
    pub(super) cards: Vec<String>,
    /// The columns of facets as JSON, in order.
    pub(super) columns: Vec<String>,
    /// Open action items as JSON, in order.
    pub(super) follow_ups: Vec<String>,
    /// The date on which items are open or overdue.
    pub(super) as_of: String,
    /// The table of facets.
    pub(super) facets: Value,
    /// The severity scale.
    pub(super) scale: Value,
    /// The day from which `after:90d` counts back.
    pub(super) today: Date,
    /// How many of the documents are pages, which are the first.
    pub(super) pages: usize,
}

/// Writes the files. The parts are freed as soon as they are written, because they are large.
pub(super) fn write(parts: Parts<'_>) -> Vec<File> {
    let documents = parts.cards.len();
    let from = parts.shards.iter().map(|shard| shard.from.as_str()).collect::<Vec<_>>().join(" ");
    let block = block(documents);
    let (columns, mut cards) = (parts.columns.len(), parts.cards.into_iter());
    let blocks = iter::from_fn(|| {
        let some: Vec<String> = cards.by_ref().take(block).collect();
        (!some.is_empty()).then(|| ["[", &some.join(",\n"), "]"].concat())
    });
    let mut out = Vec::new();
    let shard_names =
        put(&mut out, 's', parts.shards.into_iter().map(|shard| ["\"", &shard.text, "\""].concat()));
    let card_names = put(&mut out, 'c', blocks);
    let facet_names = put(&mut out, 'f', parts.columns.into_iter());
    let follow_up_names = put(&mut out, 'a', parts.follow_ups.into_iter());
    let directory = json!({
        "documents": documents,
        "from": from,
        "block": block,
        "columns": columns,
        "names": { "s": shard_names, "c": card_names, "f": facet_names, "a": follow_up_names },
        "follow_ups": follow_ups::BLOCK,
        "as_of": parts.as_of,
        "headings": parts.headings.list,
        "levels": level_bits(number(documents)),
        "scale": parts.scale,
        "today": parts.today.to_string(),
        "pages": parts.pages,
        "facets": parts.facets,
    });
    out.push(File { path: DIRECTORY.to_owned(), text: format!("pmsite.put(\"index\",{directory})\n") });
    out
}

/// The approximate size of a shard in bytes. A query for one word fetches one or two shards, and the directory lists where each starts.
pub(super) fn shard_size(documents: usize) -> usize {
    (6_000 + documents / 10).min(16_000)
}

/// How many cards are in a file. Ten results are rarely in the same file, so fewer cards per file are better, but thousands of tiny files are a
/// burden for hosts.
fn block(cards: usize) -> usize {
    (cards / 1_000).max(1).isqrt()
}

/// Adds files of one kind, named by number and by the digest of their group. Returns the digests.
fn put(out: &mut Vec<File>, kind: char, mut data: impl Iterator<Item = String>) -> String {
    let mut digests = String::new();
    for first in (0..).step_by(GROUP_SIZE) {
        let group: Vec<String> = data.by_ref().take(GROUP_SIZE).collect();
        if group.is_empty() {
            break;
        }
        let digest = short(&group);
        for (number, data) in (first..).zip(group) {
            let name = format!("{kind}{number}-{digest}");
            // Concatenated at once, so that the string has no spare capacity.
            let text = ["pmsite.put(\"", &name, "\",", &data, ")\n"].concat();
            out.push(File { path: format!("search/{name}.js"), text });
        }
        digests.push_str(&digest);
    }
    digests
}

/// Thirty bits of the digest of a group, in six characters: enough to distinguish it from an earlier version.
fn short(group: &[String]) -> String {
    let parts: Vec<&[u8]> = group.iter().map(String::as_bytes).collect();
    let digest = Digest::of_parts(&parts).to_string();
    let number = u32::from_str_radix(&digest[..8], 16).unwrap_or_default();
    let letters = b"abcdefghijklmnopqrstuvwxyz234567";
    (0..DIGEST_LENGTH).map(|at| char::from(letters[(number >> (at * 5) & 31) as usize])).collect()
}
