//! What the wikis of GitHub and GitLab have in common: both read a git work tree as Gollum does.
//!
//! The name of a file is the title of its page, so a page has no header. The work tree may already be a repository; paths that
//! begin with `.` are never read or written.

use crate::mirror::format::Format;
use crate::mirror::plan::Subject;
use crate::text::squeeze;

/// A wiki that Gollum, or software that reads the same files, displays.
pub(super) struct Gollum {
    pub(super) about: &'static str,
    /// The path of a page by its key and the file name that its title gives it.
    pub(super) page_path: fn(&str, String) -> String,
}

impl Format for Gollum {
    fn about(&self) -> &'static str {
        self.about
    }

    /// Names with a special meaning in Gollum or on Windows.
    fn reserved_titles(&self) -> &'static [&'static str] {
        &[
            "home", " sidebar", " footer", " header", "con", "prn", "aux", "nul", "com1", "com2", "com3",
            "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6",
            "lpt7", "lpt8", "lpt9",
        ]
    }

    fn clean_title(&self, title: &str) -> String {
        file_name(title)
    }

    fn numbered_title(&self, title: &str, number: usize) -> String {
        format!("{title} {number}")
    }

    fn special_pages(&self) -> Vec<(&'static str, &'static str, Subject)> {
        vec![
            ("home", "Home", Subject::Home),
            ("sidebar", "_Sidebar", Subject::Sidebar),
            ("footer", "_Footer", Subject::Footer),
        ]
    }

    fn page_path(&self, key: &str, title: &str) -> String {
        (self.page_path)(key, format!("{}.md", title.replace(' ', "-")))
    }

    fn link_path<'p>(&self, path: &'p str) -> &'p str {
        path.strip_suffix(".md").unwrap_or(path)
    }
}

/// A title that is a valid file name everywhere and needs no escape in a URL. A period stays only inside a number; elsewhere
/// Gollum would read what follows it as a file extension.
fn file_name(title: &str) -> String {
    let chars: Vec<char> = title.chars().collect();
    let mut out = String::with_capacity(title.len());
    for (at, c) in chars.iter().enumerate() {
        let is_digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
        match c {
            '.' if is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)) => out.push('.'),
            '<' | '>' | '"' | '\'' | '`' | '?' | '*' | '|' | '[' | ']' | '{' | '}' | '#' | '%' | '^'
            | '$' | '!' | ';' | ',' | '=' => {}
            '/' | '\\' | ':' | '.' | '+' | '~' => out.push(' '),
            '&' => out.push_str(" and "),
            c => out.push(*c),
        }
    }
    squeeze(&out)
}
