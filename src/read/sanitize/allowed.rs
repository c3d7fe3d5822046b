//! The HTML that authors may use: one table for the site and for mirrors.
//!
//! Everything that is not in the table is removed. An entry says how far it goes: an element can be on the site only, also in wikis
//! that read Markdown, or in all wikis.

use self::AttributeValue::{Number, Text, Url};
use self::Scope::{AllWikis, MarkdownWikis, Site};

/// Where an element or attribute may appear. Each value includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    /// On the site.
    Site,
    /// Also in wikis that read Markdown.
    MarkdownWikis,
    /// Also in MediaWiki.
    AllWikis,
}

/// What the value of an attribute may be in a wiki, where pmsite's sanitizer does not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AttributeValue {
    /// Any text.
    Text,
    /// One to three digits.
    Number,
    /// A URL with a harmless scheme.
    Url,
}

/// An attribute of an element.
#[derive(Debug)]
pub(crate) struct Attribute {
    pub(crate) name: &'static str,
    pub(crate) scope: Scope,
    pub(crate) value: AttributeValue,
}

/// An element.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) name: &'static str,
    pub(crate) scope: Scope,
    pub(crate) attributes: &'static [Attribute],
    /// Classes that pmsite itself writes. Those of an author are removed, so that nothing can pass for a part of the page.
    pub(crate) classes: &'static [&'static str],
}

/// Attributes of every element on the site.
pub(crate) const GLOBAL_ATTRIBUTES: [&str; 7] = ["lang", "dir", "title", "role", "aria-label", "id", "align"];

/// Elements that are removed together with their content.
pub(crate) const REMOVED_WITH_CONTENT: [&str; 8] =
    ["script", "style", "iframe", "object", "embed", "template", "noscript", "title"];

/// The class of what only the internal edition shows, with the guard of pmsite's own classes.
const OWN_INTERNAL: &str = "\u{fdd1}internal";

const ALIGNED: &[Attribute] = &[on_site("char"), on_site("charoff")];

/// All elements, in alphabetical order.
pub(crate) const ELEMENTS: &[Element] = &[
    element("a", MarkdownWikis).with(&[in_wikis("href", Url), on_site("hreflang")]).classes(&[
        "anchor",
        "footnote-backref",
        "picture",
    ]),
    element("abbr", AllWikis).with(&[in_wikis("title", Text)]),
    element("b", AllWikis),
    element("blockquote", AllWikis),
    element("br", AllWikis),
    element("caption", AllWikis),
    element("cite", Site),
    // The language of a code block is a class that can be any word.
    element("code", AllWikis).with(&[on_site("class")]),
    element("dd", AllWikis),
    element("del", AllWikis).with(&[on_site("datetime")]),
    element("details", MarkdownWikis).with(&[in_wikis("open", Text)]),
    element("dfn", Site),
    element("div", AllWikis).with(&[on_site("tabindex")]).classes(&[
        "scroll",
        "markdown-alert",
        "markdown-alert-note",
        "markdown-alert-tip",
        "markdown-alert-important",
        "markdown-alert-warning",
        "markdown-alert-caution",
        OWN_INTERNAL,
    ]),
    element("dl", AllWikis),
    element("dt", AllWikis),
    element("em", AllWikis),
    element("figcaption", Site),
    element("figure", Site),
    element("h1", Site),
    element("h2", AllWikis),
    element("h3", AllWikis),
    element("h4", AllWikis),
    element("h5", AllWikis),
    element("h6", AllWikis),
    element("hr", AllWikis).with(&[on_site("size"), on_site("width")]),
    element("i", AllWikis),
    element("ins", AllWikis).with(&[on_site("datetime")]),
    element("kbd", AllWikis),
    element("li", AllWikis).classes(&["task", "done", OWN_INTERNAL]),
    element("mark", Site),
    element("ol", AllWikis).with(&[in_wikis("start", Number), on_site("reversed")]),
    element("p", AllWikis).classes(&["markdown-alert-title"]),
    element("pre", AllWikis).with(&[on_site("tabindex")]),
    element("q", Site),
    element("rp", Site),
    element("rt", Site),
    element("ruby", Site),
    element("s", AllWikis),
    element("samp", AllWikis),
    element("section", Site).classes(&["footnotes"]),
    element("small", AllWikis),
    element("span", AllWikis).classes(&[
        "hl-k",
        "hl-s",
        "hl-n",
        "hl-c",
        "hl-a",
        "hl-i",
        "hl-d",
        "hl-e",
        "hl-w",
        "hl-t",
        "box",
        "event",
        OWN_INTERNAL,
    ]),
    element("strong", AllWikis),
    element("sub", AllWikis),
    element("summary", MarkdownWikis),
    element("sup", AllWikis).classes(&["footnote-ref"]),
    element("table", AllWikis).with(&[on_site("char"), on_site("charoff"), on_site("summary")]),
    element("tbody", MarkdownWikis).with(ALIGNED),
    element("td", AllWikis)
        .with(&[
            in_wikis("colspan", Number),
            in_wikis("rowspan", Number),
            on_site("char"),
            on_site("charoff"),
            on_site("headers"),
        ])
        .classes(&["left", "center", "right"]),
    element("tfoot", Site).with(ALIGNED),
    element("th", AllWikis)
        .with(&[
            in_wikis("colspan", Number),
            in_wikis("rowspan", Number),
            on_site("char"),
            on_site("charoff"),
            on_site("headers"),
            on_site("scope"),
        ])
        .classes(&["left", "center", "right"]),
    element("thead", MarkdownWikis).with(ALIGNED),
    element("time", Site).with(&[on_site("datetime")]),
    element("tr", AllWikis).with(ALIGNED).classes(&[OWN_INTERNAL]),
    element("u", AllWikis),
    element("ul", AllWikis),
    element("var", AllWikis),
    element("wbr", Site),
];

/// The entry of an element, by its name in lower case.
pub(crate) fn allowed(name: &str) -> Option<&'static Element> {
    ELEMENTS.binary_search_by_key(&name, |element| element.name).ok().map(|at| &ELEMENTS[at])
}

const fn element(name: &'static str, scope: Scope) -> Element {
    Element { name, scope, attributes: &[], classes: &[] }
}

const fn on_site(name: &'static str) -> Attribute {
    Attribute { name, scope: Site, value: Text }
}

const fn in_wikis(name: &'static str, value: AttributeValue) -> Attribute {
    Attribute { name, scope: AllWikis, value }
}

impl Element {
    const fn with(self, attributes: &'static [Attribute]) -> Self {
        Self { attributes, ..self }
    }

    const fn classes(self, classes: &'static [&'static str]) -> Self {
        Self { classes, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_in_order_and_unique() {
        assert!(ELEMENTS.is_sorted_by(|one, other| one.name < other.name));
    }

    #[test]
    fn no_element_is_both_allowed_and_removed_with_its_content() {
        assert!(REMOVED_WITH_CONTENT.iter().all(|name| allowed(name).is_none()));
    }
}
