//! The guide for language models, <https://llmstxt.org>: Markdown with a title, a quote and lists of links.

use std::fmt::Write as _;

use crate::site::export::Guide;

/// The guide as Markdown.
pub(super) fn markdown(guide: &Guide) -> String {
    let mut out = format!("# {}\n\n> {}\n\n", plain(&guide.title), plain(&guide.summary));
    for note in &guide.notes {
        let _ = writeln!(out, "{note}\n");
    }
    for (heading, references) in guide.sections.iter().filter(|(_, references)| !references.is_empty()) {
        let _ = writeln!(out, "## {heading}\n");
        for reference in references {
            let _ = write!(out, "- [{}]({})", plain(&reference.label), reference.url);
            if !reference.note.is_empty() {
                let _ = write!(out, ": {}", plain(&reference.note));
            }
            out.push('\n');
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Text with escaped Markdown characters.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::export::Reference;

    #[test]
    fn guide_follows_the_llms_txt_format() {
        let reference = |label: &str, note: &str| Reference {
            label: label.to_owned(),
            url: "incidents/a.md".to_owned(),
            note: note.to_owned(),
        };
        let guide = Guide {
            title: "Acme".to_owned(),
            summary: "Two incidents.".to_owned(),
            notes: vec!["A note.".to_owned()],
            sections: vec![
                ("Incidents", vec![reference("A [x](y)", "SEV1"), reference("B", "")]),
                ("Pages", Vec::new()),
            ],
        };
        assert_eq!(
            markdown(&guide),
            "# Acme\n\n> Two incidents.\n\nA note.\n\n## Incidents\n\n- [A \\[x\\](y)](incidents/a.md): SEV1\n- [B](incidents/a.md)\n"
        );
    }
}
