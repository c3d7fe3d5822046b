//! Line-based formats.

use super::languages::{SHELL, YAML_VALUE};
use super::scanner::{is_word, number_length, scan};
use super::{Class, Spans};

/// A diff: lines are added, removed or headers.
pub(super) fn diff(code: &str, spans: &mut Spans<'_>) {
    for line in code.split_inclusive('\n') {
        let head = ["+++ ", "--- ", "@@", "diff ", "index "].iter().any(|mark| line.starts_with(mark));
        match line.as_bytes().first() {
            _ if head => spans.put(Class::Label, line),
            Some(b'+' | b'>') => spans.put(Class::Inserted, line),
            Some(b'-' | b'<') => spans.put(Class::Deleted, line),
            _ => spans.plain(line),
        }
    }
}

/// A terminal session: commands after prompts are highlighted, output is not.
pub(super) fn console(code: &str, spans: &mut Spans<'_>) {
    let mut continued = false;
    for line in code.split_inclusive('\n') {
        let prompt = if continued { 0 } else { prompt_length(line) };
        if prompt > 0 || continued {
            spans.put(Class::Comment, &line[..prompt]);
            scan(&SHELL, &line[prompt..], spans);
            continued = line.trim_end().ends_with('\\');
        } else {
            spans.plain(line);
        }
    }
}

/// The length of a prompt (`$`, `#`, `%`, `>`, `root@db1:~#`) before a space at the beginning of a line, or 0.
fn prompt_length(line: &str) -> usize {
    let Some((first, _)) = line.split_once(' ') else { return 0 };
    let bare = matches!(first, "$" | "#" | "%" | ">" | "PS>");
    let named = first.contains('@') && first.ends_with(['$', '#', '%']);
    if bare || named { first.len() } else { 0 }
}

/// YAML: keys, values by their first character, and block scalars as they are.
pub(super) fn yaml(code: &str, spans: &mut Spans<'_>) {
    // The indentation of the key of the open block scalar.
    let mut block: Option<usize> = None;
    for line in code.split_inclusive('\n') {
        let body = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - body.len();
        if let Some(parent) = block {
            if indent > parent || body.trim().is_empty() {
                spans.put(Class::Text, line);
                continue;
            }
            block = None;
        }
        if yaml_line(line, indent, spans) {
            block = Some(indent);
        }
    }
}

/// Writes one line. Returns whether a block scalar begins in it.
fn yaml_line(line: &str, indent: usize, spans: &mut Spans<'_>) -> bool {
    if line.trim_end() == "---" {
        spans.put(Class::Comment, line);
        return false;
    }
    let mut start = indent;
    while line[start..].starts_with("- ") {
        start += 2;
        start += line[start..].len() - line[start..].trim_start_matches(' ').len();
    }
    spans.plain(&line[..start]);
    let mut value = &line[start..];
    if let Some(length) = key_length(value) {
        spans.put(Class::Label, &value[..length]);
        spans.plain(":");
        value = &value[length + 1..];
    }
    yaml_value(value, spans);
    let mark = value.split(" #").next().unwrap_or("").trim();
    mark.starts_with(['|', '>']) && mark.len() <= 3
}

/// The length of a key before its colon.
fn key_length(text: &str) -> Option<usize> {
    let quoted = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let end = match quoted {
        Some(mark) => text[1..].find(mark)? + 2,
        None if text.starts_with(['#', '{', '[', '&', '*', '!', '|', '>', '%', '@']) => return None,
        None => {
            let colon = |(at, c): (usize, char)| {
                (c == ':' && text[at + 1..].chars().next().is_none_or(char::is_whitespace)).then_some(at)
            };
            let end = text.char_indices().find_map(colon)?;
            if text[..end].contains(" #") {
                return None;
            }
            end
        }
    };
    let after = text[end..].strip_prefix(':')?;
    after.chars().next().is_none_or(char::is_whitespace).then_some(end)
}

