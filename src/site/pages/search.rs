//! Ways to find an incident without a script, and the page for addresses that do not exist.

use super::list::{facet, facets};
use super::{Heading, link, page};
use crate::site::lookup::Lookup;
use crate::site::plan::Content;
use crate::site::routes::ROWS;
use crate::site::view::{CountView, NotFoundView, SearchView, View};

/// The search page: the values of every facet as links.
pub(crate) fn search(lookup: &Lookup) -> Content<'_> {
    let (archive, routes) = (&lookup.archive, &lookup.routes);
    let mut facets = facets(lookup, ROWS);
    let owners: Vec<CountView> = archive
        .indexes
        .owners
        .iter()
        .zip(&routes.owners)
        .map(|(owner, pages)| CountView {
            label: owner.name.clone().unwrap_or_else(|| "No owner".to_owned()),
            url: pages[0].clone(),
            count: owner.actions.len(),
            severity: None,
        })
        .collect();
    if !owners.is_empty() {
        facets.push(facet("Owner of action items", "owner", Some("actions.html"), owners, ROWS));
    }
    let view = SearchView {
        facets,
        pages: archive.pages.iter().zip(&routes.pages).map(|(one, url)| link(&one.title, url)).collect(),
    };
    let heading = Heading {
        path: "search.html",
        title: "Search".to_owned(),
        description: Some("Every way into the archive.".to_owned()),
        section: "search",
        breadcrumbs: Vec::new(),
        source: None,
    };
    page(lookup, heading, View::Search(view))
}

/// The page that a server shows for an address that does not exist, at whatever depth that address is.
pub(crate) fn not_found(lookup: &Lookup) -> Content<'_> {
    let view = NotFoundView {
        links: vec![
            link("Home", "index.html"),
            link("All incidents", lookup.routes.list[0].clone()),
            link("Action items", "actions.html"),
            link("Services", "services.html"),
            link("Every way into the archive", "search.html"),
        ],
    };
    let heading = Heading {
        path: "404.html",
        title: "Nothing here".to_owned(),
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
    fn links_of_the_page_for_unknown_addresses_begin_at_the_base() {
        assert_eq!(base_path(None), "/");
        assert_eq!(base_path(Some("https://example.com/")), "/");
        assert_eq!(base_path(Some("https://example.com/repo/")), "/repo/");
    }
}
