//! Tests of whole editions.

use super::*;
use crate::config;

const CONFIG: &str = r#"
[editions.public]
withhold = ["authors", "actions", "sign_off", "Blast radius", "Vendor contact"]
hide_ids = true

[[redact]]
as = "customer"
texts = ["Globex"]
"#;

/// The public edition of some documents.
fn edition(config: &str, documents: &[(&str, &str)]) -> PublicEdition {
    let (config, problems) = config::parse(&SourceFile::new("pmsite.toml", config.to_owned()));
    assert_eq!(problems, []);
    let reader = Reader::new(&config);
    let read = |(path, text): &(&str, &str)| {
        Arc::new(reader.read(&Arc::new(SourceFile::new(*path, (*text).to_owned()))))
    };
    let rules = Rules { config: &config, lists: &[], key: None, drafts: false };
    public(documents.iter().map(read).collect(), &["img/globex.png".into()], &reader, rules)
}

/// The text that is left of a public document.
fn check(text: &str, left: &str) {
    let text = format!("---\nvisibility: public\n---\n{text}");
    let edition = edition(CONFIG, &[("a.md", &text), ("b.md", "---\nid: INC-9\n---\n# Internal\n")]);
    assert_eq!(edition.diagnostics, []);
    let shown = edition.documents[0].source.text.replacen("---\n---\n", "", 1);
    assert_eq!(shown, left, "{text}");
}

#[test]
fn documents_are_internal_unless_they_say_otherwise() {
    let documents = [
        ("a.md", "---\nvisibility: public\n---\n# A\n"),
        ("b.md", "---\nvisibility: internal\n---\n# B\n"),
        ("c.md", "# C\n"),
        ("d.md", "---\nvisibility: Public\ndraft: true\n---\n# D\n"),
        ("e.md", "---\nvisibility: everybody\n---\n# E\n"),
    ];
    let shown = |edition: &PublicEdition| -> Vec<String> {
        edition.documents.iter().map(|one| one.source.path.to_string()).collect()
    };
    let internal = edition(CONFIG, &documents);
    assert_eq!(shown(&internal), ["a.md"]);
    assert_eq!(internal.diagnostics.len(), 1);
    assert_eq!(shown(&edition("[editions]\ndefault = \"public\"\n", &documents)), ["a.md", "c.md"]);
}

#[test]
fn fields_and_sections_are_left_out_by_name() {
    check("# A\n\n**Authors:** Jane\n**Severity:** SEV1\n", "# A\n\n**Severity:** SEV1\n");
    check(
        "# A\n\n| Field | Value |\n|---|---|\n| Author | Jane |\n| Severity | SEV1 |\n",
        "# A\n\n| Field | Value |\n|---|---|\n| Severity | SEV1 |\n",
    );
    check(
        "# A\n\n## Blast radius\n\nAll.\n\n### Details\n\nx\n\n## Impact\n\nSome.\n",
        "# A\n\n## Impact\n\nSome.\n",
    );
    check(
        "# A\n\n## Action items\n\n- [ ] Buy disks (@jane)\n\n## Impact\n\nSome.\n",
        "# A\n\n## Impact\n\nSome.\n",
    );
    check(
        "# A\n\n## Impact\n\nSome.\n\n## Follow-ups\n\n- [ ] Buy disks\n\n## Next steps\n\n- [ ] Sell disks\n",
        "# A\n\n## Impact\n\nSome.\n\n",
    );
}

