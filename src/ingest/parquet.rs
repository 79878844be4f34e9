//! Parquet: one document a row; only the columns that are needed are read.

use super::guard::guarded;
use super::input::{self, Input};
use super::jsonl::{self, Names, Tally};
use super::{FieldNames, Sink, fields};
use crate::error::{Error, ErrorKind, Result};
use parquet::basic::Repetition;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use parquet::schema::types::Type;
use serde_json::Value;
use std::fs::File;
use std::sync::Arc;

/// Says that bytes are a Parquet file.
pub(super) fn is_sure(head: &[u8]) -> bool {
    head.starts_with(b"PAR1")
}

/// Reads the rows one by one.
pub(super) fn read(mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    match input.file {
        Some(path) => {
            let file = File::open(path).map_err(|e| input::open_error(path, e))?;
            rows(file, &input, sink)
        }
        None => rows(bytes::Bytes::from(input.read_all()?), &input, sink),
    }
}

fn rows<R>(source: R, input: &Input<'_>, sink: &mut Sink<'_>) -> Result<()>
where
    R: ChunkReader + 'static,
{
    let opened = guarded(|| SerializedFileReader::new(source)).ok_or_else(gave_up)?;
    let reader = opened.map_err(|e| broken(&e.to_string()))?;
    let names = &input.options.fields;
    let columns = columns(reader.metadata(), names)?;
    check_sizes(reader.metadata(), input.options.max_bytes)?;
    let rows = guarded(|| reader.get_row_iter(Some(columns))).ok_or_else(gave_up)?;
    let mut rows = rows.map_err(|e| broken(&e.to_string()))?;
    let mut ids = Names::new(&input.name, names);
    let mut tally = Tally::default();
    // A word of a dictionary may be that of any number of rows.
    if input.depth == 0 {
        input.budget.allow(packed(reader.metadata()));
    }
    for number in 1.. {
        let Some(row) = guarded(|| rows.next()).ok_or_else(gave_up)? else { break };
        let row = row.map_err(|e| broken(&e.to_string()))?;
        let at = format!("row {number}");
        let found = jsonl::of_record(record(&row), &at, number, &mut ids);
        let bytes = found.as_ref().map_or(0, |source| source.text.source().len());
        input.budget.spend(bytes as u64)?;
        tally.pass(found.map_err(|e| e.at(&input.name)), sink)?;
    }
    Ok(())
}

fn broken(why: &str) -> Error {
    Error::new(ErrorKind::Malformed, format!("broken Parquet: {why}"))
        .hint("the file may be cut off; fetch it again")
}

fn gave_up() -> Error {
    broken("its reader gave up")
}

/// Returns the part of the schema that is read: the columns with known names.
fn columns(metadata: &ParquetMetaData, names: &FieldNames) -> Result<Type> {
    let schema = metadata.file_metadata().schema();
    let wanted = |field: &&Arc<Type>| fields::is_known(field.name(), names);
    let kept: Vec<Arc<Type>> =
        schema.get_fields().iter().filter(wanted).cloned().collect();
    if !kept.iter().any(|field| fields::is_text(field.name(), names)) {
        let message = "no column with a text";
        return Err(Error::new(ErrorKind::Malformed, message).hint(format!(
            "give its name with --text-field; there are {}",
            listed(schema.get_fields())
        )));
    }
    Type::group_type_builder(schema.name())
        .with_fields(kept)
        .build()
        .map_err(|e| broken(&e.to_string()))
}

fn listed(fields: &[Arc<Type>]) -> String {
    const MOST: usize = 20;
    let is_column = |f: &&Arc<Type>| {
        !f.get_basic_info().has_repetition()
            || f.get_basic_info().repetition() != Repetition::REPEATED
    };
    let names: Vec<&str> =
        fields.iter().filter(is_column).take(MOST).map(|f| f.name()).collect();
    names.join(", ")
}

fn packed(metadata: &ParquetMetaData) -> u64 {
    let sizes = metadata.row_groups().iter().map(RowGroupMetaData::compressed_size);
    sizes.filter_map(|size| u64::try_from(size).ok()).fold(0, u64::saturating_add)
}

/// A part that unpacks beyond reason is made to fill the memory.
fn check_sizes(metadata: &ParquetMetaData, max: u64) -> Result<()> {
    const MAX_RATIO: u64 = 1000;
    const FREE: u64 = 256 << 20;
    for group in metadata.row_groups() {
        for column in group.columns() {
            let size = |n: i64| u64::try_from(n).unwrap_or(u64::MAX);
            let (whole, packed) =
                (size(column.uncompressed_size()), size(column.compressed_size()));
            if whole > FREE && (whole > max || whole / packed.max(1) > MAX_RATIO) {
                return Err(broken("a column unpacks beyond reason"));
            }
        }
    }
    Ok(())
}

