//! The five whys.

use super::context::Context;
use super::lexicon::{Lexicon, contains_words, fold_text, is_unspaced};
use super::outline::{Block, Item, Line, Row};
use super::placeholder::is_placeholder;
use super::prose;
use crate::lexicon::{scope, words};
use crate::model::{FieldId, Why};
use crate::text::{boundary, find_colon};

/// How much of a text is searched for a question word, in bytes.
const MAX_WHY_BYTES: usize = 120;

/// Reads the whys of a document: under a heading that names them, or in the cause analysis.
pub(super) fn read(context: &Context<'_, '_, '_>) -> Vec<Why> {
    let mut whys = Vec::new();
    let outline = context.outline;
    for (index, section) in outline.sections.iter().enumerate() {
        let named = context.labels.section_fields[index] == Some(FieldId::FiveWhys);
        if !named && context.labels.section_fields[index] != Some(FieldId::RootCause) {
            continue;
        }
        if named
            && context.labels.heading_fields[index].is_none()
            && let Some(question) = question(&section.heading.text, context.lexicon)
        {
            let answer = section.blocks.iter().find_map(|block| {
                if let Block::Paragraph(lines) = block { prose::paragraph(lines) } else { None }
            });
            whys.push(Why { question, answer: answer.unwrap_or_default() });
            continue;
        }
        let chain =
            Chain { lexicon: context.lexicon, place: if named { Place::Named } else { Place::Cause } };
        let found = chain.blocks(&section.blocks);
        // Under a five whys heading, a list is a chain, whatever its wording; in the cause analysis, one that a sentence
        // announces is.
        if found.is_empty() && (named || announces_whys(&section.blocks)) {
            whys.extend(answers_only(context, &section.blocks));
        } else if named || found.len() >= 2 {
            whys.extend(found);
        }
    }
    whys.retain(|why| !is_placeholder(&why.answer) || !is_template(&why.question));
    whys
}

/// Questions left over from a template: `Why [first-level cause]?`
fn is_template(question: &str) -> bool {
    question.contains('[') && question.contains(']')
}

/// Where whys are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Below a heading that names them.
    Named,
    /// In the analysis of the cause, where a sentence may begin with `Why` and a table may hold anything.
    Cause,
}

/// Reads the whys of a section.
#[derive(Clone, Copy)]
struct Chain<'l> {
    lexicon: &'l Lexicon,
    place: Place,
}

impl Chain<'_> {
    fn blocks(self, blocks: &[Block<'_>]) -> Vec<Why> {
        let mut whys: Vec<Why> = Vec::new();
        // Whether the block before is a question without an answer.
        let mut is_open = false;
        for block in blocks {
            let before = whys.len();
            match block {
                Block::List(items) => whys.extend(items.iter().flat_map(|item| self.item(item))),
                Block::Paragraph(lines) if self.is_chain(lines) => {
                    whys.extend(
                        lines.iter().filter_map(|line| from_lines(self.lexicon, std::slice::from_ref(line))),
                    );
                }
                Block::Paragraph(lines) => match from_lines(self.lexicon, lines) {
                    Some(why) => whys.push(why),
                    None if is_open => {
                        if let Some(why) = whys.last_mut() {
                            why.answer = strip_because(&prose::lines_text(lines), self.lexicon);
                        }
                    }
                    None => {}
                },
                Block::Quote(inner) | Block::Callout { blocks: inner, .. } => whys.extend(self.blocks(inner)),
                Block::Table(table) => whys.extend(table.rows.iter().filter_map(|row| self.row(row))),
                _ => {}
            }
            let is_paragraph = matches!(block, Block::Paragraph(_));
            is_open =
                is_paragraph && whys.len() > before && whys.last().is_some_and(|why| why.answer.is_empty());
        }
        if self.place == Place::Cause {
            whys.retain(|why| !why.answer.is_empty() || why.question.contains(['?', '？']));
        }
        whys
    }

    /// Whether every line of a paragraph asks why: `Why did it crash? → …`, one below the other.
    fn is_chain(self, lines: &[Line<'_>]) -> bool {
        lines.len() > 1 && lines.iter().all(|line| question(&line.text, self.lexicon).is_some())
    }

    /// A row with a question and its answer in the last cell.
    fn row(self, row: &Row<'_>) -> Option<Why> {
        if row.is_blank() {
            return None;
        }
        let cells = row.cells.iter().map(|cell| cell.text.clone()).filter(|text| !text.is_empty());
        let cells: Vec<_> = cells.collect();
        let is_why = || cells.iter().any(|text| question(text, self.lexicon).is_some());
        let (answer, rest) = cells.split_last().filter(|_| self.place == Place::Named || is_why())?;
        Some(Why { question: rest.last().cloned().unwrap_or_default(), answer: answer.clone() })
    }

    /// Reads an item with a question, and the items nested in it: each answer may contain the next question.
    fn item(self, item: &Item<'_>) -> Vec<Why> {
        let lexicon = self.lexicon;
        let deeper = item.rest().iter().flat_map(|block| self.nested(block));
        let Some(mut why) = from_lines(lexicon, item.lines()) else { return deeper.collect() };
        let below = item.rest().iter().flat_map(block_texts).filter(|text| question(text, lexicon).is_none());
        let below: Vec<String> = below.map(|text| strip_because(&text, lexicon)).collect();
        why.answer = prose::join([why.answer.as_str(), &below.join(" ")]);
        std::iter::once(why).chain(deeper).collect()
    }

    fn nested(self, block: &Block<'_>) -> Vec<Why> {
        match block {
            Block::List(items) => items.iter().flat_map(|item| self.item(item)).collect(),
            _ => Vec::new(),
        }
    }
}

fn block_texts(block: &Block<'_>) -> Vec<String> {
    match block {
        Block::Paragraph(lines) => vec![prose::lines_text(lines)],
        Block::List(items) => items.iter().map(prose::item_text).collect(),
        _ => Vec::new(),
    }
}

/// `**Why** did X? → Because Y`, over one line or several.
fn from_lines(lexicon: &Lexicon, lines: &[Line<'_>]) -> Option<Why> {
    let first = lines.first()?;
    let question = question(&first.text, lexicon)?;
    let rest = lines[1..].iter().map(|line| strip_because(&line.text, lexicon)).collect::<Vec<_>>().join(" ");
    // Text after the question mark is the answer.
    let (question, answer_on_line) = match question.find(['?', '？']) {
        Some(at) => {
            let end = prose::char_end(&question, at);
            (question[..end].to_owned(), strip_because(&question[end..], lexicon))
        }
        None => match question.split_once("→").or_else(|| question.split_once("->")) {
            Some((question, answer)) => (question.trim().to_owned(), strip_because(answer, lexicon)),
            None => (question, String::new()),
        },
    };
    let answer = prose::join([answer_on_line.as_str(), &rest]);
    Some(Why { question, answer })
}

/// The question, if the text begins with a why: `Why`, `1. なぜ`, `Why #2:`, `Q3: Warum`.
fn question(text: &str, lexicon: &Lexicon) -> Option<String> {
    let bare = text.trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '.' | ')' | '(' | '#' | '*' | '-' | ' ' | '¿' | ':' | '"')
    });
    let bare = bare.strip_prefix(['Q', 'q']).map_or(bare, |rest| {
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ')' | ' '))
    });
    // No word for `why` is as long as this, and folding does not look further ahead.
    let folded = fold_text(&bare[..boundary(bare, MAX_WHY_BYTES)]);
    // Most texts begin with another letter.
    let begins = |word: &&str| word.as_bytes().first() == folded.as_bytes().first();
    lexicon
        .list("why")
        .filter(begins)
        .any(|word| {
            folded.strip_prefix(word).is_some_and(|rest| {
                rest.is_empty() || word.chars().all(is_unspaced) || !rest.starts_with(char::is_alphanumeric)
            })
        })
        .then(|| bare.trim().to_owned())
}

