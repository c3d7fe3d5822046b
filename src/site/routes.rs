//! Every address of the site, unique by construction.
//!
//! An address is a path relative to the root of the site and ends in a file name. On a page it is written with
//! [`root`] in front, so that the same files work at `/`, under `/repo/`, from a zip file and from `file://`.

mod taken;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::taken::Taken;
use crate::archive::{Archive, DueStatus, Group};
use crate::search::Found;

/// Incidents per page of a list.
pub const PAGE_SIZE: usize = 50;

/// Rows per page of a long table of groups or action items.
pub const ROWS: usize = 500;

/// Addresses that every site has; no document gets one of them.
const FIXED: &[&str] = &[
    "index.html",
    "search.html",
    "404.html",
    "archive.html",
    "actions.html",
    "insights.html",
    "luck.html",
    "now.html",
    "themes.html",
    "feed.xml",
    "sitemap.xml",
    "robots.txt",
    "manifest.json",
    "CNAME",
    ".nojekyll",
    "api/incidents.json",
    "api/actions.json",
    "api/schema.json",
    "api/front-matter.schema.json",
    "api/config.schema.json",
    "actions.ics",
    "actions.csv",
    "incidents.csv",
    "llms.txt",
];

/// Every address that depends on the archive, in the order of its lists.
#[derive(Clone, Debug)]
pub struct Routes {
    /// The list of all incidents: the address of each of its pages.
    pub list: Vec<String>,
    /// Incidents, without the extension: `incidents/INC-0042`.
    incidents: Vec<String>,
    /// Documents that are not incidents.
    pub pages: Vec<String>,
    /// The page of generated data: `about.html`, or `archive.html` if the archive has its own `about`.
    pub facts: String,
    /// The target of "About" in the header.
    pub about: String,
    /// All severities: the address of each page.
    pub all_severities: Vec<String>,
    /// All years.
    pub all_years: Vec<String>,
    /// All services.
    pub all_services: Vec<String>,
    /// All tags.
    pub all_tags: Vec<String>,
    /// All statuses.
    pub all_statuses: Vec<String>,
    /// Groups by severity: the address of each page of each group.
    pub severities: Vec<Vec<String>>,
    /// Groups by year.
    pub years: Vec<Vec<String>>,
    /// Groups by month.
    pub months: Vec<Vec<String>>,
    /// Groups by service.
    pub services: Vec<Vec<String>>,
    /// Groups by tag.
    pub tags: Vec<Vec<String>>,
    /// Groups by status.
    pub statuses: Vec<Vec<String>>,
    /// Owners of action items: the address of each page of each.
    pub owners: Vec<Vec<String>>,
    /// Copied files: path in the content folder to path in the site.
    files: BTreeMap<Arc<str>, String>,
}

impl Routes {
    /// Assigns the addresses of an archive.
    pub fn new(archive: &Archive) -> Self {
        let mut taken = Taken::default();
        for address in FIXED {
            taken.claim(address);
        }
        let own_about = archive.pages.iter().position(|page| page.slug.eq_ignore_ascii_case("about"));
        let about = taken.claim("about.html");
        let list = taken.claim_paged("incidents", '-', archive.incidents.len().div_ceil(PAGE_SIZE));
        let incidents = archive
            .incidents
            .iter()
            .map(|incident| taken.claim_stem(&format!("incidents/{}", incident.card.slug)))
            .collect();
        let index = &archive.indexes;
        let mut overview = |stem: &str, groups: &[Group]| -> Vec<String> {
            taken.claim_paged(stem, '-', groups.len().div_ceil(ROWS))
        };
        let all_severities = overview("severities", &index.severities);
        let all_years = overview("dates", &index.years);
        let all_services = overview("services", &index.services);
        let all_tags = overview("tags", &index.tags);
        let all_statuses = overview("statuses", &index.statuses);
        let mut groups = |folder: &str, groups: &[Group]| -> Vec<Vec<String>> {
            groups
                .iter()
                .map(|group| {
                    let count = group.members.len().div_ceil(PAGE_SIZE);
                    taken.claim_paged(&format!("{folder}/{}", group.slug), '_', count)
                })
                .collect()
        };
        let severities = groups("severity", &index.severities);
        let years = groups("date", &index.years);
        let months = groups("date", &index.months);
        let services = groups("service", &index.services);
        let tags = groups("tag", &index.tags);
        let statuses = groups("status", &index.statuses);
        let owners = index
            .owners
            .iter()
            .map(|owner| {
                let count = owner
                    .actions
                    .iter()
                    .filter(|item| archive.action_status(**item).due_status != DueStatus::Done)
                    .count();
                taken.claim_paged(&format!("actions/{}", owner.slug), '_', count.div_ceil(ROWS))
            })
            .collect();
        let pages = archive
            .pages
            .iter()
            .enumerate()
            .map(|(at, page)| {
                if Some(at) == own_about {
                    about.clone()
                } else {
                    taken.claim(&format!("{}.html", page.slug))
                }
            })
            .collect();
        // In a separate folder, so that a file named `index.html` in the archive does not become the home page.
        let files = archive
            .files
            .iter()
            .map(|file| (Arc::clone(file), taken.claim(&format!("files/{file}"))))
            .collect();
        let facts = if own_about.is_some() { "archive.html".to_owned() } else { about.clone() };
        Self {
            list,
            incidents,
            pages,
            facts,
            about,
            all_severities,
            all_years,
            all_services,
            all_tags,
            all_statuses,
            severities,
            years,
            months,
            services,
            tags,
            statuses,
            owners,
            files,
        }
    }

