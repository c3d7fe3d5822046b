//! Raw HTML in documents, cut to what can do no harm.
//!
//! The whole page goes through the sanitizer, not the fragment: `<details>` opens in one block and closes in another. Pages
//! without raw HTML never come here.

mod bounds;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

/// Stands in front of the ids that pmsite gives; a noncharacter, which no author can write.
pub(super) const OWN_ID: &str = "\u{fdd1}";

/// Elements that pages made of Markdown hold, and those that authors add to them.
const TAGS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Classes that pmsite itself gives; an author's own are dropped, so that nothing can dress up as part of the page.
const CLASSES: &[(&str, &[&str])] = &[
    (
        "span",
        &["hl-k", "hl-s", "hl-n", "hl-c", "hl-a", "hl-i", "hl-d", "hl-e", "hl-w", "hl-t", "box", "event"],
    ),
    (
        "div",
        &[
            "scroll",
            "markdown-alert",
            "markdown-alert-note",
            "markdown-alert-tip",
            "markdown-alert-important",
            "markdown-alert-warning",
            "markdown-alert-caution",
        ],
    ),
    ("p", &["markdown-alert-title"]),
    ("th", &["left", "center", "right"]),
    ("td", &["left", "center", "right"]),
    ("a", &["anchor", "footnote-backref", "picture"]),
    ("sup", &["footnote-ref"]),
    ("section", &["footnotes"]),
    ("li", &["task", "done"]),
];

static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(
            ["script", "style", "iframe", "object", "embed", "template", "noscript", "title"].into(),
        )
        .generic_attributes(["lang", "dir", "title", "role", "aria-label", "id", "align"].into())
        .add_tag_attributes("td", ["colspan", "rowspan"])
        .add_tag_attributes("th", ["colspan", "rowspan", "scope"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes("time", ["datetime"])
        .add_tag_attributes("ol", ["start", "reversed"])
        .add_tag_attributes("div", ["tabindex"])
        .add_tag_attributes("pre", ["tabindex"])
        .url_schemes(["http", "https", "mailto", "tel"].into())
        // What is relative in raw HTML cannot be followed to a page of the site; fragments of the page itself can.
        .url_relative(UrlRelative::Custom(Box::new(own_fragment)))
        .link_rel(Some("noreferrer"));
    for (tag, classes) in CLASSES {
        builder.add_allowed_classes(*tag, *classes);
    }
    // The language of a code block is part of its class and can be any word.
    builder.add_tag_attributes("code", ["class"]);
    builder.attribute_filter(|element, attribute, value| match (element, attribute) {
        ("code", "class") if !value.starts_with("language-") => None,
        // An author's own id could pass for a part of the page; those of footnotes are comrak's.
        (_, "id") => {
            value.strip_prefix(OWN_ID).or_else(|| value.starts_with("fn").then_some(value)).map(Into::into)
        }
        // Nobody follows the source of a quotation, so nobody would notice where it leads.
        (_, "cite") => None,
        // Only what pmsite writes is tabbable.
        (_, "tabindex") if value != "0" => None,
        _ => Some(value.into()),
    });
    builder
});

fn own_fragment(url: &str) -> Option<Cow<'_, str>> {
    url.starts_with('#').then_some(Cow::Borrowed(url))
}

/// Cuts HTML to the list; with the name of the first element that was not on it. `None` if no honest HTML is built like it, for
/// cutting it could take any time.
pub(super) fn clean(html: &str) -> Option<(String, Option<String>)> {
    bounds::within_bounds(html).then(|| (BUILDER.clean(html).to_string(), first_removed(html)))
}

fn first_removed(html: &str) -> Option<String> {
    static ALLOWED: LazyLock<HashSet<&str>> = LazyLock::new(|| TAGS.iter().copied().collect());
    html.match_indices('<').find_map(|(at, _)| {
        let name: String = html[at + 1..]
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .flat_map(char::to_lowercase)
            .collect();
        (!name.is_empty()
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && !ALLOWED.contains(name.as_str()))
        .then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, want: &str) {
        assert_eq!(clean(html).unwrap().0, want);
    }

    #[test]
    fn what_could_run_is_removed() {
        check("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>");
        check("<a href=\"javascript:alert(1)\" onclick=\"x\">y</a>", "<a rel=\"noreferrer\">y</a>");
        check("<img src=x onerror=alert(1)>", "");
        check("<blockquote cite=\"javascript:alert(1)\">x</blockquote>", "<blockquote>x</blockquote>");
        check("<svg><script>alert(1)</script></svg><b>x</b>", "<b>x</b>");
        check("<div style=\"position:fixed\" class=\"header\">x</div>", "<div class=\"\">x</div>");
    }

    #[test]
    fn details_and_marks_of_holes_stay() {
        check(
            "<details><summary>s</summary>\u{fdd0}O1\u{fdd1}x</details>",
            "<details><summary>s</summary>\u{fdd0}O1\u{fdd1}x</details>",
        );
        check("<h2 id=\"\u{fdd1}x\">t</h2><p id=\"main\">u</p>", "<h2 id=\"x\">t</h2><p>u</p>");
    }
}
