//! The outage sheet.

use crate::built::{build, files, folder};

fn sheet(documents: impl IntoIterator<Item = (String, String)>) -> String {
    let content = folder(documents);
    let out = tempfile::tempdir().unwrap();
    build(content.path(), out.path(), &[]);
    String::from_utf8(files(out.path())["now.html"].clone()).unwrap()
}

fn incident(number: usize, services: &str) -> (String, String) {
    let text = format!(
        "# INC-{number:04}: Orders fail for the {number}. time\n\n- Date: 2026-01-02\n- Severity: SEV2\n\
         - Services: {services}\n\n## Timeline\n\n- 10:00 Error rate of the orders reaches 7 %\n\
         - 10:05 Alert: error rate\n- 10:40 Service restored\n\n## Resolution\n\nWe restarted the order queue.\n"
    );
    (format!("{number}.md"), text)
}

#[test]
fn outage_sheet_shows_signal_fix_and_minutes_below_each_service() {
    let page = sheet([incident(1, "orders, billing"), incident(2, "billing")]);
    let of_service = |name: &str| {
        let bodies = page.split("<tbody>").skip(1);
        bodies.filter(|body| body.contains(&format!(">{name}</a>"))).collect::<String>()
    };
    assert!(of_service("orders").contains("INC-0001") && !of_service("orders").contains("INC-0002"));
    let billing = of_service("billing");
    for text in [
        "INC-0001",
        "INC-0002",
        "Error rate of the orders reaches 7 %",
        "We restarted the order queue.",
        "40 min",
    ] {
        assert!(billing.contains(text), "{text}: {billing}");
    }
    assert!(!page.contains("<script"));
}

#[test]
fn outage_sheet_stays_small() {
    let page = sheet((1..=600).map(|number| incident(number, "orders, billing")));
    let rows = page.matches("<small>").count() / 2;
    assert_eq!(rows, 500);
    assert!(page.contains("The 250 newest of 600 incidents."), "{}", &page[..4000]);
    assert!(page.len() <= 150_000, "{} bytes", page.len());
}
