//! Reads the beginning of a tag, and knows which tags and attributes belong to the formats.

use super::escape::{Read, read};

/// What a tag does to the words around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagKind {
    /// Nothing: `<wbr>`.
    Vanishing,
    /// It is within a line and can be within a word.
    Inline,
    /// It separates paragraphs, cells or items.
    Block,
    /// Not a tag of a format that is written here. Its name is scanned.
    Unknown,
    /// `<!--`
    Comment,
    /// `<![CDATA[`
    Data,
}

/// The beginning of a tag.
#[derive(Clone, Copy)]
pub(super) struct Tag {
    pub(super) kind: TagKind,
    /// Where its name is.
    pub(super) name: (usize, usize),
    /// Where its attributes begin, or what follows it if it has none.
    pub(super) end: usize,
    /// Whether it is complete.
    pub(super) is_closed: bool,
}

/// The longest name of a known tag or attribute.
const NAME: usize = 24;

/// A short name as a number, which is compared at once. No two names of a list differ only in what this makes equal.
const fn packed(name: &[u8]) -> u64 {
    let mut eight = [0; 8];
    let mut at = 0;
    while at < name.len() {
        eight[at] = name[at] | 0x20;
        at += 1;
    }
    u64::from_le_bytes(eight)
}

/// The same for a name within a file.
#[inline]
fn packed_at(bytes: &[u8], start: usize, end: usize) -> u64 {
    match bytes[start..].first_chunk() {
        Some(eight) if end > start => {
            let unused = 8 * (8 - (end - start));
            (u64::from_le_bytes(*eight) | u64::from_le_bytes([0x20; 8])) << unused >> unused
        }
        _ => packed(&bytes[start..end]),
    }
}

/// A set of short names, found by hash.
struct Names([u64; 512]);

impl Names {
    const fn new(names: &[&str]) -> Self {
        let mut table = [0; 512];
        let mut at = 0;
        while at < names.len() {
            assert!(names[at].len() <= 8, "longer names are listed apart");
            let name = packed(names[at].as_bytes());
            let mut place = Self::place(name);
            while table[place] != 0 {
                place = (place + 1) % 512;
            }
            table[place] = name;
            at += 1;
        }
        Self(table)
    }

    #[inline]
    const fn place(name: u64) -> usize {
        // Nine bits.
        (name.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 55) as usize
    }

    #[inline]
    fn has(&self, name: u64) -> bool {
        let mut place = Self::place(name);
        while self.0[place] != 0 {
            if self.0[place] == name {
                return true;
            }
            place = (place + 1) % 512;
        }
        false
    }
}

static INLINE: Names = Names::new(&[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "label", "mark", "nobr", "output", "q", "rb", "ruby", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tspan", "tt", "u", "var",
]);

static BLOCK: Names = Names::new(&[
    "address", "area", "article", "aside", "audio", "author", "base", "body", "br", "button", "canvas",
    "caption", "category", "center", "circle", "clippath", "col", "colgroup", "content", "dd", "defs",
    "desc", "details", "dialog", "dir", "div", "dl", "dt", "ellipse", "embed", "entry", "feed", "fieldset",
    "figure", "filter", "footer", "form", "frame", "g", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
    "hgroup", "hr", "html", "id", "iframe", "image", "img", "input", "lastmod", "legend", "li", "line",
    "link", "loc", "main", "map", "marker", "mask", "math", "menu", "meta", "meter", "name", "nav",
    "noscript", "object", "ol", "optgroup", "option", "p", "param", "path", "pattern", "picture", "polygon",
    "polyline", "pre", "progress", "rect", "rights", "rp", "rt", "rtc", "script", "search", "section",
    "select", "slot", "source", "stop", "style", "subtitle", "summary", "svg", "switch", "symbol", "table",
    "tbody", "td", "template", "text", "textarea", "textpath", "tfoot", "th", "thead", "title", "tr",
    "track", "ul", "updated", "uri", "url", "urlset", "use", "video", "view", "xml",
]);

/// Block tags with longer names.
const LONG_BLOCK: &[&str] =
    &["blockquote", "figcaption", "foreignobject", "generator", "lineargradient", "published"];

static ATTRIBUTES: Names = Names::new(&[
    "abbr", "action", "align", "allow", "alt", "async", "base", "border", "charset", "checked", "cite",
    "class", "color", "cols", "colspan", "content", "controls", "coords", "cx", "cy", "d", "datetime",
    "decoding", "defer", "dir", "disabled", "download", "dx", "dy", "encoding", "fill", "for", "form",
    "headers", "height", "hidden", "href", "hreflang", "id", "kind", "label", "lang", "list", "loading",
    "max", "media", "method", "min", "name", "nonce", "offset", "opacity", "open", "pattern", "points",
    "poster", "property", "r", "rel", "required", "reversed", "role", "rows", "rowspan", "rx", "ry",
    "scheme", "scope", "selected", "shape", "size", "sizes", "slot", "span", "src", "srcdoc", "srcset",
    "start", "stroke", "style", "summary", "tabindex", "target", "term", "title", "type", "usemap", "valign",
    "value", "version", "viewbox", "width", "wrap", "x", "x1", "x2", "xmlns", "y", "y1", "y2",
]);

/// Attributes with longer names.
const LONG_ATTRIBUTES: &[&str] = &[
    "aria-current",
    "aria-describedby",
    "aria-expanded",
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "autocomplete",
    "crossorigin",
    "http-equiv",
    "integrity",
    "maxlength",
    "placeholder",
    "referrerpolicy",
    "spellcheck",
    "stroke-width",
    "text-anchor",
    "transform",
    "xlink:href",
    "xml:base",
    "xml:lang",
    "xml:space",
    "xmlns:xlink",
];

