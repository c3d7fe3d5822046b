//! The wikis of GitHub and GitLab: a git work tree as Gollum reads it.
//!
//! The name of a file is the title of its page, so a page needs no head of its own. The work tree may be a repository
//! already: what begins with `.` is never looked at.

use comrak::nodes::Node;

use super::markdown;

/// A page.
pub(super) fn page(root: Node<'_>) -> String {
    markdown::write(root)
}
