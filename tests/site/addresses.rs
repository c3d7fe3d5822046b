//! Addresses that would run code: no page links to them, wherever they are in a document.

use std::path::Path;
use std::time::Duration;

use crate::built::{Files, build_within, files, folder, pages};
use crate::html::Html;

/// The program is not optimized in tests, and the machine may be busy.
const LIMIT: Duration = Duration::from_secs(60);

/// Addresses that browsers would run or embed, and some that only look like it.
const ADDRESSES: [&str; 22] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java\u{1}script:alert(1)",
    " javascript:alert(1)",
    "\u{1}javascript:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;&#x61;vascript&#58;alert(1)",
    "javascript&NewLine;:alert(1)",
    "javascript\\:alert(1)",
    "javascript%3Aalert(1)",
    "javascript:%0aalert(1)",
    "//%0ajavascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml;base64,PHN2Zz4=",
    "view-source:javascript:alert(1)",
    "blob:https://evil.example/x",
    "file:///etc/passwd",
    "feed:javascript:alert(1)",
    "jar:https://evil.example!/",
];

/// A document with an address in every place of a link.
fn document(number: usize, address: &str) -> (String, String) {
    let yaml = address.replace('\'', "''");
    let text = format!(
        "---\nid: INC-{number:04}\ndate: 2026-01-01\nurl: '{yaml}'\nlink: '{yaml}'\nimage: '{yaml}'\nreferences: ['{yaml}', '[x]({yaml})']\nrelated: ['{yaml}']\nticket: '{yaml}'\nauthors: ['[x]({yaml})']\nsummary: '[x]({yaml}) <{yaml}>'\n---\n\n# INC-{number:04}: [x]({address})\n\n## Summary\n\n[a]({address}) [b](<{address}>) [c](<{address}> \"t\") <{address}> ![d](<{address}>) ![e]({address}) [[{address}]] [[{address}|x]] [f][r] [g]\n\n[r]: <{address}>\n[g]: {address}\n\n## Timeline\n\n| Time | Event |\n|--|--|\n| 10:00 | [a](<{address}>) {address} |\n\n## Action Items\n\n| # | Action | Owner | Status | Ticket |\n|--|--|--|--|--|\n| 1 | [do](<{address}>) | [ann](<{address}>) | [Open](<{address}>) | <{address}> |\n\n- [ ] [do it](<{address}>) (owner: [bob](<{address}>))\n\n## References\n\n- [x](<{address}>)\n- {address}\n- <{address}>\n\n## Related Incidents\n\n- [INC-0001](<{address}>): recurrence of\n\n<a href=\"{address}\">m</a> <a href='{address}'>n</a> <a href={address}>o</a> <img src=\"{address}\"> <blockquote cite=\"{address}\">q</blockquote> <del cite=\"{address}\">q</del> <area href=\"{address}\"> <video poster=\"{address}\"></video> <form action=\"{address}\"></form>\n"
    );
    (format!("d{number}.md"), text)
}

/// An address as a browser parses it.
fn read(address: &str) -> String {
    address.chars().filter(|c| *c > ' ').collect::<String>().to_lowercase()
}

/// Addresses in a text that would run code.
fn faults(site: &Files) -> Vec<String> {
    let schemes = ["http:", "https:", "mailto:", "tel:"];
    let own = ["data:,", "data:image/svg+xml,", "data:text/css,"];
    let mut faults = Vec::new();
    for (path, text) in pages(site) {
        for element in Html::parse(text).elements {
            for (name, value) in element.attributes() {
                let is_address =
                    ["href", "src", "action", "cite", "poster", "data", "formaction", "xlink:href"];
                if !is_address.contains(&name) {
                    continue;
                }
                let address = read(value);
                let head = address.split(['/', '?', '#']).next().unwrap_or_default();
                let fine = !head.contains(':')
                    || schemes.iter().any(|scheme| head.starts_with(scheme))
                    || element.name == "link" && own.iter().any(|start| address.starts_with(start));
                if !fine {
                    faults.push(format!("{path}:{}: <{} {name}={value:?}>", element.line, element.name));
                }
            }
        }
    }
    faults
}

#[test]
fn pages_have_no_links_that_run_code() {
    let content = folder(ADDRESSES.iter().enumerate().map(|(at, address)| document(at + 1, address)));
    std::fs::write(content.path().join("pmsite.toml"), "base_url = 'https://acme.example/'\n").unwrap();
    let out = tempfile::tempdir().unwrap();
    let output = build_within(LIMIT, content.path(), out.path()).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let site = files(out.path());
    let faults = faults(&site);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    // Feeds contain generated links only.
    for (path, bytes) in
        site.iter().filter(|(path, _)| Path::new(path).extension().is_some_and(|ending| ending == "xml"))
    {
        let text = read(&String::from_utf8_lossy(bytes));
        assert!(!text.contains("href=\"javascript") && !text.contains("href=\"data"), "{path}");
    }
}

#[test]
fn link_rules_cannot_produce_links_that_run_code() {
    let content = folder([
        ("pmsite.toml", "[[link]]\npattern = '.+'\nurl = 'https://x.example/{id}'\n"),
        (
            "a.md",
            "# INC-1: x\n\n## Timeline\n\n- 10:00 [[javascript:alert(1)]] [[\"><script>alert(1)</script>]]\n",
        ),
    ]);
    let out = tempfile::tempdir().unwrap();
    let output = build_within(LIMIT, content.path(), out.path()).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let site = files(out.path());
    assert_eq!(faults(&site), Vec::<String>::new());
    assert_eq!(crate::policy::faults(&site), Vec::<String>::new());
}
