//! Data for programs.

use serde::Serialize;

use crate::site::export::Incidents;

/// The JSON Schema of `api/incidents.json`.
pub(super) const SCHEMA: &str = include_str!("schema.json");

/// JSON that a person can read, with a line end.
pub(super) fn pretty(value: &impl Serialize) -> Vec<u8> {
    let mut out = serde_json::to_vec_pretty(value).unwrap_or_default();
    out.push(b'\n');
    out
}

/// The export with one incident a line: half the size of the pretty form, and still kind to `grep` and `diff`.
pub(super) fn lines(export: &Incidents) -> Vec<u8> {
    let mut out = format!("{{\"version\":{},\"as_of\":\"{}\",\"incidents\":[", export.version, export.as_of)
        .into_bytes();
    push_lines(&mut out, &export.incidents);
    out.extend_from_slice(b"],\"pages\":[");
    push_lines(&mut out, &export.pages);
    out.extend_from_slice(b"]}\n");
    out
}

fn push_lines<T: Serialize>(out: &mut Vec<u8>, values: &[T]) {
    for (at, value) in values.iter().enumerate() {
        out.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
        out.extend(serde_json::to_vec(value).unwrap_or_default());
    }
    if !values.is_empty() {
        out.push(b'\n');
    }
}
