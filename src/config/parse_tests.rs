//! Tests of reading `pmsite.toml`.

use super::*;

/// The configuration and, for each diagnostic, `line:column message (help)`.
fn read(text: &str) -> (Config, Vec<String>) {
    let source = SourceFile::new("pmsite.toml", text.to_owned());
    let (config, diagnostics) = parse(&source);
    let lines = diagnostics
        .iter()
        .map(|diagnostic| {
            let at = diagnostic.span.start;
            let help = diagnostic.help.as_deref().unwrap_or("");
            format!("{}:{} {} ({help})", source.line(at), source.column(at), diagnostic.message)
        })
        .collect();
    (config, lines)
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(read(text).1, expected, "{text}");
}

const COMPLETE: &str = r##"
title = "Acme  incidents"
base_url = "https://pm.example.org/site"
content = "./docs/"
output_dir = "site"
language = "de"
timezone = "Europe/Berlin"
date_order = "day-first"
ignore = ["drafts/**", "*.bak.md"]

[id]
pattern = 'PM-\d{4}'

[[severity]]
key = "SEV1"
label = "Critical"
aliases = ["calamity"]
description = "All is down"
color = "#F00"

[[severity]]
key = "rest"
aliases = ["P1", "everything else"]
shape = "ring"

[fields]
region = "Region"

[aliases.heading]
summary = ["Sammendrag"]
impact = "Konsekvens"

[[link]]
pattern = 'JIRA-\d+'
url = "https://jira.example.org/browse/{id}"

[theme]
name = "plain"
accent = "#0b5fff"
logo = "img/logo.svg"

[check]
placeholder = "off"
reference-broken = "error"

[publish]
cname = "PM.example.org"
edit_url = "https://git.example.org/edit/main/{path}"
noindex = true

[mirror.confluence]
prefix = "Incident:"
banner = false
uploader = "mark"
space = "OPS"
"##;

#[test]
fn every_key_is_read() {
    let (config, diagnostics) = read(COMPLETE);
    assert_eq!(diagnostics, [""; 0]);
    assert_eq!(config.title, "Acme incidents");
    assert_eq!(config.base_url.as_deref(), Some("https://pm.example.org/site/"));
    assert_eq!(config.content, "docs");
    assert_eq!(config.output_dir, "site");
    assert_eq!(config.language, "de");
    assert_eq!(config.timezone.as_deref(), Some("Europe/Berlin"));
    assert_eq!(config.date_order, Some(DateOrder::DayFirst));
    assert_eq!(config.ignore, ["drafts/**", "*.bak.md"]);
    assert!(config.id_pattern.is_some_and(|pattern| pattern.is_match("PM-2026")));
    assert_eq!(config.fields["region"], "Region");
    assert_eq!(config.aliases["heading"]["impact"], ["Konsekvens"]);
    assert_eq!(config.links[0].url, "https://jira.example.org/browse/{id}");
    assert_eq!(config.theme.as_deref(), Some("themes/plain"));
    assert_eq!(config.accent.as_deref(), Some("#0b5fff"));
    assert_eq!(config.logo.as_deref(), Some("img/logo.svg"));
    assert_eq!(config.check[&Code::Placeholder], None);
    assert_eq!(config.check[&Code::ReferenceBroken], Some(Level::Error));
    assert_eq!(config.cname.as_deref(), Some("pm.example.org"));
    assert!(config.edit_url.is_some());
    assert!(config.noindex);
}

#[test]
fn custom_scale_keeps_built_in_words_that_it_does_not_redefine() {
    let (config, _) = read(COMPLETE);
    let found = |word| config.severity(word).map(|(step, level)| (step.label.as_str(), level));
    assert_eq!(found("critical"), Some(("Critical", 1)));
    assert_eq!(found("blocker"), Some(("Critical", 1)));
    assert_eq!(found("calamity"), Some(("Critical", 1)));
    assert_eq!(found("p1"), Some(("REST", 2)));
    assert_eq!(found("sev2"), None);
    assert_eq!(config.severities[0].shape, SeverityShape::Square);
    assert_eq!(config.severities[0].color.as_deref(), Some("#f00"));
}

#[test]
fn known_keys_are_read_in_their_tables() {
    for keys in ALL {
        for key in keys.known {
            let text = format!("{}\n{key} = 1\n", keys.table);
            let unknown = read(&text).1.into_iter().find(|line| line.contains("unknown key"));
            assert_eq!(unknown, None, "{text}");
        }
    }
}

