//! `pmsite schema`: prints JSON Schemas for editors and programs.

use clap::{Args, ValueEnum};

use super::console::Console;
use super::exit::Exit;
use super::failure::Failure;
use crate::config::{self, Config};
use crate::emit::export_schema;
use crate::read::front_matter_schema;

/// The arguments of `pmsite schema`.
#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    /// The schema to print; without it, list the schemas
    #[arg(value_name = "SCHEMA")]
    schema: Option<Schema>,
}

/// The available schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Schema {
    /// The front matter of an incident
    FrontMatter,
    /// pmsite.toml
    Config,
    /// `api/incidents.json` of the site
    Api,
}

/// Prints a JSON Schema.
pub(super) fn schema(arguments: &SchemaArguments, console: &Console) -> Result<Exit, Failure> {
    let pretty = |value: &serde_json::Value| serde_json::to_string_pretty(value).unwrap_or_default();
    let text = match arguments.schema {
        None => "front-matter\nconfig\napi".to_owned(),
        Some(Schema::FrontMatter) => pretty(&front_matter_schema(&Config::default())),
        Some(Schema::Config) => pretty(&config::schema()),
        Some(Schema::Api) => export_schema().trim_end().to_owned(),
    };
    console.data(&format!("{text}\n"))?;
    Ok(Exit::Success)
}
