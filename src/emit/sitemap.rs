//! The list of pages for search engines, <https://www.sitemaps.org/protocol.html>.

use crate::text::push_escaped;

/// The maximum number of addresses in a sitemap.
const LIMIT: usize = 50_000;

pub(super) fn xml(addresses: &[String]) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        .to_owned();
    for address in addresses.iter().take(LIMIT) {
        out.push_str("<url><loc>");
        push_escaped(&mut out, address);
        out.push_str("</loc></url>\n");
    }
    out.push_str("</urlset>\n");
    out
}
