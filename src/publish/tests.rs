//! Tests of publishing into real folders.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::*;
use crate::digest::Digest;

/// A content folder and an output folder.
pub(super) struct Place {
    folder: TempDir,
}

impl Place {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("content")).unwrap();
        Self { folder }
    }

    pub(super) fn out(&self) -> PathBuf {
        self.folder.path().join("public")
    }

    pub(super) fn content(&self) -> PathBuf {
        self.folder.path().join("content")
    }

    pub(super) fn put(&self, path: &str, text: &str) {
        let place = self.folder.path().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    pub(super) fn publish(&self, files: &[(&str, &str)]) -> Result<Published, PublishError> {
        self.publish_to(&self.out(), files, ForeignFiles::Refuse)
    }

    fn publish_to(
        &self,
        out: &Path,
        files: &[(&str, &str)],
        foreign: ForeignFiles,
    ) -> Result<Published, PublishError> {
        let content = &self.content();
        let protected = ProtectedFolders { content, archive: content, theme: None, home: None };
        publish(
            &Target {
                folder: out,
                protected,
                foreign,
                stale: StaleFiles::Remove,
                shield: &Shield::default(),
                inspection: None,
            },
            &mut artifacts(files),
            no_page,
        )
    }

    /// All files of the output folder except the manifest, with their texts.
    fn files(&self) -> Vec<String> {
        let mut files: Vec<String> = walkdir::WalkDir::new(self.out())
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file() && entry.file_name() != MANIFEST)
            .map(|entry| {
                let path = entry.path().strip_prefix(self.out()).unwrap().display().to_string();
                format!("{path}={}", fs::read_to_string(entry.path()).unwrap())
            })
            .collect();
        files.sort();
        files
    }
}

/// The sites of these tests have no pages to render.
pub(super) fn no_page<'p>(page: &SitePage) -> Result<Pieces<'p>, PublishError> {
    panic!("{page:?}")
}

pub(super) fn artifacts(files: &[(&str, &str)]) -> Vec<Artifact> {
    let make = |(path, text): &(&str, &str)| {
        let contents = match text.strip_prefix("copy:") {
            Some(path) => Contents::File(path.into()),
            None => Contents::Bytes(text.as_bytes().to_vec()),
        };
        Artifact { path: (*path).into(), contents }
    };
    files.iter().map(make).collect()
}

#[test]
fn writes_a_site_with_its_manifest() {
    let place = Place::new();
    place.put("content/img/a.svg", "<svg/>");
    let done = place
        .publish(&[("index.html", "home"), (".nojekyll", ""), ("assets/a.svg", "copy:img/a.svg")])
        .unwrap();
    assert_eq!(done, Published { written: 3, unchanged: 0, removed: 0, files: 4 });
    assert_eq!(place.files(), [".nojekyll=", "assets/a.svg=<svg/>", "index.html=home"]);
    let manifest = fs::read_to_string(place.out().join(MANIFEST)).unwrap();
    let value: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(value["generator"], "pmsite");
    assert_eq!(value["files"]["index.html"], Digest::of(b"home").to_string());
    assert_eq!(value["files"].as_object().unwrap().len(), 3);
    assert!(is_site(&place.out()));
}

#[test]
fn unchanged_files_are_not_touched_and_stale_files_are_removed() {
    let place = Place::new();
    place.publish(&[("a.html", "a"), ("b/c/d.html", "d"), ("b/e.html", "e")]).unwrap();
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let file = fs::File::options().write(true).open(place.out().join("a.html")).unwrap();
    file.set_modified(long_ago).unwrap();
    place.put("public/b/own.txt", "mine");

    let done = place.publish(&[("a.html", "a"), ("b/e.html", "changed")]).unwrap();
    assert_eq!(done, Published { written: 1, unchanged: 1, removed: 1, files: 3 });
    assert_eq!(place.files(), ["a.html=a", "b/e.html=changed", "b/own.txt=mine"]);
    assert!(!place.out().join("b/c").exists());
    assert_eq!(fs::metadata(place.out().join("a.html")).unwrap().modified().unwrap(), long_ago);
}

