//! Collects the messages of the interface, so that adding a language is adding a file.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// Writes a table of the files in `src/messages`, with the tags of their languages.
pub(crate) fn compile() -> Result<(), String> {
    let folder =
        Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(|error| error.to_string())?).join("src/messages");
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let mut files: Vec<PathBuf> = paths.collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let row = |path: &PathBuf| {
        let tag = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let path = path.to_string_lossy();
        format!("({tag:?}, include_str!({path:?})),\n")
    };
    let table = format!("&[\n{}]\n", files.iter().map(row).collect::<String>());
    let out = Path::new(&env::var("OUT_DIR").map_err(|error| error.to_string())?).join("messages.rs");
    fs::write(out, table).map_err(|error| error.to_string())
}
