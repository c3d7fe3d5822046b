//! The documents that benchmarks read: invented incidents in the team's template, from a seeded generator.
//!
//! `build` keeps them in memory; `corpus` writes them to a folder.

use std::fmt::Write as _;

const THINGS: [&str; 24] = [
    "queue",
    "replica",
    "certificate",
    "cache",
    "pool",
    "index",
    "broker",
    "gateway",
    "token",
    "migration",
    "shard",
    "listener",
    "lease",
    "quota",
    "snapshot",
    "resolver",
    "worker",
    "scheduler",
    "bucket",
    "proxy",
    "partition",
    "batch",
    "webhook",
    "cursor",
];
const ACTS: [&str; 16] = [
    "drained",
    "stalled",
    "expired",
    "retried",
    "restarted",
    "grew",
    "failed over",
    "timed out",
    "was throttled",
    "was rolled back",
    "lost its leader",
    "filled up",
    "was evicted",
    "blocked",
    "refused connections",
    "recovered",
];
const WAYS: [&str; 12] = [
    "without a page",
    "for every tenant",
    "during the deploy",
    "after the failover",
    "under normal load",
    "in one zone",
    "behind the proxy",
    "before anyone noticed",
    "as designed",
    "within a minute",
    "at the full hour",
    "for the second time",
];
const PEOPLE: [&str; 10] = ["Ada", "Noor", "Lin", "Tomas", "Ines", "Kofi", "Maja", "Ravi", "Sara", "Yuki"];
const SERVICES: [&str; 12] = [
    "auth", "billing", "checkout", "edge", "export", "feed", "ledger", "mail", "media", "orders", "search",
    "tracking",
];
const RELATIONS: [&str; 5] =
    ["same failure mode", "caused by this", "follow-up", "same service", "recurrence"];

/// How much an author has written.
#[derive(Clone, Copy)]
pub(crate) enum Length {
    /// The template, filled in: about 4.5 KB.
    Template,
    /// An incident that was looked into at length: 5 to 9 KB.
    Long,
}

impl Length {
    fn events(self) -> usize {
        match self {
            Self::Template => 10,
            Self::Long => 12,
        }
    }

    fn paragraphs(self, dice: &mut Dice) -> usize {
        match self {
            Self::Template => 1 + dice.below(2),
            Self::Long => 4 + dice.below(6),
        }
    }

    /// Lines of a console.
    fn lines(self) -> usize {
        match self {
            Self::Template => 4,
            Self::Long => 8,
        }
    }
}

/// A document and where it stands in its archive.
pub(crate) struct Document {
    /// Parted by `/`, relative to the archive.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// The generator of L'Ecuyer, "Tables of linear congruential generators" (1999), modulus 2^64; its upper bits are used.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(3_935_559_000_370_003_845).wrapping_add(2_691_343_689_449_507_681);
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    fn sentence(&mut self) -> String {
        let [one, two, three] = [self.pick(&THINGS), self.pick(&ACTS), self.pick(&WAYS)];
        match self.below(4) {
            0 => format!("The {one} of `{}-{}` {two} {three}.", self.pick(&SERVICES), self.below(20)),
            1 => format!(
                "A {one} {two} {three}, and the {} **{}** {three}.",
                self.pick(&THINGS),
                self.pick(&ACTS)
            ),
            2 => format!("{} saw that the {one} {two} {three}.", self.pick(&PEOPLE)),
            _ => format!("Every {one} {two} {three}; the {} followed.", self.pick(&THINGS)),
        }
    }

    fn paragraph(&mut self) -> String {
        (0..5).map(|_| self.sentence()).collect::<Vec<_>>().join(" ")
    }
}

