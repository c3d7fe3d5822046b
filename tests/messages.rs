//! The catalog of messages and its users agree: the templates, the scripts and the sources name only messages that exist, and
//! use each of them.
#![expect(clippy::disallowed_methods, reason = "the sources are read from the disk")]
#![expect(clippy::unwrap_used, reason = "all of this is a test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use pmsite::messages::Messages;
use pmsite::model::FIELDS;
use regex::Regex;
use walkdir::WalkDir;

/// Names that the sources put together from these and a key.
const PREFIXES: [&str; 15] = [
    "action.group_",
    "action.state_",
    "event.",
    "field.",
    "insights.counts_",
    "insights.power_",
    "insights.time_to_",
    "insights.times_",
    "insights.weekday_",
    "month.",
    "month_short.",
    "phase.",
    "relation.",
    "relation_inverse.",
    "usual.",
];

/// The names of messages in all files of a folder, each with its file.
fn named(folder: &str, pattern: &str) -> BTreeSet<(String, String)> {
    let pattern = Regex::new(pattern).unwrap();
    let mut names = BTreeSet::new();
    for entry in WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
        let entry = entry.unwrap();
        if !entry
            .path()
            .extension()
            .is_some_and(|ending| ["html", "js", "rs"].iter().any(|known| ending == *known))
        {
            continue;
        }
        let Ok(text) = fs::read_to_string(entry.path()) else { continue };
        let file = entry.file_name().to_string_lossy().into_owned();
        names.extend(pattern.captures_iter(&text).map(|found| (found[1].to_owned(), file.clone())));
    }
    names
}

fn named_everywhere(messages: &Messages) -> BTreeSet<(String, String)> {
    let sections: BTreeSet<&str> = messages.iter().filter_map(|(name, _)| name.split('.').next()).collect();
    let sections = sections.into_iter().collect::<Vec<_>>().join("|");
    let mut names = named("themes/default", r"\bt\.(\w+\.[\w-]+)");
    names.extend(named("themes/default", &format!(r#"["']((?:{sections})\.[a-z_-]+)["']"#)));
    names.extend(named("src/site", &format!(r#""((?:{sections})\.[a-z_-]+)""#)));
    names.extend(named("src/insights", &format!(r#""((?:{sections})\.[a-z_-]+)""#)));
    names.extend(named("src/emit", &format!(r#""((?:{sections})\.[a-z_-]+)""#)));
    names.extend(named(
        "src/messages",
        &format!(r#"(?:text|with|count_with|one|two)\(\s*"((?:{sections})\.[a-z_-]+)""#),
    ));
    // Files of the theme that are called like a section.
    names.retain(|(name, _)| {
        !["html", "css", "js", "svg"].contains(&name.rsplit('.').next().unwrap_or_default())
    });
    names
}

#[test]
fn every_message_that_is_named_exists() {
    let messages = Messages::for_language("en");
    let names = named_everywhere(&messages);
    assert!(names.len() > 200, "only {} names were found", names.len());
    let unknown: Vec<_> = names.iter().filter(|(name, _)| messages.get(name).is_none()).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
}

#[test]
fn every_message_is_used() {
    let messages = Messages::for_language("en");
    let names = named_everywhere(&messages);
    let named: BTreeSet<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
    let composed = |name: &str| PREFIXES.iter().any(|prefix| name.starts_with(prefix));
    let unused: Vec<_> = messages
        .iter()
        .map(|(name, _)| name)
        .filter(|name| !named.contains(name) && !composed(name))
        .collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

#[test]
fn each_field_of_the_box_has_a_label() {
    let messages = Messages::for_language("en");
    for field in FIELDS.iter().filter(|field| field.in_box.is_some()) {
        let name = format!("field.{}", field.id.name());
        assert!(messages.get(&name).is_some(), "{name}");
    }
}