/// A plain scalar is one value: `on` in a sentence is not a keyword. Only collections and quoted text are scanned.
fn yaml_value(value: &str, spans: &mut Spans<'_>) {
    let body = value.trim_start();
    spans.plain(&value[..value.len() - body.len()]);
    if body.starts_with(['"', '\'', '[', '{', '#']) {
        scan(&YAML_VALUE, body, spans);
        return;
    }
    let end = body.find(" #").unwrap_or(body.len());
    let (scalar, comment) = body.split_at(end);
    let word = scalar.trim_end();
    if word.starts_with(['&', '*', '!']) {
        spans.put(Class::Label, word);
    } else if ["true", "false", "null", "~", "yes", "no", "on", "off"].contains(&word) {
        spans.put(Class::Keyword, word);
    } else if word.starts_with(|c: char| c.is_ascii_digit()) && number_length(word) == word.len() {
        spans.put(Class::Number, word);
    } else {
        spans.plain(word);
    }
    spans.plain(&scalar[word.len()..]);
    let mark = comment.trim_start();
    spans.plain(&comment[..comment.len() - mark.len()]);
    spans.put(Class::Comment, mark);
}

/// A log: times, levels, keys and their values.
pub(super) fn log(code: &str, spans: &mut Spans<'_>) {
    for line in code.split_inclusive('\n') {
        log_line(line, spans);
    }
}

fn log_line(line: &str, spans: &mut Spans<'_>) {
    let mut at = 0;
    while at < line.len() {
        let rest = &line[at..];
        let first = rest.chars().next().unwrap_or(' ');
        let length = if first == '"' {
            let end = rest[1..].find('"').map_or(0, |end| end + 2);
            spans.put(Class::Text, &rest[..end]);
            if end == 0 {
                spans.plain(rest);
                return;
            }
            end
        } else if is_word(first) {
            log_token(rest, at == 0, spans)
        } else {
            spans.plain(&rest[..first.len_utf8()]);
            first.len_utf8()
        };
        at += length;
    }
}

/// Writes the word, number or time at the beginning of `rest` and returns its length.
fn log_token(rest: &str, begins_line: bool, spans: &mut Spans<'_>) -> usize {
    let length = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
    let word = &rest[..length];
    let after = rest[length..].chars().next();
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let run = rest.find(|c: char| !is_word(c) && !"-:./,+".contains(c)).unwrap_or(rest.len());
        let run = rest[..run].trim_end_matches(['-', ':', '.', '/', ',', '+']);
        if is_time(run) {
            spans.put(Class::Time, run);
        } else if number_length(run) == run.len() {
            spans.put(Class::Number, run);
        } else {
            spans.plain(run);
        }
        return run.len();
    }
    match level(word).or_else(|| klog_level(word).filter(|_| begins_line)) {
        Some(class) => spans.put(class, word),
        None if after == Some('=') => spans.put(Class::Label, word),
        None => spans.plain(word),
    }
    length
}

/// The class of a log level.
fn level(word: &str) -> Option<Class> {
    let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(word));
    if is(&["error", "err", "fatal", "critical", "crit", "panic", "severe", "emerg", "alert"]) {
        Some(Class::Error)
    } else if is(&["warn", "warning"]) {
        Some(Class::Warning)
    } else if ["INFO", "DEBUG", "TRACE", "NOTICE"].contains(&word) {
        // Only in capitals: `info` and `trace` are ordinary words.
        Some(Class::Keyword)
    } else {
        None
    }
}

/// `E0220` and `W0220`, the line prefixes of klog (Kubernetes).
fn klog_level(word: &str) -> Option<Class> {
    let (letter, day) = word.split_at_checked(1)?;
    let class = match letter {
        "E" | "F" => Class::Error,
        "W" => Class::Warning,
        "I" => Class::Keyword,
        _ => return None,
    };
    (day.len() == 4 && day.bytes().all(|byte| byte.is_ascii_digit())).then_some(class)
}

/// Whether a run of digits and separators begins with a date or contains a time. An address with a port does neither.
fn is_time(run: &str) -> bool {
    let bytes = run.as_bytes();
    let shape = |at: usize, pattern: &[u8]| {
        bytes.get(at..at + pattern.len()).is_some_and(|part| {
            part.iter().zip(pattern).all(|(byte, wanted)| match wanted {
                b'0' => byte.is_ascii_digit(),
                b'-' => matches!(byte, b'-' | b'/' | b'.'),
                _ => byte == wanted,
            })
        })
    };
    let free = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_none_or(|byte| !byte.is_ascii_digit());
    let clock = |at: usize| {
        let joined =
            at.checked_sub(1).is_some_and(|before| bytes[before] == b'.' || bytes[before].is_ascii_digit());
        shape(at, b"00:00") && !joined && free(Some(at + 5))
    };
    (shape(0, b"0000-00-00") && free(Some(10))) || clock(0) || (shape(0, b"0000-00-00") && clock(11))
}
