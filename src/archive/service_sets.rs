//! The services of incidents in a form that is fast to compare.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Incident;
use crate::text::slug;

/// The services of an incident.
#[derive(Clone, Debug)]
pub(super) struct Services {
    /// A number for each, in the order of the card.
    pub(super) numbers: Vec<u32>,
    /// A bit for each. Incidents that share no bit share no service.
    pub(super) bits: u64,
}

/// The services of each incident.
pub(super) fn services(incidents: &[Arc<Incident>]) -> Vec<Services> {
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut number = |name: &String| {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        *numbers.entry(slug(name)).or_insert(next)
    };
    let mut services = |incident: &Arc<Incident>| {
        let numbers: Vec<u32> = incident.card.services.iter().map(&mut number).collect();
        let bits = numbers.iter().fold(0, |bits, number| bits | 1 << (number % u64::BITS));
        Services { numbers, bits }
    };
    incidents.iter().map(&mut services).collect()
}
