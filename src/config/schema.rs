//! The JSON Schema of `pmsite.toml`, so that editors complete and check it.
//!
//! Draft 7, because the TOML and YAML plugins of editors support it. It accepts what [`super::parse()`] accepts, except for what only a
//! program can check: whether a time zone exists, or a regular expression is valid.

use serde_json::{Map, Value, json};

use super::keys::ALIASES;
use super::mirror::WIKIS;
use crate::diag::Code;
use crate::model::SeverityShape;

/// A host name.
const HOST: &str = "^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$";

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
            "base_url": address("The URL of the published site; needed only for feeds, sitemap and canonical links.", "^https?://[^?#{]+$"),
            "content": text("The content folder, inside the archive folder.", "."),
            "output_dir": text("The output folder.", "public"),
            "language": pattern("The language of the documents, a BCP 47 tag.", "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"),
            "timezone": plain("The time zone of times without one: `Europe/Berlin`, `+02:00`."),
            "date_order": choice("How to read 03/04/2024; without it, such dates are reported as ambiguous.", ["day-first", "month-first"]),
            "ignore": list("Globs of paths to skip."),
            "incidents": list("Globs of documents that are incidents, whatever they look like."),
            "pages": list("Globs of documents that are not incidents."),
            "id": table("The pattern of incident ids.", &json!({ "pattern": plain("A regular expression.") })),
            "severity": severity(),
            "service": service(),
            "fields": words("Additional front-matter keys and their labels.", &line()),
            "aliases": aliases(),
            "link": link(),
            "theme": theme(),
            "check": checks(),
            "build": build(),
            "insights": insights(),
            "recurring_theme": recurring(),
            "publish": publish(),
            "editions": editions(),
            "redact": redactions(),
            "people": table("People.", &json!({ "names": list("Names that `pmsite check` reports in public documents.") })),
            "mirror": mirrors(),
        },
    })
}

fn severity() -> Value {
    let shapes = SeverityShape::ALL.map(SeverityShape::name);
    json!({
        "description": "The severity scale, most severe first.",
        "type": "array",
        "maxItems": super::parse::MAX_STEPS,
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["key"],
            "properties": {
                "key": pattern("The name in URLs and queries.", "^[A-Za-z0-9_ ][A-Za-z0-9_ -]{0,39}$"),
                "label": plain("The displayed name; by default the key in capital letters."),
                "description": plain("What the severity means, in one sentence."),
                "aliases": list("Synonyms."),
                "shape": { "description": "The shape next to the name.", "enum": shapes },
                "color": color("The color."),
            },
        },
    })
}

fn service() -> Value {
    json!({
        "description": "The services that the team knows.",
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["name"],
            "properties": {
                "name": plain("The name under which it is shown."),
                "aliases": list("Other names that documents use."),
                "owner": plain("The person or team that owns it."),
                "url": address("The URL of its documentation or dashboard.", "^https?://"),
            },
        },
    })
}

fn link() -> Value {
    json!({
        "description": "Links for ids of other systems.",
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["pattern", "url"],
            "properties": {
                "pattern": plain("The pattern of such an id, a regular expression."),
                "url": address("The URL, with `{id}`.", "^https?://.*\\{id\\}"),
            },
        },
    })
}

fn theme() -> Value {
    table(
        "The theme.",
        &json!({
            "name": pattern("`default`, or the name of a folder under `themes/`.", "^[A-Za-z0-9_-]+$"),
            "path": plain("A theme folder, inside the archive folder."),
            "accent": color("The accent color."),
            "logo": plain("The path of an image."),
        }),
    )
}

fn build() -> Value {
    let guard = "Whether a build that would remove most of the incident pages is refused.";
    table("Settings for building the site.", &json!({ "removal_guard": flag(guard, true) }))
}

fn insights() -> Value {
    let mean = "Whether statistics include the mean.";
    table("Settings for statistics.", &json!({ "mean": flag(mean, false) }))
}

