//! Parts that only the internal edition shows, on pages.

use crate::built::{build, files, folder, pages};
use crate::html::Html;

const HEAD: &str = "| Field | Value |\n|---|---|\n| Date | 2026-03-04 |\n| Severity | SEV1 |\n\n## Impact\n\nAll checkouts failed.\n";
const PART: &str = "\n<!-- internal -->\n\nACME called first.\n\n<!-- /internal -->\n";

#[test]
fn pages_with_internal_parts_have_labels_and_a_switch() {
    let content = folder([
        ("INC-0001.md", format!("# INC-0001: Marked\n\n{HEAD}{PART}")),
        ("INC-0002.md", format!("# INC-0002: Not marked\n\n{HEAD}\n`<!-- internal -->` is a mark.\n")),
        (
            "INC-0003.md",
            format!(
                "# INC-0003: With HTML\n\n{HEAD}\n<div class=\"internal\">Not <b>ours</b>.</div>\n{PART}"
            ),
        ),
        ("guide.md", format!("# Guide\n\nCall the pager.\n{PART}")),
        ("other.md", "# Other\n\nNothing is internal here.\n".to_owned()),
    ]);
    let out = tempfile::tempdir().unwrap();
    build(content.path(), out.path(), &[]);
    let marked = ["guide.html", "incidents/INC-0001.html", "incidents/INC-0003.html"];
    for (path, text) in pages(&files(out.path())) {
        let html = Html::parse(text);
        let switches = html.values("data-as-public").count();
        let classes = |class: &str| html.values("class").filter(|(_, value)| *value == class).count();
        let want = usize::from(marked.contains(&path));
        assert_eq!((switches, classes("internal"), classes("internal-label")), (want, want, want), "{path}");
    }
}
