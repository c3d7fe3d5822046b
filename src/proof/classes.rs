//! What each byte is, by the format of a file.

pub(super) const WORD: u8 = 0;
pub(super) const GAP: u8 = 1;
pub(super) const SOFT: u8 = 2;
pub(super) const SPECIAL: u8 = 3;
pub(super) const CELL: u8 = 4;

const fn classes(special: &[u8], cell: &[u8]) -> [u8; 256] {
    let mut classes = [GAP; 256];
    let mut byte = 0_u8;
    loop {
        classes[byte as usize] = match byte {
            b'*' | b'_' | b'`' | b'~' | b'[' | b']' | b'^' => SOFT,
            b'|' => CELL,
            _ if byte.is_ascii_alphanumeric() => WORD,
            _ if byte.is_ascii() => GAP,
            _ => SPECIAL,
        };
        if byte == u8::MAX {
            break;
        }
        byte += 1;
    }
    let mut at = 0;
    while at < special.len() {
        classes[special[at] as usize] = SPECIAL;
        at += 1;
    }
    let mut at = 0;
    while at < cell.len() {
        classes[cell[at] as usize] = CELL;
        at += 1;
    }
    classes
}

pub(super) static TEXT: [u8; 256] = classes(b"&%\\<>\"'\n", b"");
pub(super) static TABLE: [u8; 256] = classes(b"&%\\<>\"'", b",;\n");
pub(super) static CALENDAR: [u8; 256] = classes(b"&%\\<>\"'", b"\n");
pub(super) static PLAIN: [u8; 256] = classes(b"&%\\'", b"\n");
