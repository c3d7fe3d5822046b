//! The end of the text, read backwards: brackets, marks, mentions and short clauses, up to the first one that says
//! nothing about the item.

use jiff::civil::Date;

use super::annotation::{self, NameRule};
use super::{ActionDetails, OwnerStyle, state};
use crate::read::lexicon::{Lexicon, fold, is_unspaced};
use crate::read::values::person;
use crate::when::{self, DateOrder};

/// Adds to the details found before the text. Each annotation that is understood shortens the text.
pub(super) fn read(
    text: &str,
    owner_style: OwnerStyle,
    lexicon: &Lexicon,
    order: Option<DateOrder>,
    found: ActionDetails,
) -> ActionDetails {
    let after_dash = if owner_style.after_dash { NameRule::Any } else { NameRule::FullName };
    let in_brackets = if owner_style.in_brackets { NameRule::Any } else { NameRule::WithOtherDetails };
    let mut reader = TrailingReader { text, lexicon, order, after_dash, in_brackets, found };
    reader.run();
    reader.inner_bracket();
    reader.found
}

struct TrailingReader<'t> {
    text: &'t str,
    lexicon: &'t Lexicon,
    order: Option<DateOrder>,
    /// When words after a dash are an owner.
    after_dash: NameRule,
    /// When words in parentheses are an owner.
    in_brackets: NameRule,
    found: ActionDetails,
}

impl<'t> TrailingReader<'t> {
    fn run(&mut self) {
        while self.found.end > 0 && (self.mark() || self.bracket() || self.mention() || self.clause()) {}
    }