#[test]
fn names_of_no_known_field_are_left_out_in_every_form() {
    let x = "\n\n## B\n\nx\n";
    for form in [
        "Vendor contact: Jane\n",
        "Vendor contact: Jane\nand Rick\n",
        "Vendor contact - Jane\n",
        "**Vendor contact** Jane\n",
        "**Vendor contact**\n\n- Jane\n- Rick\n",
        "**Vendor contact:**\nJane\n",
        "Vendor contact:\n\nJane knows\nRick\n",
        "<b>Vendor contact:</b> Jane\n",
        "- Vendor contact: Jane\n",
        "- Vendor contact:\n\n  Jane\n",
        "- **Vendor contact**\n  - Jane\n",
        "> Vendor contact: Jane\n",
        "Vendor contact\n: Jane\n: Rick\n",
        "Vendor contact\n\n: Jane\n\n    Rick\n",
        "Vendor contact | Jane\n--- | ---\nSeverity | SEV1\n",
        "| Vendor contact |\n| --- |\n| Jane |\n",
        "<dl>\n<dt>Vendor contact</dt>\n<dd>Jane</dd>\n<dd>Rick</dd>\n</dl>\n",
        "<table><tr><td>Vendor contact</td><td>Jane</td></tr></table>\n",
        "<table>\n<tr><th>Team</th><th>Vendor contact</th></tr>\n<tr><td>a</td><td>Jane</td></tr>\n</table>\n",
        "<table><tr><th>Vendor&nbsp;contact<td>Jane<tr><td>a<td>b</table>\n",
        "<table><tr><td>Severity<td>SEV1<td><b>Vendor contact</b><td>Jane</table>\n",
        "<ul><li>Vendor contact: Jane</li></ul>\n",
        "<p><strong>Vendor contact:</strong> Jane\nRick</p>\n",
        "<details><summary>Vendor contact</summary>\n\nJane\n\n</details>\n",
        "<h3>Vendor contact</h3>\n\nJane\n",
        "*Vendor contact:* Jane - lead\n",
        "Vendor contact:\tJane - lead\n",
        "[Vendor contact](https://example.com): Jane\n",
        "- Vendor contact\n  - Jane\n",
        "Vendor contact\n\n- Jane\n",
        "> ```\n> x\n\nVendor contact: Jane\n",
        "Write `<!--` first.\n\n<table><tr><td>Vendor contact</td><td>Jane</td></tr></table>\n",
        "| Kind | Vendor contact |\n|---|---|\n| Service | Jane |\n",
        "| Vendor contact | Jane |\n|---|---|\n| Region | eu |\n",
        "| # | Field | Value |\n|---|---|---|\n| 1 | Vendor contact | Jane |\n",
        "- | Team | Vendor contact |\n  |---|---|\n  | a | Jane |\n",
        "<ul><li>Vendor contact:\n<ol>\n<li>Jane</li>\n</ol></li></ul>\n",
        "<div>Vendor contact: Jane</div>\n",
        "Vendor contact:\n<jane@corp.example>\n",
        "Vendor contact: Jane,\n<b>Rick</b>\n",
        "Vendor contact:\n```\nJane\n\nRick\n```\n",
        "Severity: SEV1; Vendor contact: Jane\n",
        "It broke. Vendor contact: Jane.\n",
    ] {
        let text = format!("---\nvisibility: public\n---\n# A\n\n{form}{x}");
        let edition = edition(CONFIG, &[("a.md", &text)]);
        assert_eq!(edition.diagnostics, []);
        let shown = &*edition.documents[0].source.text;
        let is_left = ["contact", "Jane", "jane", "Rick"].iter().any(|word| shown.contains(word));
        assert!(!is_left, "{form}\n→ {shown}");
        assert!(shown.ends_with("x\n"), "{form}\n→ {shown}");
    }
}

