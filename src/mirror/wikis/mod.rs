//! The wikis that a mirror can be made for, one file each.
//!
//! A wiki is an implementation of [`Format`], whose defaults are those of a wiki that stores each page as a Markdown file. A file
//! here holds only what is different about its wiki. To add a wiki, write that file and add its line to the list in
//! `config/mirror.rs`, which also gives it its name on the command line and in the configuration.

mod gollum;

use std::fmt;

use super::format::Format;

// The modules are declared by a macro, so `cargo fmt` does not find them; a test in `tests/mirror` checks that they are formatted.
macro_rules! modules {
    ($($module:ident: $name:literal,)*) => {
        $(mod $module;)*

        impl Wiki {
            /// All wikis, in the order of their list.
            pub const ALL: &'static [Self] =
                &[$(Self { name: $name, format: &$module::WIKI }),*];
        }
    };
}
crate::config::wikis!(modules);

/// A wiki that a mirror can be made for.
#[derive(Clone, Copy)]
pub struct Wiki {
    name: &'static str,
    format: &'static dyn Format,
}

impl Wiki {
    /// The wiki of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|wiki| wiki.name == name)
    }

    /// The name on the command line and in the configuration.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// What a mirror for this wiki consists of, for the help of the command line.
    pub fn about(self) -> &'static str {
        self.format.about()
    }

    /// Files that hold many pages or none, which therefore have no entry in the manifest.
    pub fn shared_files(self) -> &'static [&'static str] {
        self.format.shared_files()
    }

    /// A function that finds the lines that an uploading program has added to a page, if there is such a program.
    pub fn upload_marks(self) -> Option<fn(&str) -> String> {
        self.format.upload_marks()
    }

    pub(super) fn format(self) -> &'static dyn Format {
        self.format
    }
}

impl PartialEq for Wiki {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Wiki {}

impl fmt::Debug for Wiki {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}
