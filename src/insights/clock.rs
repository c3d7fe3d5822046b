//! When in the day and in the week incidents begin.

use jiff::ToSpan as _;
use jiff::civil::DateTime;

use super::binomial::two_sided;
use crate::archive::{Archive, Incident};
use crate::config::Config;
use crate::model::Moment;
use crate::when::Zone;

/// The hours in a block of the day.
pub const BLOCK_HOURS: usize = 3;

/// The number of blocks.
pub const BLOCKS: usize = 24 / BLOCK_HOURS;

/// Working hours: Monday to Friday, from 09:00 to 18:00.
const WORKING_HOURS: std::ops::Range<i8> = 9..18;

/// When incidents begin.
#[derive(Clone, Debug, PartialEq)]
pub struct Clock {
    /// The number of incidents by weekday, from Monday, and by block of the day.
    pub week: [[usize; BLOCKS]; 7],
    /// How many there are.
    pub n: usize,
    /// How many documents do not say at which time their incident began.
    pub missing: usize,
    /// The incidents that began outside working hours, newest first.
    pub outside: Vec<usize>,
    /// The p-value of the exact test that incidents begin at any time of the week alike.
    pub p: f64,
    /// The time zone of the configuration. `None` if times are those that documents write, each in its own zone.
    pub zone: Option<String>,
}

impl Clock {
    /// The share of the week that lies outside working hours.
    pub const SHARE_OUTSIDE: f64 = 123.0 / 168.0;

    pub(super) fn of(archive: &Archive, config: &Config) -> Self {
        let zone = config.timezone.as_deref().and_then(|name| Some((name, Zone::named(name)?)));
        let mut week = [[0; BLOCKS]; 7];
        let mut outside = Vec::new();
        let mut n = 0;
        for (at, one) in archive.incidents.iter().enumerate() {
            let Some(began) = began(one).and_then(|moment| local(moment, zone.as_ref().map(|zone| &zone.1)))
            else {
                continue;
            };
            let day = usize::try_from(began.weekday().to_monday_zero_offset()).unwrap_or(0);
            week[day][usize::try_from(began.hour()).unwrap_or(0) / BLOCK_HOURS] += 1;
            if day > 4 || !WORKING_HOURS.contains(&began.hour()) {
                outside.push(at);
            }
            n += 1;
        }
        Self {
            week,
            n,
            missing: archive.incidents.len() - n,
            p: two_sided(outside.len(), n, Self::SHARE_OUTSIDE),
            outside,
            zone: zone.map(|(name, _)| name.to_owned()),
        }
    }
}

/// When an incident began: as stated, else the first event of its timeline. Only with a time of day.
fn began(one: &Incident) -> Option<&Moment> {
    let stated = one.record.times.started.as_ref().map(|field| &field.value);
    let events = one.record.timeline.iter().filter_map(|event| event.at.as_ref());
    stated.into_iter().chain(events).find(|moment| moment.clock.is_some())
}

/// The local date and time of a moment. It stays as written if either its own zone or the one to convert to is unknown.
fn local(moment: &Moment, zone: Option<&Zone>) -> Option<DateTime> {
    let written = moment.datetime();
    let (Some(zone), Some(offset)) = (zone, moment.offset_minutes) else { return Some(written) };
    let utc = written.checked_sub(offset.minutes()).ok()?;
    // The offset is that of a local time, so the first guess may be off by an hour next to a change of clocks.
    let guess = utc.checked_add(zone.offset_at(utc)?.minutes()).ok()?;
    utc.checked_add(zone.offset_at(guess)?.minutes()).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn times_are_converted_to_the_zone_of_the_configuration() {
        let moment = |offset_minutes| Moment {
            date: date(2026, 7, 3),
            clock: Some(jiff::civil::time(23, 30, 0, 0)),
            offset_minutes,
            zone: None,
        };
        let berlin = Zone::named("Europe/Berlin").unwrap();
        assert_eq!(local(&moment(Some(0)), Some(&berlin)), Some(date(2026, 7, 4).at(1, 30, 0, 0)));
        assert_eq!(local(&moment(Some(-420)), Some(&berlin)), Some(date(2026, 7, 4).at(8, 30, 0, 0)));
        assert_eq!(local(&moment(Some(0)), None), Some(date(2026, 7, 3).at(23, 30, 0, 0)));
        assert_eq!(local(&moment(None), Some(&berlin)), Some(date(2026, 7, 3).at(23, 30, 0, 0)));
    }

    #[test]
    fn share_outside_working_hours_is_that_of_the_week() {
        let inside = 5 * (WORKING_HOURS.end - WORKING_HOURS.start);
        assert!((Clock::SHARE_OUTSIDE - (1.0 - f64::from(inside) / 168.0)).abs() < 1e-12);
    }
}
