//! Reads `pmsite.toml`.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::DeTable;

use super::keys::{ALIASES, ALL, BUILD, ID, INSIGHTS, LINK, PUBLISH, SERVICE, SEVERITY, THEME, TOP};
use super::reader::{ConfigReader, Key, Value};
use super::{Config, DateOrder, LinkRule, ServiceRule, SeverityStep, scale, value};
use crate::diag::{Code, Diagnostic, Level};
use crate::lexicon::{self, fold_tight};
use crate::model::{FieldId, SeverityShape};
use crate::source::{SourceFile, Span};
use crate::text::nearest;

/// Levels are one byte, and nobody can distinguish more than a handful of steps.
pub(super) const MAX_STEPS: usize = 20;

/// Reads a configuration. Values that could not be used keep their defaults. The configuration is usable if no diagnostic is
/// an error.
pub fn parse(source: &SourceFile) -> (Config, Vec<Diagnostic>) {
    let mut reader = ConfigReader::new(source);
    let mut config = Config::default();
    let (document, errors) = DeTable::parse_recoverable(&source.text);
    if errors.is_empty() {
        reader.top(document.get_ref(), &mut config);
    } else {
        // The content of a broken document would only add guesses to the list.
        for error in &errors {
            reader.syntax(error);
        }
    }
    reader.diagnostics.sort();
    (config, reader.diagnostics)
}

/// Replaces a setting by a valid value.
fn put<T>(slot: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *slot = value;
    }
}

