//! What distinguishes one wiki from another.

use std::collections::{BTreeMap, BTreeSet};

use comrak::nodes::{Node, NodeLink, NodeValue};
use unicode_normalization::UnicodeNormalization;

use super::html::Elements;
use super::links::{link_value, markdown_links, relative_path, resolved_path};
use super::manifest::{Manifest, PreviousMirror};
use super::markdown;
use super::output::{Output, Written, one_file_each};
use super::plan::{Place, Plan, Subject, WantedPage};
use crate::model::Heading;
use crate::site::routes::encode;
use crate::text::shorten;

/// The longest title in characters and in bytes. A file name has at most 255 bytes, and an extension or a number is appended.
pub(super) const MAX_TITLE: (usize, usize) = (110, 180);

/// A page as it is read back from the mirror.
pub(super) struct ReadPage {
    /// Its path, or its title where all pages are in one file.
    pub(super) name: String,
    /// Targets of its links within the mirror, without fragments.
    pub(super) links: Vec<String>,
}

/// Everything in which the mirrors for two wikis differ.
pub(super) trait Format: Sync {
    /// What a mirror consists of, for the help of the command line.
    fn about(&self) -> &'static str;

    /// Titles, [folded](super::names::fold), that the wiki or a file system keeps for itself.
    fn reserved_titles(&self) -> &'static [&'static str] {
        &[]
    }

    /// A title without the characters that the wiki forbids in one. It has no control characters.
    fn clean_title(&self, title: &str) -> String;

    /// The title of a page whose title is taken.
    fn numbered_title(&self, title: &str, number: usize) -> String {
        format!("{title} ({number})")
    }

    /// The configured prefix of all titles, clean, with the separator that follows it. The prefix is not empty.
    fn title_prefix(&self, prefix: &str) -> String {
        format!("{} ", clean_title(self, prefix))
    }

    /// The title of a file of the archive; `name` is a path in lower-case ASCII.
    fn file_title(&self, name: &str) -> String {
        format!("files/{name}")
    }

    /// Pages whose title has a special meaning in the wiki: key, title and content.
    fn special_pages(&self) -> Vec<(&'static str, &'static str, Subject)> {
        Vec::new()
    }

    /// Pages that only this wiki has, in addition to the `wanted` ones.
    fn extra_pages(&self, _plan: &Plan<'_>, _wanted: &[WantedPage]) -> Vec<WantedPage> {
        Vec::new()
    }

    /// The path of a page; empty where all pages are in one file.
    fn page_path(&self, key: &str, title: &str) -> String;

    /// The path of a file of the archive.
    fn file_path(&self, title: &str) -> String {
        title.to_owned()
    }

    /// The path of a page as links write it.
    fn link_path<'p>(&self, path: &'p str) -> &'p str {
        path
    }

    /// A link from one page to another. `fragment` is empty or made by [`Format::fragment`].
    fn link(&self, from: &Place, to: &Place, fragment: &str) -> NodeValue {
        let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
        let path = encode(self.link_path(&to.path));
        link_value(&format!("{}{path}{fragment}", relative_path(from)))
    }

    /// A link from a page to a file of the archive.
    fn file_link(&self, from: &Place, to: &Place) -> NodeValue {
        self.link(from, to, "")
    }

    /// A link to a heading of the same page.
    fn heading_link(&self, fragment: &str) -> NodeValue {
        link_value(&format!("#{fragment}"))
    }

    /// The fragment that leads to a heading; empty if the wiki has none for it.
    fn fragment(&self, heading: &Heading<'_>) -> String {
        encode(heading.anchor)
    }

    /// An image that is a file of the archive.
    fn picture(&self, from: &Place, to: &Place) -> NodeValue {
        let url = format!("{}{}", relative_path(from), encode(&to.path));
        NodeValue::Image(Box::new(NodeLink { url, title: String::new() }))
    }

    /// Whether a link can have an image as its text.
    fn links_can_hold_pictures(&self) -> bool {
        true
    }

    /// The HTML elements that stay.
    fn elements(&self) -> Elements {
        Elements::Markdown
    }

    /// The text of a page in the markup of the wiki.
    fn text(&self, _plan: &Plan<'_>, _place: &Place, root: Node<'_>) -> String {
        markdown::write(root)
    }

    /// The files of the mirror, without those of the archive.
    fn files(
        &self,
        _plan: &Plan<'_>,
        pages: Vec<Written<'_>>,
        _manifest: &Manifest,
        _previous: &PreviousMirror,
    ) -> Vec<Output> {
        one_file_each(pages, |page| page.text)
    }

    /// Files that hold many pages or none, which therefore have no entry in the manifest.
    fn shared_files(&self) -> &'static [&'static str] {
        &[]
    }

    /// A function that finds the lines that an uploading program has added to a page, if there is such a program.
    fn upload_marks(&self) -> Option<fn(&str) -> String> {
        None
    }

    /// The pages of a mirror that was written, or what is wrong with it. `texts` are the files that hold pages, by path.
    fn read_back(
        &self,
        manifest: &Manifest,
        texts: &BTreeMap<String, String>,
    ) -> Result<Vec<ReadPage>, String> {
        let pages = manifest.entries.values().filter_map(|entry| {
            let links = markdown_links(texts.get(&entry.path)?);
            Some(ReadPage { name: entry.path.clone(), links })
        });
        Ok(pages.collect())
    }

    /// Whether a link that was read back leads to a page or file. `pages` are the names of all pages, `paths` all files.
    fn resolves(&self, page: &str, link: &str, _pages: &BTreeSet<&str>, paths: &BTreeSet<String>) -> bool {
        let Some(path) = resolved_path(page, link) else { return false };
        let with_extension = format!("{path}.md");
        paths.contains(&path) || (self.link_path(&with_extension) == path && paths.contains(&with_extension))
    }
}

