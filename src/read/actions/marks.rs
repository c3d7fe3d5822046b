//! What stands in front of an item, or takes the place of a list: marks of other programs, numbers, days.

use crate::read::context::Context;
use crate::read::marks::is_bullet;
use crate::read::outline::TaskState;
use crate::when;

/// Whether a text begins with its day, like an entry of a log: `2026-05-14: added the alert`.
pub(super) fn is_log_entry(context: &Context<'_, '_, '_>, text: &str) -> bool {
    when::find_date(text, context.config.date_order).is_some_and(|date| {
        date.start == 0 && text[date.end..].trim_start().starts_with([':', '：', '-', '–', '—'])
    })
}

/// The length of the number of a heading: `2.` or `2)`.
pub(super) fn numbering(text: &str) -> usize {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(['.', ')']) {
        Some(title) if rest.len() < text.len() && title.starts_with(' ') => text.len() - title.len(),
        _ => 0,
    }
}

/// Whether lines are a list without marks: each ends like a sentence, or none does. A paragraph breaks its sentences
/// anywhere.
pub(super) fn are_lines_of_their_own<'t>(lines: impl Iterator<Item = &'t str> + Clone) -> bool {
    let count = lines.clone().count();
    let ended = lines.clone().filter(|line| line.ends_with(['.', '。', '!', ';', '；'])).count();
    let capital = lines.filter(|line| !line.starts_with(char::is_lowercase)).count();
    count >= 2 && capital == count && (ended == count || ended == 0)
}

/// The mark of a list item that Markdown does not know: the bytes to skip, and the state of its box.
pub(super) fn pasted_mark(text: &str) -> Option<(usize, Option<TaskState>)> {
    let mark = text.chars().next()?;
    let task = match mark {
        '☐' | '⬜' | '🔲' => Some(TaskState::Open),
        '☑' | '✅' | '✔' => Some(TaskState::Done),
        '[' => {
            let (inside, _) = text[1..].split_once(']')?;
            let symbol = inside.trim();
            let is_box = matches!(symbol, "" | "x" | "X" | "✓" | "✔" | "/" | "-" | "~");
            return is_box.then(|| (inside.len() + 2, Some(TaskState::of(symbol.chars().next()))));
        }
        _ => None,
    };
    (task.is_some() || is_bullet(mark) || matches!(mark, '○' | '–' | '—')).then_some((mark.len_utf8(), task))
}