fn is_long(bytes: &[u8], names: &[&str]) -> bool {
    names.iter().any(|name| name.as_bytes().eq_ignore_ascii_case(bytes))
}

/// Whether an attribute belongs to a format, so that its name says nothing.
#[inline]
pub(super) fn is_attribute(bytes: &[u8], start: usize, end: usize) -> bool {
    if end - start > 8 {
        return is_long(&bytes[start..end], LONG_ATTRIBUTES);
    }
    ATTRIBUTES.has(packed_at(bytes, start, end))
}

#[inline]
fn kind(bytes: &[u8], start: usize, end: usize) -> TagKind {
    if end - start > 8 {
        let is_block = is_long(&bytes[start..end], LONG_BLOCK);
        return if is_block { TagKind::Block } else { TagKind::Unknown };
    }
    let name = packed_at(bytes, start, end);
    if BLOCK.has(name) {
        TagKind::Block
    } else if INLINE.has(name) {
        TagKind::Inline
    } else if name == const { packed(b"wbr") } {
        TagKind::Vanishing
    } else {
        TagKind::Unknown
    }
}

pub(super) fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '_' | '.' | '@')
}

/// Whether each byte can be in a name.
static NAME_BYTES: [bool; 256] = {
    let mut names = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        names[byte as usize] =
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_' | b'.' | b'@');
        byte += 1;
    }
    names
};

/// The length of the name at a place, as far as it is not escaped.
#[inline]
pub(super) fn name_length(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().take_while(|byte| NAME_BYTES[usize::from(**byte)]).count()
}

/// Reads the tag after a `<`, if it is one: `a < b` and `i<n;` are not.
pub(super) fn tag(bytes: &[u8], at: usize) -> Option<Tag> {
    let mut start = at;
    let mut first = read(bytes, at)?;
    match first.c {
        '!' => return declaration(bytes, first.next),
        '?' => return Some(Tag { kind: TagKind::Block, name: (at, at), end: first.next, is_closed: false }),
        '/' => {
            start = first.next;
            first = read(bytes, start)?;
        }
        _ => {}
    }
    if !first.c.is_ascii_alphabetic() {
        return None;
    }
    let (kind, end) = named(bytes, start);
    let name = (start, end);
    let after = read(bytes, end)?;
    if after.c == '>' {
        return Some(Tag { kind, name, end: after.next, is_closed: true });
    }
    if after.c == '/'
        && let Some(close) = read(bytes, after.next).filter(|read| read.c == '>')
    {
        return Some(Tag { kind, name, end: close.next, is_closed: true });
    }
    if !after.c.is_whitespace() && after.c != '/' {
        return None;
    }
    if kind != TagKind::Unknown
        && bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic)
        && !after.is_escaped
    {
        // Nearly all tags with attributes.
        return Some(Tag { kind: visible(kind), name, end, is_closed: false });
    }
    let (next, first) = skip_spaces(bytes, end)?;
    let is_tag = match first.c {
        '>' | '/' => true,
        c if kind == TagKind::Unknown => is_name(c) && has_value(bytes, next),
        c => is_name(c),
    };
    is_tag.then_some(Tag { kind: visible(kind), name, end, is_closed: false })
}

/// The kind of a tag with attributes: those of a `<wbr>` are to be scanned.
const fn visible(kind: TagKind) -> TagKind {
    match kind {
        TagKind::Vanishing => TagKind::Inline,
        _ => kind,
    }
}

/// Reads the name of a tag: its kind, and where it ends.
fn named(bytes: &[u8], start: usize) -> (TagKind, usize) {
    let length = name_length(bytes, start);
    let end = start + length;
    if !matches!(bytes.get(end), Some(b'&' | b'%' | b'\\')) && length > 0 {
        return (kind(bytes, start, end), end);
    }
    // Some of its letters may be escaped.
    let mut name = Vec::with_capacity(NAME);
    let mut end = start;
    while let Some(Read { c, next, .. }) = read(bytes, end).filter(|read| is_name(read.c)) {
        name.extend(u8::try_from(c));
        end = next;
    }
    (kind(&name, 0, name.len()), end)
}

/// What follows `<!`: a comment, data, or the type of a document.
fn declaration(bytes: &[u8], at: usize) -> Option<Tag> {
    let follows = |text: &str| {
        let mut at = at;
        for c in text.chars() {
            at = read(bytes, at).filter(|read| read.c == c)?.next;
        }
        Some(at)
    };
    let (kind, end) = if let Some(end) = follows("--") {
        (TagKind::Comment, end)
    } else if let Some(end) = follows("[CDATA[") {
        (TagKind::Data, end)
    } else {
        let is_type = read(bytes, at).is_some_and(|read| read.c.is_ascii_alphabetic());
        (TagKind::Block, Some(at).filter(|_| is_type)?)
    };
    Some(Tag { kind, name: (at, at), end, is_closed: false })
}

/// The first character that is not white space, and where it begins.
pub(super) fn skip_spaces(bytes: &[u8], at: usize) -> Option<(usize, Read)> {
    let mut at = at;
    loop {
        let next = read(bytes, at)?;
        if !next.c.is_whitespace() {
            return Some((at, next));
        }
        at = next.next;
    }
}

/// Whether there is a name with a `=` after it.
fn has_value(bytes: &[u8], at: usize) -> bool {
    let mut at = at;
    while let Some(next) = read(bytes, at) {
        if !is_name(next.c) {
            return next.c == '=';
        }
        at = next.next;
    }
    false
}
