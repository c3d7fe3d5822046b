//! Mirrors in folders that contain other files.

use std::fs;

use pmsite::config::WIKIS;

use crate::{Case, incident};

#[test]
fn a_run_without_changes_touches_nothing() {
    for wiki in WIKIS {
        let case = Case::new(wiki);
        case.mirror();
        case.age();
        let output = case.run_at(1_795_500_000, &["--prune", "--verify"]);
        assert!(output.status.success());
        assert_eq!(case.written(), [""; 0], "{wiki}");
    }
}

#[test]
fn an_edit_touches_only_its_page_and_the_manifest() {
    let case = Case::new("github-wiki");
    case.write("in/tail.md", "# Tail\n\nFirst.\n");
    case.mirror();
    case.age();
    case.write("in/tail.md", "# Tail\n\nSecond.\n");
    case.mirror();
    assert_eq!(case.written(), [".pmsite-mirror.json", "Tail.md"]);
}

#[test]
fn pruning_keeps_foreign_files() {
    let case = Case::new("gitlab-wiki");
    case.write("out/.git/config", "[core]\n");
    case.write("out/Runbooks.md", "Ours.\n");
    case.write("out/files/notes.txt", "Ours too.\n");
    case.mirror();
    for path in ["in/pool.md", "in/graph.png", "in/about.md"] {
        fs::remove_file(case.path(path)).unwrap();
    }
    case.write("in/other.md", "# Other\n\nText.\n");
    assert!(case.run_at(1, &["--prune", "--verify"]).status.success());
    let left: Vec<String> = case.times().into_keys().collect();
    let own = [".pmsite-mirror.json", "Open-actions.md", "Other.md", "_Footer.md", "_Sidebar.md", "home.md"];
    let mut want: Vec<&str> =
        own.into_iter().chain([".git/config", "Runbooks.md", "files/notes.txt"]).collect();
    want.sort_unstable();
    assert_eq!(left, want);
}

#[test]
fn a_plan_writes_nothing() {
    let case = Case::new("confluence");
    let output = case.run_at(1, &["--plan"]);
    assert!(String::from_utf8(output.stdout).unwrap().contains("create  INC-7 Pool exhausted"));
    assert!(!case.path("out").exists());
}

#[test]
fn restores_edited_pages_and_reports_missing_ones() {
    let case = Case::new("github-wiki");
    case.mirror();
    let page = case.read("out/About.md");
    case.write("out/About.md", "vandals");
    case.mirror();
    assert_eq!(case.read("out/About.md"), page);

    fs::remove_file(case.path("out/INC-7-Pool-exhausted.md")).unwrap();
    let output = case.run_at(1, &["--plan", "--verify"]);
    let message = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(message.contains("the page of INC-7, “INC-7 Pool exhausted”, is missing"), "{message}");
    assert!(message.contains("About.md: broken link to INC-7-Pool-exhausted"), "{message}");
}

#[test]
fn a_lost_manifest_does_not_duplicate_pages() {
    let case = Case::new("confluence");
    case.mirror();
    let manifest = case.read("out/.pmsite-mirror.json");
    fs::remove_file(case.path("out/.pmsite-mirror.json")).unwrap();
    case.mirror();
    assert_eq!(case.read("out/.pmsite-mirror.json"), manifest);

    fs::remove_file(case.path("out/.pmsite-mirror.json")).unwrap();
    case.write("in/about.md", "# About\n\nAnother text.\n");
    let output = case.run_at(1, &[]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8(output.stderr).unwrap().contains("incidents/INC-7.md is in the way"));
}

