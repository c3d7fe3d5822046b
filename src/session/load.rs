//! Reads the two things beside the content: the configuration and the theme.
#![expect(clippy::disallowed_methods, reason = "the configuration and the theme are read here")]

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::{Inputs, RunError};
use crate::config::{self, Config};
use crate::diag::Level;
use crate::digest::Digest;
use crate::emit::{Theme, ThemeError};
use crate::source::SourceFile;
use crate::system::SystemError;

/// By this name people mean the theme that is part of the program.
const BUILT_IN: &str = "default";

/// No file of a theme is larger, in bytes.
const THEME_FILE_LIMIT: u64 = 4 * 1024 * 1024;

/// Endings of the files that a theme is made of; a folder may hold other things, a README for instance.
const THEME_FILES: [&str; 6] = [".html", ".css", ".js", ".xml", ".svg", ".txt"];

/// What a run goes by before it reads a document.
#[derive(Debug)]
pub struct Settings {
    /// The settings.
    pub config: Config,
    /// The text of the configuration, if there is one.
    pub config_source: Option<SourceFile>,
    /// The content folder.
    pub content_root: PathBuf,
    /// The output folder.
    pub output: PathBuf,
}

/// What a run goes by that is asked for this.
pub fn settings(inputs: &Inputs) -> Result<Settings, RunError> {
    let (mut config, config_source) = load_config(&inputs.folder, inputs.config.as_deref())?;
    if let Some(address) = &inputs.base_url {
        config.set_base_url(address).map_err(RunError::Option)?;
    }
    let content_root = below(&inputs.folder, &config.content);
    let output = inputs.output.clone().unwrap_or_else(|| PathBuf::from(&config.output_dir));
    Ok(Settings { config, config_source, content_root, output })
}

/// A folder below another, without a needless `./` in what people see.
fn below(folder: &Path, inner: &str) -> PathBuf {
    if inner == "." { folder.to_owned() } else { folder.join(inner) }
}

/// The configuration of an archive, and its text if there is one.
fn load_config(folder: &Path, given: Option<&Path>) -> Result<(Config, Option<SourceFile>), RunError> {
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
    let (mut config, diagnostics) = config::parse(&source);
    if diagnostics.iter().all(|diagnostic| diagnostic.level != Level::Error) {
        config.notes = diagnostics;
        return Ok((config, Some(source)));
    }
    Err(RunError::Config { source: Box::new(source), diagnostics })
}

/// The folder of the theme that the command line or else the configuration asks for; none for the built-in one.
pub fn theme_folder(inputs: &Inputs, config: &Config) -> Option<PathBuf> {
    let configured = || config.theme.as_ref().map(|theme| inputs.folder.join(theme));
    inputs.theme.clone().or_else(configured).filter(|folder| folder != Path::new(BUILT_IN))
}

/// The theme that the command line or else the configuration asks for.
pub(super) fn load_theme(inputs: &Inputs, config: &Config) -> Result<Theme, RunError> {
    let Some(folder) = theme_folder(inputs, config) else { return Ok(Theme::builtin()) };
    if inputs.theme.is_none() {
        // Who changes the configuration of an archive need not be one who may read everything on this machine.
        let place = |folder: &Path| fs::canonicalize(folder).map_err(SystemError::at("find", folder));
        if !place(&folder)?.starts_with(place(&inputs.folder)?) {
            let message =
                "the theme of the configuration lies behind a symbolic link that leads out of the archive";
            return Err(theme_error(&folder.to_string_lossy(), None, message));
        }
    }
    Theme::with_overrides(theme_files(&folder)?).map_err(RunError::Theme)
}

fn theme_error(file: &str, line: Option<usize>, message: impl Into<String>) -> RunError {
    RunError::Theme(ThemeError { file: file.to_owned(), line, message: message.into() })
}

/// The digest of what the theme that a run uses puts in place of the built-in one.
pub fn theme_digest(inputs: &Inputs, config: &Config) -> Result<Digest, RunError> {
    let files = theme_folder(inputs, config).map_or_else(|| Ok(Vec::new()), |folder| theme_files(&folder))?;
    let parts: Vec<&[u8]> =
        files.iter().flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]).collect();
    Ok(Digest::of_parts(&parts))
}

/// Names (with `/`, below the folder) and texts of the files of a theme, by name. No link in the folder is followed, so
/// that a theme holds what stands in it and nothing else of the machine.
fn theme_files(folder: &Path) -> Result<Vec<(String, String)>, RunError> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let place = error.path().unwrap_or(folder).to_owned();
            let cause = error.into_io_error().unwrap_or_else(|| std::io::Error::other("it contains itself"));
            SystemError::at("read the theme", &place)(cause)
        })?;
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let name = below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        let is_named = THEME_FILES.iter().any(|ending| name.ends_with(ending));
        if is_named && entry.file_type().is_file() {
            let text = theme_text(&name, entry.path())?;
            files.push((name, text));
        } else if !entry.file_type().is_dir() && (is_named || entry.path().is_dir()) {
            return Err(theme_error(&name, None, "is a link or no regular file; put a copy there"));
        }
    }
    Ok(files)
}

/// The text of a file of a theme.
fn theme_text(name: &str, place: &Path) -> Result<String, RunError> {
    let mut bytes = Vec::new();
    let file = fs::File::open(place).map_err(SystemError::at("read", place))?;
    file.take(THEME_FILE_LIMIT + 1).read_to_end(&mut bytes).map_err(SystemError::at("read", place))?;
    if bytes.len() as u64 > THEME_FILE_LIMIT {
        let message = format!("is larger than {} MiB", THEME_FILE_LIMIT / 1024 / 1024);
        return Err(theme_error(name, None, message));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.split(|byte| *byte == b'\n').count();
        theme_error(name, Some(line), "is not UTF-8")
    })
}
