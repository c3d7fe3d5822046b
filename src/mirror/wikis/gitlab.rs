//! The wiki of a GitLab project: a git work tree with folders.

use super::gollum::Gollum;

pub(super) static WIKI: Gollum = Gollum { about: "Git work tree of a GitLab project's wiki", page_path };

fn page_path(key: &str, file: String) -> String {
    match key.split_once('/') {
        // GitLab looks for the start page under its name in lower case.
        None if key == "home" && file == "Home.md" => "home.md".to_owned(),
        Some(("incident", _)) => format!("incidents/{file}"),
        Some((folder @ ("severity" | "date"), _)) => format!("{folder}/{file}"),
        _ => file,
    }
}