/// One incident as the team's template has it. The same number and length give the same bytes on every machine.
pub(crate) fn document(number: usize, length: Length) -> Document {
    let dice = &mut Dice(number as u64);
    let (year, month, day) = (2018 + number % 9, 1 + dice.below(12), 1 + dice.below(28));
    let day = format!("{year}-{month:02}-{day:02}");
    let (thing, service) = (dice.pick(&THINGS), dice.pick(&SERVICES));
    let mut text = format!(
        "---\nservices: [{service}, {}]\ntags: [{thing}, {}]\n---\n\n# Post-Mortem: The {thing} of {service} {}\n\n\
         ## Summary\n\n| Field | Value |\n|:------|:------|\n| **Incident ID** | INC-{number:04} |\n| **Date** | {day} |\n\
         | **Duration** | {} hours {} minutes |\n| **Severity** | SEV{} |\n| **Author** | {} |\n| **Status** | Final |\n\n\
         ### One-Line Summary\n{}\n\n### Impact\n- Users affected: {} %\n- Business impact: {}\n\n---\n\n\
         ## Timeline\n\nAll times in UTC.\n\n| Time | Event |\n|:-----|:------|\n",
        dice.pick(&SERVICES),
        dice.pick(&THINGS),
        dice.pick(&ACTS),
        1 + dice.below(5),
        dice.below(60),
        1 + dice.below(4),
        dice.pick(&PEOPLE),
        dice.sentence(),
        dice.below(100),
        dice.sentence(),
    );
    let mut clock = dice.below(600);
    for _ in 0..length.events() {
        clock += 1 + dice.below(30);
        push(&mut text, format_args!("| {:02}:{:02} | {} |\n", clock / 60, clock % 60, dice.sentence()));
    }
    text.push_str("\n---\n\n## Root Cause Analysis\n\n### What Happened\n");
    for _ in 0..length.paragraphs(dice) {
        push(&mut text, format_args!("{}\n\n", dice.paragraph()));
    }
    let earlier = 1 + dice.below(number);
    push(&mut text, format_args!("It was seen before in INC-{earlier:04}.\n\n```console\n"));
    for line in 0..length.lines() {
        push(
            &mut text,
            format_args!("2026-01-01T10:{line:02}:00Z {service}-{} ERROR code={}\n", line, dice.below(9999)),
        );
    }
    text.push_str("```\n\n### Why It Happened\n\n");
    for step in 1..=5 {
        let (why, because) = (dice.sentence(), dice.sentence());
        push(&mut text, format_args!("{step}. **Why** {why}?\n   → Because {because}\n\n"));
    }
    push(&mut text, format_args!("**Root Cause:** {}\n\n---\n\n## Response Analysis\n", dice.sentence()));
    for heading in
        ["Contributing Factors", "What Went Well", "What Could Have Gone Better", "Where We Got Lucky"]
    {
        let (one, two) = (dice.sentence(), dice.sentence());
        push(&mut text, format_args!("\n### {heading}\n- {one}\n- {two}\n"));
    }
    text.push_str("\n---\n\n## Action Items\n\n| # | Action | Owner | Priority | Due Date | Status |\n");
    text.push_str("|:--|:-------|:------|:---------|:---------|:-------|\n");
    for item in 1..=4 {
        let (what, who, state) = (dice.sentence(), dice.pick(&PEOPLE), dice.pick(&["Open", "Done", "Done"]));
        push(&mut text, format_args!("| {item} | {what} | {who} | P2 | {}-02-01 | {state} |\n", year + 1));
    }
    text.push_str("\n---\n\n## Appendix\n\n### Related Incidents\n");
    for _ in 0..2 {
        let (other, how) = (1 + dice.below(number), dice.pick(&RELATIONS));
        push(&mut text, format_args!("- [INC-{other:04}]: {how}\n"));
    }
    push(&mut text, format_args!("\n### References\n- [Runbook](https://wiki.example.com/{service})\n"));
    Document { path: format!("{year}/INC-{number:04}-{thing}.md"), text }
}

fn push(text: &mut String, what: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    _ = text.write_fmt(what);
}