#[test]
fn a_tampered_manifest_removes_nothing_outside_the_folder() {
    let case = Case::new("github-wiki");
    case.mirror();
    case.write("victim.md", "precious");
    case.write("out/.git/config", "[core]\n");
    let evil = r#""page/x":{"title":"x","path":"../victim.md"},"page/y":{"title":"y","path":".git/config"},"#;
    let manifest =
        case.read("out/.pmsite-mirror.json").replacen("\"entries\":{", &format!("\"entries\":{{{evil}"), 1);
    case.write("out/.pmsite-mirror.json", &manifest);
    assert!(case.run_at(1, &["--prune"]).status.success());
    assert_eq!(case.read("victim.md"), "precious");
    assert_eq!(case.read("out/.git/config"), "[core]\n");
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_followed() {
    let case = Case::new("github-wiki");
    case.write("elsewhere/graph.png", "theirs");
    fs::create_dir_all(case.path("out")).unwrap();
    std::os::unix::fs::symlink(case.path("elsewhere"), case.path("out/files")).unwrap();
    let output = case.run_at(1, &[]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(case.read("elsewhere/graph.png"), "theirs");
}

#[test]
fn a_mirror_within_the_archive_is_not_read_as_content() {
    let case = Case::new("github-wiki");
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_pmsite"));
        let output =
            command.current_dir(case.path("in")).env("SOURCE_DATE_EPOCH", "1").args(arguments).output();
        output.unwrap()
    };
    assert!(run(&["mirror", "--to", "github-wiki", "-o", "wiki"]).status.success());
    let sources = run(&["show", "--sources"]);
    let message = String::from_utf8(sources.stdout).unwrap();
    assert!(message.contains("a mirror written by pmsite"), "{message}");
}

#[test]
fn a_new_revision_is_later_than_the_previous_one() {
    let case = Case::new("mediawiki");
    assert!(case.run_at(1_000, &[]).status.success());
    case.write("in/pool.md", &incident("INC-7", "Pool exhausted again", "Again."));
    // The clock was set back.
    assert!(case.run_at(500, &["--verify"]).status.success());
    let pages = case.read("out/pages.xml");
    let time = |title: &str| {
        let page = &pages[pages.find(&format!("<title>{title}</title>")).unwrap()..];
        page[page.find("<timestamp>").unwrap() + 11..][..20].to_owned()
    };
    assert_eq!(time("INC-7 Pool exhausted again"), "1970-01-01T00:16:41Z");
}

#[test]
fn a_former_title_redirects_and_keeps_its_time() {
    let case = Case::new("mediawiki");
    let page = |title: &str| {
        let pages = case.read("out/pages.xml");
        let page = &pages[pages.find(&format!("<title>{title}</title>")).unwrap()..];
        page[..page.find("</page>").unwrap()].to_owned()
    };
    assert!(case.run_at(1_000, &[]).status.success());
    case.write("in/pool.md", &incident("INC-7", "Second", "Text."));
    assert!(case.run_at(2_000, &[]).status.success());
    case.write("in/pool.md", &incident("INC-7", "Third", "Text."));
    assert!(case.run_at(3_000, &["--verify"]).status.success());
    let former = page("INC-7 Pool exhausted");
    assert!(former.contains("#REDIRECT [[INC-7 Third]]"), "{former}");
    case.write("in/pool.md", &incident("INC-7", "Third", "Another text."));
    assert!(case.run_at(4_000, &["--verify"]).status.success());
    assert_eq!(page("INC-7 Pool exhausted"), former);
}

#[test]
fn keeps_the_page_number_that_an_upload_has_added() {
    let case = Case::new("confluence");
    case.mirror();
    let page = case.read("out/incidents/INC-7.md");
    let mark = "<!-- confluence-page-id: 4711 -->\n<!-- confluence-space-key: OPS -->\n";
    case.write("out/incidents/INC-7.md", &page.replacen("\n---\n", &format!("\n---\n{mark}"), 1));
    case.age();
    case.mirror();
    assert_eq!(case.written(), [""; 0]);
    case.write("in/pool.md", &incident("INC-7", "Pool exhausted again", "Again."));
    case.mirror();
    let page = case.read("out/incidents/INC-7.md");
    assert!(page.starts_with(&format!(
        "---\ntitle: \"INC-7 Pool exhausted again\"\ntags: [\"2026\", \"incident\", \"sev2\"]\n---\n{mark}"
    )));
}
