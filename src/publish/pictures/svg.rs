//! SVG.
//!
//! See *Extensible Markup Language (XML) 1.0 (Fifth Edition)*, W3C: section 2 has the syntax; and *Scalable Vector Graphics (SVG) 2*,
//! W3C, section 5.8 for `metadata`. Titles and descriptions stay: browsers show the former and screen readers say the latter.

use super::Fault;
use super::reader::CUT_OFF;

/// Prefixes of elements and attributes in which editors keep their own data: file names, settings, whole documents.
const EDITORS: [&str; 10] = ["inkscape", "sodipodi", "i", "rdf", "cc", "dc", "x", "serif", "sketch", "figma"];

/// The fault of a text that is not well-formed.
const MALFORMED: Fault = "it is not well-formed XML";

/// Whether a text is an SVG image: whether its first element is `svg`.
pub(super) fn is_svg(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{FEFF}').trim_start();
    loop {
        let end = match rest.as_bytes() {
            [b'<', b'?', ..] => "?>",
            [b'<', b'!', b'-', b'-', ..] => "-->",
            [b'<', b'!', ..] => ">",
            [b'<', ..] => return rest.strip_prefix('<').is_some_and(|tag| local(name(tag)) == "svg"),
            _ => return false,
        };
        match rest.split_once(end) {
            Some((_, after)) => rest = after.trim_start(),
            None => return false,
        }
    }
}

/// Copies what is shown: not comments, processing instructions, metadata and the data of editors.
pub(super) fn cleaned(text: &str) -> Result<String, Fault> {
    let mut scanner =
        Scanner { rest: text, out: String::with_capacity(text.len()), open: Vec::new(), dropped: None };
    let mut has_root = false;
    while !scanner.rest.is_empty() {
        let characters = scanner.take(scanner.rest.find('<').unwrap_or(scanner.rest.len()))?;
        let is_blank = characters.trim_matches(is_space).trim_start_matches('\u{FEFF}').is_empty();
        if scanner.open.is_empty() && !is_blank {
            return Err(MALFORMED);
        }
        scanner.keep(characters);
        if scanner.rest.is_empty() {
            break;
        }
        if scanner.rest.starts_with("<!--") {
            scanner.take_through(4, "-->")?;
        } else if scanner.rest.starts_with("<?") {
            let is_first = scanner.out.trim_start_matches('\u{FEFF}').is_empty();
            let instruction = scanner.take_through(2, "?>")?;
            if is_first && instruction.strip_prefix("<?xml").is_some_and(|rest| rest.starts_with(is_space)) {
                scanner.keep(instruction);
            }
        } else if scanner.rest.starts_with("<![CDATA[") && !scanner.open.is_empty() {
            let characters = scanner.take_through(9, "]]>")?;
            scanner.keep(characters);
        } else if scanner.rest.starts_with("<!DOCTYPE") && !has_root {
            scanner.document_type()?;
        } else if scanner.rest.starts_with("</") {
            scanner.end_tag()?;
        } else {
            if scanner.open.is_empty() && has_root {
                return Err(MALFORMED);
            }
            scanner.start_tag()?;
            has_root = true;
        }
    }
    if !scanner.open.is_empty() {
        return Err(CUT_OFF);
    }
    if has_root { Ok(scanner.out) } else { Err("it has no elements") }
}

/// A document that is being copied.
struct Scanner<'a> {
    rest: &'a str,
    out: String,
    /// The names of the open elements, outermost first.
    open: Vec<&'a str>,
    /// How many elements are open outside the one that is being removed.
    dropped: Option<usize>,
}