#[test]
fn a_second_run_without_changes_touches_nothing() {
    let place = Place::new();
    place.publish(&[("a/b.html", "b")]).unwrap();
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let entries = || walkdir::WalkDir::new(place.out()).sort_by_file_name().into_iter().map(Result::unwrap);
    for entry in entries() {
        fs::File::open(entry.path()).unwrap().set_modified(long_ago).unwrap();
    }
    place.publish(&[("a/b.html", "b")]).unwrap();
    assert!(entries().all(|entry| entry.metadata().unwrap().modified().unwrap() == long_ago));
}

#[test]
fn refuses_a_foreign_folder_unless_forced() {
    let place = Place::new();
    place.put("public/thesis.txt", "mine");
    assert!(matches!(place.publish(&[("a.html", "a")]), Err(PublishError::ForeignFolder { .. })));
    assert_eq!(place.files(), ["thesis.txt=mine"]);

    place.put("public/manifest.json", "{\"name\":\"an app\"}");
    assert!(matches!(place.publish(&[("a.html", "a")]), Err(PublishError::ForeignFolder { .. })));

    place.publish_to(&place.out(), &[("a.html", "a")], ForeignFiles::Allow).unwrap();
    assert_eq!(place.files(), ["a.html=a", "thesis.txt=mine"]);
}

#[test]
fn does_not_replace_foreign_files_in_a_site_unless_forced() {
    let place = Place::new();
    place.publish(&[("index.html", "home")]).unwrap();
    place.put("public/robots.txt", "mine");
    place.put("public/about.html", "about");
    let new = [("index.html", "changed"), ("robots.txt", "theirs"), ("about.html", "about")];
    let result = place.publish(&new);
    assert!(matches!(&result, Err(PublishError::InTheWay { path, .. }) if path.ends_with("robots.txt")));
    assert_eq!(place.files(), ["about.html=about", "index.html=home", "robots.txt=mine"]);
    place.publish_to(&place.out(), &new, ForeignFiles::Allow).unwrap();
    assert_eq!(place.files(), ["about.html=about", "index.html=changed", "robots.txt=theirs"]);
}

#[test]
fn removes_staging_folders_of_killed_runs_even_without_changes() {
    let place = Place::new();
    place.publish(&[("index.html", "home")]).unwrap();
    place.put("public/.pmsite-staging-abc/index.html", "half");
    place.publish(&[("index.html", "home")]).unwrap();
    assert_eq!(place.files(), ["index.html=home"]);
    assert!(!place.out().join(".pmsite-staging-abc").exists());
}

#[test]
fn a_run_waits_for_a_concurrent_run() {
    use std::sync::mpsc;

    let place = Place::new();
    place.publish(&[("index.html", "old")]).unwrap();
    let (content, out) = (place.content(), place.out());
    let protected = ProtectedFolders { content: &content, archive: &content, theme: None, home: None };
    let foreign = ForeignFiles::Refuse;
    let shield = Shield::default();
    let target = Target {
        folder: &out,
        protected,
        foreign,
        stale: StaleFiles::Remove,
        shield: &shield,
        inspection: None,
    };
    let (began, begins) = mpsc::channel();
    let lock = FolderLock::acquire(&out, LOCK_TIMEOUT).unwrap();
    std::thread::scope(|scope| {
        let run = scope.spawn(|| {
            began.send(()).unwrap();
            publish(&target, &mut artifacts(&[("index.html", "new")]), no_page)
        });
        begins.recv().unwrap();
        // While the lock is held, the other run must not write.
        let waits = std::time::Instant::now();
        while waits.elapsed() < Duration::from_millis(200) {
            assert_eq!(place.files(), ["index.html=old"]);
        }
        drop(lock);
        run.join().unwrap().unwrap();
    });
    assert_eq!(place.files(), ["index.html=new"]);
}

