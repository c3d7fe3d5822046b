//! What a file is, judged by its first bytes.

use super::svg::is_svg;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    /// A PNG image, possibly animated.
    Png,
    /// A JPEG image.
    Jpeg,
    /// A GIF image.
    Gif,
    /// A WebP image.
    WebP,
    /// An SVG image.
    Svg(&'a str),
    /// Text in UTF-8.
    Text,
    /// A known format that is refused, in the plural.
    Other(&'static str),
    /// A binary file of unknown format.
    Unknown,
}

/// Formats that are refused even if they are text: where their mark is, the mark, and their name.
const DOCUMENTS: &[(usize, &[u8], &str)] =
    &[(0, b"%PDF-", "PDF documents"), (0, b"{\\rtf", "RTF documents"), (0, b"%!PS", "PostScript documents")];

/// Formats that are refused and are never text.
const BINARY: &[(usize, &[u8], &str)] = &[
    (4, b"ftypavif", "AVIF images"),
    (4, b"ftypavis", "AVIF images"),
    (4, b"ftyphei", "HEIC images"),
    (4, b"ftyphev", "HEIC images"),
    (4, b"ftypmif1", "HEIC images"),
    (4, b"ftypmsf1", "HEIC images"),
    (4, b"ftyp", "videos"),
    (0, b"II*\0", "TIFF images"),
    (0, b"MM\0*", "TIFF images"),
    (0, b"BM", "BMP images"),
    (0, b"\0\0\x01\0", "icons (ICO)"),
    (0, b"8BPS", "Photoshop images"),
    (0, b"\xFF\x0A", "JPEG XL images"),
    (0, b"\0\0\0\x0CJXL ", "JPEG XL images"),
    (0, b"\0\0\0\x0CjP  ", "JPEG 2000 images"),
    (0, b"\x1A\x45\xDF\xA3", "videos"),
    (8, b"AVI ", "videos"),
    (8, b"WAVE", "sound files"),
    (0, b"ID3", "sound files"),
    (0, b"OggS", "sound files"),
    (0, b"fLaC", "sound files"),
    (0, b"\xD0\xCF\x11\xE0", "office documents"),
    (0, b"\x1F\x8B", "compressed files (gzip)"),
    (0, b"BZh", "compressed files (bzip2)"),
    (0, b"\xFD7zXZ\0", "compressed files (xz)"),
    (0, b"\x28\xB5\x2F\xFD", "compressed files (zstd)"),
    (0, b"7z\xBC\xAF\x27\x1C", "7z archives"),
    (0, b"Rar!", "RAR archives"),
    (257, b"ustar", "tar archives"),
    (0, b"SQLite format 3\0", "SQLite databases"),
    (0, b"\xFF\xFE", "text in UTF-16"),
    (0, b"\xFE\xFF", "text in UTF-16"),
];

/// Extensions of office documents in a ZIP archive.
const ZIPPED_OFFICE: &[&str] = &[
    "docx", "docm", "dotx", "xlsx", "xlsm", "pptx", "pptm", "odt", "ods", "odp", "odg", "pages", "numbers",
    "key",
];

/// Extensions of office documents in XML, which look like any other text.
const FLAT_OFFICE: &[&str] = &["fodt", "fods", "fodp", "fodg"];

/// Finds out what a file is.
pub(super) fn kind<'a>(path: &str, bytes: &'a [u8]) -> Kind<'a> {
    let extension =
        path.rsplit(['/', '\\']).next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, ext)| ext);
    let is_one_of =
        |extensions: &[&str]| extensions.iter().any(|other| extension.eq_ignore_ascii_case(other));
    if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
        return Kind::Png;
    }
    if bytes.starts_with(b"\xFF\xD8\xFF") {
        return Kind::Jpeg;
    }
    if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        return Kind::Gif;
    }
    if bytes.starts_with(b"RIFF") && has_at(bytes, 8, b"WEBP") {
        return Kind::WebP;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Kind::Other(if is_one_of(ZIPPED_OFFICE) { "office documents" } else { "ZIP archives" });
    }
    if let Some(name) = marked(DOCUMENTS, bytes) {
        return Kind::Other(name);
    }
    match str::from_utf8(bytes) {
        Ok(text) if !bytes.contains(&0) => {
            if is_one_of(&["svg"]) || is_svg(text) {
                Kind::Svg(text)
            } else if is_one_of(FLAT_OFFICE) {
                Kind::Other("office documents")
            } else {
                Kind::Text
            }
        }
        _ => marked(BINARY, bytes).map_or(Kind::Unknown, Kind::Other),
    }
}

/// The name of the first format in a table whose mark a file has.
fn marked(table: &[(usize, &[u8], &'static str)], bytes: &[u8]) -> Option<&'static str> {
    table.iter().find(|(at, mark, _)| has_at(bytes, *at, mark)).map(|(_, _, name)| *name)
}

/// Whether a file has a mark at a position.
fn has_at(bytes: &[u8], at: usize, mark: &[u8]) -> bool {
    bytes.get(at..).is_some_and(|rest| rest.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_decides_and_not_the_extension() {
        assert_eq!(kind("a.png", b"\xFF\xD8\xFF\xE0"), Kind::Jpeg);
        assert_eq!(kind("a.jpg", b"\x89PNG\r\n\x1A\n"), Kind::Png);
        assert_eq!(kind("a.txt", b"RIFF\0\0\0\0WEBPVP8 "), Kind::WebP);
        assert_eq!(kind("a.png", b"not found"), Kind::Text);
        assert_eq!(kind("a.txt", b"%PDF-1.7"), Kind::Other("PDF documents"));
        assert_eq!(kind("a.xml", b"<?xml version='1.0'?><svg/>"), Kind::Svg("<?xml version='1.0'?><svg/>"));
    }

    #[test]
    fn text_that_begins_like_a_binary_format_is_text() {
        for text in ["BMC is down", "BZh", "Rar!", "ID3 tags", "", "日本", "key,value\n"] {
            assert_eq!(kind("a.log", text.as_bytes()), Kind::Text, "{text}");
        }
    }

    #[test]
    fn formats_that_pmsite_does_not_look_into_have_names() {
        for (path, bytes, name) in [
            ("a.heic", &b"\0\0\0\x18ftypheic\0\0\0\0"[..], "HEIC images"),
            ("a.avif", b"\0\0\0\x18ftypavif\0\0\0\0", "AVIF images"),
            ("a.mp4", b"\0\0\0\x18ftypisom\0\0\0\0", "videos"),
            ("a.bmp", b"BM\0\0\0\0", "BMP images"),
            ("a.tif", b"II*\0\x08\0\0\0", "TIFF images"),
            ("dir.x/A.DOCX", b"PK\x03\x04\0", "office documents"),
            ("a", b"PK\x03\x04\0", "ZIP archives"),
            ("a.fods", b"<office:document/>", "office documents"),
            ("a.csv", b"\xFF\xFEa\0,\0", "text in UTF-16"),
        ] {
            assert_eq!(kind(path, bytes), Kind::Other(name), "{path}");
        }
        assert_eq!(kind("a.bin", b"\x01\x02\xFF\x00"), Kind::Unknown);
        assert_eq!(kind("latin-1.txt", b"caf\xE9"), Kind::Unknown);
    }
}
