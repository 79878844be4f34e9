//! Immutable files of numbered, checksummed rows: the one format under the store and
//! the graph.
//!
//! ```text
//! header 64 bytes │ the rows, back to back │ index: one (offset u64, crc u32) a row + end
//! ```
//! All numbers are little-endian. The checksum of a row covers its number and its bytes,
//! so that every byte a reader ever looks at is verified and a damaged file gives an
//! error, never a wrong answer or a panic. Opening reads the header only; a row costs
//! two positional reads, whatever the size of the file. Of a file that is asked again and
//! again the index is kept in memory, and the rows too where they are not many megabytes:
//! see `kept`. The same rows give the same bytes. Many threads and processes may read one
//! file at once.

mod kept;

use crate::error::{Error, ErrorKind, Result};
use kept::Kept;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

const MAGIC: &[u8; 8] = b"DCROWS\x001";
const HEADER: usize = 64;
const INDEX_ENTRY: usize = 12;

/// What kind of rows a file holds; eight bytes so that a file in the wrong place shows.
pub(crate) type Label = [u8; 8];

/// The part of a file that is read when it is opened.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Header {
    /// What the rows are.
    pub(crate) label: Label,
    /// How many rows there are.
    pub(crate) rows: u64,
    /// The bytes of all rows.
    pub(crate) bytes: u64,
    /// How many things the rows hold in all, in the words of the writer.
    pub(crate) items: u64,
    /// The checksum of the index.
    index_crc: u32,
}

impl Header {
    fn encode(&self) -> [u8; HEADER] {
        let mut out = [0; HEADER];
        let mut at = 0;
        let mut put = |bytes: &[u8]| {
            out[at..at + bytes.len()].copy_from_slice(bytes);
            at += bytes.len();
        };
        put(MAGIC);
        put(&self.label);
        put(&self.rows.to_le_bytes());
        put(&self.bytes.to_le_bytes());
        put(&self.items.to_le_bytes());
        put(&self.index_crc.to_le_bytes());
        let crc = crc32fast::hash(&out[..HEADER - 4]);
        out[HEADER - 4..].copy_from_slice(&crc.to_le_bytes());
        out
    }

    fn decode(from: &[u8; HEADER]) -> Option<Self> {
        let (body, crc) = from.split_at(HEADER - 4);
        let sound = body.starts_with(MAGIC) && crc32fast::hash(body) == u32_at(crc, 0);
        sound.then(|| Self {
            label: std::array::from_fn(|i| body[8 + i]),
            rows: u64_at(body, 16),
            bytes: u64_at(body, 24),
            items: u64_at(body, 32),
            index_crc: u32_at(body, 40),
        })
    }

    fn file_bytes(&self) -> Option<u64> {
        let index = self.rows.checked_add(1)?.checked_mul(INDEX_ENTRY as u64)?;
        self.bytes.checked_add(index)?.checked_add(HEADER as u64)
    }
}

/// Reads a `u32` that the caller knows to be there.
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(std::array::from_fn(|i| bytes[at + i]))
}

/// Reads a `u64` that the caller knows to be there.
pub(crate) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(std::array::from_fn(|i| bytes[at + i]))
}

fn checksum(row: u64, parts: &[&[u8]]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&row.to_le_bytes());
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize()
}

/// Writes one file, row after row; nothing is valid before [`RowWriter::finish`].
pub(crate) struct RowWriter {
    path: PathBuf,
    out: BufWriter<File>,
    label: Label,
    index: Vec<u8>,
    rows: u64,
    bytes: u64,
}

impl RowWriter {
    /// Creates the file at `path`.
    pub(crate) fn create(path: &Path, label: Label) -> Result<Self> {
        let fault = |e| Error::io("cannot create a file of the store", path, e);
        // Readable as well, so that the writer itself can verify or copy it later.
        let file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(path)
            .map_err(fault)?;
        let mut out = BufWriter::with_capacity(1 << 18, file);
        out.write_all(&[0; HEADER]).map_err(fault)?;
        let path = path.to_owned();
        Ok(Self { path, out, label, index: Vec::new(), rows: 0, bytes: 0 })
    }

