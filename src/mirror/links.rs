//! Links between the files of a mirror.

use comrak::nodes::{Node, NodeLink, NodeValue};
use comrak::{Arena, Options, parse_document};

use super::plan::Place;

pub(super) fn link_value(url: &str) -> NodeValue {
    NodeValue::Link(Box::new(NodeLink { url: url.to_owned(), title: String::new() }))
}

/// The path from the folder of a page to the top of the mirror: empty, `../`, `../../`.
pub(super) fn relative_path(from: &Place) -> String {
    "../".repeat(from.path.matches('/').count())
}

/// The targets of links and images of a Markdown page that lead to other files of the mirror, without fragments.
pub(super) fn markdown_links(text: &str) -> Vec<String> {
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.front_matter_delimiter = Some("---".into());
    let root = parse_document(&arena, text, &options);
    let url = |node: Node<'_>| match &node.data().value {
        NodeValue::Link(link) | NodeValue::Image(link) => Some(link.url.clone()),
        _ => None,
    };
    let within = |url: String| {
        let path = url.split('#').next().unwrap_or("");
        (!path.is_empty() && !path.contains(':')).then(|| path.to_owned())
    };
    root.descendants().filter_map(url).filter_map(within).collect()
}

/// The path to which a relative link on a page leads; `None` if it leaves the mirror.
pub(super) fn resolved_path(page: &str, link: &str) -> Option<String> {
    let link = percent_encoding::percent_decode_str(link).decode_utf8_lossy();
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => _ = parts.pop()?,
            "." | "" => {}
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_resolved_relative_to_the_page() {
        assert_eq!(resolved_path("Home.md", "A-b").as_deref(), Some("A-b"));
        assert_eq!(resolved_path("incidents/C.md", "../A-b").as_deref(), Some("A-b"));
        assert_eq!(resolved_path("incidents/C.md", "../files/x%201.png").as_deref(), Some("files/x 1.png"));
        assert_eq!(resolved_path("Home.md", "../A-b"), None);
    }

    #[test]
    fn external_links_and_fragments_are_not_links_within_the_mirror() {
        assert_eq!(markdown_links("[a](B#c) [d](#e) ![f](g.png) [h](https://x/)"), ["B", "g.png"]);
    }
}