fn recurring() -> Value {
    json!({
        "description": "What the team says about recurring themes.",
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["member"],
            "properties": {
                "member": plain("The id of an incident of the theme."),
                "name": plain("The name of the theme."),
                "without": list("The ids of incidents that do not belong to the theme."),
                "hidden": flag("Whether the theme is not shown.", false),
            },
        },
    })
}

fn publish() -> Value {
    table(
        "Settings for publishing the site.",
        &json!({
            "cname": pattern("The host name for a `CNAME` file.", HOST),
            "edit_url": address("The URL for editing a document, with `{path}`.", "^https?://.*\\{path\\}"),
            "noindex": flag("Whether search engines are asked to leave the site out.", false),
        }),
    )
}

fn editions() -> Value {
    let allowed = json!({
        "description": "Texts that may appear although they are also withheld.",
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["text", "reason"],
            "properties": { "text": plain("The text."), "reason": plain("Why it is public.") },
        },
    });
    let public = table(
        "The public edition.",
        &json!({
            "title": plain("Its title; that of the archive if not set."),
            "base_url": address("The URL at which it is published.", "^https?://[^?#{]+$"),
            "output_dir": plain("Its output folder; `site-public` if not set."),
            "cname": pattern("The host name for its `CNAME` file.", HOST),
            "withhold": list("Fields, front-matter keys and sections that it leaves out."),
            "hide_ids": flag("Whether ids of internal incidents are replaced.", false),
            "files": list("Globs of attachments that are published although pmsite cannot look into them."),
            "allow": allowed,
        }),
    );
    table(
        "The editions of the site.",
        &json!({
            "default": choice("Visibility of documents without a `visibility` key.", ["internal", "public"]),
            "domains": list("Internal domains that `pmsite check` warns about."),
            "public": public,
        }),
    )
}

fn redactions() -> Value {
    json!({
        "description": "What the public edition replaces with placeholders.",
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["as"],
            "properties": {
                "as": pattern("The word from which placeholders are made.", "^[A-Za-z][A-Za-z-]*$"),
                "texts": list("Texts to replace."),
                "list": plain("A file with one text per line."),
                "pattern": plain("A regular expression."),
            },
        },
    })
}

fn mirrors() -> Value {
    let wiki = table(
        "Settings of the mirror in this wiki.",
        &json!({
            "prefix": plain("A prefix for every title."),
            "banner": flag("Whether each page starts with the path of its document.", true),
            "highlight": flag("MediaWiki: whether the extension SyntaxHighlight is installed.", false),
            "uploader": choice("Confluence: the program that uploads.", ["md2conf", "mark"]),
            "space": plain("Confluence: the space key."),
            "parent": plain("Confluence with `mark`: the title of the parent page."),
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
    let renamed = |code: &Code| {
        let level = json!({ "description": format!("Renamed to {}.", code.name()), "enum": levels });
        Some((code.former_name()?.to_owned(), level))
    };
    let rules = Code::ALL.iter().map(rule).chain(Code::ALL.iter().filter_map(renamed));
    let rules: Map<String, Value> = rules.collect();
    table("The levels of rules.", &Value::Object(rules))
}

fn aliases() -> Value {
    let scope = words("Fields and additional words for them.", &list("Words."));
    let scopes: Map<String, Value> =
        ALIASES.known.iter().map(|scope_name| ((*scope_name).to_owned(), scope.clone())).collect();
    table("Additional vocabulary.", &Value::Object(scopes))
}

/// A table with these keys and no others.
fn table(description: &str, properties: &Value) -> Value {
    json!({ "description": description, "type": "object", "additionalProperties": false, "properties": properties })
}

/// A table with any keys and values of one kind.
fn words(description: &str, values: &Value) -> Value {
    json!({ "description": description, "type": "object", "additionalProperties": values })
}

/// Text with at least one visible character.
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

/// A list of strings; a single string is a list of one.
fn list(description: &str) -> Value {
    json!({
        "description": description,
        "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }],
    })
}

#[cfg(test)]
#[path = "schema_tests.rs"]
mod tests;
