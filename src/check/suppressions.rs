//! `<!-- pmsite-allow: rule reason -->` says that a finding is meant to be. It holds on the line it stands on; alone on its
//! lines it also holds for the block after it (a paragraph, a table, a list, a heading); before everything else in the
//! document it holds for the whole file, findings in the front matter and findings without a line included. Several rules are
//! parted by commas: `<!-- pmsite-allow: action-unowned,action-undated dropped with the team -->`.
//!
//! The reason is required: who reads the document next year should not have to guess. An allowance that nothing needs any more
//! hides the next finding, so it should go.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::archive::Archive;
use crate::diag::{Code, Diagnostic};
use crate::model::{Suppression, SuppressionScope};
use crate::source::{SourceFile, Span};

/// This file, whose head is a page of the manual.
pub(super) const SOURCE: &str = include_str!("suppressions.rs");

/// Which allowances are spoken of besides being honored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnusedSuppressions {
    /// None: not every rule was applied, so that nobody knows which are needed.
    Ignore,
    /// Those that are not valid, and those that nothing needs.
    Report,
}

/// Leaves out what authors allow.
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
        .filter(|diagnostic| !files.get_mut(&*diagnostic.source).is_some_and(|file| file.allows(diagnostic)))
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

/// A rule that an allowance names, and whether anything needed it.
struct Grant<'a> {
    allow: &'a Suppression,
    code: Code,
    needed: bool,
}

/// A document with allowances.
struct File<'a> {
    source: &'a Arc<SourceFile>,
    grants: Vec<Grant<'a>>,
    invalid: Vec<Diagnostic>,
    /// Suppressions that use the former name of a rule.
    renamed: Vec<(Span, Code)>,
}

impl<'a> File<'a> {
    fn new(source: &'a Arc<SourceFile>, allows: &'a [Suppression]) -> Self {
        let mut file = Self { source, grants: Vec::new(), invalid: Vec::new(), renamed: Vec::new() };
        for allow in allows {
            file.add(allow);
        }
        file
    }

    fn add(&mut self, allow: &'a Suppression) {
        if allow.rules.is_empty() || allow.reason.is_empty() {
            self.refuse(allow.span, "the allowance gives no reason", "write `pmsite-allow: rule reason`");
            return;
        }
        for name in &allow.rules {
            if let Some(code) = Code::named(name) {
                self.grants.push(Grant { allow, code, needed: false });
                if code.name() != name {
                    self.renamed.push((allow.span, code));
                }
                continue;
            }
            let help = Code::nearest(name).map_or_else(
                || "each finding shows the name of its rule in brackets".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            self.refuse(allow.span, &format!("there is no rule `{name}`"), &help);
        }
    }

    fn refuse(&mut self, span: Span, message: &str, help: &str) {
        let diagnostic = Diagnostic::new(Code::SuppressionInvalid, &self.source.path, span, message);
        self.invalid.push(diagnostic.help(help));
    }

    /// Whether a finding is allowed; every allowance that does so is needed.
    fn allows(&mut self, diagnostic: &Diagnostic) -> bool {
        let line = self.source.line(diagnostic.span.start);
        let whole = diagnostic.span == Span::default();
        let mut allowed = false;
        for grant in self.grants.iter_mut().filter(|grant| grant.code == diagnostic.code) {
            let reaches = match grant.allow.scope {
                SuppressionScope::File => true,
                SuppressionScope::Lines(lines) => !whole && lines.contains(line),
            };
            grant.needed |= reaches;
            allowed |= reaches;
        }
        allowed
    }

    /// What is wrong with the allowances. Findings about allowances are not allowed in turn.
    fn faults(&self) -> Vec<Diagnostic> {
        let unused = self.grants.iter().filter(|grant| !grant.needed).map(|grant| {
            let message = format!("nothing here needs the allowance for `{}`", grant.code.name());
            Diagnostic::new(Code::SuppressionUnused, &self.source.path, grant.allow.span, message)
                .help("remove it, so that it does not hide the next finding")
        });
        self.invalid.iter().cloned().chain(unused).collect()
    }
}
