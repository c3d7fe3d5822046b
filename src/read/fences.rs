//! Which lines of a text are code, without parsing it.

/// Follows the fences of code blocks from line to line (`CommonMark`, section 4.5).
#[derive(Debug, Default)]
pub struct Fences {
    /// The open fence: its character and length.
    open: Option<(char, usize)>,
}

impl Fences {
    /// Whether the next line is code or a fence.
    pub fn is_code(&mut self, line: &str) -> bool {
        let bare = line.trim_start_matches(['>', ' ', '\t']).trim_end();
        let Some(mark) = bare.chars().next().filter(|c| matches!(c, '`' | '~')) else {
            return self.open.is_some();
        };
        let length = bare.len() - bare.trim_start_matches(mark).len();
        let info = &bare[length..];
        match self.open {
            Some((open, least)) => {
                if open == mark && length >= least && info.is_empty() {
                    self.open = None;
                }
                true
            }
            None if length >= 3 && !(mark == '`' && info.contains('`')) => {
                self.open = Some((mark, length));
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_ends_with_one_of_its_kind_and_length() {
        let mut fences = Fences::default();
        let lines = ["a", "````md", "```", "b", "```", "````", "c", "```x```", "d", "~~~", "```", "~~~", "e"];
        let code: Vec<&str> = lines.into_iter().filter(|line| fences.is_code(line)).collect();
        assert_eq!(code, ["````md", "```", "b", "```", "````", "~~~", "```", "~~~"]);
    }
}