    /// Adds the next row.
    pub(crate) fn push(&mut self, row: &[u8]) -> Result<()> {
        self.push_parts(&[row])
    }

    /// Adds the next row, given in parts that are written back to back.
    pub(crate) fn push_parts(&mut self, parts: &[&[u8]]) -> Result<()> {
        self.index.extend_from_slice(&self.bytes.to_le_bytes());
        self.index.extend_from_slice(&checksum(self.rows, parts).to_le_bytes());
        for part in parts {
            self.out.write_all(part).map_err(|e| self.fault(e))?;
            self.bytes += part.len() as u64;
        }
        self.rows += 1;
        Ok(())
    }

    /// Returns the number of rows so far.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// Writes index and header and waits until all of it is on the disk.
    pub(crate) fn finish(self, items: u64) -> Result<Header> {
        self.end(items, true)
    }

    /// Writes index and header of a file that need not survive a crash.
    pub(crate) fn finish_unsynced(self, items: u64) -> Result<Header> {
        self.end(items, false)
    }

    fn end(mut self, items: u64, is_synced: bool) -> Result<Header> {
        self.index.extend_from_slice(&self.bytes.to_le_bytes());
        self.index.extend_from_slice(&[0; 4]);
        let index_crc = crc32fast::hash(&self.index);
        let (label, rows, bytes) = (self.label, self.rows, self.bytes);
        let header = Header { label, rows, bytes, items, index_crc };
        self.write_ends(&header, is_synced).map_err(|e| self.fault(e))?;
        Ok(header)
    }

    fn write_ends(&mut self, header: &Header, is_synced: bool) -> std::io::Result<()> {
        self.out.write_all(&self.index)?;
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(&header.encode())?;
        self.out.flush()?;
        if is_synced { self.out.get_ref().sync_data() } else { Ok(()) }
    }

    fn fault(&self, e: std::io::Error) -> Error {
        Error::io("cannot write a file of the store", &self.path, e)
    }
}

/// One open file of rows.
#[derive(Debug)]
pub(crate) struct RowFile {
    path: PathBuf,
    file: File,
    header: Header,
    kept: Kept,
}

impl RowFile {
    /// Opens the file at `path`: reads the header and compares the length.
    pub(crate) fn open(path: &Path, label: Label) -> Result<Self> {
        let fault = |e| Error::io("cannot open a file of the store", path, e);
        let file = File::open(path).map_err(fault)?;
        let length = file.metadata().map_err(fault)?.len();
        let mut first = [0; HEADER];
        let whole = length >= HEADER as u64;
        if whole {
            read_exact_at(&file, &mut first, 0).map_err(fault)?;
        }
        let header = whole.then(|| Header::decode(&first)).flatten();
        let header = header.ok_or_else(|| corrupt(path, "the header is damaged"))?;
        if header.label != label {
            return Err(corrupt(path, "it holds something else than its name says"));
        }
        if header.file_bytes() != Some(length) {
            return Err(corrupt(path, "its length is not what its header says"));
        }
        Ok(Self { path: path.to_owned(), file, header, kept: Kept::default() })
    }

    /// Returns what was read when it was opened.
    pub(crate) fn header(&self) -> &Header {
        &self.header
    }

    /// Returns the number of rows.
    pub(crate) fn rows(&self) -> u64 {
        self.header.rows
    }

    /// Returns row `n`, verified; `None` past the end.
    pub(crate) fn get(&self, n: u64) -> Result<Option<Vec<u8>>> {
        let mut row = Vec::new();
        Ok(self.read(n, &mut row)?.then_some(row))
    }

    /// Returns the length of row `n` in bytes; zero past the end.
    pub(crate) fn length(&self, n: u64) -> Result<u64> {
        if n >= self.header.rows {
            return Ok(0);
        }
        let (start, _, end) = self.entry(n)?;
        Ok(end - start)
    }

