//! The inputs of a run, and the configuration.
#![expect(clippy::disallowed_methods, reason = "the configuration is read here")]

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::error::RunError;
use crate::config::{self, Config, Edition};
use crate::diag::Level;
use crate::source::SourceFile;
use crate::system::SystemError;

/// The inputs of a run. Paths are relative to the working directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inputs {
    /// The archive folder.
    pub folder: PathBuf,
    /// The configuration file; `None` for `pmsite.toml` in the archive folder, if present.
    pub config: Option<PathBuf>,
    /// Overrides the output folder of the configuration.
    pub output: Option<PathBuf>,
    /// Overrides the base URL of the configuration.
    pub base_url: Option<String>,
    /// Overrides the theme of the configuration: a folder, or `default` for the built-in theme.
    pub theme: Option<PathBuf>,
    /// The day for which ages and due dates are computed.
    pub as_of: Date,
    /// Whether to include drafts.
    pub drafts: bool,
    /// The edition.
    pub edition: Edition,
    /// Makes placeholders of redacted names that are the same in every build.
    pub redaction_key: Option<String>,
}

/// The configuration and the folders that a run uses.
#[derive(Debug)]
pub(super) struct Settings {
    /// The configuration.
    pub(super) config: Config,
    /// The text of the configuration, if there is one.
    pub(super) config_source: Option<SourceFile>,
    /// The content folder.
    pub(super) content_root: PathBuf,
    /// The output folder.
    pub(super) output: PathBuf,
}

/// Loads the settings for these inputs.
pub(super) fn settings(inputs: &Inputs) -> Result<Settings, RunError> {
    let (mut config, config_source) = load_config(&inputs.folder, inputs.config.as_deref())?;
    config.set_edition(inputs.edition);
    if let Some(address) = &inputs.base_url {
        config.set_base_url(address).map_err(RunError::Option)?;
    }
    let content_root = join(&inputs.folder, &config.content);
    refuse_link_out("content", &inputs.folder, &config.content)?;
    let output = if let Some(output) = &inputs.output {
        output.clone()
    } else {
        refuse_link_out("output_dir", Path::new("."), &config.output_dir)?;
        PathBuf::from(&config.output_dir)
    };
    Ok(Settings { config, config_source, content_root, output })
}

/// The texts in the `list` file of each redaction: one per line, without blank lines and comments.
pub(super) fn redaction_lists(inputs: &Inputs, config: &Config) -> Result<Vec<Vec<String>>, RunError> {
    let read = |list: &String| {
        let place = inputs.folder.join(list);
        refuse_link_out("list", &inputs.folder, list)?;
        let text = fs::read_to_string(&place).map_err(SystemError::at("read", &place))?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        Ok(lines.map(str::to_owned).collect())
    };
    let lists = config.redactions.iter().map(|rule| rule.list.as_ref().map(read).transpose());
    lists.map(|list| list.map(Option::unwrap_or_default)).collect()
}

/// Refuses a configured folder that a symbolic link moves out of `base`: whoever can write to the archive could otherwise publish any
/// folder of this machine, or have it overwritten.
fn refuse_link_out(key: &str, base: &Path, inner: &str) -> Result<(), RunError> {
    let mut place = base.to_owned();
    for part in Path::new(inner).components() {
        place.push(part);
        if fs::symlink_metadata(&place).is_ok_and(|metadata| metadata.is_symlink()) {
            let inside =
                fs::canonicalize(base).and_then(|base| Ok(fs::canonicalize(&place)?.starts_with(base)));
            if !inside.unwrap_or(false) {
                let link = place.strip_prefix(".").unwrap_or(&place).display();
                return Err(RunError::Option(format!(
                    "`{key}` of the configuration leads through the symbolic link {link} to a folder outside {}, which pmsite \
                     does not follow",
                    if key == "output_dir" { "the working directory" } else { "the archive" }
                )));
            }
        }
    }
    Ok(())
}

/// A folder inside another, without a needless `./` in displayed paths.
fn join(folder: &Path, inner: &str) -> PathBuf {
    if inner == "." { folder.to_owned() } else { folder.join(inner) }
}

/// The configuration of an archive, and its text if there is one.
fn load_config(folder: &Path, given: Option<&Path>) -> Result<(Config, Option<SourceFile>), RunError> {
    let place = given.map_or_else(|| folder.join(config::FILE_NAME), Path::to_owned);
    let text = match fs::read_to_string(&place) {
        Ok(text) => text,
        // The default file is optional. If the folder itself is missing, the crawl reports it.
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
