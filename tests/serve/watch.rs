//! After any change of files, the served site equals a build.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::server::{Server, archive, document, write};

/// Runs a check with a server that uses events, and one that polls.
fn in_each_watch_mode(check: impl Fn(&Path, &Server)) {
    for way in ["--watch", "--poll"] {
        let folder = archive();
        let server = Server::start(folder.path(), &[way]);
        server.settles(&mut server.news());
        check(folder.path(), &server);
        server.serves_all();
    }
}

/// Saves like vim: tests for write permission, renames the old file, writes a new one, removes the old one.
fn save_as_vim(place: &Path, text: &str) {
    let (probe, backup) = (place.with_file_name("4913"), place.with_extension("md~"));
    fs::write(&probe, "").unwrap();
    fs::remove_file(probe).unwrap();
    fs::rename(place, &backup).unwrap();
    fs::write(place, text).unwrap();
    fs::remove_file(backup).unwrap();
}

#[test]
fn editors_save_in_many_ways() {
    in_each_watch_mode(|root, server| {
        let mut news = server.news();
        let place = root.join("2026/INC-0003.md");
        let page = |word: &str| server.get("/incidents/INC-0003.html").text().contains(word);

        save_as_vim(&place, &document(3, "second"));
        server.settles(&mut news);
        assert!(page("second"));

        fs::write(&place, document(3, "third")).unwrap();
        server.settles(&mut news);
        assert!(page("third"));

        let done = Command::new("sed").args(["-i", "s/third/fourth/"]).arg(&place).status().unwrap();
        assert!(done.success());
        server.settles(&mut news);
        assert!(page("fourth"));

        // Twice: replacing a file by rename must not end the watch.
        for word in ["fifth", "sixth"] {
            let new = root.join("2026/.INC-0003.md.new");
            fs::write(&new, document(3, word)).unwrap();
            fs::rename(new, &place).unwrap();
            server.settles(&mut news);
            assert!(page(word));
        }
    });
}

#[test]
fn files_and_folders_can_be_added_and_removed() {
    in_each_watch_mode(|root, server| {
        let mut news = server.news();
        fs::remove_file(root.join("2026/INC-0002.md")).unwrap();
        server.settles(&mut news);
        assert_eq!(server.get("/incidents/INC-0002.html").status, 404);

        // Created and filled at once: inner folders cause no events.
        write(root, "new/deep/er/INC-0100.md", &document(100, "new"));
        server.settles(&mut news);
        write(root, "new/deep/er/INC-0100.md", &document(100, "newer"));
        server.settles(&mut news);
        assert!(server.get("/incidents/INC-0100.html").text().contains("newer"));

        fs::rename(root.join("new"), root.join("moved")).unwrap();
        server.settles(&mut news);
        write(root, "moved/deep/er/INC-0100.md", &document(100, "moved"));
        server.settles(&mut news);
        fs::rename(root.join("moved/deep"), root.join("2026/deep")).unwrap();
        write(root, "2026/deep/er/INC-0101.md", &document(101, "beside"));
        server.settles(&mut news);

        write(root, "2026/chart.png", "another image");
        server.settles(&mut news);
        fs::remove_dir_all(root.join("2026")).unwrap();
        server.settles(&mut news);
        assert_eq!(server.get("/incidents/INC-0001.html").status, 404);
    });
}

#[test]
fn five_hundred_files_can_change_at_once() {
    let folder = archive();
    let server = Server::start(folder.path(), &["--watch"]);
    let mut news = server.news();
    for number in 1000..1500 {
        write(folder.path(), &format!("{}/INC-{number}.md", number % 7), &document(number, "burst"));
    }
    server.settles(&mut news);
    assert_eq!(server.get("/incidents/INC-1499.html").status, 200);
}