fn record(row: &Row) -> fields::Record {
    let cells = row.get_column_iter();
    cells.map(|(name, field)| (name.clone(), value(field))).collect()
}

fn value(field: &Field) -> Value {
    match field {
        Field::Str(words) => Value::String(words.clone()),
        Field::Bytes(bytes) => {
            Value::String(String::from_utf8_lossy(bytes.data()).into_owned())
        }
        Field::ListInternal(list) => list.elements().iter().map(value).collect(),
        Field::Null | Field::Group(_) | Field::MapInternal(_) => Value::Null,
        // Numbers and dates as they are written: `2016-05-10`, `2016-05-10 00:00:00`.
        other => Value::String(other.to_string().trim_matches('"').to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Options, Source, read_bytes};
    use parquet::basic::Compression;
    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    fn file<const N: usize>(
        columns: [(&str, [&str; N]); 2],
        codec: Compression,
    ) -> Vec<u8> {
        let cell = |(name, _): &(&str, _)| format!("REQUIRED BINARY {name} (STRING);");
        let schema = format!("message m {{ {} }}", columns.each_ref().map(cell).concat());
        let schema = Arc::new(parse_message_type(&schema).unwrap());
        let properties = WriterProperties::builder().set_compression(codec).build();
        let mut bytes = Vec::new();
        let mut file =
            SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).unwrap();
        let mut group = file.next_row_group().unwrap();
        for (_, cells) in columns {
            let cells = cells.map(ByteArray::from);
            let mut column = group.next_column().unwrap().unwrap();
            column.typed::<ByteArrayType>().write_batch(&cells, None, None).unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
        file.close().unwrap();
        bytes
    }

    fn read_all(bytes: &[u8]) -> Vec<Result<Source>> {
        let mut found = Vec::new();
        read_bytes("a.parquet", bytes, &Options::default(), &mut |item| found.push(item));
        found
    }

    #[test]
    fn rows_of_every_codec_are_documents() {
        let columns = [
            ("so_hieu", ["40/KH-UBND", "41/KH-UBND"]),
            ("noi_dung", ["Thực hiện Luật Đất đai", "Căn cứ Luật Báo chí"]),
        ];
        let codecs = [
            Compression::UNCOMPRESSED,
            Compression::SNAPPY,
            Compression::GZIP(parquet::basic::GzipLevel::default()),
            Compression::ZSTD(parquet::basic::ZstdLevel::default()),
            Compression::LZ4_RAW,
        ];
        for codec in codecs {
            let found = read_all(&file(columns, codec));
            let read = |item: &Result<Source>| {
                let source = item.as_ref().unwrap();
                (source.meta.number.clone(), source.text.source().trim_end().to_owned())
            };
            let want =
                |i: usize| (Some(columns[0].1[i].to_owned()), columns[1].1[i].to_owned());
            let got: Vec<_> = found.iter().map(read).collect();
            assert_eq!(got, [want(0), want(1)], "{codec:?}");
        }
    }

    /// One long text in the dictionary, and row after row that has it.
    #[test]
    fn a_text_that_every_row_has_is_not_read_without_end() {
        const ROWS: usize = 120;
        let long = "Thực hiện Quyết định số 793/QĐ-TTg\n".repeat(20_000);
        let columns = [("so_hieu", ["1"; ROWS]), ("noi_dung", [&*long; ROWS])];
        let bytes = file(columns, Compression::SNAPPY);
        let (mut read, mut last) = (0, String::new());
        read_bytes("a.parquet", &bytes, &Options::default(), &mut |item| match item {
            Ok(_) => read += 1,
            Err(error) => last = error.to_string(),
        });
        assert!(read < ROWS, "{} bytes", bytes.len());
        assert!(last.contains("unpacks to more than 200 times its size"), "{last}");
    }

    #[test]
    fn without_a_text_the_columns_are_named() {
        let columns = [("so_hieu", ["1", "2"]), ("mau", ["đỏ", "xanh"])];
        let found = read_all(&file(columns, Compression::SNAPPY));
        let fault = found[0].as_ref().unwrap_err();
        assert!(fault.to_string().contains("no column with a text"), "{fault}");
        assert!(
            fault.hint_text().is_some_and(|h| h.contains("so_hieu, mau")),
            "{fault:?}"
        );
    }

    #[test]
    fn a_file_that_is_cut_off_is_told() {
        let columns = [("so_hieu", ["1", "2"]), ("noi_dung", ["a", "b"])];
        let whole = file(columns, Compression::SNAPPY);
        let found = read_all(&whole[..whole.len() / 2]);
        assert!(found[0].as_ref().unwrap_err().to_string().contains("broken Parquet"));
    }
}
