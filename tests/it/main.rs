//! All integration tests in one binary; a test fails if a file is forgotten.
#![expect(clippy::unwrap_used, reason = "a test may panic")]
#![expect(clippy::format_push_string, reason = "short texts, read by people")]

mod amend_cases;
mod catalogue_import;
mod cli_contracts;
mod cli_filters;
mod cli_transcripts;
mod cli_watch;
mod ingest_encodings;
mod ingest_files;
mod ingest_limits;
mod ingest_lists;
mod ingest_made;
mod ingest_office;
mod ingest_packages;
mod ingest_pdf;
mod ingest_records;
mod ingest_word;
mod query_near;
mod query_status;
mod peers;
mod resolve_builders;
mod resolve_cases;
mod resolve_identity;
mod resolve_late;
mod resolve_laws;
mod runner;
mod search_examples;
mod search_graph;
mod search_index;
mod search_model;
mod store_crash;
mod store_faults;
mod store_frozen;
mod store_index;
mod store_made;