    /// Returns where row `n` begins, its checksum, and where it ends.
    fn entry(&self, n: u64) -> Result<(u64, u32, u64)> {
        let mut entry = [0; 2 * INDEX_ENTRY];
        self.recall(&mut entry, self.index_at(n))?;
        let (start, crc, end) =
            (u64_at(&entry, 0), u32_at(&entry, 8), u64_at(&entry, 12));
        if start > end || end > self.header.bytes {
            return Err(self.damaged("a row lies outside of the file"));
        }
        Ok((start, crc, end))
    }

    /// Reads row `n` into `row`, verified; returns false past the end.
    pub(crate) fn read(&self, n: u64, row: &mut Vec<u8>) -> Result<bool> {
        if n >= self.header.rows {
            return Ok(false);
        }
        self.keep()?;
        self.read_at(n, self.entry(n)?, row)?;
        Ok(true)
    }

    /// Reads row `n`, of which the index says where it lies, into `row`.
    fn read_at(
        &self,
        n: u64,
        (start, crc, end): (u64, u32, u64),
        row: &mut Vec<u8>,
    ) -> Result<()> {
        let length = usize::try_from(end - start)
            .map_err(|_| self.damaged("a row is longer than the memory"))?;
        row.clear();
        row.resize(length, 0);
        self.recall(row, HEADER as u64 + start)?;
        if checksum(n, &[row]) != crc {
            return Err(self.damaged("a row does not match its checksum"));
        }
        Ok(())
    }

    /// Returns what `of` makes of row `n`, verified, where it lies if it is kept in memory;
    /// `None` past the end.
    pub(crate) fn look<T>(
        &self,
        n: u64,
        of: impl FnOnce(&[u8]) -> Result<T>,
    ) -> Result<Option<T>> {
        if n >= self.header.rows {
            return Ok(None);
        }
        self.keep()?;
        let (start, crc, end) = self.entry(n)?;
        let Some(row) = self.kept(HEADER as u64 + start, end - start) else {
            let mut row = Vec::new();
            self.read_at(n, (start, crc, end), &mut row)?;
            return of(&row).map(Some);
        };
        if checksum(n, &[row]) != crc {
            return Err(self.damaged("a row does not match its checksum"));
        }
        of(row).map(Some)
    }

    /// Calls `each` with every row in order, verified, with large sequential reads.
    pub(crate) fn scan(
        &self,
        each: &mut dyn FnMut(u64, &[u8]) -> Result<()>,
    ) -> Result<()> {
        self.scan_part(0..self.header.rows, each)
    }

    /// Gives `of` the numbers of all rows in parts, on all processors, and returns what it
    /// makes of them in the order of the rows.
    pub(crate) fn in_parts<T: Send>(
        &self,
        of: impl Fn(Range<u64>) -> Result<Vec<T>> + Sync,
    ) -> Result<Vec<T>> {
        // Many enough that a part is worth a thread, few enough that all have work.
        const PART: u64 = 4_096;
        let starts = (0..self.header.rows.div_ceil(PART)).into_par_iter();
        let parts = starts.map(|n| of(n * PART..(n + 1) * PART));
        let made: Result<Vec<Vec<T>>> = parts.collect();
        Ok(made?.into_iter().flatten().collect())
    }

    /// [`RowFile::scan`] of some rows; those past the end are none.
    pub(crate) fn scan_part(
        &self,
        rows: Range<u64>,
        each: &mut dyn FnMut(u64, &[u8]) -> Result<()>,
    ) -> Result<()> {
        let rows = rows.start..rows.end.min(self.header.rows);
        if rows.is_empty() {
            return Ok(());
        }
        let (first, end) = (self.entry(rows.start)?.0, self.entry(rows.end - 1)?.2);
        let mut index = Stream::new(self, self.index_at(rows.start), 1 << 16);
        index.limit = self.index_at(rows.end + 1);
        let mut data = Stream::new(self, HEADER as u64 + first, 1 << 20);
        data.limit = HEADER as u64 + end;
        let (mut entry, mut row) = (Vec::new(), Vec::new());
        index.take(INDEX_ENTRY, &mut entry)?;
        for n in rows {
            let (start, crc) = (u64_at(&entry, 0), u32_at(&entry, 8));
            index.take(INDEX_ENTRY, &mut entry)?;
            let end = u64_at(&entry, 0);
            if start > end || end > self.header.bytes || HEADER as u64 + start != data.at
            {
                return Err(self.damaged("a row lies outside of the file"));
            }
            let length = usize::try_from(end - start)
                .map_err(|_| self.damaged("a row is longer than the memory"))?;
            data.take(length, &mut row)?;
            if checksum(n, &[&row]) != crc {
                return Err(self.damaged("a row does not match its checksum"));
            }
            each(n, &row)?;
        }
        Ok(())
    }

