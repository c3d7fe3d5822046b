//! The list of laws (properties that hold for any input) and the inputs they are tested with.
//!
//! `fuzz/run` searches for inputs that break a law. Every test run replays its seeds in `fuzz/corpus` and the inputs that
//! once broke a law, in `fuzz/found`.

/// Tests one input. Panics if the input breaks the law.
pub type Law = fn(&[u8]);

/// Each law with the name of its folder in `fuzz/corpus`.
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

/// Bytes as text, decoded the way `crawl` decodes files.
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
        // The folder is missing if nothing has broken this law yet.
        let Ok(entries) = fs::read_dir(&place) else { return Vec::new() };
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let input = |path: &std::path::PathBuf| (path.display().to_string(), fs::read(path).unwrap());
        paths.iter().filter(|path| path.is_file()).map(input).collect()
    }

    #[test]
    fn laws_hold_for_seeds_and_earlier_failures() {
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
    fn every_input_folder_belongs_to_a_law() {
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