#[test]
fn accepts_an_empty_folder_and_one_of_an_interrupted_first_run() {
    let place = Place::new();
    fs::create_dir(place.out()).unwrap();
    place.put("public/.pmsite-staging-abc/x", "half");
    place.publish(&[("a.html", "a")]).unwrap();
    assert!(place.out().join("a.html").exists());
}

#[test]
fn refuses_output_that_contains_the_content_even_if_forced() {
    let place = Place::new();
    for out in [place.folder.path().to_owned(), place.content()] {
        let result = place.publish_to(&out, &[("a.html", "a")], ForeignFiles::Allow);
        assert!(matches!(result, Err(PublishError::ProtectedFolder { .. })), "{}", out.display());
    }
}

#[test]
fn refuses_invalid_and_conflicting_paths_before_anything_is_written() {
    let place = Place::new();
    for files in [
        [("ok.html", ""), ("../x.html", "")],
        [("ok.html", ""), ("/x.html", "")],
        [("ok.html", ""), ("OK.html", "")],
        [("a", ""), ("a/b.html", "")],
        [("A", ""), ("a/b.html", "")],
        [("ok.html", ""), ("manifest.json", "")],
    ] {
        assert!(matches!(place.publish(&files), Err(PublishError::Path { .. })), "{files:?}");
    }
    assert!(!place.out().exists());
}

#[test]
fn a_tampered_manifest_removes_nothing_outside_the_folder() {
    let place = Place::new();
    place.put("victim.txt", "keep");
    place.put("public/.git/config", "keep");
    place.put("public/plain.txt", "not ours, but the manifest says so");
    place.put(
        "public/manifest.json",
        r#"{"generator":"pmsite","version":1,"files":{"../victim.txt":"","/etc/passwd":"","x/../../victim.txt":"",
        ".git/config":"","plain.txt":""}}"#,
    );
    let done = place.publish(&[("a.html", "a")]).unwrap();
    assert_eq!(done.removed, 1);
    assert!(place.folder.path().join("victim.txt").exists());
    assert_eq!(place.files(), [".git/config=keep", "a.html=a"]);
}

#[cfg(unix)]
#[test]
fn symbolic_links_inside_the_folder_are_not_followed() {
    use std::os::unix::fs::symlink;

    let place = Place::new();
    place.publish(&[("sub/a.html", "a"), ("b.html", "b")]).unwrap();
    place.put("elsewhere/a.html", "keep");
    fs::remove_dir_all(place.out().join("sub")).unwrap();
    symlink(place.folder.path().join("elsewhere"), place.out().join("sub")).unwrap();

    let result = place.publish(&[("sub/a.html", "new")]);
    assert!(matches!(result, Err(PublishError::InTheWay { .. })));
    // Removing does not follow it either.
    place.publish(&[("b.html", "b")]).unwrap();
    assert_eq!(fs::read_to_string(place.folder.path().join("elsewhere/a.html")).unwrap(), "keep");

    // A file that has become a link is replaced, not written through.
    fs::remove_file(place.out().join("b.html")).unwrap();
    symlink(place.folder.path().join("elsewhere/a.html"), place.out().join("b.html")).unwrap();
    place.publish(&[("b.html", "b2")]).unwrap();
    assert_eq!(fs::read_to_string(place.folder.path().join("elsewhere/a.html")).unwrap(), "keep");
    assert_eq!(fs::read_to_string(place.out().join("b.html")).unwrap(), "b2");
}

#[test]
fn a_file_can_become_a_folder_and_vice_versa() {
    let place = Place::new();
    place.publish(&[("a", "file"), ("b/c", "deep")]).unwrap();
    place.publish(&[("a/x", "deep"), ("b", "file")]).unwrap();
    assert_eq!(place.files(), ["a/x=deep", "b=file"]);
}

