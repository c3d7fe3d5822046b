//! Does what documents refer to reach the site?

use super::{Facts, FaultKind, Finding};
use crate::when::show_date;

/// How many places of a kind are named.
const PLACES: usize = 5;

pub(super) fn examine(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if facts.as_of > facts.today {
        findings.push(Finding::problem(
            "as-of-future",
            format!(
                "ages would be counted to {}, which is after today, {}",
                show_date(facts.as_of),
                show_date(facts.today)
            ),
            "look at `--as-of` and SOURCE_DATE_EPOCH",
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
    // One line may hold several.
    places.dedup();
    if number == 0 {
        return None;
    }
    let finding = match kind {
        FaultKind::Absolute => Finding::problem(
            "path-absolute",
            format!("paths that begin with `/` and lead to no file of the archive: {number}"),
            "write the path from the document to the file, for example `../img/graph.png`",
        ),
        FaultKind::Outside => Finding::problem(
            "path-outside",
            format!("paths that lead out of the content folder, where the site does not reach: {number}"),
            "move the file into the content folder, or write its full web address",
        ),
        FaultKind::Missing => Finding::problem(
            "path-missing",
            format!("paths of files that are not there: {number}"),
            "check the spelling, capital letters too: most hosts tell them apart",
        ),
        FaultKind::Irregular => Finding::problem(
            "not-a-file",
            format!("symbolic links, pipes and devices, which are not published: {number}"),
            "put the file itself there",
        ),
        FaultKind::Future => Finding::note(
            "date-in-future",
            format!("incidents dated after the as-of date: {number}"),
            "check the year",
        ),
    };
    let more = places.len().saturating_sub(PLACES);
    let rest = (more > 0).then(|| format!("and {more} more; `pmsite build` names all"));
    Some(finding.at(places.into_iter().take(PLACES).chain(rest)))
}
