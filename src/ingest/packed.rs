//! Compressed files: unpacked on the fly, and read as what is inside.

use super::input::Input;
use super::{Sink, dispatch};
use crate::error::Result;
use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufRead, BufReader, Read};

/// Text packs 5 to 30 times; what unpacks to more than this is made to fill a disk.
const MAX_RATIO: u64 = 200;
/// Below this the ratio is not looked at.
const FREE_BYTES: u64 = 64 << 20;

/// Reads a gzip file of one or several members.
pub(super) fn read_gzip(input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    let packed = Counted { inner: input.stream, count: 0 };
    let guarded = Guarded { inner: MultiGzDecoder::new(packed), count: 0 };
    let mut stream = BufReader::with_capacity(1 << 16, guarded);
    let Input { name, options, depth, .. } = input;
    // The extension inside tells the format; the name stays that of the file.
    let inside = inner_name(&name).to_owned();
    let within = Input {
        name: inside,
        file: None,
        stream: &mut stream,
        options,
        depth: depth + 1,
    };
    dispatch(within, &mut |found| sink(renamed(found, &name)))
        .map_err(|error| error.at(&name))
}

fn inner_name(name: &str) -> &str {
    name.get(..name.rfind('.').unwrap_or(name.len())).unwrap_or(name)
}

/// Puts the name of the packed file in place of the name inside.
fn renamed(found: Result<super::Source>, name: &str) -> Result<super::Source> {
    let inside = inner_name(name);
    match found {
        Ok(mut source) => {
            let id = source.name.strip_prefix(inside).unwrap_or_default();
            source.name = format!("{name}{id}");
            Ok(source)
        }
        Err(error) => Err(error.at(name)),
    }
}

/// Counts the bytes that pass.
struct Counted<R> {
    inner: R,
    count: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.count += n as u64;
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.count += n as u64;
        self.inner.consume(n);
    }
}

/// Stops a stream that unpacks beyond reason.
struct Guarded<R> {
    inner: MultiGzDecoder<Counted<R>>,
    count: u64,
}

impl<R: BufRead> Read for Guarded<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.count += n as u64;
        let packed = self.inner.get_ref().count.max(1);
        if self.count > FREE_BYTES && self.count / packed > MAX_RATIO {
            let reason = format!("unpacks to more than {MAX_RATIO} times its size");
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        Ok(n)
    }
}