/// A title without what the wiki cannot have in one; never empty.
pub(super) fn clean_title<F: Format + ?Sized>(format: &F, title: &str) -> String {
    let visible = |c: char| if c.is_control() || is_invisible(c) { ' ' } else { c };
    let title: String = title.nfc().map(visible).collect();
    let title = format.clean_title(&title);
    let mut title = shorten(&title, MAX_TITLE.0);
    while title.len() > MAX_TITLE.1 {
        title.pop();
    }
    let title = title.trim_matches(|c: char| matches!(c, '.' | '-' | '_' | ' ' | ':' | '…'));
    if title.is_empty() { "Untitled".to_owned() } else { title.to_owned() }
}

/// A clean title with the configured prefix.
pub(super) fn title_with_prefix<F: Format + ?Sized>(format: &F, prefix: &str, title: &str) -> String {
    let prefix = if prefix.is_empty() { String::new() } else { format.title_prefix(prefix) };
    format!("{prefix}{}", clean_title(format, title))
}

/// Characters that cannot be seen or change the direction of writing.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}' | '\u{e000}'..='\u{f8ff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mirror::Wiki;

    #[test]
    fn titles_have_no_characters_that_the_wiki_forbids() {
        for (wiki, title, want) in [
            ("github-wiki", "INC-7 ../../etc/passwd", "INC-7 etc passwd"),
            ("github-wiki", "a/b:c?d [x] v1.2 of README.md", "a b cd x v1.2 of README md"),
            ("gitlab-wiki", "_Sidebar", "Sidebar"),
            ("mediawiki", "inc-7 {{x}} [[y]] <b>|#", "Inc-7 ((x)) ((y)) b"),
            ("mediawiki", "../a/./b", "A/b"),
            ("mediawiki", "Help: how", "Help – how"),
            ("mediawiki", "INC-7 api: down", "INC-7 api: down"),
            ("mediawiki", "100%41 &amp; ../x", "100 41 and amp; ../x"),
            ("confluence", "a\u{202e}b\u{7}", "a b"),
            ("confluence", "…", "Untitled"),
        ] {
            assert_eq!(clean_title(Wiki::named(wiki).unwrap().format(), title), want, "{title}");
        }
        let long = clean_title(Wiki::named("github-wiki").unwrap().format(), &"検索".repeat(300));
        assert!(long.len() <= MAX_TITLE.1);
    }
}
