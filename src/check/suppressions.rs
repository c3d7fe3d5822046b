//! `<!-- pmsite-allow: rule reason -->` accepts a finding. It applies to its line; on a line of its own, also to the next block (a
//! paragraph, a table, a list, a heading); at the start of the document, to the whole file, including findings in the front matter
//! and findings without a line. Separate several rules by commas: `<!-- pmsite-allow: action-unowned,action-undated dropped with the team -->`.
//!
//! The reason is required, so that nobody has to guess next year. Remove unused suppressions, or they will hide the next finding.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::archive::Archive;
use crate::diag::{Code, Diagnostic};
use crate::model::{Suppression, SuppressionScope};
use crate::source::{SourceFile, Span};

/// The source of this file; its module documentation is a manual page.
pub(super) const SOURCE: &str = include_str!("suppressions.rs");

/// What happens to suppressions that are invalid or match no finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnusedSuppressions {
    /// They are ignored: not every rule was applied, so a suppression that seems unused may be needed.
    Ignore,
    /// They are reported.
    Report,
}

/// Removes the diagnostics that authors suppressed.
pub fn apply_suppressions(
    archive: &Archive,
    found: Vec<Diagnostic>,
    unused: UnusedSuppressions,
) -> Vec<Diagnostic> {
    let mut files: BTreeMap<&str, File<'_>> = BTreeMap::new();
    let incidents = archive.incidents.iter().map(|incident| (&incident.source, &incident.document));
    let pages = archive.pages.iter().map(|page| (&page.source, &page.document));
    for (source, document) in incidents.chain(pages) {
        if !document.structure.suppressions.is_empty() {
            files.insert(&source.path, File::new(source, &document.structure.suppressions));
        }
    }
    if files.is_empty() {
        return found;
    }
    let mut kept: Vec<Diagnostic> = found
        .into_iter()
        .filter(|diagnostic| {
            !files.get_mut(&*diagnostic.source).is_some_and(|file| file.suppresses(diagnostic))
        })
        .collect();
    if unused == UnusedSuppressions::Report {
        kept.extend(files.values().flat_map(File::faults));
        kept.extend(renamed_rules(&files, &kept));
    }
    kept
}

/// Reports each former name once, where it is first used: a large archive may use it in every document.
fn renamed_rules(files: &BTreeMap<&str, File<'_>>, found: &[Diagnostic]) -> Vec<Diagnostic> {
    let in_config = found.iter().filter(|diagnostic| diagnostic.code == Code::RuleRenamed);
    let mut reported: BTreeSet<String> = in_config.map(|diagnostic| diagnostic.message.clone()).collect();
    let mut renamed = Vec::new();
    for file in files.values() {
        for (span, code) in &file.renamed {
            let diagnostic = Diagnostic::rule_renamed(*code, &file.source.path, *span);
            if reported.insert(diagnostic.message.clone()) {
                renamed.push(diagnostic);
            }
        }
    }
    renamed
}

/// A rule that a suppression names, and whether it matched a finding.
struct SuppressedRule<'a> {
    suppression: &'a Suppression,
    code: Code,
    used: bool,
}

/// A document with suppressions.
struct File<'a> {
    source: &'a Arc<SourceFile>,
    rules: Vec<SuppressedRule<'a>>,
    invalid: Vec<Diagnostic>,
    /// Suppressions that use the former name of a rule.
    renamed: Vec<(Span, Code)>,
}

impl<'a> File<'a> {
    fn new(source: &'a Arc<SourceFile>, suppressions: &'a [Suppression]) -> Self {
        let mut file = Self { source, rules: Vec::new(), invalid: Vec::new(), renamed: Vec::new() };
        for suppression in suppressions {
            file.add(suppression);
        }
        file
    }

    fn add(&mut self, suppression: &'a Suppression) {
        if suppression.rules.is_empty() || suppression.reason.is_empty() {
            self.invalid(suppression.span, "suppression has no reason", "write `pmsite-allow: rule reason`");
            return;
        }
        for name in &suppression.rules {
            if let Some(code) = Code::named(name) {
                self.rules.push(SuppressedRule { suppression, code, used: false });
                if code.name() != name {
                    self.renamed.push((suppression.span, code));
                }
                continue;
            }
            let help = Code::nearest(name).map_or_else(
                || "each finding shows its rule in brackets".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            self.invalid(suppression.span, &format!("unknown rule `{name}`"), &help);
        }
    }

    fn invalid(&mut self, span: Span, message: &str, help: &str) {
        let diagnostic = Diagnostic::new(Code::SuppressionInvalid, &self.source.path, span, message);
        self.invalid.push(diagnostic.help(help));
    }

    /// Whether a finding is suppressed; marks all suppressions that match it as used.
    fn suppresses(&mut self, diagnostic: &Diagnostic) -> bool {
        let line = self.source.line(diagnostic.span.start);
        let whole = diagnostic.span == Span::default();
        let mut suppressed = false;
        for rule in self.rules.iter_mut().filter(|rule| rule.code == diagnostic.code) {
            let matches = match rule.suppression.scope {
                SuppressionScope::File => true,
                SuppressionScope::Lines(lines) => !whole && lines.contains(line),
            };
            rule.used |= matches;
            suppressed |= matches;
        }
        suppressed
    }

    /// Invalid and unused suppressions. These findings cannot be suppressed in turn.
    fn faults(&self) -> Vec<Diagnostic> {
        let unused = self.rules.iter().filter(|rule| !rule.used).map(|rule| {
            let message = format!("unused suppression of `{}`", rule.code.name());
            Diagnostic::new(Code::SuppressionUnused, &self.source.path, rule.suppression.span, message)
                .help("remove it so that it does not hide the next finding")
        });
        self.invalid.iter().cloned().chain(unused).collect()
    }
}