#[test]
fn unknown_keys_get_a_suggestion() {
    check("titel = 'x'", &["1:1 unknown key `titel` (did you mean `title`?)"]);
    check("baseURL = 'x'", &["1:1 unknown key `baseURL` (did you mean `base_url`?)"]);
    check(
        "a = 1\ncname = 'x'",
        &[
            "1:1 unknown key `a` (known keys: title, base_url, content, output_dir, language, timezone, date_order, \
         ignore, incidents, pages, id, severity, service, fields, aliases, link, theme, check, build, insights, recurring_theme, publish, editions, redact, people, mirror)",
            "2:1 unknown key `cname` (move `cname` to [publish])",
        ],
    );
    check(
        "[theme]\ncolour = 'x'\ntitle = 'y'",
        &[
            "2:1 unknown key `colour` in [theme] (known keys in [theme]: name, path, accent, logo)",
            "3:1 unknown key `title` in [theme] (move `title` to the top of the file, before the first table)",
        ],
    );
    check(
        "[check]\nplaceholders = 'off'",
        &["2:1 unknown rule `placeholders` in [check] (did you mean `placeholder`?)"],
    );
}

#[test]
fn reports_aliases_of_an_unknown_scope() {
    check(
        "[aliases.headings]\nsummary = 'Sammendrag'",
        &["1:10 unknown key `headings` in [aliases] (did you mean `heading`?)"],
    );
}

#[test]
fn reports_aliases_of_an_unknown_meaning() {
    check(
        "[aliases.heading]\nsumary = 'Sammendrag'",
        &["2:1 unknown key `sumary` in [aliases.heading] (did you mean `summary`?)"],
    );
    let (config, lines) = read("[aliases.heading]\nservice = 'Dienst'\n[aliases.words]\nnothing = ['k.A.']");
    assert!(lines.is_empty() && config.aliases["heading"].contains_key("service"), "{lines:?}");
}

#[test]
fn reports_invalid_values_with_their_position() {
    check(
        "title = 5\nlanguage = 'x'",
        &[
            "1:9 `title` must be a string, not a value of type integer (write a string)",
            "2:12 `language` is not a language tag: `x` (write a BCP 47 tag, for example `en`, `de` or `pt-BR`)",
        ],
    );
    check(
        "date_order = 'american'",
        &["1:14 invalid value for `date_order`: `american` (use one of `day-first`, `month-first`)"],
    );
    check(
        "content = '../x'",
        &["1:11 `content` leaves the archive folder: `../x` \
         (write a path below the folder of `pmsite.toml`, with `/` and without `..`)"],
    );
    check(
        "ignore = ['a[']",
        &["1:11 invalid glob in `ignore`: `a[` (unclosed character class; missing ']')"],
    );
    check(
        "[[link]]\npattern = 'x'",
        &["1:1 a link rule needs `pattern` and `url` \
         (for example pattern = 'JIRA-\\d+' and url = 'https://jira.example.org/browse/{id}')"],
    );
    check(
        "[id]\npattern = '(a'",
        &["2:11 `pattern` is not a valid regular expression: `(a` (unclosed group)"],
    );
    check(
        "[id]\npattern = 'a*'",
        &["2:11 `pattern` matches the empty string: `a*` (make it match at least one character)"],
    );
    assert_eq!(read("[id]\npattern = '(\\w{100}){100}'").1.len(), 1);
}

#[test]
fn severities_need_unique_keys() {
    check("[[severity]]\nlabel = 'x'", &["1:1 severity has no `key` (for example key = \"sev1\")"]);
    check(
        "[[severity]]\nkey = 'a'\n[[severity]]\nkey = 'a'",
        &["3:1 duplicate severity key `a` (use a different key for each severity)"],
    );
    check(
        "severity = 1",
        &["1:1 `severity` must be a list of tables (start each entry with `[[severity]]`)"],
    );
}

#[test]
fn reports_broken_toml_with_its_position() {
    let (_, lines) = read("title = 'x'\nlanguage = \n");
    assert!(lines[0].starts_with("2:"), "{lines:?}");
    assert!(lines[0].contains("invalid TOML"), "{lines:?}");
    let (_, lines) = read("title = 'x'\ntitle = 'y'\n");
    assert!(lines[0].starts_with("2:1"), "{lines:?}");
}

#[test]
fn former_rule_names_set_the_level_and_are_reported() {
    let (config, diagnostics) = read("[check]\npicture-wordless = \"off\"\n");
    assert_eq!(config.check[&Code::ImageAltMissing], None);
    let expected =
        "2:1 rule `picture-wordless` is now `image-alt-missing` (use the new name; the old one still works)";
    assert_eq!(diagnostics, [expected]);
}
