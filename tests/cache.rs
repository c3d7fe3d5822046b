//! Results from the cache equal those of a run without it. If in doubt, the cache is not used.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "the archives are folders on the disk")]
#![expect(clippy::unwrap_used, reason = "all of this is a test")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use regex::Regex;
use tempfile::TempDir;

/// Smaller archives are not cached.
const DOCUMENTS: usize = 100;

/// A minimal SVG with a size.
const IMAGE: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>";

/// An archive, its site and its cache.
struct Workspace(TempDir);

/// The output of a command.
#[derive(Debug, PartialEq, Eq)]
struct Output {
    stdout: String,
    stderr: String,
    code: i32,
}

impl Workspace {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        for number in 1..=DOCUMENTS {
            place.put(&path(number), &document(number));
        }
        place.put("archive/pool.svg", IMAGE);
        place.put("archive/_theme/extra.css", "body { color: black }");
        place.put("archive/pmsite.toml", "[theme]\npath = \"_theme\"\n");
        place
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), text).unwrap();
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
        command.current_dir(self.0.path()).env_clear().env("SOURCE_DATE_EPOCH", "1795392000");
        command.env("XDG_CACHE_HOME", self.at("cache")).args(line.split_whitespace());
        command
    }

    fn run(&self, line: &str) -> Output {
        output(&mut self.command(line))
    }

    /// Builds the site; whether it was found as the last build left it.
    fn is_up_to_date(&self, options: &str) -> bool {
        let output = self.run(&format!("build archive -o site --timings {options}"));
        assert!(output.stderr.contains("Comparing"), "{}", output.stderr);
        !output.stderr.contains("Crawling")
    }

    /// The file of the cache that has this name.
    fn cached(&self, name: &str) -> PathBuf {
        let entries: Vec<_> = fs::read_dir(self.at("cache/pmsite")).unwrap().map(Result::unwrap).collect();
        assert_eq!(entries.len(), 1);
        entries[0].path().join(name)
    }

    /// The text of every file below a folder.
    fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let root = self.at(folder);
        let entries = walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap);
        let files = entries.filter(|entry| entry.file_type().is_file());
        let text = |place: &Path| fs::read(place).unwrap();
        files
            .map(|file| (file.path().strip_prefix(&root).unwrap().display().to_string(), text(file.path())))
            .collect()
    }
}

fn path(number: usize) -> String {
    format!("archive/2024/INC-{number:04}.md")
}

fn document(number: usize) -> String {
    let before = number.saturating_sub(1);
    format!(
        "---\nid: INC-{number:04}\ndate: 2024-{:02}-{:02}\nseverity: SEV{}\nservices: [svc-{}]\n---\n\
         # Pool {} ran dry behind svc-{}\n\n## Summary\n\nRequests waited for pool {}, as in INC-{before:04}.\n\n\
         ## Root cause\n\nA leak of word{} connections.\n\n![pool](../pool.svg)\n\n\
         ## Action items\n\n- [ ] Cap pool {number} (Ann, due 2024-12-01)\n",
        number % 12 + 1,
        number % 28 + 1,
        number % 5 + 1,
        number % 7,
        number % 13,
        number % 7,
        number % 13,
        number % 17,
    )
}

fn output(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    Output {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: Regex::new(r" in [\d.]+ m?s ").unwrap().replace_all(&stderr, " in TIME ").into_owned(),
        code: output.status.code().unwrap(),
    }
}

