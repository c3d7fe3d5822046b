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

/// The export with one incident a line: half the size of the pretty form, and still kind to `grep` and `diff`.
pub(super) fn lines(export: &Incidents<'_>) -> Vec<u8> {
    let mut out = format!("{{\"version\":{},\"as_of\":\"{}\",\"incidents\":[", export.version, export.as_of)
        .into_bytes();
    let incidents: Vec<Vec<u8>> =
        (0..export.len()).into_par_iter().map(|at| line(&export.incident(at))).collect();
    push_lines(&mut out, &incidents);
    out.extend_from_slice(b"],\"pages\":[");
    push_lines(&mut out, &export.pages.iter().map(line).collect::<Vec<_>>());
    out.extend_from_slice(b"]}\n");
    out
}

fn line(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

fn push_lines(out: &mut Vec<u8>, lines: &[Vec<u8>]) {
    out.reserve(lines.iter().map(|line| line.len() + 2).sum());
    for (at, line) in lines.iter().enumerate() {
        out.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
        out.extend_from_slice(line);
    }
    if !lines.is_empty() {
        out.push(b'\n');
    }
}