    fn rest(&self) -> &'t str {
        self.text[..self.found.end].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'))
    }

    fn cut(&mut self, at: usize) {
        let is_separator =
            |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '(' | '（' | '→' | ',' | '*' | '_');
        self.found.end = self.text[..at].trim_end_matches(is_separator).len();
    }

    /// `✅`, and the marks of note-taking apps with a date: `📅 2024-05-01`, `✅ 2024-04-15`.
    fn mark(&mut self) -> bool {
        let rest = self.rest();
        let is_mark = |c: char| {
            !c.is_alphanumeric()
                && !c.is_ascii()
                && !c.is_whitespace()
                && !is_unspaced(c)
                && (c as u32) > 0x2100
        };
        let Some((at, mark)) = rest
            .char_indices()
            .rev()
            .find(|(_, c)| is_mark(*c) && !matches!(c, '】' | '）' | '。' | '、' | '：'))
        else {
            return false;
        };
        let tail = rest[at + mark.len_utf8()..].trim_start_matches('\u{fe0f}').trim();
        let date = when::find_date(tail, self.order).filter(|date| date.start == 0);
        // A date and a mention may follow the mark.
        let after = date.as_ref().map_or(tail, |date| tail[date.end..].trim());
        let known = state(&mark.to_string(), self.lexicon);
        let is_due = matches!(mark, '📅' | '🗓' | '⏳');
        if !(after.is_empty() || after.starts_with("[[") || after.starts_with('@') || date.is_some())
            || (known.is_none() && date.is_none()) && !tail.is_empty()
        {
            return false;
        }
        let date = date.and_then(|date| date.value.ok());
        if is_due {
            self.found.due = self.found.due.or(date);
        } else if let Some(state) = known {
            self.found.state = self.found.state.take().or_else(|| Some((state, mark.to_string())));
            self.found.done_on = self.found.done_on.or(date.filter(|_| !state.is_open()));
        }
        if !after.is_empty() && self.found.owner.is_none() {
            self.found.owner = person(after.trim_matches(['[', ']', '@']), self.lexicon);
        }
        self.cut(at);
        true
    }

    /// `… (P1) [Rick]`, `…（担当：戸塚 亮、期限：2025年7月25日）【完了】`
    fn bracket(&mut self) -> bool {
        let Some((start, inner)) = last_bracket(self.rest()) else { return false };
        // `… (nobody yet)`, `… (owner: TBD)`
        let is_key = |key: &str| self.lexicon.action_words.exact(&fold(key)).is_some();
        let names_nothing = |(key, value): (&str, &str)| is_key(key) && self.lexicon.is_nothing(value);
        if self.lexicon.is_nothing(inner) || inner.split_once([' ', ':', '：']).is_some_and(names_nothing) {
            self.cut(start);
            return true;
        }
        if let Some(date) = annotation::bare_date(inner, self.order).filter(|_| self.found.due.is_none()) {
            return self.date(start, date);
        }
        let rule =
            if self.text[start..].starts_with(['[', '【']) { NameRule::Any } else { self.in_brackets };
        let had_no_owner = self.found.owner.is_none();
        let understood = annotation::read(inner, rule, self.lexicon, self.order, &mut self.found);
        if understood {
            self.found.owner_style.in_brackets |= had_no_owner && self.found.owner.is_some();
            self.cut(start);
        }
        understood
    }

    /// `**Add a queue** (P1, @ann) so that no message is lost`: a bracket inside the text is read if it names an owner
    /// next to something else. It stays part of the text.
    fn inner_bracket(&mut self) {
        let text = &self.text[..self.found.end];
        if self.found.owner.is_some() {
            return;
        }
        for (at, _) in text.match_indices(['(', '（']) {
            let inner = text[at..].trim_start_matches(['(', '（']);
            let inner = inner.split([')', '）', '(', '（']).next().unwrap_or("");
            let mut found = self.found.clone();
            let rule = NameRule::WithOtherDetails;
            let understood = annotation::read(inner, rule, self.lexicon, self.order, &mut found);
            if understood && found.owner.is_some() && inner.contains([',', '@', '，', '、']) {
                self.found = found;
                return;
            }
        }
    }

    /// `… @ann (2026-03-04)`: a date alone in brackets is the due date only next to an owner. Elsewhere it may be the
    /// day of what the text tells.
    fn date(&mut self, start: usize, date: Date) -> bool {
        let before = self.found.clone();
        self.found.due = Some(date);
        self.cut(start);
        self.run();
        if self.found.owner.is_none() {
            self.found = before;
        }
        false
    }

    /// `… @Oskar Lindgren February 9, 2024`
    fn mention(&mut self) -> bool {
        let rest = self.rest();
        let Some(at) =
            rest.rfind('@').filter(|at| rest[..*at].ends_with(|c: char| c.is_whitespace() || is_unspaced(c)))
        else {
            return false;
        };
        let words: Vec<&str> = rest[at + 1..].split_whitespace().collect();
        let Some(first) = words.first() else { return false };
        let capital =
            |word: &str| word.starts_with(char::is_uppercase) && !word.contains(|c: char| c.is_ascii_digit());
        let is_month = |word: &str| when::find_day_month(&format!("{word} 1")).is_some();
        let more = if capital(first) {
            words[1..].iter().take(2).take_while(|word| capital(word) && !is_month(word)).count()
        } else {
            0
        };
        let tail = words[1 + more..].join(" ");
        if tail.split_whitespace().count() > 6 || self.found.owner.is_some() {
            return false;
        }
        // `Remove the @Cached methods` mentions nobody.
        if !tail.is_empty() {
            let tail = tail.trim_matches(['-', '–', '—', ' ', ',']);
            let understood =
                annotation::read(tail, NameRule::WithOtherDetails, self.lexicon, self.order, &mut self.found);
            if !understood {
                return false;
            }
        }
        self.found.owner = person(&words[..=more].join(" "), self.lexicon);
        self.cut(at);
        true
    }

    /// `… — Abel Stroud`, `… - this has already been done.`, `… Owner: Farah. Due: 11 June 2021.`
    fn clause(&mut self) -> bool {
        let rest = self.rest();
        let body = rest.trim_end_matches(['.', '。']);
        let dashes = [" - ", " – ", " — ", " —— ", " → ", " | ", " / "];
        let stops = [". ", "。", "; ", "；", "! ", "] "];
        let last = |marks: &[&str]| {
            marks.iter().filter_map(|mark| body.rfind(mark).map(|at| (at, mark.len()))).max()
        };
        let (at, width, rule) = match (last(&dashes), last(&stops)) {
            (Some((dash, width)), stop) if stop.is_none_or(|(stop, _)| dash > stop) => {
                (dash, width, self.after_dash)
            }
            (_, Some((stop, width))) => (stop, width, NameRule::WithOtherDetails),
            _ => return false,
        };
        let clause = body[at + width..].trim_matches(['*', '_', ' ']);
        if clause.is_empty() || clause.chars().count() > 80 {
            return false;
        }
        let had_no_owner = self.found.owner.is_none();
        let understood = annotation::read(clause, rule, self.lexicon, self.order, &mut self.found);
        if understood {
            self.found.owner_style.after_dash |=
                rule == self.after_dash && had_no_owner && self.found.owner.is_some();
            // `… [OPS-13] In progress`: keep the bracket.
            self.cut(at + usize::from(body[at..].starts_with(']')));
        }
        understood
    }
}

/// The bracket at the end of a text: its start and its content.
fn last_bracket(text: &str) -> Option<(usize, &str)> {
    let trimmed = text.trim_end_matches(['.', '。', ' ', '*', '_']);
    let close = trimmed.chars().next_back()?;
    let open = match close {
        ')' => '(',
        ']' => '[',
        '】' => '【',
        '）' => '（',
        _ => return None,
    };
    let start = trimmed.rfind(open)?;
    Some((start, &trimmed[start + open.len_utf8()..trimmed.len() - close.len_utf8()]))
}
