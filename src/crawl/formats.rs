//! Documents in formats that pmsite does not read.

use std::sync::Arc;

use super::Skipped;

/// Endings of names with the format and how to convert it. The readers of pandoc: <https://pandoc.org/MANUAL.html>, `--from`.
const FORMATS: &[(&[&str], &str)] = &[
    (&[".html", ".htm"], "HTML; to read it, convert it: pandoc -f html -t gfm FILE -o NAME.md"),
    (&[".docx"], "a Word document; to read it, convert it: pandoc -f docx -t gfm FILE -o NAME.md"),
    (&[".odt"], "an OpenDocument text; to read it, convert it: pandoc -f odt -t gfm FILE -o NAME.md"),
    (&[".org"], "Org; to read it, convert it: pandoc -f org -t gfm FILE -o NAME.md"),
    (&[".rst"], "reStructuredText; to read it, convert it: pandoc -f rst -t gfm FILE -o NAME.md"),
    (&[".textile"], "Textile; to read it, convert it: pandoc -f textile -t gfm FILE -o NAME.md"),
    (&[".mediawiki"], "MediaWiki text; to read it, convert it: pandoc -f mediawiki -t gfm FILE -o NAME.md"),
    (
        &[".adoc", ".asciidoc"],
        "AsciiDoc; to read it, convert it: asciidoctor -b docbook -o - FILE | pandoc -f docbook -t gfm -o NAME.md",
    ),
    (&[".doc", ".rtf"], "an old Word document; to read it, save it as .docx and convert that with pandoc"),
];

/// The files that look like documents in other formats, and how to convert them.
pub fn other_formats(files: &[Arc<str>]) -> Vec<Skipped> {
    let format = |path: &Arc<str>| {
        let name = path.to_ascii_lowercase();
        let is_one =
            |(endings, _): &&(&[&str], &'static str)| endings.iter().any(|ending| name.ends_with(ending));
        let (_, why) = FORMATS.iter().find(is_one)?;
        Some(Skipped { path: path.to_string(), why })
    };
    files.iter().filter_map(format).collect()
}