impl<'a> Scanner<'a> {
    /// Reads as many bytes.
    fn take(&mut self, count: usize) -> Result<&'a str, Fault> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(CUT_OFF)?;
        self.rest = rest;
        Ok(taken)
    }

    /// Reads through a mark that is at least `from` bytes away.
    fn take_through(&mut self, from: usize, mark: &str) -> Result<&'a str, Fault> {
        let at = self.rest.get(from..).and_then(|rest| rest.find(mark)).ok_or(CUT_OFF)?;
        self.take(from + at + mark.len())
    }

    /// Writes text unless it is in an element that is being removed.
    fn keep(&mut self, text: &str) {
        if self.dropped.is_none() {
            self.out.push_str(text);
        }
    }

    /// Reads a name.
    fn name(&mut self) -> Result<&'a str, Fault> {
        let name = name(self.rest);
        if name.is_empty() { Err(MALFORMED) } else { self.take(name.len()) }
    }

    /// Reads white space.
    fn space(&mut self) -> Result<&'a str, Fault> {
        self.take(self.rest.len() - self.rest.trim_start_matches(is_space).len())
    }

    /// Reads a text in quotation marks.
    fn quoted(&mut self) -> Result<&'a str, Fault> {
        match self.rest.as_bytes().first() {
            Some(b'"') => self.take_through(1, "\""),
            Some(b'\'') => self.take_through(1, "'"),
            Some(_) => Err(MALFORMED),
            None => Err(CUT_OFF),
        }
    }

    /// Copies a document type. Its own declarations could hide anything, and replace what follows.
    fn document_type(&mut self) -> Result<(), Fault> {
        let start = self.rest;
        self.take("<!DOCTYPE".len())?;
        loop {
            match self.rest.as_bytes().first() {
                Some(b'"' | b'\'') => _ = self.quoted()?,
                Some(b'[') => return Err("its document type declares entities"),
                Some(b'<') => return Err(MALFORMED),
                Some(b'>') => {
                    self.take(1)?;
                    let size = start.len() - self.rest.len();
                    self.keep(start.get(..size).ok_or(CUT_OFF)?);
                    return Ok(());
                }
                _ => {
                    let next = self.rest.find(['"', '\'', '[', '<', '>']).ok_or(CUT_OFF)?;
                    self.take(next)?;
                }
            }
        }
    }

    /// Copies an end tag.
    fn end_tag(&mut self) -> Result<(), Fault> {
        let tag = self.take_through(2, ">")?;
        let name = tag.trim_start_matches("</").trim_end_matches('>').trim_end_matches(is_space);
        if self.open.pop() != Some(name) {
            return Err(MALFORMED);
        }
        self.keep(tag);
        if self.dropped == Some(self.open.len()) {
            self.dropped = None;
        }
        Ok(())
    }

    /// Copies a start tag without the attributes of editors.
    fn start_tag(&mut self) -> Result<(), Fault> {
        self.take(1)?;
        let element = self.name()?;
        let outside = self.open.len();
        if self.dropped.is_none() && (local(element) == "metadata" || is_of_editor(element)) {
            self.dropped = Some(outside);
        }
        self.keep("<");
        self.keep(element);
        loop {
            let space = self.space()?;
            match self.rest.as_bytes() {
                [] => return Err(CUT_OFF),
                [b'>', ..] => {
                    self.open.push(element);
                    self.keep(space);
                    let end = self.take(1)?;
                    self.keep(end);
                    return Ok(());
                }
                [b'/', b'>', ..] => {
                    self.keep(space);
                    let end = self.take(2)?;
                    self.keep(end);
                    if self.dropped == Some(outside) {
                        self.dropped = None;
                    }
                    return Ok(());
                }
                _ if space.is_empty() => return Err(MALFORMED),
                _ => {}
            }
            let start = self.rest;
            let attribute = self.name()?;
            self.space()?;
            if self.take(1)? != "=" {
                return Err(MALFORMED);
            }
            self.space()?;
            if self.quoted()?.contains('<') {
                return Err(MALFORMED);
            }
            // draw.io saves the document with all its pages in `content`.
            let is_document = local(element) == "svg" && attribute == "content";
            if !is_document && !is_of_editor(attribute) {
                self.keep(space);
                self.keep(start.get(..start.len() - self.rest.len()).ok_or(CUT_OFF)?);
            }
        }
    }
}

/// Whether a character is white space in XML.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// The name at the beginning of a text.
fn name(text: &str) -> &str {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.' | '·');
    let size = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let starts_well = text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':'));
    if starts_well { text.get(..size).unwrap_or_default() } else { "" }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Whether an element or attribute contains data of an editor.
