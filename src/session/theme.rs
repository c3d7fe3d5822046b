//! Reads the theme folder.
#![expect(clippy::disallowed_methods, reason = "the theme is read here")]

use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use super::error::RunError;
use super::settings::Inputs;
use crate::config::{self, Config};
use crate::diag::{Code, Diagnostic};
use crate::digest::Digest;
use crate::emit::{Theme, ThemeError, export_schema};
use crate::messages::Messages;
use crate::model::FIELDS;
use crate::read::front_matter_schema;
use crate::source::Span;
use crate::system::SystemError;

/// The name of the built-in theme.
const BUILT_IN: &str = "default";

/// The maximum size of a theme file, in bytes.
const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;

/// The extensions of theme files. A theme folder may contain other files, such as a README.
const EXTENSIONS: [&str; 6] = [".html", ".css", ".js", ".xml", ".svg", ".txt"];

/// The theme folder from the command line or the configuration. `None` for the built-in theme.
pub(super) fn theme_folder(inputs: &Inputs, config: &Config) -> Option<PathBuf> {
    let configured = || config.theme.as_ref().map(|theme| inputs.folder.join(theme));
    inputs.theme.clone().or_else(configured).filter(|folder| folder != Path::new(BUILT_IN))
}

/// Loads the theme from the command line or the configuration.
pub(super) fn load_theme(inputs: &Inputs, config: &Config) -> Result<Theme, RunError> {
    let Some(folder) = theme_folder(inputs, config) else { return Ok(Theme::builtin()) };
    if inputs.theme.is_none() {
        // The author of the configuration may not be trusted to read everything on this machine.
        let place = |folder: &Path| fs::canonicalize(folder).map_err(SystemError::at("find", folder));
        if !place(&folder)?.starts_with(place(&inputs.folder)?) {
            let message = "the theme path in the configuration follows a symbolic link out of the archive";
            return Err(theme_error(&folder.to_string_lossy(), None, message));
        }
    }
    Theme::with_overrides(theme_files(&folder)?).map_err(RunError::Theme)
}

fn theme_error(file: &str, line: Option<usize>, message: impl Into<String>) -> RunError {
    RunError::Theme(ThemeError { file: file.to_owned(), line, message: message.into() })
}

/// The digest of all files of the theme folder.
pub(super) fn theme_digest(inputs: &Inputs, config: &Config) -> Result<Digest, RunError> {
    let files = theme_folder(inputs, config).map_or_else(|| Ok(Vec::new()), |folder| theme_files(&folder))?;
    let parts: Vec<&[u8]> =
        files.iter().flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]).collect();
    Ok(Digest::of_parts(&parts))
}

/// Names (relative to the folder, with `/`) and texts of the theme's files, sorted by name. Links are not followed, so a
/// theme cannot include other files of the machine.
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
        let is_theme_file = EXTENSIONS.iter().any(|ending| name.ends_with(ending));
        if is_theme_file && entry.file_type().is_file() {
            let text = theme_text(&name, entry.path())?;
            files.push((name, text));
        } else if !entry.file_type().is_dir() && (is_theme_file || entry.path().is_dir()) {
            return Err(theme_error(&name, None, "is not a regular file; replace it with a copy"));
        }
    }
    Ok(files)
}

/// The text of a theme file.
fn theme_text(name: &str, place: &Path) -> Result<String, RunError> {
    let mut bytes = Vec::new();
    let file = fs::File::open(place).map_err(SystemError::at("read", place))?;
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(SystemError::at("read", place))?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let message = format!("is larger than {} MiB", MAX_FILE_BYTES / 1024 / 1024);
        return Err(theme_error(name, None, message));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.split(|byte| *byte == b'\n').count();
        theme_error(name, Some(line), "is not UTF-8")
    })
}

/// The words of the program itself, which say nothing about an archive: theme, messages, schemas, names of rules and fields.
pub(super) fn interface_texts(inputs: &Inputs, config: &Config) -> Result<Vec<String>, RunError> {
    let folder = theme_folder(inputs, config);
    let files = folder.map_or_else(|| Ok(Vec::new()), |folder| theme_files(&folder))?;
    let built_in = Theme::names().filter_map(Theme::builtin_text).map(str::to_owned);
    let mut texts: Vec<String> =
        files.into_iter().flat_map(|(name, text)| [name, text]).chain(built_in).collect();
    texts.extend(Theme::names().map(str::to_owned));
    let messages = Messages::for_language(&config.language);
    texts.extend(messages.iter().flat_map(|(name, message)| {
        let words: Vec<String> = message.written().map(|(_, text)| text).collect();
        [name.to_owned(), words.join(" ")]
    }));
    texts.extend((1..=12).flat_map(|month| [messages.month(month), messages.short_month(month)]));
    texts.extend([front_matter_schema(config).to_string(), config::schema().to_string(), export_schema()]);
    texts.extend(Code::ALL.iter().flat_map(|code| [code.name(), code.manual()]).map(str::to_owned));
    texts.extend(
        FIELDS.iter().flat_map(|spec| [spec.label, spec.description, spec.id.name()]).map(str::to_owned),
    );
    Ok(texts)
}

/// A finding for each folder of the archive that looks like a theme, if the built-in theme is used.
pub(super) fn unused_theme(inputs: &Inputs, config: &Config) -> Vec<Diagnostic> {
    if inputs.theme.is_some() || config.theme.is_some() {
        return Vec::new();
    }
    let mut folders = vec!["theme".to_owned()];
    let nested = fs::read_dir(inputs.folder.join("themes")).into_iter().flatten().flatten();
    folders.extend(nested.map(|entry| format!("themes/{}", entry.file_name().to_string_lossy())));
    folders.sort();
    let is_theme = |folder: &&String| {
        let root = inputs.folder.join(folder);
        Theme::names().any(|name| root.join(name).is_file())
    };
    // Paths of findings are relative to the content folder.
    let depth = Path::new(&config.content).components().filter(|part| matches!(part, Component::Normal(_)));
    let prefix = "../".repeat(depth.count());
    let finding = |folder: &String| {
        let path = Arc::from(format!("{prefix}{folder}"));
        let message = format!("the folder `{folder}` looks like a theme but is not used");
        let help = format!("to use it, set `path = \"{folder}\"` under [theme] in pmsite.toml");
        Diagnostic::new(Code::ThemeUnused, &path, Span::default(), message).help(help)
    };
    folders.iter().filter(is_theme).map(finding).collect()
}