#[test]
fn what_stands_beside_a_name_stays() {
    check(
        "# A\n\nSeverity: SEV1 | Vendor contact: Jane | Region: eu\n",
        "# A\n\nSeverity: SEV1 | Region: eu\n",
    );
    check(
        "# A\n\nSeverity: SEV1 | Vendor contact: Jane\n  and Rick\n- Region: eu\n",
        "# A\n\nSeverity: SEV1\n- Region: eu\n",
    );
    check(
        "# A\n\n<dl>\n<dt>Vendor contact</dt><dd>Jane</dd>\n<dd>Rick</dd>\n<dt>Region</dt><dd>eu</dd>\n</dl>\n",
        "# A\n\n<dl>\n<dt>Region</dt><dd>eu</dd>\n</dl>\n",
    );
    check(
        "# A\n\n<table>\n<tr><td>Vendor contact</td><td>Jane</td></tr>\n<tr><td>Region</td><td>eu</td></tr>\n</table>\n",
        "# A\n\n<table>\n<tr><td>Region</td><td>eu</td></tr>\n</table>\n",
    );
    check("# A\n\nVendor contact: Jane<br>Region: eu\n", "# A\n\nRegion: eu\n");
    check("# A\n\nAuthors: Jane | Severity: SEV1\n", "# A\n\nSeverity: SEV1\n");
    check(
        "# A\n\n| Severity | SEV1 | Author | Jane |\n| Status | resolved | Region | eu |\n",
        "# A\n\n| Severity | SEV1 |||\n| Status | resolved | Region | eu |\n",
    );
    check("# A\n\nVendor contact: Jane\nRegion: eu\n", "# A\n\nRegion: eu\n");
    check("# A\n\n- Vendor contact:\n- Region: eu\n", "# A\n\n- Region: eu\n");
    check("# A\n\nVendor contact:\n- Jane\n\nIt broke.\n", "# A\n\n\nIt broke.\n");
    check(
        "# A\n\n| Team | Vendor contact | Hosts |\n|---|---|---|\n| a | Jane | 3 |\n",
        "# A\n\n| Team | Hosts |\n|---|---|\n| a | 3 |\n",
    );
    check("# A\n\nTeam | Vendor contact\n--- | ---\na | Jane\n", "# A\n\nTeam \n--- \na \n");
    check(
        "# A\n\n| Region | eu | Vendor contact | Jane |\n| Severity | SEV1 | Status | resolved |\n",
        "# A\n\n| Region | eu |||\n| Severity | SEV1 | Status | resolved |\n",
    );
    check("# A\n\nThe vendor contact was asleep.\n", "# A\n\nThe vendor contact was asleep.\n");
}

#[test]
fn maps_on_one_line_of_front_matter_lose_keys() {
    for (text, left) in [
        (
            "---\nvisibility: public\ntitle: A\nextra: {vendor_contact: Jane, region: eu}\n---\nx\n",
            "---\n\"title\": \"A\"\n\"extra\": {\"region\":\"eu\"}\n---\nx\n",
        ),
        (
            "+++\nvisibility = \"public\"\ntitle = \"A\"\nextra = { vendor_contact = \"Jane\", region = \"eu\" }\n+++\nx\n",
            "---\n\"title\": \"A\"\n\"extra\": {\"region\":\"eu\"}\n---\nx\n",
        ),
    ] {
        let edition = edition(CONFIG, &[("a.md", text)]);
        assert_eq!(&*edition.documents[0].source.text, left);
        assert!(
            edition.withheld.iter().any(|one| one.text.contains("Jane") && one.line == 4),
            "{:?}",
            edition.withheld
        );
    }
}

#[test]
fn front_matter_of_every_format_loses_keys() {
    for (text, left) in [
        (
            "---\ntitle: A\nauthors:\n  - Jane\n  - Rick\nvisibility: public\n---\nx\n",
            "---\ntitle: A\n---\nx\n",
        ),
        (
            "+++\ntitle = \"A\"\nauthors = [\"Jane\"]\nvisibility = \"public\"\n+++\nx\n",
            "+++\ntitle = \"A\"\n+++\nx\n",
        ),
        (
            "{\n\"title\": \"A\",\n\"authors\": [\"Jane\"],\n\"visibility\": \"public\"\n}\nx\n",
            "---\n\"title\": \"A\"\n---\nx\n",
        ),
    ] {
        let edition = edition(CONFIG, &[("a.md", text)]);
        assert_eq!(&*edition.documents[0].source.text, left);
        assert!(edition.documents[0].record.authors.is_none());
        assert_eq!(edition.documents[0].record.title.value, "A");
    }
}

