//! Rules about documents and about the archive: what an author forgot, what a reviewer would ask for.
//!
//! Each rule is one file with the name of its code. The module documentation is the rule's manual page, printed by `pmsite check
//! --explain`. Problems found while reading and assembling are reported there; their manual pages are in `manual.md`. Rules see
//! only what was read: no disk, no clock, no terminal. They prefer silence to false alarms, because a noisy rule is turned off.
//!
//! To add a rule: its file, a line each for the module and in `rules!` below, a code in [`crate::diag`], and a test. The tables in
//! `docs/rules.md` are generated: run `BLESS=1 cargo test --test check`.

mod action_due_before_incident;
mod action_duplicate;
mod action_overdue;
mod action_status_missing;
mod action_undated;
mod action_unowned;
mod action_unverified;
mod action_urgent_unowned;
mod actions_missing;
mod alias_unreachable;
mod anchor_missing;
mod blame_wording;
mod cause_missing;
mod code_fence_unclosed;
mod context;
mod conventions;
mod date_in_future;
mod date_missing;
mod document_duplicate;
mod draft_stale;
mod field_empty;
mod file_name_mismatch;
mod finished_before_incident;
mod front_matter_misspelled;
mod heading_duplicate;
mod heading_level_skipped;
mod ids_unlinked;
mod image_alt_missing;
mod manual;
mod merge_conflict;
mod missing;
mod path_case_conflict;
mod predicates;
mod relation_circular;
mod relation_order;
mod secret_exposed;
mod section_empty;
mod severity_missing;
mod sign_off_missing;
mod spelling_inconsistent;
mod status_conflict;
mod status_unknown;
mod summary_missing;
mod suppressions;
mod template_instruction;
mod time_zone_missing;
mod timeline_missing;
mod times_order;
mod title_missing;
mod todo_left;

#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

pub use self::manual::page;
pub use self::suppressions::{UnusedSuppressions, apply_suppressions};

use self::context::{ArchiveContext, DocumentContext, IncidentContext};
use crate::archive::Archive;
use crate::config::{Config, FILE_NAME};
use crate::diag::{Code, Diagnostic, Level};
use crate::source::Span;

