//! Data for programs.

use std::io::{self, Write};
use std::iter;

use rayon::prelude::*;
use serde::Serialize;

use crate::model::{FIELDS, FieldKind};
use crate::site::export::{ActionOf, Actions, Incidents};

/// The schema of the export, with placeholders for what comes from the catalog of fields.
const SCHEMA: &str = include_str!("schema.json");

/// The JSON Schema of `api/incidents.json`.
pub fn export_schema() -> String {
    let names = |is_time: bool| {
        let fields = FIELDS.iter().filter(move |spec| (spec.kind == FieldKind::Moment) == is_time);
        let names: Vec<_> = fields.filter_map(|spec| Some(format!("\"{}\"", spec.export?))).collect();
        names.join(", ")
    };
    let fields = FIELDS.iter().filter(|spec| spec.kind != FieldKind::Moment);
    let fields: Vec<_> = fields
        .filter_map(|spec| {
            let (name, description) = (spec.export?, spec.description);
            let value = value_schema(spec.kind);
            Some(format!("\"{name}\": {{ \"description\": \"{description}\", {value} }}"))
        })
        .collect();
    SCHEMA
        .replace("\"@required\"", &names(false))
        .replace("\"@times\"", &names(true))
        .replace("\"@fields\": {}", &fields.join(",\n        "))
}

/// The schema of a value of the export.
const fn value_schema(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Line => r#""type": "string""#,
        FieldKind::Prose | FieldKind::Status => r##""$ref": "#/$defs/textOrNull""##,
        FieldKind::Points | FieldKind::List | FieldKind::Names => r##""$ref": "#/$defs/texts""##,
        FieldKind::Day => r##""$ref": "#/$defs/dateOrNull""##,
        FieldKind::Moment => r##""$ref": "#/$defs/moment""##,
        FieldKind::Duration => r##""$ref": "#/$defs/minutes""##,
        FieldKind::Severity => r##""$ref": "#/$defs/severity""##,
        FieldKind::Whys => r##""$ref": "#/$defs/whys""##,
        FieldKind::Timeline => r##""$ref": "#/$defs/timeline""##,
        FieldKind::Actions => r##""type": "array", "items": { "$ref": "#/$defs/action" }"##,
        FieldKind::Related => r##""$ref": "#/$defs/related""##,
        FieldKind::Flag => r#""type": "boolean""#,
    }
}

/// Indented JSON with a final line break.
pub(super) fn pretty(value: &impl Serialize) -> Vec<u8> {
    let mut out = Buffer::default();
    // Neither writing to memory nor serializing these types can fail.
    _ = serde_json::to_writer_pretty(&mut out, value);
    out.0.push(b'\n');
    out.0
}

/// Bytes of a typical incident.
const ROOM: usize = 16 << 10;

/// JSON that is being written. Most of its tokens are one or two bytes, which take much longer to copy by a call than to push.
struct Buffer(Vec<u8>);

impl Default for Buffer {
    fn default() -> Self {
        Self(Vec::with_capacity(ROOM))
    }
}

impl Write for Buffer {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match *bytes {
            [one] => self.0.push(one),
            [one, two] => {
                self.0.push(one);
                self.0.push(two);
            }
            _ => self.0.extend_from_slice(bytes),
        }
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write(bytes).map(|_| ())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Incidents or action items per piece.
const TOGETHER: usize = 256;

/// The export with one incident per line, in pieces: half the size of indented JSON, and still usable with `grep` and `diff`.
pub(super) fn lines(export: Incidents<'_>) -> impl Iterator<Item = Vec<u8>> + '_ {
    let count = export.len();
    let head = format!("{{\"version\":{},\"as_of\":\"{}\",\"incidents\":[", export.version, export.as_of);
    let mut tail = Vec::new();
    close(&mut tail, count);
    tail.extend_from_slice(b"],\"pages\":[");
    push_lines(&mut tail, &export.pages.iter().map(line).collect::<Vec<_>>(), 0);
    close(&mut tail, export.pages.len());
    tail.extend_from_slice(b"]}\n");
    let pieces = (0..count).step_by(TOGETHER).map(move |from| {
        let some = (from..count.min(from + TOGETHER)).into_par_iter();
        let lines: Vec<Vec<u8>> = some.map(|at| line(&export.incident(at))).collect();
        let mut piece = Vec::with_capacity(lines.iter().map(|line| line.len() + 2).sum());
        push_lines(&mut piece, &lines, from);
        piece
    });
    iter::once(head.into_bytes()).chain(pieces).chain(iter::once(tail))
}

/// The export of all action items as indented JSON, in pieces.
pub(super) fn actions(export: Actions<'_>) -> impl Iterator<Item = Vec<u8>> + '_ {
    #[derive(Serialize)]
    struct List<'l> {
        version: u32,
        as_of: &'l str,
        actions: &'l [ActionOf<'l>],
    }
    const LAST: usize = "\n  ]\n}".len();
    let whole = |export: &Actions<'_>, actions: &[ActionOf<'_>]| {
        let list = List { version: export.version, as_of: &export.as_of, actions };
        let mut out = pretty(&list);
        out.pop();
        out
    };
    let count = export.len();
    let mut head = whole(&export, &[]);
    let tail = if count == 0 { "]\n}\n" } else { "\n  ]\n}\n" };
    head.truncate(head.len() - "]\n}".len());
    let begin = head.len();
    let pieces = (0..count).step_by(TOGETHER).map(move |from| {
        let some: Vec<ActionOf<'_>> =
            (from..count.min(from + TOGETHER)).map(|at| export.action(at)).collect();
        // The piece is written as a whole list, and its brackets are cut off.
        let list = whole(&export, &some);
        let separator: &[u8] = if from == 0 { b"" } else { b"," };
        [separator, &list[begin..list.len() - LAST]].concat()
    });
    iter::once(head).chain(pieces).chain(iter::once(tail.into()))
}

fn line(value: &impl Serialize) -> Vec<u8> {
    let mut out = Buffer::default();
    _ = serde_json::to_writer(&mut out, value);
    out.0
}

/// Appends lines of a list to `before` others.
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
