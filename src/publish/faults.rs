//! Makes every step of publishing fail once. After each failure the site is the old one or the new one, or, if every later step fails too,
//! its files are complete; the user's files are still there, the error names the cause, and the next run produces the same result as a
//! first run.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::mirror::{apply_on, compare, inspect};
use super::tests::{Place, artifacts, no_page};
use super::*;
use crate::mirror::{
    Contents as MirrorContents, Entry, Manifest as MirrorManifest, Mirror, Output, PreviousMirror, Wiki,
};

/// What happens after the step that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    /// The next steps succeed, including cleaning up.
    Alive,
    /// All later steps fail too: the process was killed, or the disk is gone.
    Dead,
}

/// A disk on which one step fails, counted from 0. A file that the step would have written is cut in half.
#[derive(Debug)]
struct Faulty {
    at: usize,
    after: After,
    steps: AtomicUsize,
}

impl Faulty {
    fn step(&self) -> io::Result<()> {
        let step = self.steps.fetch_add(1, Ordering::SeqCst);
        if step == self.at || step > self.at && self.after == After::Dead {
            return Err(ErrorKind::StorageFull.into());
        }
        Ok(())
    }

    fn was_reached(&self) -> bool {
        self.steps.load(Ordering::SeqCst) > self.at
    }
}

impl Disk for Faulty {
    fn create_folder(&self, place: &Path) -> io::Result<()> {
        self.step()?;
        Machine.create_folder(place)
    }

    fn create_own_folder(&self, within: &Path, prefix: &str) -> io::Result<PathBuf> {
        self.step()?;
        Machine.create_own_folder(within, prefix)
    }

    fn write_new(&self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.step() {
            // Only half of the file reaches the disk. Its folder may not exist yet.
            _ = Machine.write_new(place, &bytes[..bytes.len() / 2]);
            return Err(error);
        }
        Machine.write_new(place, bytes)
    }

    fn append(&self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.step() {
            _ = Machine.append(place, &bytes[..bytes.len() / 2]);
            return Err(error);
        }
        Machine.append(place, bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        Machine.rename(from, to)
    }

    fn link(&self, place: &Path, name: &Path) -> io::Result<()> {
        self.step()?;
        Machine.link(place, name)
    }

    fn remove_file(&self, place: &Path) -> io::Result<()> {
        self.step()?;
        Machine.remove_file(place)
    }

    fn remove_folder(&self, place: &Path) -> io::Result<()> {
        self.step()?;
        Machine.remove_folder(place)
    }

    fn remove_tree(&self, place: &Path) -> io::Result<()> {
        self.step()?;
        Machine.remove_tree(place)
    }
}

type Files<'a> = &'a [(&'a str, &'a str)];

/// Files of the user in the output folder.
const USERS: Files<'_> = &[("CNAME", "example.org"), (".git/config", "[core]"), ("b/own.txt", "mine")];

/// Sites before and after a build.
const CHANGES: &[(Files<'_>, Files<'_>)] = &[
    (&[], &[("index.html", "home"), ("a/1.html", "one"), ("a/2.html", "two"), ("pic.svg", "copy:pic.svg")]),
    (
        &[("index.html", "old"), ("a/1.html", "one"), ("b/2.html", "old two")],
        &[("index.html", "new"), ("a/1.html", "one"), ("b/2.html", "new two"), ("c/d/3.html", "three")],
    ),
    (&[("index.html", "home"), ("a/b/1.html", "1"), ("b/2.html", "2")], &[("index.html", "home")]),
    (
        &[("a", "file"), ("b2/c", "deep"), ("Team.html", "1")],
        &[("a/x", "deep"), ("b2", "file"), ("team.html", "2")],
    ),
];

/// All files of a folder except the manifest and staging folders.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file()).map(|entry| {
        let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        (path, fs::read_to_string(entry.path()).unwrap())
    });
    // The manifest of a mirror has this prefix, too.
    files.filter(|(path, _)| path != MANIFEST && !path.starts_with(".pmsite-")).collect()
}

fn leftovers(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(|entry| stage::is_staging(&entry.file_name())).count()
}

