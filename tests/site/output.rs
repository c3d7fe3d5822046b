//! The effects of a build on its output folder and the folders around it.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::built::{Files, build, files, folder, pmsite_build};

const DOCUMENT: &str = "# INC-0001: Pool exhausted\n\n- Date: 2026-01-01\n\n## Timeline\n\n- 10:00 alert\n";

fn archive(word: &str) -> tempfile::TempDir {
    let document = |number: usize| {
        let text =
            format!("# INC-{number:04}: {word}\n\n- Date: 2026-01-01\n\n## Timeline\n\n- 10:00 {word}\n");
        (format!("{number}.md"), text)
    };
    folder((1..8).map(document))
}

fn site(content: &Path) -> Files {
    let out = tempfile::tempdir().unwrap();
    build(content, out.path(), &[]);
    files(out.path())
}

/// A home folder with an archive, its theme and site, a repository, and links to most of them.
fn home() -> tempfile::TempDir {
    let home = folder([
        ("archive/pmsite.toml", "content = 'docs'\n[theme]\npath = 'theme'\n"),
        ("archive/docs/INC-0001.md", DOCUMENT),
        ("archive/theme/extra.css", "/* mine */\n"),
        ("repository/.git/HEAD", "ref: refs/heads/main\n"),
        ("repository/index.html", "mine\n"),
        ("work/repository/.git/HEAD", "ref: refs/heads/main\n"),
        ("work/repository/notes.txt", "mine\n"),
        ("thesis/chapter.txt", "mine\n"),
        ("file", "mine\n"),
    ]);
    for (target, link) in [("archive/docs", "to-docs"), (".", "to-home"), ("nowhere", "to-nowhere")] {
        symlink(home.path().join(target), home.path().join(link)).unwrap();
    }
    home
}

fn in_home(home: &Path, out: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
    command.env_clear().env("HOME", home).current_dir(home.join("archive"));
    command.args(["build", "--as-of", "2026-11-23", "-o", out]).args(arguments);
    command.output().unwrap()
}

#[test]
fn build_refuses_to_overwrite_valuable_folders_even_with_force() {
    let home = home();
    let before = files(home.path());
    let repositories = ["../repository", "../work/repository", "../repository/../repository/."];
    let others = [
        ".",
        "docs",
        "./docs/",
        "../archive/docs",
        "nowhere/../docs",
        "../nowhere/x/../../archive",
        "../to-docs",
        "../to-home",
        "../to-home/archive/docs",
        "..",
        "../../",
        "theme",
        "theme/public",
    ];
    for force in [&[][..], &["--force"]] {
        for out in repositories.into_iter().chain(others) {
            let output = in_home(home.path(), out, force);
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "-o {out} {force:?}: {said}");
            assert!(said.contains(&format!("the output folder {out} ")), "-o {out} {force:?}: {said}");
            assert!(files(home.path()) == before, "-o {out} {force:?} has changed something");
        }
        let output = in_home(home.path(), "../to-nowhere", force);
        assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
        let output = in_home(home.path(), "../file", force);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(3) && said.contains("../file"), "{said}");
    }
    let output = in_home(home.path(), "../work", &["--force"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && said.contains("../work/repository"), "{said}");
    let output = in_home(home.path(), "../thesis", &[]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(3) && said.contains("../thesis"), "{said}");
    assert!(files(home.path()) == before, "something has changed");
}

#[test]
fn mirror_refuses_the_folder_of_a_site_except_repositories() {
    let home = home();
    let before = files(home.path());
    for out in ["docs", "../to-home", "nowhere/../docs", "theme"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
        command.env_clear().env("HOME", home.path()).current_dir(home.path().join("archive"));
        let output = command.args(["mirror", "--to", "github-wiki", "-o", out]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "-o {out}: {said}");
        assert!(files(home.path()) == before, "-o {out} has changed something");
    }
}

