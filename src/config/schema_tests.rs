//! Tests of the schema of the configuration.

use std::collections::BTreeSet;

use super::super::keys::{
    ALLOW, BUILD, EDITIONS, ID, INSIGHTS, LINK, PEOPLE, PUBLIC, PUBLISH, RECURRING, REDACT, SERVICE,
    SEVERITY, THEME, TOP,
};
use super::super::mirror::{MIRROR, WIKI};
use super::super::reader::Keys;
use super::*;
use crate::source::SourceFile;

/// Every documented key with a valid value.
const EVERYTHING: &str = r##"
title = "Archive"
base_url = "https://example.com/repo"
content = "docs"
output_dir = "public"
language = "pt-BR"
timezone = "Europe/Berlin"
date_order = "day-first"
ignore = ["drafts/**"]
incidents = ["postmortems/**"]
pages = "notes/**"

[id]
pattern = "INC-[0-9]+"

[[severity]]
key = "SEV 1"
label = "Sev 1"
description = "Grave."
aliases = "p1"
shape = "square"
color = "#ab0000"

[[service]]
name = "checkout-api"
aliases = ["checkout"]
owner = "Payments"
url = "https://wiki.example.org/checkout"

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

[build]
removal_guard = false

[insights]
mean = true

[[recurring_theme]]
member = "INC-0017"
name = "Pool exhaustion"
without = ["INC-0020"]
hidden = true

[publish]
cname = "incidents.example.org"
edit_url = "https://git.example.org/{path}"
noindex = true

[editions]
default = "public"
domains = ["corp.example.org"]

[editions.public]
title = "Status"
base_url = "https://status.example.org/"
output_dir = "site-public"
cname = "status.example.org"
withhold = ["authors", "sign_off"]
hide_ids = true
files = ["downloads/*.pdf"]

[[editions.public.allow]]
text = "Blue Whale"
reason = "The name of a product."

[[redact]]
as = "customer"
texts = ["Globex"]
list = "customers.txt"
pattern = "cust-[0-9]+"

[people]
names = ["Jane Doe"]

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
fn schema_and_parser_have_the_same_keys() {
    let schema = schema();
    let properties = &schema["properties"];
    let of = |keys: Keys| keys.known.iter().copied().collect::<BTreeSet<_>>();
    for (name, part, known) in [
        ("", &schema, TOP),
        ("id", &properties["id"], ID),
        ("severity", &properties["severity"]["items"], SEVERITY),
        ("service", &properties["service"]["items"], SERVICE),
        ("link", &properties["link"]["items"], LINK),
        ("theme", &properties["theme"], THEME),
        ("build", &properties["build"], BUILD),
        ("insights", &properties["insights"], INSIGHTS),
        ("publish", &properties["publish"], PUBLISH),
        ("recurring_theme", &properties["recurring_theme"]["items"], RECURRING),
        ("editions", &properties["editions"], EDITIONS),
        ("editions.public", &properties["editions"]["properties"]["public"], PUBLIC),
        (
            "editions.public.allow",
            &properties["editions"]["properties"]["public"]["properties"]["allow"]["items"],
            ALLOW,
        ),
        ("redact", &properties["redact"]["items"], REDACT),
        ("people", &properties["people"], PEOPLE),
        ("aliases", &properties["aliases"], ALIASES),
        ("mirror", &properties["mirror"], MIRROR),
        ("mirror.*", &properties["mirror"]["properties"]["mediawiki"], WIKI),
    ] {
        assert_eq!(keys(part), of(known), "{name}");
        assert_eq!(part["additionalProperties"], json!(false), "{name}");
    }
}

#[test]
fn schema_and_parser_accept_every_key() {
    assert!(jsonschema::meta::is_valid(&schema()));
    assert!(accepted(EVERYTHING));
    assert!(valid(EVERYTHING));
    let table: toml::Table = EVERYTHING.parse().unwrap();
    assert_eq!(table.keys().map(String::as_str).collect::<BTreeSet<_>>(), keys(&schema()));
}

#[test]
fn schema_rejects_what_the_parser_rejects() {
    for text in [
        "titel = 'x'",
        "[editions]\ndefault = 'secret'",
        "[[editions.public.allow]]\ntext = 'x'",
        "[[redact]]\nas = 'customer 1'\ntexts = 'x'",
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
        "[[service]]\nowner = 'x'",
        "[[service]]\nname = 'x'\nurl = 'x'",
        "[fields]\nteam = 3",
        "[aliases.headings]\ntimeline = ['x']",
        "[aliases.heading]\ntimeline = 3",
        "[[link]]\npattern = 'x'",
        "[[link]]\npattern = 'x'\nurl = 'https://x/'",
        "[theme]\nname = '../x'",
        "[theme]\naccent = 'red'",
        "[check]\nplaceholders = 'off'",
        "[check]\nplaceholder = 'never'",
        "[[recurring_theme]]\nname = 'x'",
        "[[recurring_theme]]\nmember = ' '",
        "[[recurring_theme]]\nmember = 'x'\nhidden = 1",
        "[publish]\ncname = 'a b'",
        "[publish]\nedit_url = 'https://x/'",
        "[publish]\nnoindex = 'yes'",
    ] {
        assert!(!accepted(text), "the parser accepts {text}");
        assert!(!valid(text), "the schema accepts {text}");
    }
}
