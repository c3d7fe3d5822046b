//! Hostile and unfinished themes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use crate::built::{files, folder, pmsite_build, relative};

/// Enough for an unoptimized build on a busy machine.
const LIMIT: Duration = Duration::from_secs(180);

/// The most memory that a theme may take, in KiB.
const MEMORY: usize = 6 * 1024 * 1024;

fn archive(documents: usize) -> tempfile::TempDir {
    let document = |number: usize| {
        let text = format!(
            "# INC-{number:04}: x\n\n- Date: 2026-01-01\n- Severity: SEV1\n\n## Timeline\n\n- 10:00 x\n"
        );
        (format!("{number}.md"), text)
    };
    folder((1..=documents).map(document))
}

/// Builds with a theme of these files, with a memory limit where the shell supports it.
fn themed(content: &Path, theme: &Path) -> Output {
    let out = tempfile::tempdir().unwrap();
    let mut command = Command::new("sh");
    command.env_clear().args(["-c", &format!("ulimit -v {MEMORY}; exec \"$@\""), "sh"]);
    command.arg(env!("CARGO_BIN_EXE_pmsite")).arg("build").arg(content).arg("--theme").arg(theme);
    let output = command.arg("-o").arg(out.path()).output().unwrap();
    let hidden = |path: &String| path.starts_with(".pmsite-staging-");
    let written = files(out.path()).into_keys().filter(|path| !hidden(path)).count();
    assert!(output.status.success() || written == 0, "{}: {}: it has written", output.status, said(&output));
    output
}

