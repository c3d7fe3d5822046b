//! Checks that workflows build the site whenever necessary, with no more permissions than necessary.

use gray_matter::engine::{Engine as _, YAML};
use serde_json::Value;

use super::{Facts, Finding};

pub(super) fn examine(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let ours: Vec<_> = facts.workflows.iter().filter(|(_, text)| text.contains("pmsite")).collect();
    for (path, text) in &ours {
        let found = workflow(text, facts.branch.as_deref());
        findings.extend(found.into_iter().map(|finding| finding.at([path.clone()])));
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
            "no workflow builds the site when the archive changes",
            format!("run `pmsite init --ci {provider}` to create one"),
        )
    }));
    findings
}

/// Checks a GitHub workflow that mentions pmsite.
fn workflow(text: &str, branch: Option<&str>) -> Vec<Finding> {
    let parsed = YAML::parse(text).ok().and_then(|pod| pod.deserialize::<Value>().ok());
    let Some(workflow) = parsed.filter(Value::is_object) else {
        return vec![Finding::problem(
            "workflow-syntax",
            "invalid YAML in the workflow, so GitHub does not run it",
            "fix the syntax; the Actions tab of the repository shows where it is wrong",
        )];
    };
    if !text.contains("deploy-pages") && !text.contains("gh-pages") {
        return Vec::new();
    }
    let mut findings = Vec::new();
    // YAML 1.1 reads `on` as `true`, and some editors still write it like that.
    let events = workflow.get("on").or_else(|| workflow.get("true"));
    if events.and_then(|events| events.get("schedule")).is_none() {
        findings.push(Finding::problem(
            "no-schedule",
            "the site is not built daily, so ages and overdue action items go stale",
            "add `schedule: [{ cron: \"17 4 * * *\" }]` to `on:`",
        ));
    }
    if let Some(branch) = branch.filter(|branch| !runs_on(events, branch)) {
        findings.push(Finding::problem(
            "branch-not-published",
            format!("the workflow does not run when the default branch `{branch}` changes"),
            format!("add `{branch}` to `branches` below `push:`"),
        ));
    }
    if text.contains("deploy-pages") && !(grants(&workflow, "pages") && grants(&workflow, "id-token")) {
        findings.push(Finding::problem(
            "no-permissions",
            "the workflow lacks the permissions that deploying needs",
            "set `permissions: { pages: write, id-token: write }` for the deploy job and `contents: read` for the others",
        ));
    } else if workflow.get("permissions").is_none() {
        findings.push(Finding::note(
            "broad-permissions",
            "jobs have the default permissions of the repository, which can be broad",
            "add `permissions: { contents: read }` at the top of the workflow",
        ));
    }
    let loose = unpinned(&workflow);
    if !loose.is_empty() {
        findings.push(
            Finding::note(
                "actions-unpinned",
                "actions are pinned to a tag, which can be moved to other code",
                "pin each action to a full commit hash, with the version in a comment",
            )
            .at(loose),
        );
    }
    findings
}

/// Whether pushes to a branch run the workflow, as far as names tell: a pattern may match anything.
fn runs_on(events: Option<&Value>, branch: &str) -> bool {
    let listed = match events.and_then(|events| events.get("push")?.get("branches")) {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => return true,
    };
    listed.iter().any(|name| *name == branch || name.contains(['*', '?', '+', '[', '!']))
}

/// Whether the workflow or one of its jobs has a write permission.
fn grants(workflow: &Value, right: &str) -> bool {
    let given = |place: &Value| match place.get("permissions") {
        Some(Value::String(all)) => all == "write-all",
        Some(rights) => rights.get(right).is_some_and(|level| level == "write"),
        None => false,
    };
    let jobs = workflow.get("jobs").and_then(Value::as_object);
    given(workflow) || jobs.into_iter().flat_map(|jobs| jobs.values()).any(given)
}

/// The actions that are not pinned to a commit.
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
