//! What a build does when the machine fails, when an archive shrinks without warning, and when links lead out of it.
#![cfg(unix)]

use std::fs;
use std::ops::RangeInclusive;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder with an archive of this many incidents in `archive`, built to `public`.
fn built(incidents: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("archive")).unwrap();
    for number in 1..=incidents {
        let text = format!(
            "---\nid: INC-{number}\ndate: 2026-01-02\n---\n\n# Queue {number} stalled\n\n## Summary\n\nText.\n"
        );
        fs::write(folder.path().join(format!("archive/inc-{number}.md")), text).unwrap();
    }
    let output = build(folder.path(), "", &[]);
    assert!(output.status.success(), "{}", text(&output));
    folder
}

/// Removes these incidents from the archive.
fn remove(folder: &Path, incidents: RangeInclusive<usize>) {
    for number in incidents {
        fs::remove_file(folder.join(format!("archive/inc-{number}.md"))).unwrap();
    }
}

/// Builds the archive below a folder, after some shell commands.
fn build(folder: &Path, before: &str, arguments: &[&str]) -> Output {
    Command::new("sh")
        .arg("-c")
        .arg(format!("{before}\nexec \"$0\" build archive --no-cache \"$@\""))
        .arg(env!("CARGO_BIN_EXE_pmsite"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The files of the site that readers see, and their contents.
fn site(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let is_seen = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        name != "manifest.json" && !name.starts_with(".pmsite-")
    };
    let entries = walkdir::WalkDir::new(folder.join("public")).sort_by_file_name().into_iter();
    let files = entries.filter_entry(is_seen).map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    files.map(|entry| (entry.path().display().to_string(), fs::read(entry.path()).unwrap())).collect()
}

#[test]
fn a_build_that_runs_out_of_open_files_fails_and_keeps_the_site() {
    let folder = built(30);
    // The walk holds a folder of each level open.
    let deep = folder.path().join("archive/a/b/c/d/e/f/g/h");
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("inc-99.md"), "# Deep\n").unwrap();
    let before = site(folder.path());
    let (mut failed, mut sites) = (0, Vec::new());
    for limit in 5..14 {
        let output = build(folder.path(), &format!("ulimit -n {limit}"), &["--force"]);
        // With fewer, the program does not even start; with more, it has enough.
        if output.status.code() == Some(3) {
            failed += 1;
            assert!(text(&output).contains("cannot "), "{}", text(&output));
        }
        if output.status.success() {
            break;
        }
        sites.push((limit, site(folder.path())));
    }
    assert!(failed > 0, "no limit made the build fail");
    let after = site(folder.path());
    assert!(after.iter().any(|(path, _)| path.ends_with("/INC-30.html")), "pages are gone");
    for (limit, site) in sites {
        assert!(site == before || site == after, "{limit} open files: neither the old site nor the new one");
    }
}

#[test]
fn a_build_that_would_remove_most_incident_pages_is_refused() {
    let folder = built(24);
    let before = site(folder.path());
    remove(folder.path(), 1..=13);
    let output = build(folder.path(), "", &[]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    assert!(
        text(&output).contains("would remove 13 of the 24 incident pages in public"),
        "{}",
        text(&output)
    );
    assert!(site(folder.path()) == before);

    fs::write(folder.path().join("archive/pmsite.toml"), "[build]\nremoval_guard = false\n").unwrap();
    let output = build(folder.path(), "", &[]);
    assert!(output.status.success(), "{}", text(&output));
    assert!(!folder.path().join("public/incidents/INC-1.html").exists());
}

#[test]
fn half_of_the_incident_pages_can_be_removed_and_all_with_force() {
    let folder = built(24);
    remove(folder.path(), 1..=12);
    assert!(build(folder.path(), "", &[]).status.success());

    let folder = built(24);
    remove(folder.path(), 2..=24);
    assert!(build(folder.path(), "", &["--force"]).status.success());
    assert!(!folder.path().join("public/incidents/INC-24.html").exists());
}

#[test]
fn a_small_site_may_lose_any_number_of_pages() {
    let folder = built(19);
    remove(folder.path(), 2..=19);
    assert!(build(folder.path(), "", &[]).status.success());
}

#[test]
fn configured_folders_behind_links_that_lead_out_are_refused() {
    let folder = built(1);
    let place = |path: &str| folder.path().join(path);
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.md"), "# Secret\n").unwrap();
    symlink(outside.path(), place("archive/docs")).unwrap();
    symlink(outside.path(), place("elsewhere")).unwrap();
    let before = site(folder.path());
    for (configuration, key, link) in [
        ("content = \"docs\"", "`content`", "archive/docs"),
        ("content = \"docs/inner\"", "`content`", "archive/docs"),
        ("output_dir = \"elsewhere\"", "`output_dir`", "elsewhere"),
        ("output_dir = \"elsewhere/site\"", "`output_dir`", "elsewhere"),
    ] {
        fs::write(place("archive/pmsite.toml"), configuration).unwrap();
        let output = build(folder.path(), "", &[]);
        assert_eq!(output.status.code(), Some(2), "{configuration}: {}", text(&output));
        assert!(
            text(&output).contains(key) && text(&output).contains(link),
            "{configuration}: {}",
            text(&output)
        );
        assert!(site(folder.path()) == before, "{configuration}");
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1, "{configuration}");
    }
}

#[test]
fn configured_folders_behind_links_that_stay_inside_are_used() {
    let folder = built(1);
    let place = |path: &str| folder.path().join(path);
    fs::create_dir(place("archive/real")).unwrap();
    fs::write(place("archive/real/inc-7.md"), "---\nid: INC-7\ndate: 2026-01-02\n---\n# Inside\n").unwrap();
    symlink("real", place("archive/docs")).unwrap();
    fs::write(place("archive/pmsite.toml"), "content = \"docs\"").unwrap();
    let output = build(folder.path(), "", &[]);
    assert!(output.status.success(), "{}", text(&output));
    assert!(place("public/incidents/INC-7.html").exists());
}

#[test]
fn no_pipeline_is_written_through_a_link() {
    let folder = built(1);
    let outside = tempfile::tempdir().unwrap();
    symlink(outside.path(), folder.path().join("archive/.github")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
    let command = command.args(["init", "archive", "--ci", "github", "--yes"]).current_dir(folder.path());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    assert!(text(&output).contains("is a symbolic link"), "{}", text(&output));
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[test]
fn an_atomic_build_switches_a_link_from_one_release_to_the_next() {
    let folder = built(2);
    let place = |path: &str| folder.path().join(path);
    fs::remove_dir_all(place("public")).unwrap();
    let release = || fs::read_link(place("public")).unwrap();
    let releases = || fs::read_dir(place("public.releases")).unwrap().count();
    let incident = |number: usize, text: &str| {
        fs::write(
            place(&format!("archive/inc-{number}.md")),
            format!("---\nid: INC-{number}\ndate: 2026-01-02\n---\n# {text}\n"),
        )
        .unwrap();
    };
    let output = build(folder.path(), "", &["--atomic"]);
    assert!(output.status.success(), "{}", text(&output));
    let (first, old) = (release(), site(folder.path()));
    assert!(first.starts_with("public.releases"), "{}", first.display());
    assert!(place("public/incidents/INC-1.html").exists());

    // Nothing changed: nothing is switched.
    assert!(build(folder.path(), "", &["--atomic"]).status.success());
    assert_eq!((release(), releases()), (first.clone(), 1));

    fs::write(place("public/CNAME"), "example.org").unwrap();
    incident(1, "Changed");
    assert!(build(folder.path(), "", &["--atomic"]).status.success());
    let second = release();
    assert_ne!(first, second);
    assert_eq!(releases(), 2, "the release before is kept");
    assert_eq!(fs::read_to_string(place("public/CNAME")).unwrap(), "example.org");
    let page = fs::read_to_string(place("public/incidents/INC-1.html")).unwrap();
    assert!(page.contains("Changed"));
    // The files of the old release are as they were, although unchanged ones are shared.
    for (path, bytes) in old {
        let path = path.replace("/public/", &format!("/{}/", first.display()));
        assert!(fs::read(&path).unwrap() == bytes, "{path}");
    }

    incident(1, "Changed again");
    assert!(build(folder.path(), "", &["--atomic"]).status.success());
    assert_eq!(releases(), 2);
    assert!(!place(first.to_str().unwrap()).exists());
    let again = tempfile::tempdir().unwrap();
    let fresh = build(folder.path(), "", &["-o", again.path().to_str().unwrap()]);
    assert!(fresh.status.success());
    assert_eq!(
        fs::read(again.path().join("search.html")).unwrap(),
        fs::read(place("public/search.html")).unwrap()
    );
}

#[test]
fn an_atomic_build_refuses_an_ordinary_folder_and_a_link_to_elsewhere() {
    let folder = built(1);
    let before = site(folder.path());
    let output = build(folder.path(), "", &["--atomic"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    assert!(text(&output).contains("has to be a link"), "{}", text(&output));
    assert!(site(folder.path()) == before);

    fs::rename(folder.path().join("public"), folder.path().join("elsewhere")).unwrap();
    symlink("elsewhere", folder.path().join("public")).unwrap();
    assert_eq!(build(folder.path(), "", &["--atomic"]).status.code(), Some(2));
    assert!(site(folder.path()) == before);
}

#[test]
fn a_failed_atomic_build_leaves_the_release_and_nothing_else() {
    let folder = built(24);
    fs::remove_dir_all(folder.path().join("public")).unwrap();
    assert!(build(folder.path(), "", &["--atomic"]).status.success());
    let before = fs::read_link(folder.path().join("public")).unwrap();
    remove(folder.path(), 1..=13);
    let output = build(folder.path(), "", &["--atomic"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    assert_eq!(fs::read_link(folder.path().join("public")).unwrap(), before);
    assert_eq!(fs::read_dir(folder.path().join("public.releases")).unwrap().count(), 1);
}

#[test]
fn releases_within_the_archive_are_not_read_as_documents() {
    let folder = built(2);
    for _ in 0..2 {
        let output = build(folder.path(), "", &["--atomic", "-o", "archive/public"]);
        assert!(output.status.success(), "{}", text(&output));
        assert!(
            text(&output).contains("Built 2 incidents") && text(&output).contains("0 warnings"),
            "{}",
            text(&output)
        );
        fs::write(
            folder.path().join("archive/inc-1.md"),
            "---\nid: INC-1\ndate: 2026-01-02\n---\n# Changed\n",
        )
        .unwrap();
    }
}
