//! Confluence, by way of a program that uploads Markdown.
//!
//! `md2conf` (`markdown-to-confluence` at `PyPI`) reads title and labels from front matter and, once it has made a page,
//! writes the page's number into the file; `mark` reads comments at the head of the file. Both follow relative links
//! between files and upload pictures that pages show. The number that `md2conf` has written is kept, because it is what
//! makes a new title a new name of the same page.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::plan::{Plan, Subject};
use super::{PreviousMirror, Written};
use crate::config::Uploader;

/// A page with the head that the uploading program reads.
pub(super) fn page(plan: &Plan<'_>, page: &Written<'_>, previous: &PreviousMirror) -> String {
    let labels: BTreeSet<String> = match page.place.subject {
        Subject::Incident(at) => plan.labels_of[at].iter().map(|label| plan.labels[*label].word()).collect(),
        _ => BTreeSet::new(),
    };
    let settings = &plan.settings;
    let mut out = String::new();
    match settings.uploader {
        Uploader::Md2conf => {
            // JSON is YAML.
            let json = |text: &str| serde_json::Value::from(text).to_string();
            // Writing to a string cannot fail.
            _ = writeln!(out, "---\ntitle: {}", json(&page.place.title));
            if !labels.is_empty() {
                let labels: Vec<String> = labels.iter().map(|label| json(label)).collect();
                _ = writeln!(out, "tags: [{}]", labels.join(", "));
            }
            if let Some(space) = &settings.space {
                _ = writeln!(out, "space_key: {}", json(space));
            }
            out.push_str("---\n");
            let known = previous.manifest.entries.get(&page.place.key);
            let marks = known.and_then(|entry| previous.marks.get(&entry.path));
            out.push_str(marks.map_or("", String::as_str));
            out.push('\n');
        }
        Uploader::Mark => {
            for (key, value) in [("Space", &settings.space), ("Parent", &settings.parent)] {
                if let Some(value) = value {
                    _ = writeln!(out, "<!-- {key}: {} -->", of_comment(value));
                }
            }
            _ = writeln!(out, "<!-- Title: {} -->", of_comment(&page.place.title));
            for label in labels {
                _ = writeln!(out, "<!-- Label: {} -->", of_comment(&label));
            }
            out.push('\n');
        }
    }
    out.push_str(&page.text);
    out
}

/// Text that cannot end a comment.
fn of_comment(text: &str) -> String {
    let mut text = text.replace(['<', '>'], " ");
    while text.contains("--") {
        text = text.replace("--", "-");
    }
    text
}

/// The lines that `md2conf` has put into a page behind its front matter.
pub fn marks(text: &str) -> String {
    let Some(head) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")) else {
        return String::new();
    };
    let is_mark = |line: &&str| {
        ["<!-- confluence-page-id: ", "<!-- confluence-space-key: "].iter().any(|mark| {
            let value = line.strip_prefix(mark).and_then(|rest| rest.strip_suffix(" -->"));
            value.is_some_and(|value| {
                let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '~' | '.');
                !value.is_empty() && value.len() < 256 && value.chars().all(plain)
            })
        })
    };
    head.1.lines().take_while(is_mark).flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_md2conf_has_written_is_found() {
        let page = "---\ntitle: \"x\"\n---\n<!-- confluence-page-id: 7 -->\n<!-- confluence-space-key: OPS -->\n\ntext\n";
        assert_eq!(marks(page), "<!-- confluence-page-id: 7 -->\n<!-- confluence-space-key: OPS -->\n");
        assert_eq!(marks("---\ntitle: x\n---\n<!-- confluence-page-id: --> -->\n"), "");
        assert_eq!(marks("text"), "");
    }

    #[test]
    fn a_title_cannot_end_its_comment() {
        assert_eq!(of_comment("a --> <b>"), "a -   b ");
    }
}
