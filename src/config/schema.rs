//! The JSON Schema of `pmsite.toml`, so that editors complete and check it.
//!
//! Draft 7, because that is what the editors' TOML and YAML plugins know. It accepts what [`super::parse()`] accepts, but for
//! what only a program can tell: whether a time zone exists, or a regular expression can be used.

use serde_json::{Map, Value, json};

use super::mirror::WIKIS;
use super::parse::ALIASES;
use super::scale;
use crate::diag::Code;

/// The schema.
pub fn schema() -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "pmsite.toml",
        "description": "The configuration of an archive of incident post-mortems. Every key is optional.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "title": text("Title of the site.", "Incidents"),
            "base_url": address("Where the site is published; for feeds, sitemap and canonical links only.", "^https?://[^?#{]+$"),
            "content": text("The content folder, within the archive folder.", "."),
            "output_dir": text("Where the site is written.", "public"),
            "language": pattern("The language of the site, as BCP 47 writes it.", "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"),
            "timezone": plain("The zone of times that name none: `Europe/Berlin`, `+02:00`."),
            "date_order": choice("How 03/04/2024 is read; without it such a date is refused.", ["day-first", "month-first"]),
            "ignore": list("Globs of paths to leave out."),
            "id": table("What the archive's own ids look like.", &json!({ "pattern": plain("A regular expression.") })),
            "severity": severity(),
            "fields": words("Further front-matter keys and their labels.", &line()),
            "aliases": aliases(),
            "link": link(),
            "theme": theme(),
            "check": checks(),
            "publish": publish(),
            "mirror": mirrors(),
        },
    })
}

fn severity() -> Value {
    let shapes: Vec<&str> = scale::shapes().collect();
    json!({
        "description": "The steps of the severity scale, the gravest first.",
        "type": "array",
        "maxItems": super::parse::STEPS_LIMIT,
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["key"],
            "properties": {
                "key": pattern("The name in addresses and queries.", "^[A-Za-z0-9_ ][A-Za-z0-9_ -]{0,39}$"),
                "label": plain("What people read; the key in capital letters unless given."),
                "description": plain("What the step means, in a sentence."),
                "aliases": list("Other words for it."),
                "shape": { "description": "The shape beside the word.", "enum": shapes },
                "color": color("Its color."),
            },
        },
    })
}

fn link() -> Value {
    json!({
        "description": "Ids of other systems that become links.",
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["pattern", "url"],
            "properties": {
                "pattern": plain("What such an id looks like, a regular expression."),
                "url": address("Where it leads, with `{id}`.", "^https?://.*\\{id\\}"),
            },
        },
    })
}

fn theme() -> Value {
    table(
        "How the site looks.",
        &json!({
            "name": pattern("`default`, or the name of a folder under `themes/`.", "^[A-Za-z0-9_-]+$"),
            "path": plain("A theme folder, within the archive folder."),
            "accent": color("The accent color."),
            "logo": plain("The path of an image."),
        }),
    )
}

fn publish() -> Value {
    let host = "^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$";
    table(
        "What matters where the site is published.",
        &json!({
            "cname": pattern("The host name for a `CNAME` file.", host),
            "edit_url": address("Where a document can be edited, with `{path}`.", "^https?://.*\\{path\\}"),
        }),
    )
}

fn mirrors() -> Value {
    let wiki = table(
        "What the mirror in this wiki is to look like.",
        &json!({
            "prefix": plain("Stands in front of every title."),
            "banner": flag("Whether each page begins with the path of its document.", true),
            "highlight": flag("MediaWiki: whether the extension SyntaxHighlight is there.", false),
            "uploader": choice("Confluence: the program that uploads.", ["md2conf", "mark"]),
            "space": plain("Confluence: the key of the space."),
            "parent": plain("Confluence with `mark`: the title of the page above all others."),
        }),
    );
    let wikis: Map<String, Value> = WIKIS.iter().map(|name| ((*name).to_owned(), wiki.clone())).collect();
    table("Mirrors in a wiki.", &Value::Object(wikis))
}

fn checks() -> Value {
    let levels = ["off", "info", "warning", "error"];
    let rule = |code: &Code| {
        let level = json!({ "description": code.manual(), "enum": levels });
        (code.name().to_owned(), level)
    };
    let rules: Map<String, Value> = Code::ALL.iter().map(rule).collect();
    table("The levels of diagnostics.", &Value::Object(rules))
}

fn aliases() -> Value {
    let scope = words("Meanings and further words for them.", &list("Words."));
    let scopes: Map<String, Value> =
        ALIASES.known.iter().map(|scope_name| ((*scope_name).to_owned(), scope.clone())).collect();
    table("Further words for the vocabulary.", &Value::Object(scopes))
}

/// A table with these keys and no others.
fn table(description: &str, properties: &Value) -> Value {
    json!({ "description": description, "type": "object", "additionalProperties": false, "properties": properties })
}

/// A table with any keys, whose values are of one kind.
fn words(description: &str, values: &Value) -> Value {
    json!({ "description": description, "type": "object", "additionalProperties": values })
}

/// Text that is not only blanks.
fn line() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}

fn plain(description: &str) -> Value {
    pattern(description, "\\S")
}

fn text(description: &str, default: &str) -> Value {
    json!({ "description": description, "type": "string", "pattern": "\\S", "default": default })
}