/// A theme with this home page.
fn home(text: &str) -> tempfile::TempDir {
    folder([("home.html", text)])
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn endless_templates_are_stopped_and_reported() {
    let content = archive(2);
    let grow = |step: &str| {
        format!(
            "\n{{% set n = namespace(x={step}) %}}\n{{% for i in range(99) %}}{{% set n.x = n.x ~ n.x %}}{{% endfor %}}"
        )
    };
    let deep = |open: &str, close: &str| format!("\n{}1{}", open.repeat(6_000), close.repeat(6_000));
    let cases = [
        ("loops", "\n{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}".to_owned()),
        ("doubled text", grow("'x'")),
        ("doubled output", "\n{% set x %}{{ 'x' * 999999 }}{% endset %}{% for i in range(99999) %}{{ x }}{% endfor %}".to_owned()),
        ("repeated text", "\n{% for i in range(9999) %}{{ ('x' * 99999999)|length }}{% endfor %}".to_owned()),
        ("replaced text", "\n{% set n = namespace(x='xx') %}{% for i in range(99) %}{% set n.x = n.x|replace('x', 'xx') %}{% endfor %}".to_owned()),
        ("indented text", "\n{{ 'x\n'|indent(999999999, true) }}".to_owned()),
        ("wide numbers", "\n{{ '%999999999d'|format(1) }}".to_owned()),
        ("a macro in itself", "\n{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}".to_owned()),
        ("macros of macros", (0..40).fold("\n{% macro m0() %}x{% endmacro %}".to_owned(), |text, n| {
            format!("{text}{{% macro m{m}() %}}{}{{% endmacro %}}", format!("{{{{ m{n}() }}}}").repeat(9), m = n + 1)
        }) + "{{ m40() }}"),
        ("a template in itself", "\n{% include 'home.html' %}".to_owned()),
        ("a template on itself", "{% extends 'home.html' %}".to_owned()),
        ("a loop in itself", "\n{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}".to_owned()),
        ("brackets", deep("{{ (", ") }}")),
        ("parentheses", format!("\n{{{{ {}1{} }}}}", "(".repeat(6_000), ")".repeat(6_000))),
        ("lists", format!("\n{{{{ {}{} }}}}", "[".repeat(6_000), "]".repeat(6_000))),
        ("conditions", deep("{% if 1 %}", "{% endif %}")),
    ];
    for (name, text) in cases {
        let theme = home(&text);
        let start = Instant::now();
        let output = themed(content.path(), theme.path());
        let (said, time) = (said(&output), start.elapsed());
        assert_eq!(output.status.code(), Some(2), "{name}: {} {said}", output.status);
        assert!(said.contains("theme file home.html"), "{name}: {said}");
        assert!(time < LIMIT, "{name}: {time:?}");
    }
}

#[test]
fn long_chains_in_a_template_do_not_crash() {
    const LONG: usize = 8_000;
    let content = archive(2);
    for (name, text) in [
        ("sums", format!("{{{{ 1{} }}}}", "+1".repeat(LONG))),
        ("texts", format!("{{{{ 'x'{} }}}}", "~'x'".repeat(LONG))),
        ("filters", format!("{{{{ 'x'{} }}}}", "|upper".repeat(LONG))),
        ("denials", format!("{{{{ {} 1 }}}}", "not ".repeat(LONG))),
        ("signs", format!("{{{{ {}1 }}}}", "- ".repeat(LONG))),
        ("members", format!("{{{{ page{} }}}}", ".a".repeat(LONG))),
        ("calls", format!("{{{{ page{} }}}}", "()".repeat(LONG))),
        ("alternatives", format!("{{% if 0 %}}{}{{% endif %}}", "{% elif 0 %}".repeat(LONG))),
        ("powers", format!("{{{{ 1{} }}}}", "**1".repeat(LONG))),
        ("choices", format!("{{{{ 1{} }}}}", " if 1 else 1".repeat(LONG))),
    ] {
        let output = themed(content.path(), home(&text).path());
        assert!(matches!(output.status.code(), Some(0 | 2)), "{name}: {} {}", output.status, said(&output));
    }
}

#[test]
fn templates_have_a_size_limit() {
    let content = archive(1);
    for text in
        [format!("{{% if 0 %}}{}{{% endif %}}", "{% elif 0 %}".repeat(10_800)), "x".repeat(128 * 1024)]
    {
        let output = themed(content.path(), home(&text).path());
        assert!(output.status.success(), "{} {}", output.status, said(&output));
    }
    let output = themed(content.path(), home(&"x".repeat(128 * 1024 + 1)).path());
    let said = said(&output);
    assert!(output.status.code() == Some(2) && said.contains("home.html: a template has at most"), "{said}");
}

#[test]
fn pages_that_grow_without_using_fuel_are_stopped() {
    let list = "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}";
    let output = themed(archive(1).path(), home(list).path());
    let said = said(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("the theme does not finish rendering index.html"), "{said}");
}

#[test]
fn recursive_fragments_are_stopped() {
    let content = archive(3);
    let row = "{% set n = namespace(x=0) %}{% for i in range(50) %}{{ fragment('incident-row.html', {'url': item.url ~ i}, root) }}{% endfor %}";
    let within = "{% macro m(item, root) %}{{ fragment('incident-row.html', item, root) }}{% endmacro %}{{ m({'url': item.url ~ 'x'}, root) }}";
    for text in [row, within] {
        let output = themed(content.path(), folder([("incident-row.html", text)]).path());
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("theme file incident-row.html, line 1"), "{said}");
    }
}

#[test]
fn theme_that_is_slow_on_every_page_is_stopped() {
    // Each page stays just below the limit of a page.
    let slow = "{% for a in range(60) %}{% for b in range(9999) %}{% endfor %}{% endfor %}";
    let content = archive(400);
    let start = Instant::now();
    let output = themed(content.path(), folder([("incident.html", slow)]).path());
    let (said, time) = (said(&output), start.elapsed());
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("theme file incident.html: the theme exceeds the work limit"), "{said}");
    assert!(time < LIMIT, "{time:?}");
}