    /// The page of an incident.
    pub fn incident(&self, index: usize) -> String {
        [self.incidents[index].as_str(), ".html"].concat()
    }

    /// The address of a document that a query can find.
    pub fn document(&self, found: Found) -> String {
        match found {
            Found::Incident(at) => self.incident(at),
            Found::Page(at) => self.pages[at].clone(),
        }
    }

    /// The Markdown source next to the page of an incident.
    pub fn incident_source(&self, index: usize) -> String {
        [self.incidents[index].as_str(), ".md"].concat()
    }

    /// The data next to the page of an incident.
    pub fn incident_data(&self, index: usize) -> String {
        [self.incidents[index].as_str(), ".json"].concat()
    }

    /// The path of a copied file in the site.
    pub fn file(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Copied files: path in the content folder and path in the site.
    pub fn files(&self) -> impl Iterator<Item = (&Arc<str>, &str)> {
        self.files.iter().map(|(from, to)| (from, to.as_str()))
    }
}

/// The file next to a page with the same content in another format: `actions/ann.ics` for `actions/ann.html`. It is as unique as
/// the address of the page, because outside `files/` and `incidents/` no document or copied file has another extension.
pub fn beside(page: &str, ending: &str) -> String {
    format!("{}.{ending}", page.strip_suffix(".html").unwrap_or(page))
}

/// The relative path from a page to the root of the site: `../` for each folder.
pub fn root(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// A percent-encoded path: all but unreserved characters and `/`.
pub fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                out.extend(char::from_digit(u32::from(digit), 16).map(|c| c.to_ascii_uppercase()));
            }
        }
    }
    out
}

/// The address, if it is safe to link to: `http`, `https` and `mailto`, and nothing that only looks like them.
pub fn external(url: &str) -> Option<&str> {
    let url = url.trim();
    let scheme = url.split_once(':')?.0.to_ascii_lowercase();
    let clean = !url.chars().any(|c| c.is_control() || c.is_whitespace());
    (clean && ["http", "https", "mailto"].contains(&scheme.as_str())).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_the_root_depends_on_the_depth_alone() {
        assert_eq!(root("index.html"), "");
        assert_eq!(root("policy/on-call/rota.html"), "../../");
    }

    #[test]
    fn only_harmless_schemes_lead_outside() {
        assert_eq!(external("https://example.com/a?b"), Some("https://example.com/a?b"));
        for bad in [
            "javascript:alert(1)",
            "JavaScript:x",
            "java\nscript:x",
            " data:text/html,x",
            "//x",
            "vbscript:x",
        ] {
            assert_eq!(external(bad), None, "{bad}");
        }
    }

    #[test]
    fn file_names_survive_in_addresses() {
        assert_eq!(encode("files/a b#1%.png"), "files/a%20b%231%25.png");
        assert_eq!(encode("files/ä.png"), "files/%C3%A4.png");
    }
}
