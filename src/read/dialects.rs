//! Block syntax of other site generators, translated to `CommonMark` and GFM.
//!
//! Many archives live in a documentation site. The extensions of `MkDocs` (`!!! note "Title"` and `=== "Tab"` with
//! indented content), Docusaurus (`:::info Title` … `:::`) and MDX (`import …`) would otherwise show up as code or
//! stray characters. Every line stays on its line, so that positions remain valid; only its beginning changes.

use std::borrow::Cow;

use memchr::memmem;

/// What these blocks begin with, each on its own line.
const BLOCK_MARKERS: [&str; 6] = ["\n!!! ", "\n??? ", "\n???+ ", "\n=== \"", "\n:::", "\nimport "];

/// Translates a text if it has any of these blocks.
pub(super) fn translate(text: &str) -> Cow<'_, str> {
    let holds =
        |mark: &str| text.starts_with(&mark[1..]) || memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
    if !BLOCK_MARKERS.iter().any(|mark| holds(mark)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut state = State::Text;
    for line in text.split_inclusive('\n') {
        state = state.line(line, &mut out);
    }
    Cow::Owned(out)
}

/// The block that the current line is in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    /// In a code fence: lines are copied as they are.
    Code,
    /// In an HTML element whose content is not Markdown, up to its end tag.
    Raw,
    /// In the indented content of an admonition.
    Admonition,
    /// In the indented content of a tab.
    Tab,
    /// Between `:::note` and `:::`.
    Container,
}

impl State {
    fn line(self, line: &str, out: &mut String) -> Self {
        let (content, end) = line.split_at(line.trim_end_matches(['\n', '\r']).len());
        let is_fence = content.trim_start().starts_with("```") || content.trim_start().starts_with("~~~");
        match self {
            Self::Code => {
                out.push_str(line);
                if is_fence { Self::Text } else { Self::Code }
            }
            Self::Raw => {
                out.push_str(line);
                if ends_raw(line) { Self::Text } else { Self::Raw }
            }
            Self::Admonition | Self::Tab if content.trim().is_empty() => {
                out.push_str(if self == Self::Admonition { ">" } else { "" });
                out.push_str(end);
                self
            }
            Self::Admonition | Self::Tab if content.starts_with("    ") => {
                out.push_str(if self == Self::Admonition { "> " } else { "" });
                out.push_str(&content[4..]);
                out.push_str(end);
                self
            }
            Self::Container if content.trim() == ":::" => {
                out.push_str(end);
                Self::Text
            }
            Self::Container => {
                out.push_str("> ");
                out.push_str(line);
                Self::Container
            }
            Self::Text | Self::Admonition | Self::Tab => {
                // Without the blank line, the text after the block would be read as part of the quote.
                let (written, next) = translate_opening(content, is_fence);
                out.push_str(&written);
                out.push_str(end);
                next
            }
        }
    }
}

/// The elements whose content is not Markdown (`CommonMark` 0.31.2, HTML blocks, start condition 1).
const RAW_ELEMENTS: [&str; 4] = ["pre", "script", "style", "textarea"];

fn begins_raw(content: &str) -> bool {
    let Some(tag) = content.trim_start_matches(' ').strip_prefix('<') else { return false };
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    RAW_ELEMENTS.iter().any(|raw| raw.eq_ignore_ascii_case(name))
}

fn ends_raw(line: &str) -> bool {
    let ends = |rest: &str| {
        RAW_ELEMENTS
            .iter()
            .any(|raw| rest.get(..raw.len()).is_some_and(|name| raw.eq_ignore_ascii_case(name)))
    };
    line.match_indices("</").any(|(at, _)| ends(&line[at + 2..]))
}

fn translate_opening(content: &str, is_fence: bool) -> (Cow<'_, str>, State) {
    if is_fence {
        return (Cow::Borrowed(content), State::Code);
    }
    if begins_raw(content) {
        return (Cow::Borrowed(content), if ends_raw(content) { State::Text } else { State::Raw });
    }
    if let Some(head) = ["!!! ", "??? ", "???+ "].iter().find_map(|mark| content.strip_prefix(mark)) {
        let (kind, title) = head.trim().split_once(' ').unwrap_or((head.trim(), ""));
        return (
            Cow::Owned(format!("> [!{}] {}", callout_kind(kind), title.trim_matches(['"', ' ']))),
            State::Admonition,
        );
    }
    if let Some(title) = content.strip_prefix("=== \"") {
        return (Cow::Owned(format!("**{}**", title.trim_end().trim_end_matches('"'))), State::Tab);
    }
    if let Some(head) = content
        .strip_prefix(":::")
        .map(str::trim)
        .filter(|head| head.starts_with(|c: char| c.is_ascii_alphabetic()))
    {
        let (kind, title) = head.split_once([' ', '[']).unwrap_or((head, ""));
        return (
            Cow::Owned(format!("> [!{}] {}", callout_kind(kind), title.trim_end_matches(']'))),
            State::Container,
        );
    }
    if content.starts_with("import ")
        && content.contains(" from ")
        && content.trim_end().ends_with([';', '\'', '"'])
    {
        return (Cow::Borrowed(""), State::Text);
    }
    (Cow::Borrowed(content), State::Text)
}

fn callout_kind(kind: &str) -> String {
    kind.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &str) {
        assert_eq!(translate(text), want);
        assert_eq!(text.lines().count(), want.lines().count(), "every line stays on its line");
    }

    #[test]
    fn translates_mkdocs_admonitions_and_tabs() {
        check(
            "!!! note \"At a glance\"\n\n    * Severity: High\n\nText\n",
            "> [!note] At a glance\n>\n> * Severity: High\n>\nText\n",
        );
        check("=== \"Monday\"\n\n    | a |\n    | - |\n", "**Monday**\n\n| a |\n| - |\n");
    }

    #[test]
    fn translates_docusaurus_containers_and_drops_mdx_imports() {
        check(
            "import X from 'x';\n\n:::info TL;DR\n\nIt broke.\n\n:::\n",
            "\n\n> [!info] TL;DR\n> \n> It broke.\n> \n\n",
        );
    }

    #[test]
    fn keeps_code_unchanged() {
        check("```\n!!! note\n:::info\n```\n", "```\n!!! note\n:::info\n```\n");
        check("<PRE class=a>\n!!! note\n</pre>\n", "<PRE class=a>\n!!! note\n</pre>\n");
        check("<pre>a</pre>\n!!! note\n", "<pre>a</pre>\n> [!note] \n");
        check("<prefix>\n!!! note\n", "<prefix>\n> [!note] \n");
    }
}
