//! What the configuration says about themes: their names, which incidents do not belong to them, and which are not
//! shown.

use crate::archive::Archive;
use crate::config::ThemeRule;
use crate::text::fold_id;

/// The themes that are shown, each with its name. Incidents that are taken out of a theme form another one if
/// `is_theme` says so.
pub(super) fn apply(
    archive: &Archive,
    rules: &[ThemeRule],
    mut themes: Vec<Vec<usize>>,
    is_theme: &dyn Fn(&[usize]) -> bool,
) -> Vec<(Vec<usize>, Option<String>)> {
    for rule in rules {
        let Some(at) = of_member(archive, rule, &themes) else { continue };
        let out: Vec<usize> = rule.without.iter().filter_map(|id| incident(archive, &id.0)).collect();
        let (apart, rest) = themes[at].iter().partition(|member| out.contains(member));
        themes[at] = rest;
        themes.push(apart);
    }
    themes.retain(|theme| is_theme(theme));
    let mut named: Vec<_> = themes.iter().map(|theme| (theme.clone(), None)).collect();
    let mut hidden = Vec::new();
    for rule in rules {
        let Some(at) = of_member(archive, rule, &themes) else { continue };
        hidden.extend(rule.hidden.then_some(at));
        if rule.name.is_some() {
            named[at].1.clone_from(&rule.name);
        }
    }
    let shown = named.into_iter().enumerate().filter(|(at, _)| !hidden.contains(at));
    shown.map(|(_, theme)| theme).collect()
}

fn of_member(archive: &Archive, rule: &ThemeRule, themes: &[Vec<usize>]) -> Option<usize> {
    let member = incident(archive, &rule.member.0)?;
    themes.iter().position(|theme| theme.contains(&member))
}

/// The incident with an id, a file name or a path.
fn incident(archive: &Archive, written: &str) -> Option<usize> {
    let id = fold_id(written);
    let all = || archive.incidents.iter().enumerate();
    let find = |is: &dyn Fn(usize) -> bool| {
        all().filter(|(at, _)| is(*at)).min_by_key(|(_, one)| &one.source.path).map(|(at, _)| at)
    };
    let one = |at: usize| &archive.incidents[at];
    find(&|at| fold_id(&one(at).card.id) == id)
        .or_else(|| find(&|at| *one(at).source.path == *written || fold_id(one(at).source.stem()) == id))
}
