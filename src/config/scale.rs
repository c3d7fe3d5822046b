//! The built-in severity scale, and the lookup of severities.
//!
//! The words are data, taken from real archives (`SEV-1`, `P0`, `Alta`, `disrupted` …). The configuration replaces the whole scale or
//! the words of one step.

use super::{Config, SeverityStep};
use crate::lexicon::{fold_tight as fold, list};
use crate::model::SeverityShape;

/// The steps of the built-in scale, most severe first: meaning, shape and the words in addition to `SEV1`, `S1`, `P1`.
const STEPS: [(&str, SeverityShape, &[&str]); 5] = [
    (
        "Everything or something essential is down for most users",
        SeverityShape::Square,
        list("severity.sev1"),
    ),
    (
        "An important function is down, or all of it is badly degraded",
        SeverityShape::Triangle,
        list("severity.sev2"),
    ),
    ("Some users or functions are affected", SeverityShape::Circle, list("severity.sev3")),
    ("Few users notice, or there is a way round", SeverityShape::Ring, list("severity.sev4")),
    ("No effect on users: a notice, maintenance, a near miss", SeverityShape::Dash, list("severity.sev5")),
];

/// The prefixes of numbered levels: `sev 2`, `P2`, `Level 2`.
const PREFIXES: [&str; 6] = ["sev", "s", "p", "severity", "level", "priority"];

/// The built-in scale, `SEV1` to `SEV5`.
pub(super) fn built_in() -> Vec<SeverityStep> {
    (1..)
        .zip(STEPS)
        .map(|(level, (description, shape, words))| SeverityStep {
            key: format!("sev{level}"),
            label: format!("SEV{level}"),
            description: description.to_owned(),
            aliases: PREFIXES
                .iter()
                .map(|prefix| format!("{prefix}{level}"))
                .chain(words.iter().map(|word| (*word).to_owned()))
                .collect(),
            shape,
            color: None,
        })
        .collect()
}

/// The default shape of a level.
pub(super) fn shape_of(level: usize) -> SeverityShape {
    SeverityShape::ALL.get(level.saturating_sub(1)).copied().unwrap_or(SeverityShape::Dash)
}

impl Config {
    /// The step of the scale for a word, and its level, starting at 1 for the most severe.
    ///
    /// Ignores case, spaces, `-` and `_`. A number alone is a level.
    pub fn severity(&self, word: &str) -> Option<(&SeverityStep, u8)> {
        let folded = fold(word);
        let at = self
            .severities
            .iter()
            .position(|step| fold(&step.key) == folded || fold(&step.label) == folded)
            .or_else(|| self.severities.iter().position(|step| step.aliases.contains(&folded)))
            .or_else(|| folded.parse::<usize>().ok()?.checked_sub(1))?;
        Some((self.severities.get(at)?, u8::try_from(at + 1).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn level(word: &str) -> Option<u8> {
        Config::default().severity(word).map(|(_, level)| level)
    }

    #[test]
    fn finds_levels_by_common_spellings() {
        for (word, expected) in [
            ("SEV-1", 1),
            ("sev 1", 1),
            ("P0", 1),
            ("p1", 1),
            ("S2", 2),
            ("Critical", 1),
            ("Sev_3", 3),
            ("1", 1),
            ("5", 5),
            ("Alta", 2),
            ("Média", 3),
            ("Baixa", 4),
            ("kritisch", 1),
            ("ＳＥＶ－２", 2),
            ("Partial Outage", 2),
            ("down", 1),
            ("disrupted", 2),
            ("notice", 5),
            ("maintenance", 5),
        ] {
            assert_eq!(level(word), Some(expected), "{word}");
        }
    }

    #[test]
    fn unknown_words_have_no_level() {
        for word in ["", "0", "6", "sev9", "spicy", "SEV1/2/3/4"] {
            assert_eq!(level(word), None, "{word}");
        }
    }

    #[test]
    fn every_word_has_one_level_and_is_folded() {
        let mut seen = BTreeMap::new();
        for step in built_in() {
            for alias in &step.aliases {
                assert_eq!(*alias, fold(alias));
                assert_eq!(seen.insert(alias.clone(), step.key.clone()), None, "{alias}");
            }
        }
    }
}
