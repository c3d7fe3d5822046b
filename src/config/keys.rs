//! The keys of `pmsite.toml`, table by table.

use super::reader::Keys;
use crate::lexicon::SCOPE_NAMES;

pub(super) const TOP: Keys = Keys {
    table: "",
    known: &[
        "title",
        "base_url",
        "content",
        "output_dir",
        "language",
        "timezone",
        "date_order",
        "ignore",
        "incidents",
        "pages",
        "id",
        "severity",
        "service",
        "fields",
        "aliases",
        "link",
        "theme",
        "check",
        "build",
        "insights",
        "recurring_theme",
        "publish",
        "editions",
        "redact",
        "people",
        "mirror",
    ],
};
pub(super) const ID: Keys = Keys { table: "[id]", known: &["pattern"] };
pub(super) const SEVERITY: Keys =
    Keys { table: "[[severity]]", known: &["key", "label", "description", "aliases", "shape", "color"] };
pub(super) const LINK: Keys = Keys { table: "[[link]]", known: &["pattern", "url"] };
pub(super) const SERVICE: Keys = Keys { table: "[[service]]", known: &["name", "aliases", "owner", "url"] };
pub(super) const THEME: Keys = Keys { table: "[theme]", known: &["name", "path", "accent", "logo"] };
pub(super) const BUILD: Keys = Keys { table: "[build]", known: &["removal_guard"] };
pub(super) const INSIGHTS: Keys = Keys { table: "[insights]", known: &["mean"] };
pub(super) const RECURRING: Keys =
    Keys { table: "[[recurring_theme]]", known: &["member", "name", "without", "hidden"] };
pub(super) const PUBLISH: Keys = Keys { table: "[publish]", known: &["cname", "edit_url", "noindex"] };
pub(super) const EDITIONS: Keys = Keys { table: "[editions]", known: &["default", "domains", "public"] };
pub(super) const PUBLIC: Keys = Keys {
    table: "[editions.public]",
    known: &["title", "base_url", "output_dir", "cname", "withhold", "hide_ids", "files", "allow"],
};
pub(super) const ALLOW: Keys = Keys { table: "[[editions.public.allow]]", known: &["text", "reason"] };
pub(super) const REDACT: Keys = Keys { table: "[[redact]]", known: &["as", "texts", "list", "pattern"] };
pub(super) const PEOPLE: Keys = Keys { table: "[people]", known: &["names"] };
/// The tables of the vocabulary that the configuration can extend.
pub(super) const ALIASES: Keys = Keys { table: "[aliases]", known: SCOPE_NAMES };
/// The tables in which an unknown key may belong.
pub(super) const ALL: [Keys; 14] = [
    TOP, ID, SEVERITY, SERVICE, LINK, THEME, BUILD, INSIGHTS, RECURRING, PUBLISH, EDITIONS, PUBLIC, REDACT,
    PEOPLE,
];