#[test]
fn public_title_and_summary_replace_the_internal_ones() {
    let text = "---\nvisibility: public\npublic_title: \"Shop: slow\"\npublic_summary: It was slow.\n---\n# Rick broke the shop\n\n## Summary\n\nRick broke it.\n\n## Impact\n\nAll.\n";
    let edition = edition(CONFIG, &[("a.md", text)]);
    let document = &edition.documents[0];
    assert_eq!(document.record.title.value, "Shop: slow");
    assert_eq!(document.record.text(crate::model::FieldId::Summary).unwrap().value, "It was slow.");
    assert!(!document.source.text.contains("Rick"), "{}", &*document.source.text);
}

#[test]
fn names_become_placeholders_in_texts_and_file_names() {
    let documents =
        [("globex/a.md", "---\nvisibility: public\n---\n# Globex\n\n![x](../img/globex.png) GLOBEX\n")];
    let edition = edition(CONFIG, &documents);
    assert_eq!(&*edition.documents[0].source.path, "customer-1/a.md");
    assert!(
        edition.documents[0]
            .source
            .text
            .ends_with("# customer-1\n\n![x](../img/customer-1.png) customer-1\n")
    );
    assert_eq!(edition.files, ["img/customer-1.png".into()]);
    assert_eq!(edition.renamed.values().collect::<Vec<_>>(), [&Arc::from("img/globex.png")]);
    assert_eq!(edition.counts.redactions, 3);
}

#[test]
fn links_to_internal_documents_become_text() {
    check(
        "# A\n\nSee [the *other*](b.md#x) and [this][b].\n\n[b]: ./b.md\n",
        "# A\n\nSee the *other* and this.\n\n",
    );
    check(
        "# A\n\nSee INC-9, [INC-9] and [[INC-9]].\n",
        "# A\n\nSee internal-1, [internal-1] and [[internal-1]].\n",
    );
}

#[test]
fn everything_that_is_left_out_is_known() {
    let text = "---\nvisibility: public\n---\n# A\n\nx <!-- internal -->Rick<!-- /internal -->\n\n**Author:** Jane\n\nGlobex\n";
    let edition = edition(CONFIG, &[("a.md", text), ("b.md", "---\nid: INC-9\n---\n# Payroll\n")]);
    let texts: Vec<(WithheldKind, u32, &str)> =
        edition.withheld.iter().map(|one| (one.kind, one.line, one.text.trim())).collect();
    for expected in [
        (WithheldKind::Text, 6, "<!-- internal -->Rick<!-- /internal -->"),
        (WithheldKind::Text, 8, "**Author:** Jane"),
        (WithheldKind::Redacted, 10, "Globex"),
        (WithheldKind::Text, 1, "---\nid: INC-9\n---\n# Payroll"),
        (WithheldKind::Path, 0, "b.md"),
        (WithheldKind::Id, 2, "INC-9"),
    ] {
        assert!(texts.contains(&expected), "{expected:?} in {texts:?}");
    }
}

#[test]
fn a_fence_that_only_looks_like_one_hides_nothing() {
    let notes = "[^s]: Secret\n";
    check(
        &format!(
            "# A\n\n```x``` is code.\n\nb<!-- internal -->[^s]<!-- /internal -->\n\n- Blast radius: Bo\n\n{notes}"
        ),
        "# A\n\n```x``` is code.\n\nb\n\n\n",
    );
}

#[test]
fn of_two_visibilities_the_stricter_one_counts() {
    let text = "---\nvisibility: internal\nVisibility: public\n---\n# A\n";
    assert_eq!(edition(CONFIG, &[("a.md", text)]).documents.len(), 0);
}

#[test]
fn a_removed_link_leaves_no_word_behind() {
    check("# A\n\nx <!-- internal -->see https://git.example/pm/b.md<!-- /internal -->y\n", "# A\n\nx y\n");
    check("# A\n\nSee [[b|the other]] one.\n", "# A\n\nSee the other one.\n");
}

#[test]
fn an_id_is_hidden_with_any_number_of_zeros() {
    check(
        "# A\n\nINC-9, INC-009, inc_09 and INC9\n",
        "# A\n\ninternal-1, internal-2, internal-3 and internal-1\n",
    );
}
