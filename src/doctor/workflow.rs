//! Is the site built whenever it should be, with no more rights than it needs?

use gray_matter::engine::{Engine as _, YAML};
use serde_json::Value;

use super::{Facts, Finding};

pub(super) fn examine(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let ours: Vec<_> = facts.workflows.iter().filter(|(_, text)| text.contains("pmsite")).collect();
    for (path, text) in &ours {
        findings.extend(workflow(text).into_iter().map(|finding| finding.at([path.clone()])));
    }
    let host = facts.remote.as_ref().map(|remote| remote.host.as_str());
    let builds = |text: &Option<String>| text.as_ref().is_some_and(|text| text.contains("pmsite"));
    let missing = match host {
        Some("github.com") if ours.is_empty() => Some("github"),
        Some("gitlab.com") if !builds(&facts.gitlab) => Some("gitlab"),
        _ => None,
    };
    findings.extend(missing.map(|provider| {
        Finding::note(
            "no-workflow",
            "nothing builds the site when the archive changes",
            format!("`pmsite init --ci {provider}` writes what does"),
        )
    }));
    findings
}

/// What is wrong with a workflow of GitHub that has to do with pmsite.
fn workflow(text: &str) -> Vec<Finding> {
    let parsed = YAML::parse(text).ok().and_then(|pod| pod.deserialize::<Value>().ok());
    let Some(workflow) = parsed.filter(Value::is_object) else {
        return vec![Finding::problem(
            "workflow-syntax",
            "the workflow is no valid YAML, so GitHub does not run it",
            "mend the syntax; the page of the repository's actions shows the place",
        )];
    };
    if !text.contains("deploy-pages") && !text.contains("gh-pages") {
        return Vec::new();
    }
    let mut findings = Vec::new();
    // YAML 1.1 took `on` for a truth value, and some editors still write it so.
    let events = workflow.get("on").or_else(|| workflow.get("true"));
    if events.and_then(|events| events.get("schedule")).is_none() {
        findings.push(Finding::problem(
            "no-schedule",
            "the site is not built daily, so its ages and what is overdue go stale",
            "add to `on:` a line `schedule: [{ cron: \"17 4 * * *\" }]`",
        ));
    }
    if text.contains("deploy-pages") && !(grants(&workflow, "pages") && grants(&workflow, "id-token")) {
        findings.push(Finding::problem(
            "no-permissions",
            "the workflow does not ask for the rights that deploying needs",
            "give the deploying job `permissions: { pages: write, id-token: write }` and the others `contents: read`",
        ));
    } else if workflow.get("permissions").is_none() {
        findings.push(Finding::note(
            "broad-permissions",
            "the jobs that deploy nothing have whatever rights the repository gives by default",
            "begin the workflow with `permissions: { contents: read }`",
        ));
    }
    let loose = unpinned(&workflow);
    if !loose.is_empty() {
        findings.push(
            Finding::note(
                "actions-unpinned",
                "actions are named by a tag, which whoever controls them can move",
                "name each by the full hash of a commit, with the version as a comment",
            )
            .at(loose),
        );
    }
    findings
}

/// Whether a right to write is given, to the workflow or to one of its jobs.
fn grants(workflow: &Value, right: &str) -> bool {
    let given = |place: &Value| match place.get("permissions") {
        Some(Value::String(all)) => all == "write-all",
        Some(rights) => rights.get(right).is_some_and(|level| level == "write"),
        None => false,
    };
    let jobs = workflow.get("jobs").and_then(Value::as_object);
    given(workflow) || jobs.into_iter().flat_map(|jobs| jobs.values()).any(given)
}

/// The actions that are named by something else than a commit.
fn unpinned(workflow: &Value) -> Vec<String> {
    let jobs = workflow.get("jobs").and_then(Value::as_object).into_iter().flat_map(|jobs| jobs.values());
    let steps = jobs.filter_map(|job| job.get("steps")?.as_array()).flatten();
    let uses = steps.filter_map(|step| step.get("uses")?.as_str());
    let pinned = |action: &str| {
        let commit = action.rsplit_once('@').map_or("", |(_, commit)| commit);
        action.starts_with("./")
            || (commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    uses.filter(|action| !pinned(action)).map(str::to_owned).collect()
}
