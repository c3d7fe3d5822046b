//! The laws by name, and the inputs on which they are tried.
//!
//! `fuzz/run` looks for inputs that break them. Its seeds in `fuzz/corpus`, and what broke a law once, in `fuzz/found`, are
//! tried by every run of the tests.

/// Tries one input; it panics if that breaks the law.
pub type Law = fn(&[u8]);

/// What is tried, by the name of its folder in `fuzz/corpus`.
pub const LAWS: [(&str, Law); 9] = [
    ("action-items", |bytes| crate::read::laws::action_items(&text(bytes))),
    ("documents", |bytes| crate::session::laws::documents(&text(bytes))),
    ("durations", |bytes| crate::when::laws::durations(&text(bytes))),
    ("front-matter", |bytes| crate::read::laws::front_matter(&text(bytes))),
    ("link-definitions", |bytes| crate::read::laws::link_definitions(&text(bytes))),
    ("queries", |bytes| crate::search::laws::queries(&text(bytes))),
    ("request-heads", |bytes| crate::serve::laws::request_heads(bytes)),
    ("tables", |bytes| crate::read::laws::tables(&text(bytes))),
    ("times", |bytes| crate::when::laws::times(&text(bytes))),
];

/// Bytes as the crawl gives them to those who read.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// The names and bytes of the files in a folder.
    fn inputs(folder: &str) -> Vec<(String, Vec<u8>)> {
        let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(folder);
        // Nothing may have broken a law yet.
        let Ok(entries) = fs::read_dir(&place) else { return Vec::new() };
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let input = |path: &std::path::PathBuf| (path.display().to_string(), fs::read(path).unwrap());
        paths.iter().filter(|path| path.is_file()).map(input).collect()
    }

    #[test]
    fn every_law_holds_for_its_seeds_and_for_what_once_broke_it() {
        for (name, law) in LAWS {
            let seeds = inputs(&format!("corpus/{name}"));
            assert!(!seeds.is_empty(), "{name} has no seeds");
            for (path, bytes) in seeds.into_iter().chain(inputs(&format!("found/{name}"))) {
                let held = std::panic::catch_unwind(|| law(&bytes));
                assert!(held.is_ok(), "{path} breaks the law `{name}`");
            }
        }
    }

    #[test]
    fn every_folder_of_inputs_has_a_law() {
        for folder in ["corpus", "found"] {
            let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(folder);
            let Ok(entries) = fs::read_dir(place) else { continue };
            for entry in entries {
                let name = entry.unwrap().file_name().into_string().unwrap();
                assert!(LAWS.iter().any(|(law, _)| *law == name), "fuzz/{folder}/{name}");
            }
        }
    }
}