fn pattern(description: &str, pattern: &str) -> Value {
    json!({ "description": description, "type": "string", "pattern": pattern })
}

fn address(description: &str, form: &str) -> Value {
    pattern(description, form)
}

fn flag(description: &str, default: bool) -> Value {
    json!({ "description": description, "type": "boolean", "default": default })
}

fn color(description: &str) -> Value {
    pattern(&format!("{description} `#rgb` or `#rrggbb`."), "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$")
}

fn choice(description: &str, words: [&str; 2]) -> Value {
    json!({ "description": description, "enum": words })
}

/// A list of texts; one text stands for a list of one.
fn list(description: &str) -> Value {
    json!({
        "description": description,
        "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }],
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::mirror::{MIRROR, WIKI};
    use super::super::parse::{ID, LINK, PUBLISH, SEVERITY, THEME, TOP};
    use super::super::reader::Keys;
    use super::*;
    use crate::source::SourceFile;

    /// Every documented key once, with a value that can be used.
    const EVERYTHING: &str = r##"
title = "Archive"
base_url = "https://example.com/repo"
content = "docs"
output_dir = "public"
language = "pt-BR"
timezone = "Europe/Berlin"
date_order = "day-first"
ignore = ["drafts/**"]

[id]
pattern = "INC-[0-9]+"

[[severity]]
key = "SEV 1"
label = "Sev 1"
description = "Grave."
aliases = "p1"
shape = "square"
color = "#ab0000"

[fields]
team = "Team"

[aliases.heading]
timeline = ["what happened when"]

[[link]]
pattern = "JIRA-[0-9]+"
url = "https://jira.example.org/browse/{id}"

[theme]
name = "default"
path = "theme"
accent = "#0b6"
logo = "logo.svg"

[check]
placeholder = "off"

[publish]
cname = "incidents.example.org"
edit_url = "https://git.example.org/{path}"

[mirror.github-wiki]
prefix = "PM"
banner = false
highlight = true
uploader = "mark"
space = "OPS"
parent = "Incidents"
"##;

    fn valid(text: &str) -> bool {
        let value: Value = toml::from_str(text).unwrap();
        jsonschema::validator_for(&schema()).unwrap().is_valid(&value)
    }

    fn accepted(text: &str) -> bool {
        super::super::parse(&SourceFile::new("pmsite.toml", text.to_owned())).1.is_empty()
    }

    fn keys(schema: &Value) -> BTreeSet<&str> {
        schema["properties"].as_object().unwrap().keys().map(String::as_str).collect()
    }

    #[test]
    fn the_schema_has_the_keys_that_the_parser_has() {
        let schema = schema();
        let properties = &schema["properties"];
        let of = |keys: Keys| keys.known.iter().copied().collect::<BTreeSet<_>>();
        for (name, part, known) in [
            ("", &schema, TOP),
            ("id", &properties["id"], ID),
            ("severity", &properties["severity"]["items"], SEVERITY),
            ("link", &properties["link"]["items"], LINK),
            ("theme", &properties["theme"], THEME),
            ("publish", &properties["publish"], PUBLISH),
            ("aliases", &properties["aliases"], ALIASES),
            ("mirror", &properties["mirror"], MIRROR),
            ("mirror.*", &properties["mirror"]["properties"]["mediawiki"], WIKI),
        ] {
            assert_eq!(keys(part), of(known), "{name}");
            assert_eq!(part["additionalProperties"], json!(false), "{name}");
        }
    }

    #[test]
    fn every_key_is_accepted_by_the_schema_and_by_the_parser() {
        assert!(jsonschema::meta::is_valid(&schema()));
        assert!(accepted(EVERYTHING));
        assert!(valid(EVERYTHING));
        let table: toml::Table = EVERYTHING.parse().unwrap();
        assert_eq!(table.keys().map(String::as_str).collect::<BTreeSet<_>>(), keys(&schema()));
    }

    #[test]
    fn what_the_parser_refuses_the_schema_refuses_too() {
        for text in [
            "titel = 'x'",
            "title = ' '",
            "title = 3",
            "base_url = 'example.com'",
            "base_url = 'https://example.com/?q'",
            "language = 'x'",
            "date_order = 'american'",
            "ignore = 3",
            "[id]\npatern = 'x'",
            "[[severity]]\nlabel = 'x'",
            "[[severity]]\nkey = 'a/b'",
            "[[severity]]\nkey = 'a'\nshape = 'star'",
            "[[severity]]\nkey = 'a'\ncolor = 'red'",
            "severity = 'a'",
            "[fields]\nteam = 3",
            "[aliases.headings]\ntimeline = ['x']",
            "[aliases.heading]\ntimeline = 3",
            "[[link]]\npattern = 'x'",
            "[[link]]\npattern = 'x'\nurl = 'https://x/'",
            "[theme]\nname = '../x'",
            "[theme]\naccent = 'red'",
            "[check]\nplaceholders = 'off'",
            "[check]\nplaceholder = 'never'",
            "[publish]\ncname = 'a b'",
            "[publish]\nedit_url = 'https://x/'",
        ] {
            assert!(!accepted(text), "the parser takes {text}");
            assert!(!valid(text), "the schema takes {text}");
        }
    }
}
