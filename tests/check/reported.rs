//! Every rule has a test in which it reports something.
//!
//! The rules of `src/check` are tested in `src/check/tests.rs` and the folder beside it; this test only looks for them there. For each of the other
//! codes, `INPUTS` has an archive for which `pmsite check` reports it.

use std::fs;
use std::path::Path;

use pmsite::diag::Code;

use crate::{data, folder, incident, pmsite};

/// How to make an archive for which a code is reported.
enum Input {
    /// One file with this name and text.
    File(&'static str, &'static str),
    /// Text in front of an incident.
    Before(&'static str),
    /// Text after an incident.
    After(&'static str),
    /// A replacement in an incident.
    Replace(&'static str, &'static str),
    /// Text after a public incident, in an archive with editions.
    Editions(&'static str),
    /// Anything else.
    Folder(fn(&Path)),
    /// A change in a git repository, since its last commit.
    Since(fn(&Path)),
}

const INPUTS: &[(Code, Input)] = &[
    (Code::DuplicateId, Input::Folder(|root| fs::write(root.join("copy.md"), incident(1)).unwrap())),
    (Code::FrontMatterSyntax, Input::Before("---\ntitle: a: b\n---\n")),
    (Code::FrontMatterUnterminated, Input::Before("---\ntitle: a\n\n")),
    (
        Code::FrontMatterTooLarge,
        Input::Before("---\na: &a 1\nb: [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n---\n"),
    ),
    (Code::FrontMatterDuplicateKey, Input::Before("---\ntitle: a\ntitle: b\n---\n")),
    (Code::DateInvalid, Input::Replace("2026-01-01", "2026-02-30")),
    (Code::DateAmbiguous, Input::Replace("2026-01-01", "03/04/2026")),
    (Code::FieldConflict, Input::Folder(|root| rename(root, "2026-05-05-broken.md"))),
    (
        Code::DurationMismatch,
        Input::Replace(
            "| Severity |",
            "| Started | 2026-01-01 10:00 |\n| Resolved | 2026-01-01 11:00 |\n| Duration | 4 h |\n| Severity |",
        ),
    ),
    (
        Code::TimelineOrder,
        Input::After(
            "\n## Timeline\n\n| Time | Event |\n|---|---|\n| 10:30 | Alert |\n| 10:00 | Fixed |\n| 10:40 | Over |\n",
        ),
    ),
    (
        Code::RowDropped,
        Input::After("\n## Action items\n\n| Action | Owner |\n|---|---|\n| Pin it | Ann |\n| | Bo |\n"),
    ),
    (Code::ValueUnusable, Input::Before("---\nduration: a while\n---\n")),
    (Code::TableRowWidth, Input::After("\n## Notes\n\n| A | B |\n|---|---|\n| 1 | `a | b` |\n")),
    (
        Code::AddressTaken,
        Input::Folder(|root| {
            for folder in ["a", "b"] {
                fs::create_dir(root.join(folder)).unwrap();
                let text = incident(2).replace("INC-0002", "Checkout").replace("| ID | Checkout |\n", "");
                fs::write(root.join(folder).join("checkout-fails.md"), text).unwrap();
            }
        }),
    ),
    (Code::Placeholder, Input::Replace("SEV2", "SEV1/2/3/4")),
    (Code::TemplateUnfilled, Input::File("2026-01-01-x.md", include_str!("../../src/draft/template.md"))),
    (Code::SeverityUnknown, Input::Replace("SEV2", "Purple")),
    (Code::FieldOverridden, Input::File("pmsite.toml", "[fields]\ncustomer_impact = \"Customer impact\"\n")),
    (Code::ReferenceBroken, Input::After("\nSee INC-0099.\n")),
    (Code::InternalMark, Input::Editions("\n<!-- internal -->\n")),
    (Code::VisibilityUnknown, Input::Folder(|root| editions(root, "visibility: everybody", ""))),
    (Code::PrivateData, Input::Editions("\nAsk ops@larkway.io.\n")),
    (
        Code::AttachmentOpaque,
        Input::Folder(|root| {
            fs::write(root.join("report.pdf"), b"%PDF-1.7\n\0").unwrap();
            editions(root, "visibility: public", "\nSee [the report](report.pdf).\n");
        }),
    ),
    (Code::MadePublic, Input::Since(|root| editions(root, "visibility: public", ""))),
    (Code::HiddenCharacter, Input::After("\nThe log says \u{1b}[31mred.\n")),
    (Code::LinkBroken, Input::After("\nSee [the log](missing.txt).\n")),
    (Code::LinkUnsafe, Input::After("\nSee [the log](javascript:alert(1)).\n")),
    (Code::HtmlRemoved, Input::After("\n<iframe src=\"https://example.org\"></iframe>\n")),
    (Code::FileMissing, Input::After("\n![errors](missing.png)\n")),
    (Code::NotUtf8, Input::Folder(|root| fs::write(root.join("latin-1.md"), b"# H\xf6he\n").unwrap())),
    (Code::ExtensionMissing, Input::File("NOTES", "# Notes\n")),
    (Code::Unreadable, Input::Folder(unreadable)),
    (
        Code::FileTooLarge,
        Input::Folder(|root| fs::write(root.join("log.md"), " ".repeat(8 * 1024 * 1024 + 1)).unwrap()),
    ),
    (Code::NotARegularFile, Input::Folder(link)),
    (Code::ThemeUnused, Input::File("theme/base.html", "")),
    (Code::RuleRenamed, Input::File("pmsite.toml", "[check]\npicture-wordless = \"off\"\n")),
    (Code::ConfigUnknownKey, Input::File("pmsite.toml", "titel = \"x\"\n")),
    (Code::ConfigInvalid, Input::File("pmsite.toml", "title = 1\n")),
];

/// An archive with editions, whose incident has this key and this text at the end.
fn editions(root: &Path, visibility: &str, after: &str) {
    fs::write(root.join("pmsite.toml"), "[editions]\n").unwrap();
    fs::write(root.join("INC-0001.md"), format!("---\n{visibility}\n---\n{}{after}", incident(1))).unwrap();
}

fn git(root: &Path, arguments: &[&str]) {
    let mut command = std::process::Command::new("git");
    command
        .arg("-C")
        .arg(root)
        .args(["-c", "user.name=Ann", "-c", "user.email=ann@example.org"])
        .args(arguments);
    assert!(command.output().unwrap().status.success(), "{arguments:?}");
}

fn rename(root: &Path, name: &str) {
    fs::rename(root.join("INC-0001.md"), root.join(name)).unwrap();
}

#[cfg(unix)]
fn unreadable(root: &Path) {
    use std::os::unix::ffi::OsStrExt;
    fs::write(root.join(std::ffi::OsStr::from_bytes(b"H\xf6he.md")), incident(2)).unwrap();
}

#[cfg(unix)]
fn link(root: &Path) {
    std::os::unix::fs::symlink(root.join("INC-0001.md"), root.join("link.md")).unwrap();
}

#[cfg(unix)]
#[test]
fn every_rule_is_reported_for_some_input() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check");
    let mut tests = fs::read_to_string(rules.join("tests.rs")).unwrap();
    for file in fs::read_dir(rules.join("tests")).unwrap() {
        tests.push_str(&fs::read_to_string(file.unwrap().path()).unwrap());
    }
    for code in Code::ALL {
        let inputs: Vec<_> = INPUTS.iter().filter(|(of, _)| of == code).collect();
        let in_unit_tests = tests.contains(&format!("(\"{}\", ", code.name()));
        assert!(in_unit_tests || !inputs.is_empty(), "no test has a finding of `{}`", code.name());
        for (_, input) in inputs {
            let text = incident(1);
            let (name, text) = match input {
                Input::File(name, text) => (*name, (*text).to_owned()),
                Input::Before(before) => ("INC-0001.md", format!("{before}{text}")),
                Input::After(after) => ("INC-0001.md", format!("{text}{after}")),
                Input::Replace(from, to) => ("INC-0001.md", text.replace(from, to)),
                Input::Editions(_) | Input::Folder(_) | Input::Since(_) => ("INC-0001.md", text),
            };
            let folder = folder(&[(name, &text)]);
            let mut arguments = vec!["check", "--format", "json"];
            match input {
                Input::Editions(after) => editions(folder.path(), "visibility: public", after),
                Input::Folder(change) => change(folder.path()),
                Input::Since(change) => {
                    git(folder.path(), &["init", "-q"]);
                    git(folder.path(), &["add", "."]);
                    git(folder.path(), &["commit", "-qm", "Before"]);
                    change(folder.path());
                    arguments.extend(["--changed", "HEAD"]);
                }
                _ => {}
            }
            let report = data(&pmsite(folder.path(), &arguments));
            assert!(report.contains(&format!("\"{}\"", code.name())), "`{}`: {report}", code.name());
        }
    }
}
