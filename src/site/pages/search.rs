//! The search page, which also works without scripts, and the page for missing addresses.

use super::list::{facet, facets};
use super::{Heading, link, page};
use crate::site::lookup::Lookup;
use crate::site::plan::Content;
use crate::site::routes::ROWS;
use crate::site::view::{CountView, NotFoundView, SearchView, View};

/// The search page: the values of every facet as links.
pub(crate) fn search(lookup: &Lookup) -> Content<'_> {
    let (archive, routes, messages) = (&lookup.archive, &lookup.routes, &lookup.messages);
    let mut facets = facets(lookup, ROWS);
    let owners: Vec<CountView> = archive
        .indexes
        .owners
        .iter()
        .zip(&routes.owners)
        .map(|(owner, pages)| CountView {
            label: owner.name.clone().unwrap_or_else(|| messages.text("action.no_owner")),
            url: pages[0].clone(),
            count: owner.actions.len(),
            severity: None,
            derived: 0,
        })
        .collect();
    if !owners.is_empty() {
        facets.push(facet(
            messages.text("search.owner_of_items"),
            "owner",
            Some("actions.html"),
            owners,
            ROWS,
        ));
    }
    let view = SearchView {
        facets,
        pages: archive.pages.iter().zip(&routes.pages).map(|(one, url)| link(&one.title, url)).collect(),
    };
    let heading = Heading {
        path: "search.html",
        title: messages.text("search.title"),
        description: Some(messages.text("search.description")),
        section: "search",
        breadcrumbs: Vec::new(),
        source: None,
    };
    page(lookup, heading, View::Search(view))
}

/// The page that a server shows for missing addresses at any depth.
pub(crate) fn not_found(lookup: &Lookup) -> Content<'_> {
    let named = |name, url: &str| link(lookup.messages.text(name), url);
    let view = NotFoundView {
        links: vec![
            named("site.home", "index.html"),
            named("not_found.incidents", &lookup.routes.list[0]),
            named("not_found.actions", "actions.html"),
            named("not_found.services", "services.html"),
            named("not_found.search", "search.html"),
        ],
    };
    let heading = Heading {
        path: "404.html",
        title: lookup.messages.text("not_found.title"),
        description: None,
        section: "",
        breadcrumbs: Vec::new(),
        source: None,
    };
    let mut content = page(lookup, heading, View::NotFound(view));
    if let Content::Html(made) = &mut content {
        made.0.root = base_path(lookup.config.base_url.as_deref());
        made.0.canonical = None;
    }
    content
}

/// The path of a base address: `/repo/` of `https://example.com/repo/`, else `/`.
fn base_path(base_url: Option<&str>) -> String {
    let after_host =
        base_url.and_then(|url| url.split_once("://")).and_then(|(_, rest)| rest.split_once('/'));
    let path = after_host.map_or("", |(_, path)| path.trim_matches('/'));
    if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
}

#[cfg(test)]
mod tests {
    use super::base_path;

    #[test]
    fn links_of_the_404_page_begin_at_the_base_path() {
        assert_eq!(base_path(None), "/");
        assert_eq!(base_path(Some("https://example.com/")), "/");
        assert_eq!(base_path(Some("https://example.com/repo/")), "/repo/");
    }
}
