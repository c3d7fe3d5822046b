//! The public edition depends on public text alone.

use std::sync::Arc;

use proptest::prelude::*;

use super::{PublicEdition, Rules, public};
use crate::config;
use crate::read::Reader;
use crate::source::SourceFile;

const CONFIG: &str = r#"
[editions.public]
withhold = ["authors", "actions", "Vendor contact"]

[[redact]]
as = "customer"
texts = ["Globex"]
"#;

/// An archive whose internal text is `secrets`.
fn archive(secrets: &[String; 8]) -> Vec<(String, String)> {
    let [title, author, inline, block, item, section, action, document] = secrets;
    let text = format!(
        "---\nid: INC-1\nvisibility: public\npublic_title: Slow\nauthors: [\"{author}\"]\n---\n# T {title}\n\n\
         The shop of Globex was slow <!-- internal -->{inline}<!-- /internal -->for an hour.\n\n\
         <!-- internal -->\n{block}[^1]\n<!-- /internal -->\n\n## Timeline\n\n- 10:00 Alert\n\
         - <!-- internal -->10:05 {item}<!-- /internal -->\n- 10:30 Rolled back\n\n\
         ## Root cause\n<!-- internal -->\n\n{section}\n\n## Vendor contact\n\n{section}\n\n\
         ## Action items\n\n- [ ] {action}\n\n[^1]: {block}\n"
    );
    let internal = format!("---\nid: INC-2\n---\n# {document}\n\nGlobex, {document}\n");
    vec![("a.md".to_owned(), text), ("b.md".to_owned(), internal)]
}

fn edition(documents: &[(String, String)]) -> PublicEdition {
    let (config, _) = config::parse(&SourceFile::new("pmsite.toml", CONFIG.to_owned()));
    let reader = Reader::new(&config);
    let read = |(path, text): &(String, String)| {
        Arc::new(reader.read(&Arc::new(SourceFile::new(&**path, text.clone()))))
    };
    let rules = Rules { config: &config, lists: &[], key: None, drafts: false };
    public(documents.iter().map(read).collect(), &[], &reader, rules)
}

/// A line of words, some of which look like Markdown.
fn secret() -> impl Strategy<Value = String> {
    "[a-zA-Zäé漢 ][a-zA-Z0-9äé漢 *_(),.:!-]{0,40}".prop_map(|text| format!("x{}", text.trim()))
}

proptest! {
    #[test]
    fn archives_that_differ_in_internal_text_have_the_same_public_edition(
        one in prop::array::uniform8(secret()),
        other in prop::array::uniform8(secret()),
    ) {
        let (one, other) = (edition(&archive(&one)), edition(&archive(&other)));
        prop_assert_eq!(&one.diagnostics, &other.diagnostics);
        prop_assert_eq!(one.documents.len(), 1);
        let texts = |edition: &PublicEdition| -> Vec<(Arc<str>, String)> {
            edition.documents.iter().map(|one| (Arc::clone(&one.source.path), one.source.text.to_string())).collect()
        };
        prop_assert_eq!(texts(&one), texts(&other));
        prop_assert!(texts(&one)[0].1.contains("The shop of customer-1 was slow for an hour."));
    }
}
