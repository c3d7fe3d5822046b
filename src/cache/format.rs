//! The format of cache files: a magic number, a digest, and postcard data. Files are written atomically.

use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::digest::{Digest, Digester};
use crate::system::open_beneath;

/// The start of every cache file. The number changes with the format.
const MAGIC: [u8; 16] = *b"pmsite cache 01\n";

/// The length of the magic number and the digest.
const HEADER: usize = MAGIC.len() + 16;

/// The maximum size of a cache file, in bytes. Larger content is not cached.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// The size of the write buffer, in bytes.
const BUFFER_BYTES: usize = 64 * 1024;

/// Writes content to an empty file. The header is written last, because it contains the digest of the content.
fn encode(content: &impl Serialize, out: &mut (impl Write + Seek)) -> io::Result<()> {
    out.write_all(&[0; HEADER])?;
    let body = Body { out: &mut *out, digester: Digester::default(), length: HEADER as u64 };
    let mut body = BufWriter::with_capacity(BUFFER_BYTES, body);
    let written = postcard::to_io(content, &mut body).map(drop).map_err(io::Error::other);
    let written = written.and_then(|()| body.flush());
    let (length, digest) = (body.get_ref().length, body.get_ref().digester.finish().to_bytes());
    drop(body);
    if length > MAX_BYTES {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    written?;
    out.rewind()?;
    out.write_all(&MAGIC)?;
    out.write_all(&digest)
}

/// Computes the digest and the length of what is written.
struct Body<'f, F> {
    out: &'f mut F,
    digester: Digester,
    /// The length of the file so far.
    length: u64,
}

impl<F: Write> Write for Body<'_, F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.length += bytes.len() as u64;
        if self.length > MAX_BYTES {
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

/// The content of a cache file. `None` if any byte differs from what was written.
pub fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    let content = bytes.strip_prefix(&MAGIC)?;
    let (digest, content) = content.split_at_checked(HEADER - MAGIC.len())?;
    if digest != Digest::of(content).to_bytes() {
        return None;
    }
    match postcard::take_from_bytes(content) {
        Ok((value, [])) => Some(value),
        _ => None,
    }
}

/// Replaces a file atomically.
pub(super) fn write(place: &Path, content: &impl Serialize) -> io::Result<()> {
    let folder = place.parent().unwrap_or(Path::new("."));
    // Readable by its owner only; removed if anything fails.
    let mut file = tempfile::Builder::new().prefix(super::UNFINISHED).tempfile_in(folder)?;
    encode(content, file.as_file_mut())?;
    file.persist(place)?;
    Ok(())
}

/// The bytes of a file in a folder. `None` if it cannot be read or is too large.
pub(super) fn read(folder: &Path, name: &str) -> Option<Vec<u8>> {
    let file = open_beneath(folder, name).ok()?;
    let length = file.metadata().ok().map(|metadata| metadata.len()).filter(|length| *length <= MAX_BYTES)?;
    let mut bytes = Vec::with_capacity(usize::try_from(length).ok()?);
    file.take(MAX_BYTES).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::*;

    type Content = Vec<(String, Option<u64>)>;

    fn content() -> Content {
        vec![("one".to_owned(), Some(1)), ("two".to_owned(), None)]
    }

    #[test]
    fn written_content_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("part");
        write(&place, &content()).unwrap();
        write(&place, &content()).unwrap();
        assert_eq!(decode(&read(folder.path(), "part").unwrap()), Some(content()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn damaged_files_are_rejected() {
        let mut file = io::Cursor::new(Vec::new());
        encode(&content(), &mut file).unwrap();
        let bytes = file.into_inner();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut damaged = bytes.clone();
                damaged[at] ^= 1 << bit;
                assert_eq!(decode::<Content>(&damaged), None, "byte {at}, bit {bit}");
            }
            assert_eq!(decode::<Content>(&bytes[..at]), None, "cut at {at}");
        }
        assert_eq!(decode::<Content>(&[bytes, vec![0]].concat()), None);
    }

    #[test]
    fn only_regular_files_are_read() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("inner")).unwrap();
        assert_eq!(read(folder.path(), "inner"), None);
        assert_eq!(read(folder.path(), "absent"), None);
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_with_a_valid_digest_do_not_panic(content in prop::collection::vec(any::<u8>(), 0..60)) {
            let bytes = [&MAGIC[..], &Digest::of(&content).to_bytes(), &content].concat();
            let _ = decode::<Content>(&bytes);
        }
    }
}