/// Checks a folder after a failed run between these two states.
fn assert_whole(folder: &Path, sites: [Files<'_>; 2], users: Files<'_>, what: &str) {
    let ([old, new], found) = (sites, files(folder));
    for (path, text) in users {
        assert_eq!(found.get(*path).map(String::as_str), Some(*text), "{what}: {path} of the user");
    }
    for (path, text) in &found {
        let whole =
            |files: Files<'_>| files.iter().any(|(known, bytes)| known == path && plain(bytes) == text);
        assert!(whole(old) || whole(new) || whole(users), "{what}: {path} holds `{text}`");
    }
}

fn plain(bytes: &str) -> &str {
    bytes.strip_prefix("copy:").map_or(bytes, |_| "<svg/>")
}

/// The files of a site and of the user.
fn with(site: Files<'_>, users: Files<'_>) -> BTreeMap<String, String> {
    site.iter().chain(users).map(|(path, text)| ((*path).to_owned(), plain(text).to_owned())).collect()
}

/// A folder with this site.
fn place(site: Files<'_>) -> Place {
    let place = Place::new();
    place.put("content/pic.svg", "<svg/>");
    if !site.is_empty() {
        place.publish(site).unwrap();
    }
    place
}

fn assert_reported(result: Result<(), PublishError>, folder: &Path, what: &str) {
    let Err(error) = result else { panic!("{what}: no error") };
    let message = error.to_string();
    assert!(matches!(error, PublishError::System(_)), "{what}: {message}");
    assert!(message.contains(&*folder.to_string_lossy()), "{what}: no path in `{message}`");
    assert!(message.contains(&ErrorKind::StorageFull.to_string()), "{what}: no cause in `{message}`");
}

#[test]
fn a_site_survives_the_failure_of_any_step() {
    let mut reached = 0;
    for (number, (old, new)) in CHANGES.iter().enumerate() {
        // A first build into a checkout needs `--force` and no other files.
        let (foreign, users) =
            if old.is_empty() { (ForeignFiles::Allow, &USERS[..2]) } else { (ForeignFiles::Refuse, USERS) };
        let want = with(new, users);
        for after in [After::Alive, After::Dead] {
            for at in 0.. {
                let what = format!("change {number}, {after:?} after step {at}");
                let place = place(old);
                for (path, text) in users {
                    place.put(&format!("public/{path}"), text);
                }
                fs::create_dir(place.out().join(".git/refs")).unwrap();
                place.put("public/.pmsite-staging-of-a-killed-run/x", "half");

                let disk = Faulty { at, after, steps: AtomicUsize::new(0) };
                let (out, content) = (place.out(), place.content());
                let protected =
                    ProtectedFolders { content: &content, archive: &content, theme: None, home: None };
                let shield = Shield::default();
                let target = Target {
                    folder: &out,
                    protected,
                    foreign,
                    stale: StaleFiles::Remove,
                    shield: &shield,
                    inspection: None,
                };
                let result = publish_on(&disk, &target, &mut artifacts(new), no_page);
                if !disk.was_reached() {
                    result.unwrap();
                    assert_eq!((files(&out), leftovers(&out)), (want.clone(), 0), "{what}");
                    break;
                }
                reached += 1;
                assert_reported(result.map(drop), &out, &what);
                assert_whole(&out, [old, new], users, &what);
                if after == After::Alive {
                    assert!(
                        [with(old, users), want.clone()].contains(&files(&out)),
                        "{what}: {:?}",
                        files(&out)
                    );
                }
                publish(&target, &mut artifacts(new), no_page)
                    .unwrap_or_else(|error| panic!("{what}: {error}"));
                assert_eq!((files(&out), leftovers(&out)), (want.clone(), 0), "{what}, and another run");
                assert!(!out.join("a/b").exists(), "{what}: a folder without files is left");
            }
        }
    }
    assert!(reached > 100, "only {reached} steps were reached");
}

fn wiki() -> Wiki {
    Wiki::named("github-wiki").unwrap()
}

/// A mirror of these pages, after an earlier run.
fn mirror_of(pages: Files<'_>, previous: &PreviousMirror) -> Mirror {
    let key = |path: &str| format!("page/{path}");
    let entry = |(path, text): &(&str, &str)| {
        let (title, digest) = ((*path).to_owned(), Digest::of(text.as_bytes()).to_string());
        (key(path), Entry { wanted: title.clone(), title, path: (*path).to_owned(), digest, since: 0 })
    };
    let manifest = MirrorManifest {
        version: 1,
        wiki: wiki().name().to_owned(),
        entries: pages.iter().map(entry).collect(),
        ..MirrorManifest::default()
    };
    let output = |(path, text): &(&str, &str)| Output {
        key: Some(key(path)),
        path: (*path).to_owned(),
        contents: MirrorContents::Bytes(text.as_bytes().to_vec()),
    };
    let gone = previous.manifest.entries.keys().filter(|key| !manifest.entries.contains_key(*key));
    let stale = gone.cloned().collect();
    Mirror { wiki: wiki(), manifest, stale, outputs: pages.iter().map(output).collect() }
}

/// Mirrors these pages on a disk.
fn mirror_on(disk: &dyn Disk, place: &Place, pages: Files<'_>) -> Result<(), PublishError> {
    let (out, content) = (place.out(), place.content());
    let protected = ProtectedFolders { content: &content, archive: &content, theme: None, home: None };
    let previous = inspect(&out, &protected, wiki())?;
    let mirror = mirror_of(pages, &previous);
    let changes = compare(&out, &mirror, &previous, &content)?;
    apply_on(disk, &out, &mirror, &previous, &content, &changes, &Shield::default())
}

#[test]
fn a_mirror_survives_the_failure_of_any_step() {
    let old: Files<'_> =
        &[("Home.md", "old"), ("a/One.md", "one"), ("a/b/Two.md", "two"), ("Three.md", "three")];
    let new: Files<'_> = &[("Home.md", "new"), ("a/One.md", "one"), ("c/Two.md", "two")];
    let want = with(new, USERS);
    let mut reached = 0;
    for after in [After::Alive, After::Dead] {
        for at in 0.. {
            let what = format!("{after:?} after step {at}");
            let place = Place::new();
            mirror_on(&Machine, &place, old).unwrap();
            for (path, text) in USERS {
                place.put(&format!("public/{path}"), text);
            }
            place.put("public/.pmsite-staging-of-a-killed-run/x", "half");

            let disk = Faulty { at, after, steps: AtomicUsize::new(0) };
            let result = mirror_on(&disk, &place, new);
            let found = || files(&place.out());
            if !disk.was_reached() {
                result.unwrap();
                assert_eq!((found(), leftovers(&place.out())), (want.clone(), 0), "{what}");
                break;
            }
            reached += 1;
            assert_reported(result, &place.out(), &what);
            assert_whole(&place.out(), [old, new], USERS, &what);
            if after == After::Alive {
                assert!([with(old, USERS), want.clone()].contains(&found()), "{what}: {:?}", found());
            }
            mirror_on(&Machine, &place, new).unwrap_or_else(|error| panic!("{what}: {error}"));
            assert_eq!((found(), leftovers(&place.out())), (want.clone(), 0), "{what}, and another run");
        }
    }
    assert!(reached > 20, "only {reached} steps were reached");
}

#[test]
fn a_mirror_that_another_run_has_changed_is_not_overwritten() {
    let place = Place::new();
    let (out, content) = (place.out(), place.content());
    let protected = ProtectedFolders { content: &content, archive: &content, theme: None, home: None };
    let previous = inspect(&out, &protected, wiki()).unwrap();
    let mirror = mirror_of(&[("Home.md", "first")], &previous);
    let changes = compare(&out, &mirror, &previous, &content).unwrap();
    mirror_on(&Machine, &place, &[("Home.md", "second")]).unwrap();
    let result = apply_on(&Machine, &out, &mirror, &previous, &content, &changes, &Shield::default());
    assert!(matches!(result, Err(PublishError::ConcurrentRun { .. })), "{result:?}");
    assert_eq!(fs::read_to_string(out.join("Home.md")).unwrap(), "second");
}