#[test]
fn a_path_can_change_its_case() {
    let place = Place::new();
    place.publish(&[("Team.html", "a")]).unwrap();
    place.publish(&[("team.html", "a")]).unwrap();
    assert_eq!(place.files(), ["team.html=a"]);
}

#[test]
fn a_failed_run_leaves_the_old_site_unchanged() {
    let place = Place::new();
    place.publish(&[("a.html", "old"), ("gone.html", "old")]).unwrap();
    let before = (place.files(), fs::read(place.out().join(MANIFEST)).unwrap());
    let result = place.publish(&[("a.html", "new"), ("img.png", "copy:missing.png")]);
    assert!(matches!(result, Err(PublishError::System(_))));
    assert_eq!((place.files(), fs::read(place.out().join(MANIFEST)).unwrap()), before);
    assert_eq!(fs::read_dir(place.out()).unwrap().count(), 3, "no staging folder is left");
}

#[test]
fn copies_only_regular_files_of_the_content_below_the_size_limit() {
    let place = Place::new();
    place.put("content/good.png", "png");
    place.put("secret.txt", "secret");
    fs::create_dir(place.content().join("folder")).unwrap();
    let large = fs::File::create(place.content().join("large.bin")).unwrap();
    large.set_len(COPY_LIMIT + 1).unwrap();
    let mut files = vec![
        ("1", "copy:good.png"),
        ("2", "copy:../secret.txt"),
        ("3", "copy:folder"),
        ("4", "copy:large.bin"),
        ("5", "copy:missing.png"),
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../secret.txt", place.content().join("link.png")).unwrap();
        std::os::unix::fs::symlink("..", place.content().join("up")).unwrap();
        files.extend([("6", "copy:link.png"), ("7", "copy:up/secret.txt")]);
    }
    let refused = refused_copies(&artifacts(&files), &place.content());
    assert_eq!(refused.len(), files.len() - 1, "{refused:?}");
    for file in &files[1..] {
        assert!(place.publish(&[*file]).is_err(), "{file:?}");
    }
}

#[cfg(unix)]
#[test]
fn other_users_can_read_the_site() {
    use std::os::unix::fs::PermissionsExt;

    let place = Place::new();
    place.publish(&[("a.html", "a")]).unwrap();
    for name in ["a.html", MANIFEST] {
        let mode = fs::metadata(place.out().join(name)).unwrap().permissions().mode();
        // Whatever the umask takes away, nothing beyond 644 is given and the owner can read and write.
        assert_eq!((mode & 0o777 & !0o644, mode & 0o600), (0, 0o600), "{name}");
    }
}

#[test]
fn files_that_a_run_could_not_see_stay_until_one_sees_the_whole_archive() {
    let place = Place::new();
    place.publish(&[("incidents/a.html", "a"), ("incidents/b.html", "b")]).unwrap();
    let (out, content) = (place.out(), place.content());
    let protected = ProtectedFolders { content: &content, archive: &content, theme: None, home: None };
    let (foreign, shield) = (ForeignFiles::Refuse, Shield::default());
    let target = Target {
        folder: &out,
        protected,
        foreign,
        stale: StaleFiles::Keep,
        shield: &shield,
        inspection: None,
    };
    publish(&target, &mut artifacts(&[("incidents/a.html", "new")]), no_page).unwrap();
    assert_eq!(place.files(), ["incidents/a.html=new", "incidents/b.html=b"]);

    place.publish(&[("incidents/a.html", "new")]).unwrap();
    assert_eq!(place.files(), ["incidents/a.html=new"]);
}

#[test]
fn a_process_that_ends_leaves_no_staging_folder_and_stops_every_run() {
    let place = Place::new();
    place.publish(&[("a.html", "a")]).unwrap();
    let staging = place.out().join(".pmsite-staging-x");
    fs::create_dir(&staging).unwrap();
    let shield = Shield::default();
    shield.stage(|| Ok(staging.clone())).unwrap();
    shield.end();
    assert!(!staging.exists());
    assert!(!shield.is_free() && shield.check().is_err());
}
