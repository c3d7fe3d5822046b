//! Which incidents are connected, and the groups that follow from it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::MIN_MEMBERS;
use crate::archive::{Archive, Names, Pairs};
use crate::digest::Digest;
use crate::model::{FieldId, RelationKind};

/// The number of rare terms that similar incidents share at least.
const MIN_TERMS: usize = 3;
/// The number of rare terms that incidents with the same cause share at least: "to be determined" is no cause.
const MIN_TERMS_SAME_CAUSE: usize = 2;
/// Shorter causes, such as "human error", are kinds of causes.
const MIN_CAUSE_WORDS: usize = 3;
/// With such a score and so many rare terms, two incidents are the same problem whatever the random pairs are: in six
/// public archives, all such pairs are, and below there are some that are not.
const SAME: (f32, usize) = (0.45, 5);
/// In smaller archives nearly every word is rare or common by chance, so texts are not compared.
const MIN_INCIDENTS: usize = 10;
/// A percentile needs at least this many pairs.
const MIN_PAIRS: usize = 200;
/// Lower scores are due to chance, whatever the random pairs are.
const MIN_SCORE: f32 = 0.18;
/// How many pairs in a thousand are less similar.
const QUANTILE: usize = 995;
/// About how many random pairs are compared, and how many incidents they are made from.
const SAMPLE: (usize, usize) = (2048, 512);
/// How many members of a group are compared with those of another one.
const COMPARED: usize = 8;
/// The share of these pairs that must be connected.
const LINKAGE: (usize, usize) = (2, 3);

/// Two incidents, the smaller index first.
type Pair = (usize, usize);

const fn pair(a: usize, b: usize) -> Pair {
    if a < b { (a, b) } else { (b, a) }
}

/// The connections between the incidents of an archive.
pub(super) struct Connections<'a> {
    archive: &'a Archive,
    pairs: Pairs<'a>,
    /// A document states that the two are related by a cause or by recurrence.
    stated: BTreeSet<Pair>,
    /// A document states that one is a recurrence of the other, or has the same cause.
    recurrences: BTreeSet<Pair>,
    /// Reports of one incident, and incidents that have nothing to do with each other.
    vetoed: BTreeSet<Pair>,
    /// The stated causes, by incident; `None` if nothing can be concluded from it.
    causes: Vec<Option<String>>,
    /// Whether there are enough incidents to compare their texts.
    is_comparable: bool,
    /// The similarity that chance rarely exceeds.
    threshold: f32,
}

impl<'a> Connections<'a> {
    pub(super) fn of(archive: &'a Archive) -> Self {
        let (mut stated, mut recurrences, mut vetoed) = Default::default();
        for (at, one) in archive.incidents.iter().enumerate() {
            vetoed_by(at, &one.not_related, &mut vetoed);
            for relation in one.relations.iter().filter(|relation| relation.stated) {
                let Some(target) = relation.target else { continue };
                let of_kind: &mut BTreeSet<Pair> = match relation.kind {
                    RelationKind::DuplicateOf => &mut vetoed,
                    RelationKind::RecurrenceOf | RelationKind::SameCause => &mut recurrences,
                    RelationKind::CausedBy | RelationKind::FollowUpOf => &mut stated,
                    RelationKind::Related => continue,
                };
                of_kind.insert(pair(at, target));
            }
        }
        stated.extend(&recurrences);
        stated.retain(|pair| !vetoed.contains(pair));
        recurrences.retain(|pair| !vetoed.contains(pair));
        let causes = archive.incidents.iter().map(|one| {
            let text = one.record.text(FieldId::RootCause)?.value.to_lowercase();
            let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let words: Vec<&str> = words.collect();
            (words.len() >= MIN_CAUSE_WORDS).then(|| words.join(" "))
        });
        let causes = causes.collect();
        let pairs = archive.pairs();
        let threshold = threshold(archive, &pairs, &stated);
        let is_comparable = archive.incidents.len() >= MIN_INCIDENTS;
        Self { archive, pairs, stated, recurrences, vetoed, causes, is_comparable, threshold }
    }

