//! Data for programs.

use std::io::{Result, Write};

use rayon::prelude::*;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::site::export::Incidents;

/// The JSON Schema of `api/incidents.json`.
pub const SCHEMA: &str = include_str!("schema.json");

/// JSON that a person can read, with a line end.
pub(super) fn pretty(value: &impl Serialize) -> Vec<u8> {
    let mut out = Vec::with_capacity(ROOM);
    if value.serialize(&mut Serializer::with_formatter(&mut out, Indented::default())).is_err() {
        out.clear();
    }
    out.push(b'\n');
    out
}

/// What most files of one incident have room in.
const ROOM: usize = 8 * 1024;

/// Two blanks a level, as `serde_json` does it, which writes those of each level by themselves: most of the work of short values.
#[derive(Default)]
struct Indented {
    depth: usize,
    /// Whether what was opened last has a value.
    filled: bool,
}

/// A comma, a line end, and blanks for the deepest level that is written at once.
const NEXT: &[u8] = b",\n                                                                ";
const FIRST: &[u8] = NEXT.split_at(1).1;
const BLANKS: usize = 64;

impl Indented {
    fn line<W: Write + ?Sized>(&self, out: &mut W, begin: &[u8]) -> Result<()> {
        let blanks = 2 * self.depth;
        out.write_all(&begin[..begin.len() - BLANKS.saturating_sub(blanks)])?;
        (BLANKS..blanks).try_for_each(|_| out.write_all(b" "))
    }

    fn open<W: Write + ?Sized>(&mut self, out: &mut W, sign: &[u8]) -> Result<()> {
        self.depth += 1;
        self.filled = false;
        out.write_all(sign)
    }

    fn close<W: Write + ?Sized>(&mut self, out: &mut W, sign: &[u8]) -> Result<()> {
        self.depth -= 1;
        if self.filled {
            self.line(out, FIRST)?;
        }
        out.write_all(sign)
    }
}

impl Formatter for Indented {
    fn begin_array<W: Write + ?Sized>(&mut self, out: &mut W) -> Result<()> {
        self.open(out, b"[")
    }

    fn end_array<W: Write + ?Sized>(&mut self, out: &mut W) -> Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> Result<()> {
        self.line(out, if first { FIRST } else { NEXT })
    }

    fn end_array_value<W: Write + ?Sized>(&mut self, _: &mut W) -> Result<()> {
        self.filled = true;
        Ok(())
    }

    fn begin_object<W: Write + ?Sized>(&mut self, out: &mut W) -> Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: Write + ?Sized>(&mut self, out: &mut W) -> Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> Result<()> {
        self.line(out, if first { FIRST } else { NEXT })
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, out: &mut W) -> Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: Write + ?Sized>(&mut self, _: &mut W) -> Result<()> {
        self.filled = true;
        Ok(())
    }
}

/// Incidents whose lines wait at once to be put one after the other.
const TOGETHER: usize = 256;

/// The export with one incident a line: half the size of the pretty form, and still kind to `grep` and `diff`.
pub(super) fn lines(export: &Incidents<'_>) -> Vec<u8> {
    let mut out = format!("{{\"version\":{},\"as_of\":\"{}\",\"incidents\":[", export.version, export.as_of)
        .into_bytes();
    let all: Vec<usize> = (0..export.len()).collect();
    for some in all.chunks(TOGETHER) {
        let lines: Vec<Vec<u8>> = some.par_iter().map(|at| line(&export.incident(*at))).collect();
        if some[0] == 0 {
            // All are about as long as the first; a text that outgrows its room would be there twice.
            let length = lines.iter().map(Vec::len).sum::<usize>() / lines.len();
            out.reserve((length + length / 16) * all.len());
        }
        push_lines(&mut out, &lines, some[0]);
    }
    close(&mut out, all.len());
    out.extend_from_slice(b"],\"pages\":[");
    push_lines(&mut out, &export.pages.iter().map(line).collect::<Vec<_>>(), 0);
    close(&mut out, export.pages.len());
    out.extend_from_slice(b"]}\n");
    out
}

fn line(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// Appends lines of a list that has `before` others.
fn push_lines(out: &mut Vec<u8>, lines: &[Vec<u8>], before: usize) {
    for (at, line) in lines.iter().enumerate() {
        out.extend_from_slice(if before + at == 0 { b"\n" } else { b",\n" });
        out.extend_from_slice(line);
    }
}

fn close(out: &mut Vec<u8>, lines: usize) {
    if lines > 0 {
        out.push(b'\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_indented_as_by_serde() {
        let mut value =
            serde_json::json!({"a": [], "b": {}, "c": [1, [2, {"d": null}], "e\n"], "f": {"g": [[]]}});
        for _ in 0..40 {
            value = serde_json::json!([value, 1]);
        }
        assert_eq!(pretty(&value).trim_ascii_end(), serde_json::to_vec_pretty(&value).unwrap());
    }
}
