//! All integration tests in one binary; a test fails if a file is forgotten.

mod cli_transcripts;
mod ingest_files;
mod runner;
