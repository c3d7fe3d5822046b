//! Public text: sequences that occur in it are not secret.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::canonical::{Format, each_word};
use super::line::{Line, Sink, Texts};
use super::needles::{Builder, whole};
use super::seek::{Keyed, Rule, Seeker};
use super::tokens::{shown, transliterated};

/// Words that the formats themselves bring along, whatever the site says.
const FORMATS: &str = "doctype html head body class style script stylesheet viewport charset content width height href title \
    noscript template section article header footer main aside figure figcaption table thead tbody colspan rowspan align left \
    right center checkbox checked disabled hidden open required selected details summary button label input option select \
    footnotes footnote backref data sourcepos task list item language lang text plain http https www org com html xhtml xml \
    utf-8 utf8 version encoding xmlns xlink feed entry author updated published link self alternate rel type application json \
    atom rss generator category term scheme urlset lastmod sitemap sitemaps schemas svg rect circle path polyline polygon \
    ellipse line group viewBox fill stroke transform translate rotate currentColor none middle anchor baseline aria hidden \
    label labelledby describedby expanded current presentation image img figure source srcset sizes async defer module \
    lazy decoding loading property twitter card description robots index follow nofollow noopener noreferrer \
    BEGIN VCALENDAR VERSION PRODID CALSCALE GREGORIAN METHOD PUBLISH VTODO VEVENT VALARM UID DTSTAMP DTSTART DTEND DUE \
    DURATION SUMMARY DESCRIPTION LOCATION STATUS NEEDS-ACTION COMPLETED CONFIRMED CANCELLED IN-PROCESS CATEGORIES PRIORITY \
    CREATED LAST-MODIFIED SEQUENCE CLASS PUBLIC VALUE DATE TIME URL END X-WR-CALNAME NAME REFRESH-INTERVAL X-PUBLISHED-TTL \
    User-agent Disallow Allow Sitemap Host incident incident_title severity owner priority state standing overdue_days age_days as_of true false null undefined function return const document window pmsite put markdown";

/// Removes from what is sought what public texts, the interface or the team says.
pub(super) fn remove_public(
    mut builder: Builder,
    public: &[&str],
    interface: &[&str],
    allowed: &[String],
) -> Vec<Keyed> {
    let seeker = Seeker::new(&builder.sought);
    let said: Vec<AtomicBool> = builder.sought.iter().map(|_| AtomicBool::new(false)).collect();
    let mut parts: FxHashMap<u64, bool> = FxHashMap::default();
    for (_, keys) in &builder.around_figures {
        parts.extend(keys.iter().map(|key| (*key, false)));
    }
    let note = |text: &str| {
        each_word(text.as_bytes(), Format::Text, Public { seeker: &seeker, said: &said, parts: None });
    };
    public.par_iter().copied().chain(allowed.par_iter().map(String::as_str)).for_each(|text| {
        note(text);
        if let Some(text) = shown(text) {
            note(&text);
        }
        transliterated(text).for_each(|(_, line)| note(&line));
    });
    for text in interface.iter().copied().chain([FORMATS]) {
        let sink = Public { seeker: &seeker, said: &said, parts: Some(&mut parts) };
        each_word(text.as_bytes(), Format::Text, sink);
    }
    let mut said: Vec<bool> = said.into_iter().map(AtomicBool::into_inner).collect();
    // `12 open actions` is not a secret if the program counts open actions.
    for (number, keys) in &builder.around_figures {
        let at = usize::try_from(*number).unwrap_or_default();
        if let Some(said) = said.get_mut(at)
            && keys.iter().all(|key| parts.get(key).copied().unwrap_or_default())
        {
            *said = true;
        }
    }
    for whole in allowed.iter().flat_map(|text| whole(text)) {
        for (keyed, said) in builder.sought.iter().zip(&mut said) {
            *said |= keyed.key == whole.key;
        }
    }
    let mut said = said.into_iter();
    builder.sought.retain(|_| !said.next().unwrap_or_default());
    builder.sought
}

/// Notes what a public text says.
struct Public<'s> {
    seeker: &'s Seeker,
    said: &'s [AtomicBool],
    /// The keys of parts of sequences, and whether the interface has them.
    parts: Option<&'s mut FxHashMap<u64, bool>>,
}

impl Sink for Public<'_> {
    fn word(&mut self, line: &Line, texts: Texts<'_>) {
        // Paragraphs do not matter here: a summary can put two together.
        self.seeker.ending(line, texts, |number, needle| {
            if needle.rule != Rule::Always
                && let Some(said) = usize::try_from(number).ok().and_then(|at| self.said.get(at))
            {
                said.store(true, Ordering::Relaxed);
            }
        });
        if let Some(parts) = &mut self.parts {
            for length in 1..=line.count.min(4) {
                if let Some(is_said) = parts.get_mut(&line.key(length)) {
                    *is_said = true;
                }
            }
        }
    }
}