#[test]
fn theme_cannot_read_files_outside_its_folder() {
    let content = archive(1);
    let place = folder([("secret.html", "s3cret"), ("theme/inner/own.html", "own")]);
    let theme = place.path().join("theme");
    let secret = place.path().join("secret.html").to_string_lossy().into_owned();
    for name in ["../secret.html", "inner/../../secret.html", "/etc/passwd", "file:///etc/passwd", &secret] {
        fs::write(theme.join("home.html"), format!("\n{{% include {name:?} %}}")).unwrap();
        let output = themed(content.path(), &theme);
        let text = said(&output);
        assert_eq!(output.status.code(), Some(2), "{name}: {text}");
        assert!(
            text.contains("theme file home.html, line 2") && text.contains("non-existing template"),
            "{name}: {text}"
        );
    }
    fs::write(theme.join("home.html"), "{% include ['../secret.html', 'inner/own.html'] %}").unwrap();
    let out = tempfile::tempdir().unwrap();
    let output = pmsite_build(content.path(), out.path(), &["--theme", theme.to_str().unwrap()]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(fs::read_to_string(out.path().join("index.html")).unwrap(), "own");
}

#[cfg(unix)]
#[test]
fn links_and_pipes_in_a_theme_are_reported_and_not_followed() {
    use std::os::unix::fs::symlink;

    let content = archive(1);
    let place =
        folder([("secret.html", "s3cret"), ("far/home.html", "s3cret"), ("README", "no part of any theme")]);
    let target = |name: &str| place.path().join(name);
    let pipe = target("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for (name, from) in [
        ("home.html", target("secret.html")),
        ("extra.css", target("nowhere")),
        ("more", target("far")),
        ("site.js", "/dev/zero".into()),
        ("base.html", pipe.clone()),
    ] {
        let theme = tempfile::tempdir().unwrap();
        symlink(target("README"), theme.path().join("README")).unwrap();
        symlink(from, theme.path().join(name)).unwrap();
        let text = said(&themed(content.path(), theme.path()));
        assert!(text.contains(&format!("theme file {name}: is not a regular file")), "{name}: {text}");
    }
    let theme = tempfile::tempdir().unwrap();
    fs::rename(pipe, theme.path().join("base.html")).unwrap();
    let text = said(&themed(content.path(), theme.path()));
    assert!(text.contains("theme file base.html: is not a regular file"), "{text}");

    // The configuration is part of the archive, so every author may change it.
    fs::write(content.path().join("pmsite.toml"), "[theme]\npath = 'inner/theme'\n").unwrap();
    symlink(place.path(), content.path().join("inner")).unwrap();
    fs::rename(target("far"), target("theme")).unwrap();
    let out = tempfile::tempdir().unwrap();
    let output = pmsite_build(content.path(), out.path(), &[]);
    let text = said(&output);
    assert!(
        output.status.code() == Some(2) && text.contains("follows a symbolic link out of the archive"),
        "{text}"
    );
    assert!(files(out.path()).is_empty(), "{}", relative(out.path(), Path::new("/")));
}

#[test]
fn error_in_a_theme_is_reported_with_file_and_line() {
    let content = archive(1);
    let cases: [(&str, &[u8], &str); 8] = [
        ("home.html", b"a\n\n{% if %}", "home.html, line 3"),
        ("home.html", b"a\n{{ view.no_such_name }}", "home.html, line 2"),
        ("home.html", b"a\n\n{{ 'x'|no_such_filter }}", "home.html, line 3"),
        (
            "home.html",
            b"{% extends 'base.html' %}\n{% block main %}\n{{ 1 / 0 }}{% endblock %}",
            "home.html, line 3",
        ),
        ("macros.html", b"\n\n{% macro x( %}", "macros.html, line 3"),
        ("home.html", b"a\n\xff\n", "home.html, line 2: is not UTF-8"),
        ("extra.css", b"a {}\n\nb \xe9 {}\n", "extra.css, line 3: is not UTF-8"),
        ("unused/part.html", b"\n{% endif %}", "unused/part.html, line 2"),
    ];
    for (name, bytes, place) in cases {
        let output = themed(content.path(), folder([(name, bytes)]).path());
        let text = said(&output);
        assert_eq!(output.status.code(), Some(2), "{name}: {text}");
        assert!(text.contains(&format!("theme file {place}")), "{name}: {text}");
    }
    let large = tempfile::tempdir().unwrap();
    fs::File::create(large.path().join("style.css")).unwrap().set_len(1 << 40).unwrap();
    let text = said(&themed(content.path(), large.path()));
    assert!(text.contains("theme file style.css: is larger than 4 MiB"), "{text}");
}
