//! Reads the two things beside the content: the configuration and the theme.
#![expect(clippy::disallowed_methods, reason = "the configuration and the theme are read here")]

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use walkdir::WalkDir;

use super::{Inputs, RunError};
use crate::config::{self, Config};
use crate::emit::Theme;
use crate::source::SourceFile;
use crate::system::SystemError;

/// By this name people mean the theme that is part of the program.
const BUILT_IN: &str = "default";

/// Endings of the files that a theme is made of; a folder may hold other things, a README for instance.
const THEME_FILES: [&str; 6] = [".html", ".css", ".js", ".xml", ".svg", ".txt"];

/// The configuration of an archive, and its text if there is one.
pub(super) fn load_config(
    folder: &Path,
    given: Option<&Path>,
) -> Result<(Config, Option<SourceFile>), RunError> {
    let place = given.map_or_else(|| folder.join(config::FILE_NAME), Path::to_owned);
    let text = match fs::read_to_string(&place) {
        Ok(text) => text,
        // Only one that somebody asked for must be there. Whether the folder is one, the crawl will say.
        Err(error)
            if given.is_none() && matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
        {
            return Ok((Config::default(), None));
        }
        Err(error) => return Err(SystemError::at("read", &place)(error).into()),
    };
    let shown = place.to_string_lossy();
    let source = SourceFile::new(shown.strip_prefix("./").unwrap_or(&shown), text);
    let (config, diagnostics) = config::parse(&source);
    if diagnostics.is_empty() {
        return Ok((config, Some(source)));
    }
    Err(RunError::Config { source: Box::new(source), diagnostics })
}

/// The theme that the command line or else the configuration asks for.
pub(super) fn load_theme(inputs: &Inputs, config: &Config) -> Result<Theme, RunError> {
    let configured = || config.theme.as_ref().map(|theme| inputs.folder.join(theme));
    match inputs.theme.clone().or_else(configured) {
        Some(folder) if folder != Path::new(BUILT_IN) => {
            Theme::with_overrides(theme_files(&folder)?).map_err(RunError::Theme)
        }
        _ => Ok(Theme::builtin()),
    }
}

/// Names (with `/`, below the folder) and texts of the files of a theme, by name.
fn theme_files(folder: &Path) -> Result<Vec<(String, String)>, SystemError> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let place = error.path().unwrap_or(folder).to_owned();
            let cause = error.into_io_error().unwrap_or_else(|| std::io::Error::other("it contains itself"));
            SystemError::at("read the theme", &place)(cause)
        })?;
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let name = below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        if entry.file_type().is_file() && THEME_FILES.iter().any(|ending| name.ends_with(ending)) {
            let text = fs::read_to_string(entry.path()).map_err(SystemError::at("read", entry.path()))?;
            files.push((name, text));
        }
    }
    Ok(files)
}
