//! Sites never run scripts of documents, have no inline code except named by the policy, and request nothing from other hosts.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::built::{Files, build, example, files, pages};
use crate::html::{Element, Html};

/// Schemes that a link may have.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "xmpp"];

/// Elements that load another file with the page.
const LOADING: [&str; 12] = [
    "audio", "embed", "iframe", "image", "img", "input", "link", "object", "script", "source", "track",
    "video",
];

/// Elements that neither pages of pmsite nor documents may have.
const REFUSED: [&str; 9] =
    ["applet", "base", "embed", "frame", "frameset", "iframe", "object", "plaintext", "style"];

/// The fault of an inline script, which is none if the policy names it.
const INLINE: &str = "has its text inline";

/// Whether the policy of a page names the digest of each inline script.
fn inline_scripts_are_named(text: &str, html: &Html) -> bool {
    let policies: Vec<_> = html.values("content").map(|(_, content)| content).collect();
    let scripts: Vec<_> =
        text.split("<script>").skip(1).filter_map(|rest| rest.split("</script>").next()).collect();
    let inline = html.elements.iter().filter(|one| one.name == "script" && one.attribute("src").is_none());
    let digest = |script: &&str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script.as_bytes())));
    scripts.len() == inline.count()
        && scripts.iter().map(digest).all(|digest| policies.iter().any(|policy| policy.contains(&digest)))
}

/// Faults of all pages of a site.
pub(crate) fn faults(site: &Files) -> Vec<String> {
    let mut faults = Vec::new();
    for (page, text) in pages(site) {
        let html = Html::parse(text);
        let named = inline_scripts_are_named(text, &html);
        for element in &html.elements {
            for fault in faults_of(element).into_iter().filter(|fault| !named || fault != INLINE) {
                faults.push(format!("{page}:{}: <{}> {fault}", element.line, element.name));
            }
        }
        let policy = |element: &&Element| {
            element.attribute("http-equiv").is_some_and(|name| name == "Content-Security-Policy")
        };
        match html.elements.iter().position(|element| policy(&element)) {
            None => faults.push(format!("{page}: no policy")),
            Some(place) => {
                let mut before = html.elements[..place].iter();
                if let Some(early) = before.find(|element| LOADING.contains(&element.name.as_str())) {
                    faults.push(format!("{page}: <{}> is before the policy", early.name));
                }
                let text = html.elements[place].attribute("content").unwrap_or_default();
                if !text.contains("default-src 'none'")
                    || text.contains("unsafe")
                    || text.contains("http:")
                    || text.contains("https:")
                {
                    faults.push(format!("{page}: the policy is weak: {text}"));
                }
            }
        }
    }
    faults
}

fn faults_of(element: &Element) -> Vec<String> {
    let mut faults = Vec::new();
    if REFUSED.contains(&element.name.as_str()) {
        faults.push("has no place on a page".to_owned());
    }
    // Structured data and the like are read, not run; everything else must come from a file of the site.
    if element.name == "script" && element.attribute("src").is_none() {
        let kind = element.attribute("type").unwrap_or_default();
        if !kind.ends_with("json") {
            faults.push(INLINE.to_owned());
        }
    }
    if element.attribute("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("refresh")) {
        faults.push("leads elsewhere by itself".to_owned());
    }
    for (name, value) in element.attributes() {
        // Browsers drop white space and control characters in a scheme.
        let address: String = value.chars().filter(|c| *c > ' ').collect();
        match name {
            "style" | "srcdoc" | "ping" => faults.push(format!("has {name}={value:?}")),
            _ if name.starts_with("on") => faults.push(format!("has {name}={value:?}")),
            "href" | "src" | "action" | "formaction" | "xlink:href" | "data" | "poster" | "srcset" => {
                // An icon, or the few styles of the page for lost addresses, which cannot know where the others lie.
                let within = ["data:,", "data:image/svg+xml,", "data:text/css,"];
                let within = element.name == "link" && within.iter().any(|start| address.starts_with(start));
                let scheme = address.split(['/', '?', '#']).next().unwrap_or_default();
                let scheme = scheme.split_once(':').map(|(scheme, _)| scheme.to_lowercase());
                if scheme.as_ref().is_some_and(|scheme| !SCHEMES.contains(&scheme.as_str())) && !within {
                    faults.push(format!("has {name}={value:?}"));
                }
                let outside = scheme.is_some() || address.starts_with("//");
                // A canonical address is a statement, and nothing is loaded from it.
                let stated = element.name == "link" && element.attribute("rel") == Some("canonical");
                if LOADING.contains(&element.name.as_str()) && outside && !within && !stated {
                    faults.push(format!("loads from another host: {value:?}"));
                }
            }
            _ => {}
        }
    }
    faults
}

#[test]
fn example_site_complies_with_its_policy() {
    let out = tempfile::tempdir().unwrap();
    build(&example(), out.path(), &[]);
    let site = files(out.path());
    let faults = faults(&site);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    for (path, bytes) in &site {
        if path.starts_with("assets/") {
            let text = String::from_utf8_lossy(bytes).replace("http://www.w3.org/", "");
            for trap in ["@import", "url(http", "url(//", "http://", "https://", "eval(", "innerHTML ="] {
                assert!(!text.contains(trap), "{path}: {trap}");
            }
        }
    }
}

#[test]
fn policy_check_finds_violations() {
    let faults = |html: &str| faults_of(&Html::parse(html).elements[0]).len();
    for bad in [
        "<a href='java&#x0A;script:x'>",
        "<a href=' JavaScript:x'>",
        "<p style='x'>",
        "<p onclick=x>",
        "<script>x</script>",
        "<img src='//host/x'>",
        "<link rel=stylesheet href='https://host/x'>",
        "<style>x</style>",
        "<meta http-equiv=refresh content=0>",
    ] {
        assert!(faults(bad) > 0, "{bad}");
    }
    for good in ["<a href='https://host/'>", "<a href='a.html#x:y'>", "<script src=a.js></script>"] {
        assert_eq!(faults(good), 0, "{good}");
    }
}

#[test]
fn export_is_valid_by_the_published_schema() {
    let out = tempfile::tempdir().unwrap();
    build(&example(), out.path(), &[]);
    assert_eq!(schema_faults(&files(out.path())), Vec::<String>::new());
}

/// What in the exports is not as the schema has it.
pub(crate) fn schema_faults(site: &Files) -> Vec<String> {
    let parse = |path: &str| serde_json::from_slice::<serde_json::Value>(&site[path]).unwrap();
    let schema = parse("api/schema.json");
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::validator_for(&schema).unwrap();
    let export = parse("api/incidents.json");
    let faults = validator.iter_errors(&export);
    let faults = faults.map(|fault| format!("{} at {}", fault, fault.instance_path()));
    let incidents = export["incidents"].as_array().unwrap().iter();
    faults.chain(incidents.flat_map(values_not_exported)).collect()
}

/// What `provenance` and `derived` of an incident name although the incident does not have it.
fn values_not_exported(incident: &serde_json::Value) -> Vec<String> {
    let provenance = incident["provenance"].as_object().unwrap().keys().map(String::as_str);
    let derived = incident["derived"].as_array().unwrap().iter().filter_map(|name| name.as_str());
    let is_exported = |name: &str| !incident[name].is_null() || !incident["times"][name].is_null();
    let missing = provenance.chain(derived).filter(|name| !is_exported(name));
    missing.map(|name| format!("{} has no `{name}`", incident["id"])).collect()
}
