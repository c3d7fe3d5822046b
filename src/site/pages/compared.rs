//! Where the time went: the phases of an incident above those of similar ones and what was usual for its severity until then.

use super::charts::{bar, placed, thousandth, total};
use crate::archive::PhaseSpan;
use crate::insights::EarlierMedian;
use crate::messages::Messages;
use crate::model::Phase;
use crate::site::lookup::Lookup;
use crate::site::view::{ComparedPhase, ComparedRow, ComparedView, UsualView};

/// How many similar incidents are compared.
const MAX_ROWS: usize = 3;

/// The comparison of an incident; `None` if it has no phases, or nothing to compare them with.
pub(super) fn compared(lookup: &Lookup, at: usize) -> Option<ComparedView> {
    let own = bar(&lookup.archive.incidents[at])?;
    // Bars are aligned at their beginning, so they must begin with the same event.
    let similar = lookup.archive.similar(at).iter().map(|similar| similar.target);
    let others = similar.filter_map(|other| Some((other, bar(&lookup.archive.incidents[other])?)));
    let others: Vec<_> = others.filter(|(_, bar)| bar[0].from == own[0].from).take(MAX_ROWS).collect();
    // Medians count from the first signal.
    let begins = own[0].from == Phase::FirstSignal;
    let usual = if begins { lookup.earlier_medians(at) } else { &[] };
    if others.is_empty() && usual.is_empty() {
        return None;
    }
    let bars = [(at, own)].into_iter().chain(others.iter().copied());
    let longest = bars.clone().map(|(_, bar)| total(bar)).chain(usual.iter().map(|one| one.minutes)).max()?;
    let rows = bars.map(|(at, bar)| row(lookup, at, bar, longest)).collect();
    let severity = lookup.card(at).severity.label.clone();
    Some(ComparedView {
        sentence: sentence(&lookup.messages, own, &others),
        rows,
        usual: usual.iter().map(|one| usual_view(lookup, *one, longest)).collect(),
        severity,
    })
}

fn row(lookup: &Lookup, at: usize, bar: &[PhaseSpan], longest: u32) -> ComparedRow {
    let phase = |(span, x, width): (&PhaseSpan, u32, u32)| ComparedPhase {
        name: span.name,
        label: lookup.messages.text(&format!("phase.{}", span.name)),
        duration: lookup.duration(span.minutes),
        x,
        width,
    };
    ComparedRow {
        card: lookup.card(at),
        phases: placed(bar, longest).map(phase).collect(),
        total: lookup.duration(total(bar)),
    }
}

fn usual_view(lookup: &Lookup, one: EarlierMedian, longest: u32) -> UsualView {
    let length = lookup.messages.minutes(one.minutes);
    UsualView {
        measure: one.measure.key(),
        sentence: lookup
            .messages
            .with(&format!("usual.{}", one.measure.key()), &[("length", &length), ("n", &one.n.to_string())]),
        x: thousandth(one.minutes, longest),
    }
}

/// How long its longest phase took, and the same phase of the others.
fn sentence(messages: &Messages, own: &[PhaseSpan], others: &[(usize, &[PhaseSpan])]) -> String {
    let Some(longest) = own.iter().max_by_key(|span| span.minutes) else { return String::new() };
    let same = |(_, bar): &(usize, &[PhaseSpan])| {
        bar.iter().find(|span| span.name == longest.name).map(|span| span.minutes)
    };
    let mut theirs: Vec<u32> = others.iter().filter_map(same).collect();
    theirs.sort_unstable();
    let phase = messages.text(&format!("phase.{}", longest.name));
    let length = messages.minutes(longest.minutes);
    let own = [("phase", phase.as_str()), ("length", &length)];
    match theirs[..] {
        [] => messages.with("compared.alone", &own),
        [one] => messages.with("compared.one", &[own[0], own[1], ("other", &messages.minutes(one))]),
        [low, .., high] => {
            let (low, high) = (messages.minutes(low), messages.minutes(high));
            let name = if low == high { "compared.equal" } else { "compared.several" };
            messages.with(name, &[own[0], own[1], ("low", &low), ("high", &high)])
        }
    }
}
