//! Data for programs.

use rayon::prelude::*;
use serde::Serialize;

use crate::site::export::Incidents;

/// The JSON Schema of `api/incidents.json`.
pub const SCHEMA: &str = include_str!("schema.json");

/// JSON that a person can read, with a line end.
pub(super) fn pretty(value: &impl Serialize) -> Vec<u8> {
    let mut out = serde_json::to_vec_pretty(value).unwrap_or_default();
    out.push(b'\n');
    out
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