impl ConfigReader<'_> {
    fn top(&mut self, table: &DeTable<'_>, config: &mut Config) {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "title" => put(&mut config.title, self.checked(key, value, value::line)),
                "base_url" => config.base_url = self.checked(key, value, value::base_url),
                "content" => put(&mut config.content, self.checked(key, value, value::inside)),
                "output_dir" => put(&mut config.output_dir, self.checked(key, value, value::folder)),
                "language" => put(&mut config.language, self.checked(key, value, value::language)),
                "timezone" => config.timezone = self.checked(key, value, value::timezone),
                "date_order" => {
                    let orders = [("day-first", DateOrder::DayFirst), ("month-first", DateOrder::MonthFirst)];
                    config.date_order = self.choice(key, value, &orders);
                }
                "ignore" => put(&mut config.ignore, self.globs(key, value)),
                "incidents" => put(&mut config.incidents, self.globs(key, value)),
                "pages" => put(&mut config.pages, self.globs(key, value)),
                "id" => self.id(key, value, config),
                "severity" => self.severities(key, value, config),
                "service" => self.services(key, value, config),
                "fields" => self.fields(key, value, config),
                "aliases" => self.aliases(key, value, config),
                "link" => self.links(key, value, config),
                "theme" => self.theme(key, value, config),
                "check" => self.check(key, value, config),
                "build" => self.build(key, value, config),
                "insights" => self.insights(key, value, config),
                "recurring_theme" => self.recurring(key, value, config),
                "publish" => self.publish(key, value, config),
                "editions" => self.editions(key, value, config),
                "redact" => self.redact(key, value, config),
                "people" => self.people(key, value, config),
                "mirror" => self.mirror(key, value, config),
                _ => self.unknown(key, TOP, &ALL),
            }
        }
    }

    pub(super) fn globs(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<Vec<String>> {
        let texts = self.texts(key, value)?;
        for text in &texts {
            if let Err(error) = globset::Glob::new(text.get_ref()) {
                let message = format!("invalid glob in `{}`: `{}`", key.get_ref(), text.get_ref());
                self.invalid(text, message, error.kind().to_string());
            }
        }
        Some(texts.into_iter().map(|text| text.into_inner().to_owned()).collect())
    }

    fn id(&mut self, key: &Key<'_>, value: &Value<'_>, config: &mut Config) {
        for (key, value) in self.table(key, value).into_iter().flatten() {
            match key.get_ref().as_ref() {
                "pattern" => config.id_pattern = self.pattern(key, value),
                _ => self.unknown(key, ID, &ALL),
            }
        }
    }

    fn theme(&mut self, key: &Key<'_>, value: &Value<'_>, config: &mut Config) {
        let mut name = None;
        for (key, value) in self.table(key, value).into_iter().flatten() {
            match key.get_ref().as_ref() {
                "name" => name = self.checked(key, value, value::theme_name),
                "path" => config.theme = self.checked(key, value, value::inside),
                "accent" => config.accent = self.checked(key, value, value::color),
                "logo" => config.logo = self.checked(key, value, value::inside),
                _ => self.unknown(key, THEME, &ALL),
            }
        }
        let named = name.filter(|name| name != "default").map(|name| format!("themes/{name}"));
        config.theme = config.theme.take().or(named);
    }

    fn build(&mut self, key: &Key<'_>, value: &Value<'_>, config: &mut Config) {
        for (key, value) in self.table(key, value).into_iter().flatten() {
            match key.get_ref().as_ref() {
                "removal_guard" => put(&mut config.removal_guard, self.flag(key, value)),
                _ => self.unknown(key, BUILD, &ALL),
            }
        }
    }

    fn insights(&mut self, key: &Key<'_>, value: &Value<'_>, config: &mut Config) {
        for (key, value) in self.table(key, value).into_iter().flatten() {
            match key.get_ref().as_ref() {
                "mean" => put(&mut config.mean, self.flag(key, value)),
                _ => self.unknown(key, INSIGHTS, &ALL),
            }
        }
    }

    fn publish(&mut self, key: &Key<'_>, value: &Value<'_>, config: &mut Config) {
        for (key, value) in self.table(key, value).into_iter().flatten() {
            match key.get_ref().as_ref() {
                "cname" => config.cname = self.checked(key, value, value::host),
                "edit_url" => config.edit_url = self.checked(key, value, value::path_address),
                "noindex" => put(&mut config.noindex, self.flag(key, value)),
                _ => self.unknown(key, PUBLISH, &ALL),
            }
        }
    }

    fn fields(&mut self, key: &Key<'_>, value: &Value<'_>, config: &mut Config) {
        for (key, value) in self.table(key, value).into_iter().flatten() {
            if let Some(label) = self.checked(key, value, value::line) {
                let name = key.get_ref().to_string();
                config.field_spans.insert(name.clone(), Span::new(key.span().start, key.span().end));
                config.fields.insert(name, label);
            }
        }
    }

    fn aliases(&mut self, key: &Key<'_>, value: &Value<'_>, config: &mut Config) {
        for (scope, value) in self.table(key, value).into_iter().flatten() {
            if !ALIASES.known.contains(&scope.get_ref().as_ref()) {
                self.unknown(scope, ALIASES, &[]);
                continue;
            }
            let mut words = BTreeMap::new();
            for (field, value) in self.table(scope, value).into_iter().flatten() {
                if !is_meaning(scope.get_ref(), field.get_ref()) {
                    self.unknown_meaning(scope, field);
                    continue;
                }
                if let Some(texts) = self.texts(field, value) {
                    let texts = texts.into_iter().map(|text| text.into_inner().to_owned()).collect();
                    words.insert(field.get_ref().to_string(), texts);
                }
            }
            config.aliases.insert(scope.get_ref().to_string(), words);
        }
    }

    /// Reports words for a meaning that does not exist.
    fn unknown_meaning(&mut self, scope: &Key<'_>, field: &Key<'_>) {
        let (scope, name) = (scope.get_ref(), field.get_ref());
        let known = || lexicon::scope(scope).iter().map(|(meaning, _)| *meaning);
        let help = nearest(name, known()).map_or_else(
            || format!("known keys: {}", known().collect::<Vec<_>>().join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("unknown key `{name}` in [aliases.{scope}]");
        self.report(Code::ConfigUnknownKey, super::reader::span(field), message, help);
    }

    fn links(&mut self, key: &Key<'_>, value: &Value<'_>, config: &mut Config) {
        for table in self.tables(key, value) {
            let (mut pattern, mut url) = (None, None);
            let mut complete = 0;
            for (key, value) in *table.get_ref() {
                match key.get_ref().as_ref() {
                    "pattern" => pattern = self.pattern(key, value),
                    "url" => url = self.checked(key, value, value::id_address),
                    _ => {
                        self.unknown(key, LINK, &ALL);
                        continue;
                    }
                }
                complete += 1;
            }
            match (pattern, url) {
                (Some(pattern), Some(url)) => config.links.push(LinkRule { pattern, url }),
                _ if complete == 2 => {}
                _ => self.invalid(
                    &table,
                    "a link rule needs `pattern` and `url`".to_owned(),
                    "for example pattern = 'JIRA-\\d+' and url = 'https://jira.example.org/browse/{id}'",
                ),
            }
        }
    }

    fn services(&mut self, key: &Key<'_>, value: &Value<'_>, config: &mut Config) {
        for table in self.tables(key, value) {
            let (mut name, mut has_name) = (None, false);
            let mut service = ServiceRule::default();
            for (key, value) in *table.get_ref() {
                match key.get_ref().as_ref() {
                    "name" => {
                        has_name = true;
                        name = self.checked(key, value, value::line);
                    }
                    "aliases" => {
                        let texts = self.texts(key, value).into_iter().flatten();
                        let texts = texts.map(|text| text.into_inner().trim().to_owned());
                        service.aliases = texts.filter(|alias| !alias.is_empty()).collect();
                    }
                    "owner" => service.owner = self.checked(key, value, value::line),
                    "url" => service.url = self.checked(key, value, value::web_address),
                    _ => self.unknown(key, SERVICE, &ALL),
                }
            }
            if !has_name {
                self.invalid(
                    &table,
                    "service has no `name`".to_owned(),
                    "for example name = \"checkout-api\"",
                );
            }
            let Some(name) = name else { continue };
            if config.services.iter().any(|other| other.name == name) {
                let message = format!("duplicate service `{name}`");
                self.invalid(&table, message, "list each service once, with all its aliases");
                continue;
            }
            config.services.push(ServiceRule { name, ..service });
        }
    }

    fn check(&mut self, key: &Key<'_>, value: &Value<'_>, config: &mut Config) {
        let levels = [
            ("off", None),
            ("info", Some(Level::Info)),
            ("warning", Some(Level::Warning)),
            ("error", Some(Level::Error)),
        ];
        for (key, value) in self.table(key, value).into_iter().flatten() {
            let name = key.get_ref().as_ref();
            let Some(code) = Code::named(name) else {
                let near = Code::nearest(name);
                let help = near.map_or_else(
                    || "each finding shows its rule in brackets".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                let place = super::reader::span(key);
                let message = format!("unknown rule `{name}` in [check]");
                self.report(Code::ConfigUnknownKey, place, message, help);
                continue;
            };
            if code.name() != name {
                self.rule_renamed(code, key);
            }
            if let Some(level) = self.choice(key, value, &levels) {
                config.check.insert(code, level);
            }
        }
    }

    fn severities(&mut self, key: &Key<'_>, value: &Value<'_>, config: &mut Config) {
        let tables = self.tables(key, value);
        let mut steps: Vec<SeverityStep> = Vec::new();
        for table in tables.iter().take(MAX_STEPS) {
            let Some(step) = self.step(table, steps.len() + 1) else { continue };
            if steps.iter().any(|other| other.key == step.key) {
                let message = format!("duplicate severity key `{}`", step.key);
                self.invalid(table, message, "use a different key for each severity");
                continue;
            }
            steps.push(step);
        }
        if let Some(table) = tables.get(MAX_STEPS) {
            let message = format!("a severity scale has at most {MAX_STEPS} steps");
            self.invalid(table, message, "remove the steps from here on");
        }
        if !steps.is_empty() {
            config.severities = with_built_in_words(steps);
        }
    }

    /// One step of the scale.
    fn step(&mut self, table: &Spanned<&DeTable<'_>>, level: usize) -> Option<SeverityStep> {
        let shapes = SeverityShape::ALL.map(|shape| (shape.name(), shape));
        let (mut own_key, mut label, mut words) = (None, None, None);
        let mut step = SeverityStep {
            key: String::new(),
            label: String::new(),
            description: String::new(),
            aliases: Vec::new(),
            shape: scale::shape_of(level),
            color: None,
        };
        let mut has_key = false;
        for (key, value) in *table.get_ref() {
            match key.get_ref().as_ref() {
                "key" => {
                    has_key = true;
                    own_key = self.checked(key, value, value::key);
                }
                "label" => label = self.checked(key, value, value::line),
                "description" => put(&mut step.description, self.checked(key, value, value::line)),
                "aliases" => words = self.texts(key, value),
                "shape" => put(&mut step.shape, self.choice(key, value, &shapes)),
                "color" => step.color = self.checked(key, value, value::color),
                _ => self.unknown(key, SEVERITY, &ALL),
            }
        }
        if !has_key {
            self.invalid(table, "severity has no `key`".to_owned(), "for example key = \"sev1\"");
        }
        step.key = own_key?;
        step.label = label.unwrap_or_else(|| step.key.to_uppercase());
        step.aliases = words.into_iter().flatten().map(|word| fold_tight(word.get_ref())).collect();
        Some(step)
    }
}

/// Whether words can be added for a meaning: one of the vocabulary, or a field where fields are named.
fn is_meaning(scope: &str, name: &str) -> bool {
    let names_fields = matches!(scope, "front" | "heading" | "key");
    lexicon::scope(scope).iter().any(|(meaning, _)| *meaning == name)
        || names_fields && FieldId::from_name(name).is_some()
}

/// Adds the built-in words to steps with a built-in key, except words that some step lists: a team that redefines `minor` can still
/// use `Sev-1` and `blocker`.
fn with_built_in_words(mut steps: Vec<SeverityStep>) -> Vec<SeverityStep> {
    let listed: Vec<String> = steps.iter().flat_map(|step| step.aliases.iter().cloned()).collect();
    for own in scale::built_in() {
        if let Some(step) = steps.iter_mut().find(|step| step.key == own.key) {
            step.aliases.extend(own.aliases.into_iter().filter(|word| !listed.contains(word)));
        }
    }
    steps
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
