//! The team's template: empty, it is a page; filled in without front matter, it is understood completely.

use serde_json::Value;

use crate::built::{build, example, files, folder};

const FILLED: &str = "# Post-Mortem: The mail queue grew for two hours

## Summary

| Field | Value |
|:------|:------|
| **Incident ID** | INC-0043 |
| **Date** | 2026-03-14 |
| **Duration** | 2 hours 14 minutes |
| **Severity** | SEV2 |
| **Author** | Ada Byron, Noor Khan |
| **Status** | Reviewed |

### One-Line Summary
A full disk on `mail-2` stopped delivery, and nobody was paged.

### Impact
- Users affected: 18 %
- Duration: 2 hours 14 minutes
- Business impact: 40 late invoices

---

## Timeline

All times in UTC.

| Time | Event |
|:-----|:------|
| 21:58 | First mails are deferred |
| 22:40 | Alert triggered: queue length |
| 23:05 | Incident declared |
| 23:50 | Root cause identified: the disk is full |
| 00:12 | Service restored |

---

## Root Cause Analysis

### What Happened
The log of a debug build filled the disk. The same had happened in INC-0042.

### Why It Happened
1. **Why** was mail late?
   → Because the queue could not be written

2. **Why** could it not be written?
   → Because the disk was full

**Root Cause:** Nothing rotates the debug log.

### Contributing Factors
- The alert for disks covers `/` only

---

## Response Analysis

### What Went Well
- The queue lost nothing

### What Could Have Gone Better
- The alert came late

### Where We Got Lucky
- It was a Saturday

---

## Action Items

| # | Action | Owner | Priority | Due Date | Status |
|:--|:-------|:------|:---------|:---------|:-------|
| 1 | Rotate the debug log | Ada | P1 | 2026-03-20 | Done |
| 2 | Alert on every disk | Noor | P2 | 2026-04-30 | Open |
| 3 | | | P1/P2/P3 | | |

### Action Item Details

**AI-2: Alert on every disk**
- Description: One rule for all mounts
- Rationale: `/var` was not watched
- Success criteria: A test page arrives

---

## Lessons Learned

### Key Takeaways
1. Watch every disk

---

## Appendix

### Related Incidents
- [INC-0042]: same failure mode

### References
- [Runbook](https://wiki.example.com/mail)

---

## Sign-Off

| Role | Name | Date |
|:-----|:-----|:-----|
| Author | Ada Byron | 2026-03-16 |
| Reviewer | Lin Wu | 2026-03-18 |

---

*Post-mortem meeting held: 2026-03-17*
*Document finalized: 2026-03-19*
";

const EARLIER: &str = "# INC-0042: The disk of mail-1 is full\n\n- Date: 2025-11-02\n- Severity: SEV3\n\n## Timeline\n\n- 10:00 alert\n- 10:30 resolved\n";

fn export(content: &std::path::Path) -> Value {
    let out = tempfile::tempdir().unwrap();
    build(content, out.path(), &[]);
    serde_json::from_slice(&files(out.path())["api/incidents.json"]).unwrap()
}

#[test]
fn empty_template_is_a_page() {
    let export = export(&example());
    let is_template = |entry: &&Value| entry["source"] == "template.md";
    assert_eq!(export["incidents"].as_array().unwrap().iter().filter(is_template).count(), 0);
    assert_eq!(export["pages"].as_array().unwrap().iter().filter(is_template).count(), 1);
    // Under another name as well, because the content decides.
    let empty = std::fs::read_to_string(example().join("template.md")).unwrap();
    let renamed = folder([("2026-05-05-outage.md", empty)]);
    assert_eq!(self::export(renamed.path())["incidents"], Value::Array(Vec::new()));
}

#[test]
fn filled_template_is_understood_without_front_matter() {
    let content = folder([("2026/INC-0043.md", FILLED), ("2025/INC-0042.md", EARLIER)]);
    let export = export(content.path());
    assert_eq!(export["incidents"].as_array().unwrap().len(), 2);
    insta::assert_json_snapshot!("filled_template", export["incidents"][0]);
}

#[test]
fn line_endings_do_not_matter() {
    let windows = folder([("2026/INC-0043.md", format!("\u{feff}{}", FILLED.replace('\n', "\r\n")))]);
    let unix = folder([("2026/INC-0043.md", FILLED)]);
    assert_eq!(export(windows.path()), export(unix.path()));
}
