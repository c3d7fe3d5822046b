//! Removes from raw HTML in documents everything that could do harm.
//!
//! The sanitizer gets the whole page and not a fragment, because `<details>` opens in one block and closes in another. Pages without
//! raw HTML skip it.

pub(crate) mod allowed;
mod bounds;

use std::borrow::Cow;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

pub(super) use self::bounds::tokenized;

use self::allowed::{ELEMENTS, GLOBAL_ATTRIBUTES, REMOVED_WITH_CONTENT};

/// Prefix of the ids that pmsite itself writes: a noncharacter, which no author can write.
pub(super) const OWN_ID: &str = "\u{fdd1}";

/// Begins a class attribute that pmsite itself writes.
pub(super) const OWN_CLASS_GUARD: &str = "\u{fdd1}";

static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    let attributes = ELEMENTS
        .iter()
        .map(|element| (element.name, element.attributes.iter().map(|attribute| attribute.name).collect()));
    builder
        .tags(ELEMENTS.iter().map(|element| element.name).collect())
        .tag_attributes(attributes.collect())
        .generic_attributes(GLOBAL_ATTRIBUTES.into())
        .clean_content_tags(REMOVED_WITH_CONTENT.into())
        .url_schemes(["http", "https", "mailto", "tel"].into())
        // A relative link in raw HTML cannot be resolved to a page of the site; a fragment of the page itself can.
        .url_relative(UrlRelative::Custom(Box::new(own_fragment)))
        .link_rel(Some("noreferrer"));
    for element in ELEMENTS.iter().filter(|element| !element.classes.is_empty()) {
        builder.add_allowed_classes(element.name, element.classes);
    }
    builder.attribute_filter(|element, attribute, value| match (element, attribute) {
        ("code", "class") if !value.starts_with("language-") => None,
        // An author's own id could pass for a part of the page; ids that begin with `fn` are comrak's footnotes.
        (_, "id") => {
            value.strip_prefix(OWN_ID).or_else(|| value.starts_with("fn").then_some(value)).map(Into::into)
        }
        // Only what pmsite itself writes can be reached with the Tab key.
        (_, "tabindex") if value != "0" => None,
        _ => Some(value.into()),
    });
    builder
});

fn own_fragment(url: &str) -> Option<Cow<'_, str>> {
    url.starts_with('#').then_some(Cow::Borrowed(url))
}

/// Removes everything that is not allowed. Returns the name of the first element that was removed as well. `None` if the HTML is
/// beyond the [bounds](bounds::within_bounds), because sanitizing it could take any amount of time.
pub(super) fn clean(html: &str) -> Option<(String, Option<String>)> {
    bounds::within_bounds(html).then(|| {
        let clean = BUILDER.clean(html).to_string();
        (without_class_guards(clean), first_removed(html))
    })
}

/// A guard follows a quote mark. At the end of other marks, the same character follows a letter or a digit.
fn without_class_guards(html: String) -> String {
    if html.contains(GUARDED_CLASS) { html.replace(GUARDED_CLASS, "\"internal") } else { html }
}

const GUARDED_CLASS: &str = "\"\u{fdd1}internal";

fn first_removed(html: &str) -> Option<String> {
    html.match_indices('<').find_map(|(at, _)| {
        let name: String = html[at + 1..]
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .flat_map(char::to_lowercase)
            .collect();
        (!name.is_empty()
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && allowed::allowed(&name).is_none())
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
    fn scripts_and_event_handlers_are_removed() {
        check("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>");
        check("<a href=\"javascript:alert(1)\" onclick=\"x\">y</a>", "<a rel=\"noreferrer\">y</a>");
        check("<img src=x onerror=alert(1)>", "");
        check("<blockquote cite=\"javascript:alert(1)\">x</blockquote>", "<blockquote>x</blockquote>");
        check("<svg><script>alert(1)</script></svg><b>x</b>", "<b>x</b>");
        check("<div style=\"position:fixed\" class=\"header\">x</div>", "<div class=\"\">x</div>");
    }

    #[test]
    fn details_and_hole_markers_stay() {
        check(
            "<details><summary>s</summary>\u{fdd0}O1\u{fdd1}x</details>",
            "<details><summary>s</summary>\u{fdd0}O1\u{fdd1}x</details>",
        );
        check("<h2 id=\"\u{fdd1}x\">t</h2><p id=\"main\">u</p>", "<h2 id=\"x\">t</h2><p>u</p>");
    }
}