    /// Reads the whole file and compares every checksum.
    pub(crate) fn verify(&self) -> Result<()> {
        let mut hasher = crc32fast::Hasher::new();
        let mut index = Stream::new(self, self.index_at(0), 1 << 16);
        let mut entry = Vec::new();
        for _ in 0..=self.header.rows {
            index.take(INDEX_ENTRY, &mut entry)?;
            hasher.update(&entry);
        }
        if hasher.finalize() != self.header.index_crc {
            return Err(self.damaged("the index does not match its checksum"));
        }
        self.scan(&mut |_, _| Ok(()))
    }

    /// Makes the error for content that cannot be what was written.
    pub(crate) fn damaged(&self, why: &str) -> Error {
        corrupt(&self.path, why)
    }

    fn index_at(&self, n: u64) -> u64 {
        HEADER as u64 + self.header.bytes + n * INDEX_ENTRY as u64
    }

    fn fill(&self, buffer: &mut [u8], at: u64) -> Result<()> {
        let fault = |e| Error::io("cannot read a file of the store", &self.path, e);
        read_exact_at(&self.file, buffer, at).map_err(fault)
    }
}

/// Sequential reading through a buffer of its own, so that a scan shares no position.
struct Stream<'a> {
    rows: &'a RowFile,
    /// The offset of the next byte to hand out.
    at: u64,
    limit: u64,
    buffer: Vec<u8>,
    used: usize,
    chunk: usize,
}

impl<'a> Stream<'a> {
    fn new(rows: &'a RowFile, at: u64, chunk: usize) -> Self {
        let limit = rows.header.file_bytes().unwrap_or(0);
        Self { rows, at, limit, buffer: Vec::new(), used: 0, chunk }
    }

    /// Replaces `out` by the next `length` bytes.
    fn take(&mut self, length: usize, out: &mut Vec<u8>) -> Result<()> {
        out.clear();
        while out.len() < length {
            if self.used == self.buffer.len() {
                self.refill()?;
            }
            let part = (length - out.len()).min(self.buffer.len() - self.used);
            out.extend_from_slice(&self.buffer[self.used..self.used + part]);
            self.used += part;
            self.at += part as u64;
        }
        Ok(())
    }

    fn refill(&mut self) -> Result<()> {
        let rest = self.limit.saturating_sub(self.at);
        let length = usize::try_from(rest).map_or(self.chunk, |r| r.min(self.chunk));
        if length == 0 {
            return Err(self.rows.damaged("it ends too early"));
        }
        self.buffer.resize(length, 0);
        self.used = 0;
        self.rows.fill(&mut self.buffer, self.at)
    }
}

/// Makes the error of a damaged file, with what to do about it.
pub(crate) fn corrupt(path: &Path, why: &str) -> Error {
    Error::new(ErrorKind::StoreCorrupt, format!("damaged store: {why}"))
        .at(path)
        .hint("build the store again from the documents: danchieu index --rebuild …")
}