    /// The words that most of some incidents share.
    pub(super) fn terms(&self, members: &[usize], services: &Names) -> Vec<String> {
        self.pairs.common_terms(members, services).to_vec()
    }

    /// Whether a group is large enough for a theme.
    pub(super) fn is_theme(&self, group: &[usize]) -> bool {
        match group {
            [a, b] => self.recurrences.contains(&pair(*a, *b)) || self.are_same(*a, *b),
            _ => group.len() >= MIN_MEMBERS,
        }
    }

    /// Groups of connected incidents; those of one incident are left out.
    pub(super) fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups = Groups::new(self.archive.incidents.len());
        for (a, b) in &self.stated {
            groups.join(*a, *b);
        }
        for (_, (a, b)) in self.candidates() {
            if groups.of[a] != groups.of[b] && self.belong_together(groups.group(a), groups.group(b)) {
                groups.join(a, b);
            }
        }
        groups.members.into_iter().filter(|group| group.len() > 1).collect()
    }

    /// The pairs that may join groups, best first.
    fn candidates(&self) -> Vec<(f32, Pair)> {
        let near = |at: usize| {
            let near = self.pairs.nearest(at).filter(move |other| self.is_near(at, *other));
            near.filter(move |other| self.is_explained(at, *other)).map(move |other| pair(at, other))
        };
        let all = 0..self.archive.incidents.len();
        let mut pairs: Vec<Pair> =
            all.into_par_iter().flat_map_iter(|at| near(at).collect::<Vec<_>>()).collect();
        let mut by_cause: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, cause) in self.causes.iter().enumerate() {
            if let Some(cause) = cause {
                by_cause.entry(cause).or_default().push(at);
            }
        }
        for same in by_cause.values() {
            for (place, at) in same.iter().enumerate() {
                let next = same.iter().skip(place + 1).take(COMPARED);
                pairs.extend(
                    next.filter(|other| self.have_same_cause(*at, **other)).map(|other| (*at, *other)),
                );
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let score = |(a, b): Pair| self.pairs.compare(a, b).score;
        let mut candidates: Vec<(f32, Pair)> = pairs.into_iter().map(|pair| (score(pair), pair)).collect();
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        candidates
    }

    /// Whether enough pairs of two groups are connected.
    fn belong_together(&self, one: &[usize], other: &[usize]) -> bool {
        let (one, other) = (&one[..one.len().min(COMPARED)], &other[..other.len().min(COMPARED)]);
        let connected = one.iter().flat_map(|a| other.iter().map(|b| self.are_connected(*a, *b)));
        let connected = connected.filter(|connected| *connected).count();
        connected * LINKAGE.1 >= one.len() * other.len() * LINKAGE.0
    }

    fn are_connected(&self, a: usize, b: usize) -> bool {
        self.stated.contains(&pair(a, b)) || self.is_near(a, b) || self.have_same_cause(a, b)
    }

    fn is_near(&self, a: usize, b: usize) -> bool {
        let likeness = self.pairs.compare(a, b);
        let is_near = likeness.score > self.threshold && likeness.rare_terms >= MIN_TERMS;
        is_near && self.is_comparable && self.may_recur(a, b) || self.are_same(a, b)
    }

    fn are_same(&self, a: usize, b: usize) -> bool {
        let likeness = self.pairs.compare(a, b);
        let is_same = likeness.score >= SAME.0 && likeness.rare_terms >= SAME.1;
        is_same && self.is_comparable && self.may_recur(a, b)
    }

    fn have_same_cause(&self, a: usize, b: usize) -> bool {
        self.causes[a].is_some()
            && self.causes[a] == self.causes[b]
            && self.pairs.share_service(a, b)
            && self.pairs.compare(a, b).rare_terms >= MIN_TERMS_SAME_CAUSE
            && self.may_recur(a, b)
    }

    /// Whether nothing speaks against a recurrence: no document does, the services are the same as far as they are
    /// known, and the two are not of one day, like two reports of one incident.
    fn may_recur(&self, a: usize, b: usize) -> bool {
        let [one, other] = [a, b].map(|at| &self.archive.incidents[at].card);
        let is_unknown = one.services.is_empty() || other.services.is_empty();
        (one.date.is_none() || one.date != other.date)
            && (is_unknown || self.pairs.share_service(a, b))
            && !self.vetoed.contains(&pair(a, b))
    }

    /// Whether enough words are left that say why two incidents are similar: names of services and other forms of a
    /// word do not.
    fn is_explained(&self, a: usize, b: usize) -> bool {
        let similar = self.archive.similar(a).iter().find(|similar| similar.target == b);
        similar.is_some_and(|similar| similar.terms.iter().count() >= MIN_TERMS)
    }
}