fn strip_because(text: &str, lexicon: &Lexicon) -> String {
    let mut rest = text.trim();
    let begins = |rest: &str, word: &str| {
        let mut letters = rest.chars().flat_map(char::to_lowercase);
        word.chars().all(|letter| letters.next() == Some(letter))
    };
    while let Some(first) = rest.chars().next().and_then(|first| first.to_lowercase().next()) {
        // Most words already differ in their first letter.
        let first = first.encode_utf8(&mut [0; 4]).as_bytes()[0];
        let mut alike = lexicon.list("because").filter(|word| word.as_bytes().first() == Some(&first));
        let Some(word) = alike.find(|word| begins(rest, word)) else { break };
        let tail = rest.get(word.len()..).unwrap_or("");
        if word.chars().all(char::is_alphabetic) && tail.starts_with(char::is_alphanumeric) {
            break;
        }
        rest = tail.trim_start_matches([' ', ':', ',', '：']);
    }
    rest.trim().to_owned()
}

/// Whether the paragraph before the first list names the method: `The chain (five whys):`.
fn announces_whys(blocks: &[Block<'_>]) -> bool {
    let Some(at) = blocks.iter().position(|block| matches!(block, Block::List(_))) else { return false };
    let Some(Block::Paragraph(lines)) = at.checked_sub(1).map(|before| &blocks[before]) else { return false };
    lines.last().is_some_and(|line| {
        let folded = fold_text(&line.text);
        line.text.trim_end().ends_with([':', '：'])
            && words(scope("heading"), FieldId::FiveWhys.name()).any(|name| contains_words(&folded, name))
    })
}

/// The items of the first list: the answers of a chain whose questions are not written down. A list of keys, or of one
/// item, is none.
fn answers_only(context: &Context<'_, '_, '_>, blocks: &[Block<'_>]) -> Vec<Why> {
    let list =
        blocks.iter().find_map(|block| if let Block::List(items) = block { Some(items) } else { None });
    let is_key = |text: &str| find_colon(text).is_some_and(|at| context.lexicon.key(&text[..at]).is_some());
    let answers = list.into_iter().flatten().map(prose::item_text).filter(|answer| {
        !answer.is_empty()
            && !is_placeholder(answer)
            && !context.lexicon.is_nothing(answer)
            && !is_key(answer)
    });
    let whys: Vec<_> = answers.map(|answer| Why { question: String::new(), answer }).collect();
    if whys.len() >= 2 { whys } else { Vec::new() }
}
