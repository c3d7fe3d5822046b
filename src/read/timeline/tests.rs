//! Timelines without times of day, and in the forms of other programs.

use std::sync::Arc;

use crate::config::Config;
use crate::model::Parsed;
use crate::read::Reader;
use crate::source::SourceFile;

fn read(text: &str) -> Parsed {
    Reader::new(&Config::default()).read(&Arc::new(SourceFile::new("INC-1.md", text.to_owned())))
}

#[test]
fn numbered_steps_of_a_timeline_are_events() {
    let timeline = |list: &str| read(&format!("# Out\n\n## Timeline\n\n{list}\n")).record.timeline.len();
    assert_eq!(timeline("1. The pump failed\n2. A neighbor called\n3. We restarted it"), 3);
    assert_eq!(timeline("- The pump failed\n- A neighbor called\n- We restarted it"), 0);
}

#[test]
fn timeline_without_times_of_day_keeps_its_order() {
    let times = |body: &str| -> Vec<String> {
        let record = read(&format!("# INC-1: No network\n\n## Timeline\n\n{body}\n")).record;
        record.timeline.iter().map(|event| event.time.to_string()).collect()
    };
    let table = "| Moment | What |\n|---|---|\n| Afternoon | The audit began |\n| Soon after | The firewall banned us |\n| | The ban was lifted |";
    assert_eq!(times(table), ["Afternoon", "Soon after", ""]);
    let list = "- **Rollout**: the new gateway went live\n- **Detection**: an alert fired\n- **Recovery**: rolled back";
    assert_eq!(times(list), ["Rollout", "Detection", "Recovery"]);
    let plain = "- The new gateway went live\n- An alert fired\n- Rolled back";
    assert!(times(plain).is_empty());
}

#[test]
fn lessons_below_a_heading_of_a_timeline_are_not_events() {
    let text = "# INC-4: Staging\n\nDate: 2031-05-06\n\n## Timeline of problems\n\n### The toggle fails\n\n- **Cause:** a wrong cast\n- **Fix:** cast removed\n- **Lessons:** look for casts\n";
    assert!(read(text).record.timeline.is_empty());
}

#[test]
fn pasted_bullets_before_times_are_skipped() {
    let text = "# Incident: carts\n\nDate: 2031-05-06\n\n**Timeline**\n•\t08:26: Carts are empty\n•\t08:55: Rolled the change back\n•\t09:25: All carts are back\n";
    assert_eq!(read(text).record.timeline.len(), 3);
}