#[test]
fn configuration_and_theme_are_watched() {
    let folder = archive();
    let root = folder.path();
    let server = Server::start(root, &["--watch"]);
    let mut news = server.news();
    write(root, "pmsite.toml", "title = 'Other title'\n");
    server.settles(&mut news);
    assert!(server.get("/").text().contains("Other title"));

    write(root, "look/extra.css", "body { color: red }\n");
    write(root, "pmsite.toml", "title = 'Other title'\n[theme]\npath = 'look'\n");
    server.settles(&mut news);
    write(root, "look/extra.css", "body { color: blue }\n");
    server.settles(&mut news);

    // The content folder can change.
    fs::rename(root.join("2026"), root.join("docs")).unwrap();
    write(root, "pmsite.toml", "content = 'docs'\n");
    server.settles(&mut news);
    write(root, "docs/INC-0001.md", &document(1, "followed"));
    server.settles(&mut news);
    assert!(server.get("/incidents/INC-0001.html").text().contains("followed"));
}

#[test]
fn failed_build_keeps_the_last_good_site() {
    let folder = archive();
    let root = folder.path();
    write(root, "pmsite.toml", "[theme]\npath = 'look'\n");
    write(root, "look/extra.css", "");
    let server = Server::start(root, &["--watch"]);
    let mut news = server.news();
    let before = server.get("/manifest.json").body;

    write(root, "look/incident.html", "{{ view.no_such_name }}");
    let mut report = news.next();
    while report.is_empty() {
        report = news.next();
    }
    assert!(report.contains("theme file incident.html"), "{report}");
    assert_eq!(server.get("/manifest.json").body, before);
    assert_eq!(server.hear("error: "), report.trim_end());

    fs::remove_file(root.join("look/incident.html")).unwrap();
    while !report.is_empty() {
        report = news.next();
    }
    write(root, "2026/bad.md", "---\ntitle: \"x\n---\n# Bad\n");
    while report.is_empty() {
        report = news.next();
    }
    assert!(report.contains("error[front-matter-syntax]") && report.contains("bad.md:2:8"), "{report}");
    assert_eq!(server.hear("error[front-matter-syntax]"), report.lines().next().unwrap());
    fs::remove_file(root.join("2026/bad.md")).unwrap();
    while !report.is_empty() {
        report = news.next();
    }
    server.settles(&mut news);
}

#[test]
fn builds_into_the_folder_cause_no_rebuild() {
    let folder = archive();
    let server = Server::start(folder.path(), &["--watch", "-v"]);
    let mut news = server.news();
    let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
    command.arg("build").arg(folder.path()).arg("-q").arg("-o").arg(folder.path().join("public"));
    for _ in 0..2 {
        assert!(command.status().unwrap().success());
    }
    // The next event is about the next change.
    write(folder.path(), "2026/INC-0001.md", &document(1, "after"));
    server.settles(&mut news);
    let line = server.hear(" in ");
    assert!(line.starts_with("2026/INC-0001.md: ") || line.starts_with("public"), "{line}");
}

/// The generator of L'Ecuyer, "Tables of linear congruential generators" (1999), modulus 2^64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(3_935_559_000_370_003_845).wrapping_add(2_691_343_689_449_507_681);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

#[test]
fn site_after_random_edits_equals_a_build() {
    let folder = archive();
    let root = folder.path();
    let server = Server::start(root, &["--watch"]);
    let mut news = server.news();
    let dice = &mut Dice(2026);
    for round in 0..12 {
        for step in 0..=dice.below(6) {
            let number = 1 + dice.below(12);
            let folders = ["2026", "a", "a/b", "c d"];
            let place =
                |dice: &mut Dice| format!("{}/INC-{number:04}.md", folders[dice.below(folders.len())]);
            let (from, to) = (root.join(place(dice)), root.join(place(dice)));
            let text = document(number, &format!("word{round}x{step}"));
            match dice.below(6) {
                0 if from.exists() => save_as_vim(&from, &text),
                1 if from.exists() => fs::remove_file(from).unwrap(),
                2 if from.exists() && to.parent().unwrap().exists() => fs::rename(from, to).unwrap(),
                3 if root.join("a").exists() && !root.join("e").exists() => {
                    fs::rename(root.join("a"), root.join("e")).unwrap();
                }
                4 if root.join("e").exists() && !root.join("a").exists() => {
                    fs::rename(root.join("e"), root.join("a")).unwrap();
                }
                _ => write(root, to.strip_prefix(root).unwrap().to_str().unwrap(), &text),
            }
        }
        server.settles(&mut news);
    }
    server.serves_all();
}
