//! Tests of the crawl on real folders.
#![expect(clippy::disallowed_methods, reason = "the tests make the folders that are crawled")]

use std::fs;
use std::process::Command;

use tempfile::TempDir;

use super::*;

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let place = folder.path().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, bytes).unwrap();
    }
    folder
}

fn crawled(folder: &TempDir, config: &Config) -> Crawled {
    crawl(folder.path(), &folder.path().join("public"), config).unwrap()
}

fn sources(crawled: &Crawled) -> Vec<&str> {
    crawled.sources.iter().map(|source| source.path.as_ref()).collect()
}

fn reported(crawled: &Crawled) -> Vec<String> {
    let line = |d: &Diagnostic| format!("{} {} at {}", d.source, d.code.name(), d.span.start);
    crawled.diagnostics.iter().map(line).collect()
}

#[test]
fn documents_are_sorted_by_path() {
    let folder = folder(&[
        ("b.md", b"b"),
        ("a/z.markdown", b"z"),
        ("a-c.md", b"c"),
        ("_posts/2020-01-01-x.md", b"x"),
        ("m/page.html.md.erb", b"m"),
        ("LOUD.MD", b"l"),
        ("img/graph.png", b"\x89PNG"),
    ]);
    let crawled = crawled(&folder, &Config::default());
    assert_eq!(
        sources(&crawled),
        ["LOUD.MD", "_posts/2020-01-01-x.md", "a-c.md", "a/z.markdown", "b.md", "m/page.html.md.erb"]
    );
    assert_eq!(crawled.files, ["img/graph.png".into()]);
    assert_eq!(reported(&crawled), [""; 0]);
}

