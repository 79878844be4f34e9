//! Compressed files: unpacked on the fly, and read as what is inside.

use super::input::Input;
use super::{Options, Sink, dispatch};
use crate::error::Result;
use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};
use std::io::{self, BufRead, BufReader, Read};

/// Text packs 5 to 30 times; what unpacks to more than this is made to fill a disk.
const MAX_RATIO: u64 = 200;
/// Below this the ratio is not looked at.
const FREE_BYTES: u64 = 64 << 20;

/// Reads a gzip file of one or several members.
pub(super) fn read_gzip(input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    let Input { name, stream, options, depth, .. } = input;
    let packed = Counted { inner: stream, count: 0 };
    let unpacked = Guarded { inner: MultiGzDecoder::new(packed), count: 0 };
    read_inside(&name, unpacked, options, depth, sink)
}

/// Reads a Zstandard file of one or several frames.
pub(super) fn read_zstd(input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    let Input { name, stream, options, depth, .. } = input;
    let packed = Counted { inner: stream, count: 0 };
    let unpacked =
        Guarded { inner: Frames { decoder: None, rest: Some(packed) }, count: 0 };
    read_inside(&name, unpacked, options, depth, sink)
}

/// Reads what is inside; its extension tells the format, its name is that of the file.
fn read_inside(
    name: &str,
    unpacked: impl Read,
    options: &Options,
    depth: u8,
    sink: &mut Sink<'_>,
) -> Result<()> {
    let mut stream = BufReader::with_capacity(1 << 16, unpacked);
    let inside = inner_name(name).to_owned();
    let depth = depth + 1;
    let within = Input { name: inside, file: None, stream: &mut stream, options, depth };
    dispatch(within, &mut |found| sink(renamed(found, name)))
        .map_err(|error| error.at(name))
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

/// A decoder that knows how much it took in.
trait Unpacks: Read {
    fn packed(&self) -> u64;
}

impl<R: BufRead> Unpacks for MultiGzDecoder<Counted<R>> {
    fn packed(&self) -> u64 {
        self.get_ref().count
    }
}

/// The frames of a Zstandard file, one after the other.
struct Frames<R: BufRead> {
    decoder: Option<StreamingDecoder<Counted<R>, FrameDecoder>>,
    rest: Option<Counted<R>>,
}

impl<R: BufRead> Unpacks for Frames<R> {
    fn packed(&self) -> u64 {
        let now = self.decoder.as_ref().map(StreamingDecoder::get_ref);
        now.or(self.rest.as_ref()).map_or(0, |counted| counted.count)
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let broken = |e: &dyn std::fmt::Display| {
            io::Error::new(io::ErrorKind::InvalidData, e.to_string())
        };
        loop {
            if let Some(decoder) = &mut self.decoder {
                let n = decoder.read(buf).map_err(|e| broken(&e))?;
                if n > 0 || buf.is_empty() {
                    return Ok(n);
                }
                self.rest = self.decoder.take().map(StreamingDecoder::into_inner);
            }
            let Some(mut rest) = self.rest.take() else { return Ok(0) };
            if rest.fill_buf()?.is_empty() {
                return Ok(0);
            }
            self.decoder = Some(StreamingDecoder::new(rest).map_err(|e| broken(&e))?);
        }
    }
}

/// Stops a stream that unpacks beyond reason.
struct Guarded<D> {
    inner: D,
    count: u64,
}

impl<D: Unpacks> Read for Guarded<D> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.count += n as u64;
        let packed = self.inner.packed().max(1);
        if self.count > FREE_BYTES && self.count / packed > MAX_RATIO {
            let reason = format!("unpacks to more than {MAX_RATIO} times its size");
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        Ok(n)
    }
}
