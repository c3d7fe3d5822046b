//! The list of wikis.

use std::path::Path;
use std::process::Command;

use pmsite::mirror::Wiki;

#[test]
fn every_wiki_is_found_by_its_name_and_says_what_it_is() {
    for wiki in Wiki::ALL {
        assert_eq!(Wiki::named(wiki.name()), Some(*wiki));
        assert!(!wiki.about().is_empty(), "{wiki:?}");
    }
    assert_eq!(Wiki::named("wiki"), None);
}

#[test]
fn wiki_modules_are_formatted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/mirror/wikis");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let rustfmt = Command::new("rustfmt").args(["--edition", "2024", "--check"]).args(files).output();
    // Not every toolchain has rustfmt.
    if let Ok(output) = rustfmt {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}
