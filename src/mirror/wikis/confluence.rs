//! Confluence, through a program that uploads Markdown.
//!
//! `md2conf` (`markdown-to-confluence` on `PyPI`) reads the title and the labels from front matter and, after it has created a page,
//! writes the page's number into the file. `mark` reads comments at the top of the file. Both follow relative links between files
//! and upload the images that pages show. The number that `md2conf` has written is kept: without it, a page with a new title would
//! be created a second time.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::config::Uploader;
use crate::mirror::format::{Format, clean_title};
use crate::mirror::html::Elements;
use crate::mirror::manifest::{Manifest, PreviousMirror};
use crate::mirror::output::{Output, Written, one_file_each};
use crate::mirror::plan::{Label, Plan, Subject};
use crate::text::{slug, squeeze};

pub(super) static WIKI: Confluence = Confluence;

pub(super) struct Confluence;

impl Format for Confluence {
    fn about(&self) -> &'static str {
        "Markdown that `md2conf` or `mark` uploads to Confluence"
    }

    fn clean_title(&self, title: &str) -> String {
        squeeze(title)
    }

    fn title_prefix(&self, prefix: &str) -> String {
        match prefix.strip_suffix(':') {
            Some(words) => format!("{}: ", clean_title(self, words)),
            None => format!("{} ", clean_title(self, prefix)),
        }
    }

    /// The path identifies a page for `md2conf`, so it depends on the key and not on the title.
    fn page_path(&self, key: &str, _title: &str) -> String {
        match key.split_once('/') {
            None if key == "home" => "index.md".to_owned(),
            None => format!("{key}.md"),
            Some(("incident", slug)) => format!("incidents/{slug}.md"),
            Some(("page", slug)) => format!("pages/{slug}.md"),
            Some((folder, rest)) => format!("{folder}/{}.md", rest.replace('/', "-")),
        }
    }

    fn elements(&self) -> Elements {
        Elements::PythonMarkdown
    }

    fn files(
        &self,
        plan: &Plan<'_>,
        pages: Vec<Written<'_>>,
        _manifest: &Manifest,
        previous: &PreviousMirror,
    ) -> Vec<Output> {
        one_file_each(pages, |page| with_header(plan, &page, previous))
    }

    fn upload_marks(&self) -> Option<fn(&str) -> String> {
        Some(marks)
    }
}

/// A page with the header that the uploading program reads.
fn with_header(plan: &Plan<'_>, page: &Written<'_>, previous: &PreviousMirror) -> String {
    let labels: BTreeSet<String> = match page.place.subject {
        Subject::Incident(at) => plan.labels_of[at].iter().map(|label| word(&plan.labels[*label])).collect(),
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
                    _ = writeln!(out, "<!-- {key}: {} -->", comment_text(value));
                }
            }
            _ = writeln!(out, "<!-- Title: {} -->", comment_text(&page.place.title));
            for label in labels {
                _ = writeln!(out, "<!-- Label: {} -->", comment_text(&label));
            }
            out.push('\n');
        }
    }
    out.push_str(&page.text);
    out
}

/// A label as Confluence writes it: lower case, without spaces.
fn word(label: &Label) -> String {
    label.key.split_once('/').map_or_else(|| label.key.clone(), |(_, name)| slug(name))
}

/// Text that cannot end a comment.
fn comment_text(text: &str) -> String {
    let mut text = text.replace(['<', '>'], " ");
    while text.contains("--") {
        text = text.replace("--", "-");
    }
    text
}

/// The lines that `md2conf` has added to a page after its front matter.
fn marks(text: &str) -> String {
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
    fn finds_the_lines_that_md2conf_has_added() {
        let page = "---\ntitle: \"x\"\n---\n<!-- confluence-page-id: 7 -->\n<!-- confluence-space-key: OPS -->\n\ntext\n";
        assert_eq!(marks(page), "<!-- confluence-page-id: 7 -->\n<!-- confluence-space-key: OPS -->\n");
        assert_eq!(marks("---\ntitle: x\n---\n<!-- confluence-page-id: --> -->\n"), "");
        assert_eq!(marks("text"), "");
    }

    #[test]
    fn a_title_cannot_end_the_comment() {
        assert_eq!(comment_text("a --> <b>"), "a -   b ");
    }
}