/// The input of a rule.
#[derive(Clone, Copy)]
enum Scope {
    /// One incident in its archive.
    Incident(fn(&IncidentContext<'_>) -> Vec<Diagnostic>),
    /// One document, incident or page, as written.
    Document(fn(&DocumentContext<'_>) -> Vec<Diagnostic>),
    /// All documents together.
    Archive(fn(&ArchiveContext<'_>) -> Vec<Diagnostic>),
}

/// A rule.
struct Rule {
    code: Code,
    #[cfg(test)]
    file: &'static str,
    /// The source file; its module documentation is the manual page.
    source: &'static str,
    scope: Scope,
}

macro_rules! rules {
    ($($module:ident: $scope:ident $code:ident;)+) => {
        const RULES: &[Rule] = &[$(Rule {
            code: Code::$code,
            #[cfg(test)]
            file: stringify!($module),
            source: include_str!(concat!(stringify!($module), ".rs")),
            scope: Scope::$scope($module::check),
        },)+];
    };
}

rules! {
    title_missing: Incident TitleMissing;
    date_missing: Incident DateMissing;
    severity_missing: Incident SeverityMissing;
    summary_missing: Incident SummaryMissing;
    timeline_missing: Incident TimelineMissing;
    field_empty: Incident FieldEmpty;
    cause_missing: Incident CauseMissing;
    actions_missing: Incident ActionsMissing;
    sign_off_missing: Incident SignOffMissing;
    draft_stale: Incident DraftStale;
    status_conflict: Incident StatusConflict;
    status_unknown: Incident StatusUnknown;
    times_order: Incident TimesOrder;
    date_in_future: Incident DateInFuture;
    finished_before_incident: Incident FinishedBeforeIncident;
    time_zone_missing: Incident TimeZoneMissing;
    file_name_mismatch: Incident FileNameMismatch;
    action_unowned: Incident ActionUnowned;
    action_urgent_unowned: Incident ActionUrgentUnowned;
    action_undated: Incident ActionUndated;
    action_status_missing: Incident ActionStatusMissing;
    action_overdue: Incident ActionOverdue;
    action_due_before_incident: Incident ActionDueBeforeIncident;
    action_unverified: Incident ActionUnverified;
    action_duplicate: Archive ActionDuplicate;
    relation_circular: Incident RelationCircular;
    relation_order: Incident RelationOrder;
    anchor_missing: Document AnchorMissing;
    image_alt_missing: Document ImageAltMissing;
    ids_unlinked: Archive IdsUnlinked;
    alias_unreachable: Archive AliasUnreachable;
    section_empty: Incident SectionEmpty;
    heading_level_skipped: Document HeadingLevelSkipped;
    heading_duplicate: Incident HeadingDuplicate;
    template_instruction: Incident TemplateInstruction;
    code_fence_unclosed: Document CodeFenceUnclosed;
    merge_conflict: Document MergeConflict;
    todo_left: Incident TodoLeft;
    front_matter_misspelled: Incident FrontMatterMisspelled;
    spelling_inconsistent: Archive SpellingInconsistent;
    document_duplicate: Archive DocumentDuplicate;
    path_case_conflict: Archive PathCaseConflict;
    blame_wording: Incident BlameWording;
    secret_exposed: Document SecretExposed;
}

/// Whether only `pmsite check` reports a code. The other codes come from reading and assembling, which every command does.
pub fn is_check_only(code: Code) -> bool {
    matches!(code, Code::SuppressionInvalid | Code::SuppressionUnused)
        || RULES.iter().any(|rule| rule.code == code)
}

/// What the rules found.
#[derive(Debug)]
pub struct Findings {
    /// The findings, in no particular order.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether a rule crashed.
    pub crashed: bool,
}

/// Applies every rule, on all cores. Suppressions and configured levels are applied later. A rule that crashes on a document costs nothing
/// but what it would have found there.
pub fn check(archive: &Archive, config: &Config) -> Findings {
    let crashes = AtomicBool::new(false);
    let apply = |rule: &Rule, path: &Arc<str>, check: &dyn Fn() -> Vec<Diagnostic>| {
        contained(rule, path, check).unwrap_or_else(|crash| {
            crashes.store(true, Ordering::Relaxed);
            vec![*crash]
        })
    };
    let shared = ArchiveContext::new(archive, config);
    let incidents = archive.incidents.par_iter().flat_map_iter(|incident| {
        let context = IncidentContext::new(&shared, incident);
        let document = context.document.clone();
        let path = &incident.source.path;
        let found = |rule: &Rule| match rule.scope {
            Scope::Incident(check) => apply(rule, path, &|| check(&context)),
            Scope::Document(check) => apply(rule, path, &|| check(&document)),
            Scope::Archive(_) => Vec::new(),
        };
        RULES.iter().flat_map(found).collect::<Vec<_>>()
    });
    let mut found: Vec<Diagnostic> = incidents.collect();
    found.par_extend(archive.pages.par_iter().flat_map_iter(|page| {
        let document = DocumentContext::of_page(&shared, page);
        let path = &page.source.path;
        let found = |rule: &Rule| match rule.scope {
            Scope::Document(check) => apply(rule, path, &|| check(&document)),
            Scope::Incident(_) | Scope::Archive(_) => Vec::new(),
        };
        RULES.iter().flat_map(found).collect::<Vec<_>>()
    }));
    let config_path = Arc::from(FILE_NAME);
    let archive_rules: Vec<Vec<Diagnostic>> = RULES
        .par_iter()
        .map(|rule| match rule.scope {
            Scope::Archive(check) => apply(rule, &config_path, &|| check(&shared)),
            Scope::Incident(_) | Scope::Document(_) => Vec::new(),
        })
        .collect();
    found.extend(archive_rules.into_iter().flatten());
    Findings { diagnostics: found, crashed: crashes.into_inner() }
}

/// Applies a rule. If it panics, that is a finding.
fn contained(
    rule: &Rule,
    path: &Arc<str>,
    check: &dyn Fn() -> Vec<Diagnostic>,
) -> Result<Vec<Diagnostic>, Box<Diagnostic>> {
    // Rules have no state, so a panic leaves nothing half-changed.
    catch_unwind(AssertUnwindSafe(check)).map_err(|_| {
        let message =
            format!("pmsite crashed while it checked `{}` here; this is a bug in pmsite", rule.code.name());
        let help = "please report it, with the document if you can share it";
        let diagnostic = Diagnostic::new(rule.code, path, Span::default(), message).help(help);
        Box::new(Diagnostic { level: Level::Error, ..diagnostic })
    })
}