fn vetoed_by(at: usize, not_related: &[usize], vetoed: &mut BTreeSet<Pair>) {
    vetoed.extend(not_related.iter().map(|other| pair(at, *other)));
}

/// The similarity that chance rarely exceeds: the 99.5th percentile of random pairs of incidents that neither share a
/// service nor are related; of any random pairs where nearly all incidents share a service. Which pairs these are
/// follows from the paths of the documents, so that another document replaces few of them.
fn threshold(archive: &Archive, pairs: &Pairs<'_>, stated: &BTreeSet<Pair>) -> f32 {
    let digest = |at: &usize| Digest::of(archive.incidents[*at].source.path.as_bytes());
    let mut sample: Vec<usize> = (0..archive.incidents.len()).collect();
    sample.sort_by_cached_key(digest);
    sample.truncate(SAMPLE.1);
    let distances = (SAMPLE.0 / sample.len().max(1)).clamp(1, (sample.len() / 2).max(1));
    let random = (1..=distances).flat_map(|distance| {
        let others = sample.iter().cycle().skip(distance);
        sample.iter().zip(others).map(|(a, b)| pair(*a, *b))
    });
    let mut random: Vec<Pair> = random.filter(|(a, b)| a != b && !stated.contains(&(*a, *b))).collect();
    random.sort_unstable();
    random.dedup();
    let unrelated = random.iter().filter(|(a, b)| !pairs.share_service(*a, *b)).copied();
    let unrelated: Vec<Pair> = unrelated.collect();
    let compared = if unrelated.len() < MIN_PAIRS { random } else { unrelated };
    if compared.len() < MIN_PAIRS {
        return f32::INFINITY;
    }
    let mut scores: Vec<f32> = compared.into_iter().map(|(a, b)| pairs.compare(a, b).score).collect();
    scores.sort_by(f32::total_cmp);
    let place = (scores.len() * QUANTILE).div_ceil(1000).saturating_sub(1);
    scores[place].max(MIN_SCORE)
}

/// Disjoint groups of incidents.
struct Groups {
    /// The group of each incident.
    of: Vec<usize>,
    /// The incidents of each group, ascending.
    members: Vec<Vec<usize>>,
}

impl Groups {
    fn new(count: usize) -> Self {
        Self { of: (0..count).collect(), members: (0..count).map(|at| vec![at]).collect() }
    }

    fn group(&self, at: usize) -> &[usize] {
        &self.members[self.of[at]]
    }

    fn join(&mut self, a: usize, b: usize) {
        let (kept, gone) = pair(self.of[a], self.of[b]);
        if kept == gone {
            return;
        }
        let moved = std::mem::take(&mut self.members[gone]);
        for at in &moved {
            self.of[*at] = kept;
        }
        self.members[kept].extend(moved);
        self.members[kept].sort_unstable();
    }
}
