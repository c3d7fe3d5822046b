//! Properties that hold for any code.

use proptest::prelude::*;

use super::highlight;

const LANGUAGES: &[&str] = &[
    "json",
    "yaml",
    "toml",
    "ini",
    "bash",
    "console",
    "sql",
    "diff",
    "promql",
    "log",
    "python",
    "go",
    "rust",
    "js",
    "c",
    "hcl",
    "dockerfile",
    "xml",
    "nginx",
    "ruby",
];

/// Code made of the characters that scanners react to.
fn fragments() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        prop::sample::select(vec![
            "\"",
            "'",
            "`",
            "\"\"\"",
            "\\",
            "\n",
            "\r\n",
            "//",
            "/*",
            "*/",
            "#",
            "--",
            "<",
            "<!--",
            "-->",
            ">",
            "&amp;",
            "&",
            "$ ",
            "${",
            "@",
            ":",
            ": ",
            "- ",
            "= ",
            "[",
            "]",
            "|",
            "r#\"",
            "if",
            "x",
            "1.5e-",
            "2024-03-14",
            "14:02",
            "é",
            "键",
        ])
        .prop_map(str::to_owned),
        "[ -~]{0,6}",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(fragment, 0..24).prop_map(|parts| parts.concat())
}

/// The code in highlighted HTML: without tags, and unescaped.
fn code_of(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').unwrap().1;
    }
    text.push_str(rest);
    let unescaped = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    unescaped.iter().fold(text, |text, (from, to)| text.replace(from, to))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn output_without_tags_is_the_code(code in prop_oneof![fragments(), any::<String>()]) {
        for language in LANGUAGES {
            let mut html = String::new();
            prop_assert!(highlight(language, &code, &mut html));
            prop_assert_eq!(&code_of(&html), &code, "{}", language);
            for line in html.split('\n') {
                let (open, close) = (line.matches("<span").count(), line.matches("</span>").count());
                prop_assert_eq!(open, close, "{}: {}", language, line);
            }
        }
    }
}
