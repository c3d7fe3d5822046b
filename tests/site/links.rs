//! Every internal link has a file and an anchor, wherever the site is published.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::built::{Files, build, copy, example, files, pages};
use crate::html::Html;

/// Attributes with addresses.
const ADDRESSES: [&str; 7] = ["href", "src", "action", "poster", "cite", "data", "formaction"];

/// The path and anchor of an address on a page. The site is under `/repo/`; an address outside of it is an error.
fn target(page: &str, address: &str) -> Result<(String, String), String> {
    let (path, anchor) = address.split_once('#').unwrap_or((address, ""));
    let path = path.split('?').next().unwrap_or_default();
    let mut parts: Vec<&str> = std::iter::once("repo").chain(page.split('/')).collect();
    if !path.is_empty() {
        parts.pop();
        for part in path.split('/') {
            match part {
                ".." if parts.pop().is_none() => return Err("leads above the root".to_owned()),
                ".." | "." => {}
                part => parts.push(part),
            }
        }
    }
    let joined = parts.join("/");
    let inside = joined.strip_prefix("repo/").ok_or("leads out of the folder")?;
    Ok((decoded(inside)?, decoded(anchor)?))
}

/// A percent-decoded address.
fn decoded(text: &str) -> Result<String, String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        let hex = (*first == b'%').then(|| std::str::from_utf8(tail.get(..2)?).ok()).flatten();
        match hex.map(|hex| u8::from_str_radix(hex, 16)) {
            Some(Ok(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            Some(Err(_)) => return Err("has a lone percent sign".to_owned()),
            None => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned())
}

/// Has a scheme, or names a host.
fn is_outside(address: &str) -> bool {
    let scheme = address.split(['/', '?', '#']).next().unwrap_or_default();
    scheme.contains(':') || address.starts_with("//")
}

/// All faults of the links of a site, and the number of links.
pub(crate) fn faults(site: &Files) -> (Vec<String>, usize) {
    let parsed: BTreeMap<&str, Html> = pages(site).map(|(path, text)| (path, Html::parse(text))).collect();
    let anchors: BTreeMap<&str, BTreeSet<&str>> =
        parsed.iter().map(|(path, html)| (*path, html.values("id").map(|(_, id)| id).collect())).collect();
    let (mut faults, mut followed) = (Vec::new(), 0);
    for (page, html) in &parsed {
        let mut fault = |line: u64, what: &str| faults.push(format!("{page}:{line}: {what}"));
        if html.values("id").count() != anchors[page].len() {
            fault(1, "an id twice");
        }
        for attribute in ADDRESSES {
            for (line, address) in html.values(attribute).filter(|(_, address)| !is_outside(address)) {
                followed += 1;
                // This page is shown at any depth, so only its addresses begin at the root of the host.
                let address = match (*page, address.strip_prefix('/')) {
                    ("404.html", Some(rest)) => rest,
                    _ => address,
                };
                match target(page, address) {
                    Err(why) => fault(line, &format!("{address} {why}")),
                    Ok((path, _)) if path.is_empty() || path.ends_with('/') => {
                        fault(line, &format!("{address} ends in no file name"));
                    }
                    Ok((path, _)) if !site.contains_key(&path) => {
                        fault(line, &format!("{address}: no {path}"));
                    }
                    Ok((path, anchor)) if !anchor.is_empty() => {
                        let known =
                            anchors.get(path.as_str()).is_some_and(|ids| ids.contains(anchor.as_str()));
                        if !known {
                            fault(line, &format!("{address}: no such anchor"));
                        }
                    }
                    Ok(_) => {}
                }
            }
        }
        for (line, id) in ["aria-labelledby", "aria-describedby", "aria-controls", "for", "list"]
            .into_iter()
            .flat_map(|name| html.values(name))
            .flat_map(|(line, ids)| ids.split_whitespace().map(move |id| (line, id)))
        {
            if !anchors[page].contains(id) {
                fault(line, &format!("refers to #{id}, which is not on this page"));
            }
        }
    }
    (faults, followed)
}

#[test]
fn every_internal_link_has_a_file_and_an_anchor() {
    let out = tempfile::tempdir().unwrap();
    // Without a base URL, nothing may depend on the location of the site.
    let content = copy(&example());
    let settings = content.path().join("pmsite.toml");
    let text = fs::read_to_string(&settings).unwrap().replace("base_url", "#");
    fs::write(&settings, text).unwrap();
    build(content.path(), out.path(), &[]);
    let (faults, followed) = faults(&files(out.path()));
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(followed > 3000, "only {followed} links were followed");
}

#[test]
fn only_canonical_addresses_and_the_404_page_depend_on_the_base_url() {
    let [plain, prefixed] = ["https://example.com/", "https://example.com/repo/"].map(|address| {
        let out = tempfile::tempdir().unwrap();
        build(&example(), out.path(), &["--base-url", address]);
        files(out.path())
    });
    for ((path, plain), (_, text)) in pages(&plain).zip(pages(&prefixed)) {
        let [plain, html] = [plain, text].map(Html::parse);
        assert_eq!(plain.text, html.text, "{path}");
        let links = |html: &Html| html.values("href").map(|(_, link)| link.to_owned()).collect::<Vec<_>>();
        for (before, after) in links(&plain).into_iter().zip(links(&html)) {
            let moved = before.replacen("example.com/", "example.com/repo/", 1);
            // This page is shown at any depth, so its links begin at the root of the host.
            let rooted = path == "404.html" && after.strip_prefix("/repo").is_some_and(|rest| rest == before);
            assert!(after == before || after == moved || rooted, "{path}: {before} became {after}");
            let inside = after.strip_prefix("/repo/").is_none_or(|file| prefixed.contains_key(file));
            assert!(inside, "{path}: {after} leads nowhere");
        }
    }
}

#[test]
fn every_incident_has_page_source_and_data() {
    let out = tempfile::tempdir().unwrap();
    build(&example(), out.path(), &[]);
    let site = files(out.path());
    for number in 1..=30 {
        for ending in ["html", "md", "json"] {
            let path = format!("incidents/INC-{number:04}.{ending}");
            assert!(site.contains_key(&path), "{path}");
        }
    }
    for path in ["index.html", "incidents.html", "actions.html", "search.html", "404.html", "about.html"] {
        assert!(site.contains_key(path), "{path}");
    }
    for path in ["feed.xml", "sitemap.xml", "robots.txt", ".nojekyll", "template.html", "manifest.json"] {
        assert!(site.contains_key(path), "{path}");
    }
}

#[test]
fn addresses_resolve_as_in_a_browser() {
    let at = |page, address| target(page, address);
    let path = |path: &str, anchor: &str| Ok((path.to_owned(), anchor.to_owned()));
    assert_eq!(at("a/b.html", "../c.html?q=1#x"), path("c.html", "x"));
    assert_eq!(at("a/b.html", "#%C3%A9"), path("a/b.html", "é"));
    assert!(at("a.html", "../c.html").is_err());
    assert!(at("a.html", "../../c.html").is_err());
    assert_eq!(at("a/b.html", ""), path("a/b.html", ""));
    assert!(is_outside("mailto:a@b") && is_outside("//host/x") && !is_outside("a/b:c"));
}
