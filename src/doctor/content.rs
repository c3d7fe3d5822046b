//! Checks that the files to which documents refer are on the published site.

use super::{Facts, FaultKind, Finding};
use crate::when::show_date;

/// How many places of each kind are listed.
const MAX_PLACES: usize = 5;

pub(super) fn examine(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if facts.as_of > facts.today {
        findings.push(Finding::problem(
            "as-of-future",
            format!(
                "the as-of date {} is in the future; today is {}",
                show_date(facts.as_of),
                show_date(facts.today)
            ),
            "check `--as-of` and SOURCE_DATE_EPOCH",
        ));
    }
    let kinds = [
        FaultKind::Absolute,
        FaultKind::Outside,
        FaultKind::Missing,
        FaultKind::Irregular,
        FaultKind::Future,
    ];
    findings.extend(kinds.into_iter().filter_map(|kind| of_kind(facts, kind)));
    findings
}

fn of_kind(facts: &Facts<'_>, kind: FaultKind) -> Option<Finding> {
    let mut places: Vec<_> =
        facts.faults.iter().filter(|fault| fault.kind == kind).map(|fault| fault.place.clone()).collect();
    let number = places.len();
    // A line can have several.
    places.dedup();
    if number == 0 {
        return None;
    }
    let finding = match kind {
        FaultKind::Absolute => Finding::problem(
            "path-absolute",
            format!("broken paths that begin with `/`: {number}"),
            "use a path relative to the document, for example `../img/graph.png`",
        ),
        FaultKind::Outside => Finding::problem(
            "path-outside",
            format!("paths that leave the content folder, whose files are not published: {number}"),
            "move the file into the content folder, or use its full URL",
        ),
        FaultKind::Missing => Finding::problem(
            "path-missing",
            format!("paths of missing files: {number}"),
            "check the spelling, including upper and lower case: most hosts are case-sensitive",
        ),
        FaultKind::Irregular => Finding::problem(
            "not-a-file",
            format!("symbolic links, pipes and devices, which are not published: {number}"),
            "replace them with regular files",
        ),
        FaultKind::Future => Finding::note(
            "date-in-future",
            format!("incidents dated after the as-of date: {number}"),
            "check the year",
        ),
    };
    let more = places.len().saturating_sub(MAX_PLACES);
    let rest = (more > 0).then(|| format!("and {more} more; `pmsite check` lists all"));
    Some(finding.at(places.into_iter().take(MAX_PLACES).chain(rest)))
}