/// What changes when a file is written.
fn stamps(folder: &Path) -> Vec<(PathBuf, u64, i64, i64)> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let stamp = |entry: walkdir::DirEntry| {
        let metadata = entry.metadata().unwrap();
        (entry.path().to_owned(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
    };
    entries.map(stamp).collect()
}

fn set_modified(place: &Path, time: SystemTime) {
    fs::File::options().write(true).open(place).unwrap().set_modified(time).unwrap();
}

#[test]
fn up_to_date_site_is_not_rebuilt_and_reports_the_same() {
    let place = Workspace::new();
    // Cause diagnostics of each level.
    place.put(&path(7), &document(7).replace("SEV3", "SEV-nine").replace("2024-08-08", "2024-02-31"));
    assert!(!place.is_up_to_date(""));
    let before = stamps(&place.at("site"));
    for format in ["human", "human -v", "human -q", "json", "github", "sarif"] {
        let line = format!("build archive -o site --format {format}");
        assert!(place.is_up_to_date(""), "{format}");
        let kept = place.run(&line);
        assert_eq!(kept, place.run(&format!("{line} --no-cache")), "{format}");
    }
    let strict = place.run("build archive -o site --strict");
    assert_eq!(strict.code, 1);
    assert_eq!(strict, place.run("build archive -o site --strict --no-cache"));
    assert_eq!(stamps(&place.at("site")), before);
}

type Change<'a> = &'a dyn Fn(&Workspace);

#[test]
fn any_change_leads_to_a_full_build() {
    let place = Workspace::new();
    assert!(!place.is_up_to_date(""));
    let inner = |edit: &dyn Fn(&Workspace)| {
        assert!(place.is_up_to_date(""));
        edit(&place);
    };
    let edits: [(&str, Change<'_>); 13] = [
        ("a changed document with the same size and time", &|place| {
            let file = place.at(&path(3));
            let modified = fs::metadata(&file).unwrap().modified().unwrap();
            fs::write(&file, document(3).replace("waited", "queued")).unwrap();
            set_modified(&file, modified);
        }),
        ("a new document", &|place| place.put(&path(900), &document(900))),
        ("a removed document", &|place| fs::remove_file(place.at(&path(900))).unwrap()),
        ("a renamed document", &|place| {
            fs::rename(place.at(&path(5)), place.at("archive/2024/other.md")).unwrap();
        }),
        ("a new file that is not a document", &|place| place.put("archive/new.svg", IMAGE)),
        ("a changed image", &|place| place.put("archive/pool.svg", &IMAGE.replace("='1'", "='2'"))),
        ("a changed theme", &|place| place.put("archive/_theme/extra.css", "body { color: white }")),
        ("a changed configuration", &|place| {
            place.put("archive/pmsite.toml", "title = \"T\"\n[theme]\npath = \"_theme\"\n");
        }),
        ("an edited page", &|place| place.put("site/index.html", "<p>mine")),
        ("a removed page", &|place| fs::remove_file(place.at("site/actions.html")).unwrap()),
        ("a changed manifest", &|place| {
            let text = fs::read_to_string(place.at("site/manifest.json")).unwrap();
            place.put("site/manifest.json", &text.replace("\"404.html\"", "\"405.html\""));
        }),
        ("a removed cache", &|place| fs::remove_dir_all(place.at("cache")).unwrap()),
        ("no site", &|place| fs::remove_dir_all(place.at("site")).unwrap()),
    ];
    for (name, edit) in edits {
        inner(edit);
        assert!(!place.is_up_to_date(""), "{name}");
        place.run("build archive -o fresh --no-cache");
        assert_eq!(place.files("site"), place.files("fresh"), "{name}");
    }
    for options in ["-u https://a.example/", "--as-of 2026-01-01", "--drafts", "--theme default"] {
        assert!(!place.is_up_to_date(options), "{options}");
        assert!(place.is_up_to_date(options), "{options}");
    }
    assert!(!place.is_up_to_date(""));
}

#[test]
fn site_folder_that_became_a_link_is_refused() {
    let place = Workspace::new();
    place.is_up_to_date("");
    fs::rename(place.at("site/assets"), place.at("elsewhere")).unwrap();
    symlink(place.at("elsewhere"), place.at("site/assets")).unwrap();
    let output = place.run("build archive -o site");
    assert_eq!((output.code, output.stderr.contains("assets")), (3, true), "{output:?}");
}

#[test]
fn changed_timestamps_do_not_cause_a_rebuild() {
    let place = Workspace::new();
    place.is_up_to_date("");
    let text = fs::read(place.at(&path(1))).unwrap();
    fs::remove_file(place.at(&path(1))).unwrap();
    fs::write(place.at(&path(1)), text).unwrap();
    for touched in [path(2), "archive/pool.svg".to_owned(), "site/index.html".to_owned()] {
        set_modified(&place.at(&touched), SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000));
    }
    assert!(place.is_up_to_date(""));
}

#[test]
fn cached_answers_equal_those_of_a_full_run() {
    let place = Workspace::new();
    let questions = [
        "show INC-0007 archive",
        "show inc7 archive -v",
        "show 2024/INC-0008.md archive --format json",
        "show INC-9999 archive",
        "similar -C archive pool 3 ran dry, connections leak",
        "similar -C archive pool 3 ran dry, connections leak --format json",
        "similar -C archive word3 word4 queued",
        "similar -C archive INC-0012",
        "similar -C archive INC-9999",
        "similar -C archive how to bake bread",
    ];
    place.run(questions[0]);
    let answers = place.cached("answers");
    let inode = || fs::metadata(&answers).unwrap().ino();
    let kept = inode();
    let check_all = || {
        for question in questions {
            assert_eq!(place.run(question), place.run(&format!("{question} --no-cache")), "{question}");
        }
    };
    check_all();
    assert_eq!(inode(), kept, "the cache answered");
    // Displayed paths depend on the working directory.
    let mut inside = place.command("similar pool 3 ran dry");
    let inside = output(inside.current_dir(place.at("archive")));
    assert!(inside.stdout.contains("\n  2024/INC-"), "{inside:?}");
    assert_eq!(inode(), kept, "the cache answered");

    place.put(&path(7), &document(7).replace("# Pool", "# Queue").replace("waited", "word3 word4 queued"));
    check_all();
    assert_ne!(inode(), kept, "the archive was read");
    assert!(place.run(questions[0]).stdout.contains("Queue"));
    place.is_up_to_date("");
    check_all();
}

#[test]
fn damaged_cache_is_ignored() {
    let place = Workspace::new();
    place.is_up_to_date("");
    let ask = || (place.run("show INC-0007 archive"), place.run("build archive -o site --format json"));
    let expected = ask();
    for name in ["snapshot", "answers", "site"] {
        let file = place.cached(name);
        let bytes = fs::read(&file).unwrap();
        let mut damaged = bytes.clone();
        damaged[bytes.len() / 2] ^= 1;
        for content in [damaged, bytes[..bytes.len() / 2].to_vec(), Vec::new(), b"pmsite cache 99\n".to_vec()]
        {
            fs::write(&file, content).unwrap();
            assert_eq!(ask(), expected, "{name}");
        }
        fs::remove_file(&file).unwrap();
        fs::create_dir(&file).unwrap();
        assert_eq!(ask(), expected, "a folder for {name}");
        fs::remove_dir(&file).unwrap();
    }
}

#[test]
fn commands_work_without_a_cache() {
    let place = Workspace::new();
    for line in ["build archive -o site --no-cache", "show INC-0007 archive --no-cache"] {
        assert_eq!(place.run(line).code, 0);
    }
    assert!(!place.at("cache").exists());

    let run_with = |home: Option<&Path>, line: &str| {
        let mut command = place.command(line);
        command.env_remove("XDG_CACHE_HOME");
        home.map(|home| command.env("HOME", home));
        output(&mut command)
    };
    let line = "build archive -o site -v";
    let nowhere = run_with(None, line);
    assert_eq!(nowhere.code, 0);
    assert_eq!(run_with(Some(Path::new("relative")), line), nowhere);
    // Even root cannot create a folder below a file.
    place.put("file", "");
    let refused = run_with(Some(&place.at("file")), line);
    assert_eq!(refused.code, 0);
    assert!(refused.stderr.contains("Could not write the cache"), "{}", refused.stderr);
    assert!(!run_with(Some(&place.at("file")), "build archive -o site").stderr.contains("cache"));

    assert_eq!(run_with(Some(&place.at("home")), line).code, 0);
    let kept = place.at("home/.cache/pmsite");
    assert_eq!(fs::metadata(&kept).unwrap().mode() & 0o777, 0o700);
    assert!(place.files("site").keys().all(|path| !path.contains("snapshot")));
}

#[test]
fn concurrent_processes_do_not_corrupt_the_cache() {
    let place = Workspace::new();
    let start = |line: &str| -> Child {
        place.command(line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let lines = [
        "build archive -o one",
        "build archive -o two -D",
        "show INC-0001 archive",
        "similar -C archive pool",
    ];
    let children: Vec<Child> = lines.iter().map(|line| start(line)).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    for line in ["show INC-0001 archive", "similar -C archive pool 3 ran dry", "build archive -o one -q"] {
        assert_eq!(place.run(line), place.run(&format!("{line} --no-cache")), "{line}");
    }
    let mut left = fs::read_dir(place.cached("")).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.all(|name| !name.to_string_lossy().starts_with('.')));
}

#[test]
fn site_after_random_edits_equals_a_full_build() {
    let place = Workspace::new();
    let mut seed = 42_u64;
    let mut random = |below: u64| {
        // Knuth's linear congruential generator; the high bits are better.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((seed >> 33) % below).unwrap()
    };
    for round in 0..8 {
        for _ in 0..random(3) {
            let file = path(random(110) + 1);
            match random(4) {
                0 => drop(fs::remove_file(place.at(&file))),
                1 => place.put(&file, &document(random(200) + 1)),
                2 => place.put(&file, &format!("{}\nround {round}\n", document(round + 1))),
                _ => drop(fs::remove_file(
                    place.at("site/incidents").join(format!("INC-{:04}.html", round + 1)),
                )),
            }
        }
        let kept = place.run("build archive -o site --format json");
        let anew = place.run("build archive -o fresh --format json --no-cache");
        assert_eq!((&kept.stdout, kept.code), (&anew.stdout, anew.code), "round {round}");
        assert_eq!(place.files("site"), place.files("fresh"), "round {round}");
    }
}