#[test]
fn skips_other_files_with_a_reason() {
    let folder = folder(&[
        ("a.md", b"a"),
        ("_draft.md", b""),
        (".hidden.md", b""),
        (".git/x.md", b""),
        ("node_modules/x.md", b""),
        ("sub/_includes/x.md", b""),
        ("public/incidents/a.md", b""),
        ("old/manifest.json", br#"{"generator":"pmsite","version":1,"files":{}}"#),
        ("old/incidents/a.md", b""),
        ("other/manifest.json", br#"{"name":"an app"}"#),
        ("other/b.md", b""),
        ("themes/plain/README.md", b""),
        ("deep/er/skip.bak.md", b""),
        ("drafts/x.md", b""),
        ("pmsite.toml", b""),
    ]);
    let config = Config {
        ignore: vec!["*.bak.md".to_owned(), "/drafts/".to_owned()],
        theme: Some("themes/plain".to_owned()),
        ..Config::default()
    };
    let crawled = crawled(&folder, &config);
    assert_eq!(sources(&crawled), ["a.md", "other/b.md"]);
    let skipped: Vec<_> =
        crawled.skipped.iter().map(|skipped| format!("{}: {}", skipped.path, skipped.why)).collect();
    assert_eq!(
        skipped,
        [
            ".git: name starts with .",
            ".hidden.md: name starts with .",
            "_draft.md: name starts with _",
            "deep/er/skip.bak.md: matches `ignore`",
            "drafts: matches `ignore`",
            "node_modules: folder of another tool",
            "old: a site built by pmsite",
            "pmsite.toml: the configuration",
            "public: the output folder",
            "sub/_includes: folder of another tool",
            "themes/plain: the theme",
        ]
    );
}

#[test]
fn star_in_ignore_does_not_match_slashes() {
    let folder = folder(&[("a/x.md", b""), ("a/b/x.md", b""), ("a/b/c/x.md", b"")]);
    let with = |glob: &str| Config { ignore: vec![glob.to_owned()], ..Config::default() };
    assert_eq!(sources(&crawled(&folder, &with("a/*.md"))), ["a/b/c/x.md", "a/b/x.md"]);
    assert_eq!(sources(&crawled(&folder, &with("a/**/c/*"))), ["a/b/x.md", "a/x.md"]);
    assert_eq!(sources(&crawled(&folder, &with("a/?/c"))), ["a/b/x.md", "a/x.md"]);
    assert_eq!(sources(&crawled(&folder, &with("a/**"))), [""; 0]);
}

#[test]
fn reports_documents_without_extension() {
    let folder = folder(&[
        ("INC-7", b"# Outage\n\ntext"),
        ("notes", b"plain"),
        ("run", b"#!/bin/sh\n# comment\n"),
        ("Makefile", b"# comment\n"),
        ("matter", b"---\ntitle: x\n---\n"),
        ("binary", b"# \0"),
    ]);
    let crawled = crawled(&folder, &Config::default());
    assert_eq!(reported(&crawled), ["INC-7 extension-missing at 0", "matter extension-missing at 0"]);
    assert_eq!(
        crawled.diagnostics[0].help.as_deref(),
        Some("rename it to `INC-7.md` if it belongs to the archive")
    );
    assert_eq!(crawled.files.len(), 6);
}

#[test]
fn replaces_and_reports_invalid_utf8() {
    let utf16: Vec<u8> = "\u{feff}# Größe".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let folder = folder(&[("latin.md", b"# Gr\xf6\xdfe"), ("wide.md", &utf16), ("half.md", b"\xff\xfea\0b")]);
    let crawled = crawled(&folder, &Config::default());
    let texts: Vec<_> = crawled.sources.iter().map(|source| &*source.text).collect();
    assert_eq!(texts, ["a\u{fffd}", "# Gr\u{fffd}\u{fffd}e", "# Größe"]);
    assert_eq!(
        reported(&crawled),
        ["half.md not-utf8 at 1", "latin.md not-utf8 at 4", "wide.md not-utf8 at 0"]
    );
}

#[test]
fn reports_binary_files_at_the_first_nul() {
    let unmarked: Vec<u8> = "# Size".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let folder = folder(&[
        ("picture.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("program.md", b"\x7fELF\x02\x01\x01\0\0\0"),
        ("unmarked.md", &unmarked),
    ]);
    let expected = ["picture.md not-utf8 at 0", "program.md not-utf8 at 7", "unmarked.md not-utf8 at 1"];
    assert_eq!(reported(&crawled(&folder, &Config::default())), expected);
}

#[test]
fn skips_files_that_are_too_large() {
    let folder =
        folder(&[("large.md", &vec![b'x'; 8 * 1024 * 1024 + 1]), ("fits.md", &vec![b'x'; 8 * 1024 * 1024])]);
    let crawled = crawled(&folder, &Config::default());
    assert_eq!(sources(&crawled), ["fits.md"]);
    assert_eq!(reported(&crawled), ["large.md file-too-large at 0"]);
}

#[cfg(unix)]
#[test]
fn never_opens_links_and_pipes() {
    let folder = folder(&[("a.md", b"a"), ("sub/b.md", b"b")]);
    std::os::unix::fs::symlink("/etc/passwd", folder.path().join("link.md")).unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("sub/loop")).unwrap();
    assert!(Command::new("mkfifo").arg(folder.path().join("pipe.md")).status().unwrap().success());
    let crawled = crawled(&folder, &Config::default());
    assert_eq!(sources(&crawled), ["a.md", "sub/b.md"]);
    assert_eq!(
        reported(&crawled),
        [
            "link.md not-a-regular-file at 0",
            "pipe.md not-a-regular-file at 0",
            "sub/loop not-a-regular-file at 0",
        ]
    );
}

#[cfg(target_os = "linux")]
#[test]
fn reports_names_that_are_not_unicode() {
    use std::os::unix::ffi::OsStrExt;

    let folder = folder(&[("a.md", b"a")]);
    fs::write(folder.path().join(std::ffi::OsStr::from_bytes(b"b\xff.md")), b"b").unwrap();
    let crawled = crawled(&folder, &Config::default());
    assert_eq!(sources(&crawled), ["a.md"]);
    assert_eq!(reported(&crawled), ["b\u{fffd}.md unreadable at 0"]);
}

#[test]
fn missing_folder_is_a_system_error() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("nowhere");
    let error = crawl(&missing, folder.path(), &Config::default()).unwrap_err();
    assert!(error.to_string().contains("nowhere"), "{error}");
    let file = folder.path().join("file.md");
    fs::write(&file, "# x").unwrap();
    assert!(crawl(&file, folder.path(), &Config::default()).is_err());
}