fn is_of_editor(name: &str) -> bool {
    name.split_once(':').is_some_and(|(prefix, _)| EDITORS.contains(&prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A drawing with something in it.
    fn drawing(content: &str) -> String {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{content}</svg>")
    }

    #[test]
    fn comments_metadata_and_instructions_are_removed() {
        for hidden in [
            "<!-- canary -->",
            "<!-- <svg> -->",
            "<metadata>canary</metadata>",
            "<metadata id='m'><rdf:RDF><a/><metadata>canary</metadata></rdf:RDF><!-- > --></metadata >",
            "<svg:metadata canary='x'/>",
            "<?xpacket canary?>",
            "<?xml-stylesheet href='canary'?>",
            "<sodipodi:namedview inkscape:document-units='canary'><inkscape:grid/></sodipodi:namedview>",
            "<i:pgf><![CDATA[ canary ]]></i:pgf>",
        ] {
            assert_eq!(cleaned(&drawing(hidden)).unwrap(), drawing(""), "{hidden}");
        }
    }

    #[test]
    fn what_is_shown_is_kept() {
        for shown in [
            "<title>Latency</title><desc>Rises</desc><text x = '1'>a &gt; b</text >",
            "<style><![CDATA[ a > b { } <!-- kept --> ]]></style>",
            "<a xlink:href=\"#x>y\" xml:space='preserve'/>",
            "<metadatas/><text>日本 <tspan\n x='1'\n>é</tspan></text>",
        ] {
            assert_eq!(cleaned(&drawing(shown)).unwrap(), drawing(shown));
        }
        let document = format!(
            "\u{FEFF}<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" 'a>b'>\n{}\n",
            drawing("<g/>")
        );
        assert_eq!(cleaned(&document).unwrap(), document);
    }

    #[test]
    fn documents_and_paths_that_editors_embed_are_removed() {
        assert_eq!(
            cleaned("<svg id='a' content=\"&lt;mxfile/>\"\n host='x' />").unwrap(),
            "<svg id='a'\n host='x' />"
        );
        assert_eq!(
            cleaned("<svg><g inkscape:label='canary' sodipodi:docname = \"/home/ada/x.svg\" id='g'/></svg>")
                .unwrap(),
            "<svg><g id='g'/></svg>"
        );
    }

    #[test]
    fn removal_does_not_create_markup() {
        for text in ["<svg><<!-- -->!-- x --></svg>", "<svg><<!-- -->metadata/></svg>", "<svg a='<!-- -->'/>"]
        {
            assert_eq!(cleaned(text), Err(MALFORMED), "{text}");
        }
    }

    #[test]
    fn malformed_documents_are_refused() {
        for text in [
            "<svg>",
            "<svg><g></svg>",
            "<svg></g></svg>",
            "<svg/><svg/>",
            "<svg/>text",
            "text<svg/>",
            "<svg a=1/>",
            "<svg a/>",
            "<svg a='1'b='2'/>",
            "<svg a='1/>",
            "<svg><!-- </svg>",
            "<svg><metadata></svg>",
            "<svg><![CDATA[</svg>",
            "<svg><!ELEMENT a></svg>",
            "<svg",
            "<",
            "</svg>",
            "<!-- only -->",
            "",
            "<!DOCTYPE svg [ <!ENTITY a \"canary\"> ]><svg>&a;</svg>",
        ] {
            assert!(cleaned(text).is_err(), "{text}");
        }
    }

    #[test]
    fn drawings_are_recognized_by_their_first_element() {
        for text in ["<svg>", " <?xml?><!-- <a> --><!DOCTYPE svg>\n<svg ", "\u{FEFF}<svg:svg/>"] {
            assert!(is_svg(text), "{text}");
        }
        for text in ["", "<", "svg", "<html><svg>", "<!-- <svg>", "<?xml <svg>", "# <svg>", "<svgs>"] {
            assert!(!is_svg(text), "{text}");
        }
    }
}
