//! Compressed files: unpacked on the fly, and read as what is inside.

use super::input::Input;
use super::limit::Counted;
use super::{Sink, dispatch};
use crate::error::Result;
use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};
use std::io::{self, BufRead, BufReader, Read};

/// Reads a gzip file of one or several members.
pub(super) fn read_gzip(input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    read_inside(input, |packed| Box::new(MultiGzDecoder::new(packed)), sink)
}

/// Reads a Zstandard file of one or several frames.
pub(super) fn read_zstd(input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    let frames = |packed| Frames { decoder: None, rest: Some(packed) };
    read_inside(input, |packed| Box::new(frames(packed)), sink)
}

/// A compressed stream.
type Packed<'a> = Counted<'a, &'a mut dyn BufRead>;

/// Reads what is inside; its extension tells the format, its name is that of the file.
fn read_inside<'a>(
    input: Input<'a>,
    unpack: impl FnOnce(Packed<'a>) -> Box<dyn Read + 'a>,
    sink: &mut Sink<'_>,
) -> Result<()> {
    let Input { name, stream, options, depth, budget, .. } = input;
    let packed = Counted::new(stream, budget, depth == 0);
    let unpacked = budget.limited(unpack(packed));
    let mut stream = BufReader::with_capacity(1 << 16, unpacked);
    let inside = inner_name(&name).to_owned();
    let within = Input {
        name: inside,
        file: None,
        stream: &mut stream,
        options,
        depth: depth + 1,
        budget,
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

/// The frames of a Zstandard file, one after the other.
struct Frames<R: BufRead> {
    decoder: Option<StreamingDecoder<R, FrameDecoder>>,
    rest: Option<R>,
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
