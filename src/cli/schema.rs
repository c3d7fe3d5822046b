//! `pmsite schema`: what editors and programs check files against.

use clap::{Args, ValueEnum};

use super::Exit;
use super::console::Console;
use super::failure::Failure;
use crate::config::{self, Config};
use crate::emit::EXPORT_SCHEMA;
use crate::read::front_matter_schema;

/// The arguments of `pmsite schema`.
#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    /// Of what; without it, the names are listed
    #[arg(value_name = "WHAT")]
    what: Option<What>,
}

/// What there is a schema of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// The front matter of an incident
    FrontMatter,
    /// pmsite.toml
    Config,
    /// `api/incidents.json` of a site
    Api,
}

/// Prints a JSON Schema.
pub(super) fn schema(arguments: &SchemaArguments, console: &Console) -> Result<Exit, Failure> {
    let pretty = |value: &serde_json::Value| serde_json::to_string_pretty(value).unwrap_or_default();
    let text = match arguments.what {
        None => "front-matter\nconfig\napi".to_owned(),
        Some(What::FrontMatter) => pretty(&front_matter_schema(&Config::default())),
        Some(What::Config) => pretty(&config::schema()),
        Some(What::Api) => EXPORT_SCHEMA.trim_end().to_owned(),
    };
    console.data(&format!("{text}\n"))?;
    Ok(Exit::Fine)
}