#[test]
fn empty_checkout_is_a_valid_output_folder() {
    let content = archive("failed");
    let out = folder([(".git/HEAD", "ref: refs/heads/gh-pages\n"), ("CNAME", "example.org\n")]);
    assert_eq!(pmsite_build(content.path(), out.path(), &[]).status.code(), Some(3));
    build(content.path(), out.path(), &["--force"]);
    build(content.path(), out.path(), &[]);
    let mut want = site(content.path());
    want.insert(".git/HEAD".to_owned(), b"ref: refs/heads/gh-pages\n".to_vec());
    want.insert("CNAME".to_owned(), b"example.org\n".to_vec());
    assert!(files(out.path()) == want);
}

#[test]
fn build_removes_pages_of_deleted_documents_and_keeps_foreign_files() {
    let content = archive("failed");
    let out = tempfile::tempdir().unwrap();
    build(content.path(), out.path(), &[]);
    let own = ["CNAME", ".git/config", "incidents/own.html", "own/file.txt"];
    for path in own {
        fs::create_dir_all(out.path().join(path).parent().unwrap()).unwrap();
        fs::write(out.path().join(path), "mine\n").unwrap();
    }
    for name in ["3.md", "4.md"] {
        fs::remove_file(content.path().join(name)).unwrap();
    }
    build(content.path(), out.path(), &[]);
    let mut want = site(content.path());
    want.extend(own.map(|path| (path.to_owned(), b"mine\n".to_vec())));
    let found = files(out.path());
    let differs: Vec<_> =
        found.keys().chain(want.keys()).filter(|path| found.get(*path) != want.get(*path)).collect();
    assert!(differs.is_empty(), "{differs:?}");
    assert!(!found.contains_key("incidents/INC-0003.html"));
}

#[test]
fn build_does_not_overwrite_files_of_the_user() {
    let content = archive("failed");
    let out = tempfile::tempdir().unwrap();
    build(content.path(), out.path(), &[]);
    fs::write(out.path().join("policy.html"), "mine\n").unwrap();
    let before = files(out.path());
    fs::write(content.path().join("policy.md"), "# Policy\n\nText.\n").unwrap();
    let output = pmsite_build(content.path(), out.path(), &[]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(3) && said.contains("policy.html is in the way"), "{said}");
    assert!(files(out.path()) == before);
}

#[test]
fn concurrent_builds_into_one_folder_do_not_mix() {
    let archives = [archive("failed"), archive("was slow")];
    let sites = archives.each_ref().map(|archive| site(archive.path()));
    let out = tempfile::tempdir().unwrap();
    for round in 0..6 {
        let runs = archives.each_ref().map(|archive| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
            command.env_clear().arg("build").arg(archive.path()).args(["--as-of", "2026-11-23", "-o"]);
            command.arg(out.path()).stderr(Stdio::null()).spawn().unwrap()
        });
        let ends = runs.map(|mut run| run.wait().unwrap().code());
        assert_eq!(ends, [Some(0); 2], "round {round}");
        assert!(sites.contains(&files(out.path())), "round {round}: the folder holds something of both");
    }
}

#[test]
fn unwritable_output_is_an_error() {
    let content = archive("failed");
    for arguments in [
        &["list"][..],
        &["show", "INC-0001"],
        &["actions", "--format", "json"],
        &["check", "--format", "json"],
        &["man"],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
        command.env_clear().current_dir(content.path()).args(arguments);
        let output = command.stdout(fs::File::create("/dev/full").unwrap()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(3) && said.contains("standard output"), "{arguments:?}: {said}");
    }
}

#[test]
fn derived_services_are_marked_in_rows_and_facets() {
    let content = folder([
        ("a.md", "---\nid: INC-1\nservices: [pump-control]\n---\n# Fuse\n\n## Root cause\n\nA fuse.\n"),
        ("b.md", "---\nid: INC-2\n---\n# Errors of pump-control\n\n## Root cause\n\nA fuse.\n"),
    ]);
    let site = site(content.path());
    let page = |path: &str| String::from_utf8(site[path].clone()).unwrap();
    let marks = |path: &str, mark: &str| page(path).matches(mark).count();
    assert_eq!(marks("incidents.html", "derived\" title=\"named in the text\""), 1);
    assert_eq!(marks("incidents.html", "title=\"named in the text: 1\""), 1);
    assert_eq!(marks("incidents/INC-1.html", "named in the text"), 0);
}
