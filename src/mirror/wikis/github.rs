//! The wiki of a GitHub repository: a git work tree in which every page is in the top folder.

use super::gollum::Gollum;

pub(super) static WIKI: Gollum =
    Gollum { about: "Git work tree of a GitHub repository's wiki", page_path: |_, file| file };