#[cfg(unix)]
fn read_exact_at(file: &File, buffer: &mut [u8], at: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut buffer: &mut [u8], mut at: u64) -> std::io::Result<()> {
    while !buffer.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, buffer, at)? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            n => {
                buffer = &mut buffer[n..];
                at += n as u64;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LABEL: Label = *b"test\0\0\0\0";

    fn write(path: &Path, rows: &[Vec<u8>]) -> Header {
        let mut writer = RowWriter::create(path, LABEL).unwrap();
        for row in rows {
            writer.push(row).unwrap();
        }
        writer.finish(7).unwrap()
    }

    fn read_all(path: &Path) -> Result<Vec<Vec<u8>>> {
        let file = RowFile::open(path, LABEL)?;
        let mut singly = Vec::new();
        for n in 0..file.rows() {
            singly.extend(file.get(n)?);
        }
        let mut scanned = Vec::new();
        file.scan(&mut |_, row| {
            scanned.push(row.to_vec());
            Ok(())
        })?;
        assert_eq!(singly, scanned);
        let mut parted = Vec::new();
        for start in (0..=file.rows()).step_by(5) {
            file.scan_part(start..start + 5, &mut |n, row| {
                assert_eq!(n, parted.len() as u64);
                parted.push(row.to_vec());
                Ok(())
            })?;
        }
        assert_eq!(singly, parted);
        file.verify()?;
        Ok(singly)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn reads_what_it_wrote_and_notices_any_flipped_bit(
            rows in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..12),
            place in any::<prop::sample::Index>(),
            bit in 0..8u8,
        ) {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("f");
            let header = write(&path, &rows);
            prop_assert_eq!(header.items, 7);
            prop_assert_eq!(read_all(&path).unwrap(), rows.clone());
            let mut bytes = std::fs::read(&path).unwrap();
            let at = place.index(bytes.len());
            bytes[at] ^= 1 << bit;
            std::fs::write(&path, &bytes).unwrap();
            let error = read_all(&path).unwrap_err();
            prop_assert_eq!(error.kind(), ErrorKind::StoreCorrupt);
            bytes[at] ^= 1 << bit;
            bytes.truncate(at);
            std::fs::write(&path, &bytes).unwrap();
            prop_assert_eq!(read_all(&path).unwrap_err().kind(), ErrorKind::StoreCorrupt);
        }
    }

    #[test]
    fn parts_are_all_rows_in_order() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        let rows: Vec<Vec<u8>> =
            (0..9_000u16).map(|n| n.to_le_bytes().to_vec()).collect();
        write(&path, &rows);
        let file = RowFile::open(&path, LABEL).unwrap();
        let read = file.in_parts(|part| {
            let mut read = Vec::new();
            file.scan_part(part, &mut |n, row| {
                read.push((n, row.to_vec()));
                Ok(())
            })?;
            Ok(read)
        });
        assert_eq!(read.unwrap(), (0..).zip(rows).collect::<Vec<_>>());
    }

    #[test]
    fn rows_that_are_kept_are_those_of_the_file_and_compared_as_those() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        let rows: Vec<Vec<u8>> = (0..600u16).map(|n| n.to_le_bytes().to_vec()).collect();
        write(&path, &rows);
        let file = RowFile::open(&path, LABEL).unwrap();
        for _ in 0..2 {
            for (n, row) in (0..).zip(&rows) {
                assert_eq!(file.get(n).unwrap().as_ref(), Some(row));
                assert_eq!(file.length(n).unwrap(), 2);
            }
        }
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[HEADER + 2 * 400] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(file.get(400).unwrap().as_ref(), rows.get(400), "it is in memory");
        let file = RowFile::open(&path, LABEL).unwrap();
        for (n, row) in (0..).zip(&rows).filter(|(n, _)| *n != 400) {
            assert_eq!(file.get(n).unwrap().as_ref(), Some(row));
        }
        assert_eq!(file.get(400).unwrap_err().kind(), ErrorKind::StoreCorrupt);
    }

    #[test]
    fn a_row_larger_than_the_buffer_and_one_past_the_end() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        let rows = vec![vec![1; 3 << 20], Vec::new(), vec![2; 5]];
        write(&path, &rows);
        assert_eq!(read_all(&path).unwrap(), rows);
        let file = RowFile::open(&path, LABEL).unwrap();
        assert_eq!(file.get(3).unwrap(), None);
        assert!(RowFile::open(&path, *b"other\0\0\0").is_err());
    }
}
