//! Words of languages other than English are data in `src/lexicon/languages`, not code.
#![expect(clippy::disallowed_methods, reason = "the sources are read from the disk")]
#![expect(clippy::unwrap_used, reason = "all of this is a test")]

use std::fs;
use std::path::Path;

use regex::Regex;
use walkdir::WalkDir;

/// Letters of other languages: Latin beyond ASCII, Cyrillic, kana, ideographs and Hangul. Without the marks `×`, `÷` and `・`.
const LETTER: &str = r"[\u{c0}-\u{d6}\u{d8}-\u{f6}\u{f8}-\u{24f}\u{400}-\u{4ff}\u{3040}-\u{30fa}\u{30fc}-\u{9fff}\u{ac00}-\u{d7af}]";

/// The code of a file without its comments and its tests, each line with its number.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let tests = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    let code = |line: &'_ str| !line.trim_start().starts_with("//");
    text[..tests].lines().zip(1..).filter(move |(line, _)| code(line)).map(|(line, number)| (number, line))
}

/// Whether a file may hold foreign words: the lexicon itself, files of tests, and invented incidents.
fn is_exempt(path: &Path) -> bool {
    let stem = path.file_stem().unwrap().to_string_lossy();
    path.starts_with("lexicon")
        || path.starts_with("site/synthetic")
        || ["tests", "laws", "properties"]
            .iter()
            .any(|name| stem == *name || stem.ends_with(&format!("_{name}")))
}

#[test]
fn foreign_words_are_in_language_files_only() {
    let letter = Regex::new(LETTER).unwrap();
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for entry in WalkDir::new(&sources).sort_by_file_name() {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(&sources).unwrap();
        if path.extension().is_none_or(|extension| extension != "rs") || is_exempt(path) {
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        // The end of a line of code may be a comment.
        let foreign = code(&text).filter(|(_, line)| letter.is_match(line.split(" // ").next().unwrap()));
        found.extend(
            foreign.map(|(number, line)| format!("src/{}:{number}: {}", path.display(), line.trim())),
        );
    }
    assert!(found.is_empty(), "move these words to src/lexicon/languages:\n{}", found.join("\n"));
}

#[test]
fn the_check_sees_code_and_skips_comments_and_tests() {
    let text =
        "// é\nlet a = 'é'; // ü\n    /// ж\n#[cfg(test)]\nmod tests {\n    const B: &str = \"語\";\n}\n";
    let letter = Regex::new(LETTER).unwrap();
    let lines: Vec<_> = code(text).filter(|(_, line)| letter.is_match(line)).collect();
    assert_eq!(lines, [(2, "let a = 'é'; // ü")]);
    assert!(!letter.is_match("×「」→…：（）"));
}
