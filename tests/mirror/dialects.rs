//! Pages of each wiki whose author is hostile, and headers for uploading programs.

use crate::Case;

fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

#[test]
fn hostile_markdown_stays_text() {
    let case = Case::hostile("github-wiki");
    case.mirror();
    settings().bind(|| insta::assert_snapshot!("github", case.read("out/INC-1-etc-passwd.md")));
}

#[test]
fn hostile_wikitext_stays_text() {
    let case = Case::hostile("mediawiki");
    case.mirror();
    let pages = case.read("out/pages.xml");
    let page = &pages[pages.find("<title>INC-1 ").unwrap()..];
    let page = &page[..page.find("</page>").unwrap()];
    let page = page.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    settings().bind(|| insta::assert_snapshot!("mediawiki", page));
}

#[test]
fn headers_for_mark_are_comments() {
    let case = Case::new("confluence");
    case.write(
        "in/pmsite.toml",
        "[mirror.confluence]\nuploader = \"mark\"\nspace = \"OPS\"\nparent = \"Incidents --> x\"\nprefix = \"Incident:\"\nbanner = false\n",
    );
    case.mirror();
    settings().bind(|| insta::assert_snapshot!("mark", case.read("out/incidents/INC-7.md")));
}
