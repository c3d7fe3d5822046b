//! Checks the address of the published site.

use super::{Facts, Finding};

pub(super) fn examine(facts: &Facts<'_>) -> Vec<Finding> {
    let pages = facts.remote.as_ref().and_then(super::Remote::pages);
    let mut findings = Vec::new();
    if !facts.has_config {
        findings.push(Finding::note(
            "no-configuration",
            "no pmsite.toml",
            "optional: set `title` and `base_url` in pmsite.toml to give the site a name and feeds",
        ));
    }
    let Some(base) = facts.config.base_url.as_deref() else {
        let address = pages.as_deref().unwrap_or("https://incidents.example.org/");
        findings.push(Finding::note(
            "no-base-url",
            "no base URL is set, so the site has no feeds, no sitemap and no canonical links",
            format!("set base_url = \"{address}\" in pmsite.toml, or pass `--base-url` in the workflow"),
        ));
        return findings;
    };
    let (host, path) = parts(base);
    match facts.config.cname.as_deref() {
        Some(cname) if cname != host => findings.push(Finding::problem(
            "cname-differs",
            format!("base_url is on {host}, but `cname` is {cname}"),
            format!("set base_url = \"https://{cname}/\", or correct `cname` under [publish]"),
        )),
        Some(_) if path != "/" => findings.push(Finding::problem(
            "cname-path",
            format!("a site with a custom domain is served from the root, but base_url ends in {path}"),
            format!("set base_url = \"https://{host}/\""),
        )),
        Some(_) => {}
        None => findings.extend(pages.as_deref().and_then(|pages| against_host(base, pages))),
    }
    let hosted = host.ends_with(".github.io") || host.ends_with(".gitlab.io");
    if hosted && base.starts_with("http://") {
        findings.push(Finding::note(
            "no-https",
            "base_url begins with http://, but the host serves https://",
            format!("set base_url = \"https://{host}{path}\""),
        ));
    }
    findings
}

/// Compares the base URL with the address at which the host publishes the pages of the repository.
fn against_host(base: &str, pages: &str) -> Option<Finding> {
    let ((host, path), (own_host, own_path)) = (parts(base), parts(pages));
    let suffix = own_host.split_once('.').map_or("", |(_, suffix)| suffix);
    if !host.ends_with(suffix) {
        return Some(Finding::note(
            "domain-not-configured",
            format!("base_url is on {host}, but the host is not configured for this domain"),
            format!(
                "set cname = \"{host}\" under [publish]; if a workflow publishes the site, also set the domain in the repository's Pages settings"
            ),
        ));
    }
    let differs = host != own_host || path != own_path;
    differs.then(|| {
        Finding::problem(
            "base-url-differs",
            format!("base_url is {base}, but this repository is published at {pages}"),
            format!("set base_url = \"{pages}\""),
        )
    })
}

/// Host and path of a URL.
fn parts(url: &str) -> (&str, &str) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let end = rest.find('/').unwrap_or(rest.len());
    (&rest[..end], if end < rest.len() { &rest[end..] } else { "/" })
}
