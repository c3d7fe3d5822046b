//! What the page of an incident adds to the document as written: the phase of each event, the state of each action item in the
//! author's own table, and the frame of what is folded.

use std::fmt::Write as _;

use super::lookup::Lookup;
use super::view::{ActionView, CardView, LinkView, Shared, SinceView};
use crate::model::{Event, ItemPart};
use crate::text::push_escaped;

/// What is known about the parts of a document.
pub(super) struct Decoration<'a> {
    pub(super) lookup: &'a Lookup,
    /// The path to the root of the site.
    pub(super) root: &'a str,
    /// Its action items.
    pub(super) items: &'a [Shared<ActionView>],
    /// The phase of each event.
    pub(super) phases: &'a [Option<&'static str>],
}

/// The place of an event.
pub(super) fn push_event(out: &mut String, event: Option<&Event>, phase: Option<&'static str>) {
    let Some(event) = event else { return };
    out.push_str("<span class=\"event");
    if let Some(phase) = phase {
        out.push_str(" in-");
        out.push_str(phase);
    }
    out.push_str("\" id=\"");
    push_escaped(out, &event.anchor);
    out.push_str("\"></span>");
}

impl Decoration<'_> {
    /// The phase that an event belongs to.
    pub(super) fn phase(&self, event: usize) -> Option<&'static str> {
        self.phases.get(event).copied().flatten()
    }

    /// The start of blocks that are folded.
    pub(super) fn push_fold(&self, out: &mut String) {
        out.push_str("<details class=\"as-written\"><summary>");
        push_escaped(out, &self.lookup.messages.text("incident.as_written"));
        out.push_str("</summary>\n");
    }

    /// A part of an action item.
    pub(super) fn push_item(&self, out: &mut String, part: ItemPart, item: usize) {
        let Some(item) = self.items.get(item) else { return };
        match part {
            ItemPart::Anchor => {
                out.push_str("<span class=\"event\" id=\"");
                push_escaped(out, &item.anchor);
                out.push_str("\"></span>");
            }
            ItemPart::Owner => {
                if let Some(owner) = &item.owner {
                    self.push_link(out, owner);
                }
            }
            ItemPart::OwnerEnd => out.push_str(if item.owner.is_some() { "</a>" } else { "" }),
            ItemPart::State => push_state(out, item),
            ItemPart::StateEnd => {
                out.push_str("</span>");
                self.push_age(out, item);
            }
            ItemPart::NoState => {
                out.push(' ');
                push_state(out, item);
                push_escaped(out, &item.state.label);
                out.push_str("</span>");
                self.push_age(out, item);
            }
            ItemPart::Due => {
                if let Some(due_in) = &item.due_in {
                    let class = if item.due_status == "overdue" { "late" } else { "muted" };
                    let _ = write!(out, " <span class=\"{class}\">");
                    push_escaped(out, due_in);
                    out.push_str("</span>");
                }
            }
            ItemPart::Details => {
                if let Some(since) = &item.since {
                    self.push_since(out, since);
                }
                self.push_details(out, item);
            }
        }
    }

    fn push_age(&self, out: &mut String, item: &ActionView) {
        let days = item.age_days.filter(|days| item.state.open && *days > 0);
        if let Some(days) = days {
            let messages = &self.lookup.messages;
            out.push_str(" <span class=\"muted\">");
            let days = messages.days(days.unsigned_abs());
            push_escaped(out, &messages.with("gap.age", &[("days", &days)]));
            out.push_str("</span>");
        }
    }

    fn push_link(&self, out: &mut String, link: &LinkView) {
        out.push_str("<a href=\"");
        out.push_str(self.root);
        out.push_str(&link.url);
        out.push_str("\">");
    }

    /// The same as the macro `since` of `pieces.html`, without marks of severity.
    fn push_since(&self, out: &mut String, since: &SinceView) {
        out.push_str("<div class=\"since\">");
        for kind in &since.kinds {
            out.push_str("<p><span class=\"label\">");
            push_escaped(out, &kind.label);
            out.push_str("</span>");
            for (at, card) in kind.cards.iter().enumerate() {
                out.push_str(if at > 0 { "; " } else { " " });
                self.push_card(out, card);
            }
            if kind.more > 0 {
                out.push(' ');
                push_escaped(out, &self.lookup.messages.count("count.more", kind.more));
            }
            out.push_str("</p>");
        }
        if let Some(total) = &since.total {
            out.push_str("<p>");
            push_escaped(out, total);
            out.push_str("</p>");
        }
        out.push_str("</div>");
    }

    fn push_card(&self, out: &mut String, card: &CardView) {
        let _ = write!(out, "<a{} href=\"", if card.id_stated { " class=\"id\"" } else { "" });
        out.push_str(self.root);
        out.push_str(&card.url);
        out.push_str("\">");
        push_escaped(out, if card.id_stated { &card.id } else { &card.title });
        out.push_str("</a> ");
        push_escaped(out, &card.severity.label);
        if let Some(duration) = &card.duration {
            out.push_str(", ");
            push_escaped(out, &duration.text);
        }
    }

    fn push_details(&self, out: &mut String, item: &ActionView) {
        let texts = [
            (None, &item.description_html),
            (Some("label.why"), &item.rationale_html),
            (Some("label.done_when"), &item.success_criteria_html),
        ];
        if texts.iter().all(|(_, html)| html.is_none()) {
            return;
        }
        let messages = &self.lookup.messages;
        out.push_str("<details class=\"detail\"><summary>");
        push_escaped(out, &messages.text("incident.details"));
        out.push_str("</summary>");
        for (label, html) in texts {
            let Some(html) = html else { continue };
            out.push_str("<p>");
            if let Some(label) = label {
                out.push_str("<span class=\"label\">");
                push_escaped(out, &messages.text(label));
                out.push_str("</span> ");
            }
            // Sanitized when it was read.
            out.push_str(html);
            out.push_str("</p>");
        }
        out.push_str("</details>");
    }
}

/// The start of the words for a state.
fn push_state(out: &mut String, item: &ActionView) {
    let _ = write!(out, "<span class=\"state state-{}", item.state.key);
    if item.state.written.is_some() {
        out.push_str("\" title=\"");
        push_escaped(out, &item.state.label);
    }
    out.push_str("\">");
}
