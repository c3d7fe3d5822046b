//! Files of the cache: written whole or not at all, and believed only if not a byte of them has changed.
#![expect(clippy::disallowed_methods, reason = "this is where the cache is read and written")]

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::digest::{Digest, Digester};

/// How every file of the cache begins. Another number stands for another form.
const MAGIC: [u8; 16] = *b"pmsite cache 01\n";

/// Where the content begins: behind the magic and the digest.
const HEAD: usize = MAGIC.len() + 16;

/// No file of the cache is larger, in bytes; what would be is not kept.
const LIMIT: u64 = 256 * 1024 * 1024;

/// How much is written at a time, in bytes.
const BLOCK: usize = 64 * 1024;

/// Fills an empty file so that it holds this. Its head comes last, since it names the digest of what follows.
fn seal(content: &impl Serialize, out: &mut (impl Write + Seek)) -> io::Result<()> {
    out.write_all(&[0; HEAD])?;
    let body = Body { out: &mut *out, digester: Digester::default(), length: HEAD as u64 };
    let mut body = BufWriter::with_capacity(BLOCK, body);
    let written = postcard::to_io(content, &mut body).map(drop).map_err(io::Error::other);
    let written = written.and_then(|()| body.flush());
    let (length, digest) = (body.get_ref().length, body.get_ref().digester.finish().to_bytes());
    drop(body);
    if length > LIMIT {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    written?;
    out.rewind()?;
    out.write_all(&MAGIC)?;
    out.write_all(&digest)
}

/// The content on its way to a file.
struct Body<'f, F> {
    out: &'f mut F,
    digester: Digester,
    /// How long the file is by now.
    length: u64,
}

impl<F: Write> Write for Body<'_, F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.length += bytes.len() as u64;
        if self.length > LIMIT {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.out.write_all(bytes)?;
        self.digester.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// What a file holds; `None` unless it is just what [`write()`] wrote.
pub(super) fn open<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    let content = bytes.strip_prefix(&MAGIC)?;
    let (digest, content) = content.split_at_checked(HEAD - MAGIC.len())?;
    if digest != Digest::of(content).to_bytes() {
        return None;
    }
    match postcard::take_from_bytes(content) {
        Ok((value, [])) => Some(value),
        _ => None,
    }
}

/// Puts a file in place of an older one. Others see the one or the other.
pub(super) fn write(place: &Path, content: &impl Serialize) -> io::Result<()> {
    let folder = place.parent().unwrap_or(Path::new("."));
    // A file for its owner alone; it goes away if anything fails.
    let mut file = tempfile::Builder::new().prefix(super::UNFINISHED).tempfile_in(folder)?;
    seal(content, file.as_file_mut())?;
    file.persist(place)?;
    Ok(())
}

/// The bytes of a file; `None` if it cannot be read or is no file of the cache.
pub(super) fn read(place: &Path) -> Option<Vec<u8>> {
    // A pipe in its place would be waited for.
    fs::symlink_metadata(place).ok().filter(fs::Metadata::is_file)?;
    let file = File::open(place).ok()?;
    let length = file.metadata().ok().map(|metadata| metadata.len()).filter(|length| *length <= LIMIT)?;
    let mut bytes = Vec::with_capacity(usize::try_from(length).ok()?);
    file.take(LIMIT).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Content = Vec<(String, Option<u64>)>;

    fn content() -> Content {
        vec![("one".to_owned(), Some(1)), ("two".to_owned(), None)]
    }

    #[test]
    fn what_was_written_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("part");
        write(&place, &content()).unwrap();
        write(&place, &content()).unwrap();
        assert_eq!(open(&read(&place).unwrap()), Some(content()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_file_with_any_other_bit_or_length_is_not_believed() {
        let mut file = io::Cursor::new(Vec::new());
        seal(&content(), &mut file).unwrap();
        let bytes = file.into_inner();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut damaged = bytes.clone();
                damaged[at] ^= 1 << bit;
                assert_eq!(open::<Content>(&damaged), None, "byte {at}, bit {bit}");
            }
            assert_eq!(open::<Content>(&bytes[..at]), None, "cut at {at}");
        }
        assert_eq!(open::<Content>(&[bytes, vec![0]].concat()), None);
    }

    #[test]
    fn what_is_no_plain_file_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path()), None);
        assert_eq!(read(&folder.path().join("absent")), None);
    }

    proptest! {
        #[test]
        fn no_bytes_with_a_right_digest_do_harm(content in prop::collection::vec(any::<u8>(), 0..60)) {
            let bytes = [&MAGIC[..], &Digest::of(&content).to_bytes(), &content].concat();
            let _ = open::<Content>(&bytes);
        }
    }
}
