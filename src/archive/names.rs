//! Short lists of names, in little memory.

/// A list of single-line names. It is stored as one string, because every incident has several such lists and most are short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(Box<str>);

impl Names {
    /// Whether the list is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All names.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split_terminator('\n')
    }

    /// All names as strings.
    pub fn to_vec(&self) -> Vec<String> {
        self.iter().map(str::to_owned).collect()
    }
}

impl<S: AsRef<str>> FromIterator<S> for Names {
    fn from_iter<I: IntoIterator<Item = S>>(names: I) -> Self {
        let mut lines = String::new();
        for name in names {
            lines.extend((!lines.is_empty()).then_some('\n'));
            lines.push_str(name.as_ref());
        }
        Self(lines.as_str().into())
    }
}
