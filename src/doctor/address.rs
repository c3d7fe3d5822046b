//! Does the site know where it is published?

use super::{Facts, Finding};

pub(super) fn examine(facts: &Facts<'_>) -> Vec<Finding> {
    let pages = facts.remote.as_ref().and_then(super::Remote::pages);
    let mut findings = Vec::new();
    if !facts.has_config {
        findings.push(Finding::note(
            "no-configuration",
            "there is no pmsite.toml",
            "none is needed; one with `title` and `base_url` gives the site its name and its feeds",
        ));
    }
    let Some(base) = facts.config.base_url.as_deref() else {
        let address = pages.as_deref().unwrap_or("https://incidents.example.org/");
        findings.push(Finding::note(
            "no-base-url",
            "the site does not know its address, so it has no feeds, no sitemap and no canonical links",
            format!("write base_url = \"{address}\" into pmsite.toml, or give `--base-url` in the workflow"),
        ));
        return findings;
    };
    let (host, path) = parts(base);
    match facts.config.cname.as_deref() {
        Some(cname) if cname != host => findings.push(Finding::problem(
            "cname-differs",
            format!("base_url is at {host}, but the CNAME file names {cname}"),
            format!("write base_url = \"https://{cname}/\", or mend `cname` under [publish]"),
        )),
        Some(_) if path != "/" => findings.push(Finding::problem(
            "cname-path",
            format!("with a host of its own the site stands at its root, but base_url ends in {path}"),
            format!("write base_url = \"https://{host}/\""),
        )),
        Some(_) => {}
        None => findings.extend(pages.as_deref().and_then(|pages| against_host(base, pages))),
    }
    let hosted = host.ends_with(".github.io") || host.ends_with(".gitlab.io");
    if hosted && base.starts_with("http://") {
        findings.push(Finding::note(
            "no-https",
            "base_url begins with http://, but the host answers with https://",
            format!("write base_url = \"https://{host}{path}\""),
        ));
    }
    findings
}

/// What is wrong with a base address of a repository whose pages its host publishes at another.
fn against_host(base: &str, pages: &str) -> Option<Finding> {
    let ((host, path), (own_host, own_path)) = (parts(base), parts(pages));
    let suffix = own_host.split_once('.').map_or("", |(_, suffix)| suffix);
    if !host.ends_with(suffix) {
        return Some(Finding::note(
            "host-unsaid",
            format!("base_url is at {host}, and nothing here says so to the host"),
            format!(
                "write cname = \"{host}\" under [publish]; where a workflow publishes, also set the domain in the settings of the repository's pages"
            ),
        ));
    }
    let differs = host != own_host || path != own_path;
    differs.then(|| {
        Finding::problem(
            "base-url-differs",
            format!("base_url is {base}, but the pages of this repository are published at {pages}"),
            format!("write base_url = \"{pages}\""),
        )
    })
}

/// Host and path of a web address.
fn parts(url: &str) -> (&str, &str) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let end = rest.find('/').unwrap_or(rest.len());
    (&rest[..end], if end < rest.len() { &rest[end..] } else { "/" })
}
