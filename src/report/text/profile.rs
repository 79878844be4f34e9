//! What `show` shows to people.

use super::{Theme, paint, wrap};
use crate::query::filter::place_of;
use crate::query::{Degree, Profile, SourceProfile};
use crate::report::document::{self, clean};
use std::fmt::Write;

const MARGIN: usize = 12;

/// Returns all that is known of a document, one thing a line.
pub fn profile(profile: &Profile, width: usize, theme: &Theme) -> String {
    let mut sheet = Sheet { width, theme, out: String::new() };
    sheet.identity(profile);
    for source in &profile.sources {
        sheet.source(source);
    }
    sheet.relations(profile);
    sheet.out
}

struct Sheet<'t> {
    width: usize,
    theme: &'t Theme,
    out: String,
}

impl Sheet<'_> {
    fn line(&mut self, label: &str, value: &str) {
        let room = self.width.saturating_sub(MARGIN + 2).max(20);
        let mut label = label;
        for line in wrap(value, room) {
            let gap = " ".repeat(MARGIN.saturating_sub(label.chars().count()));
            let label = paint(self.theme.faint, std::mem::take(&mut label));
            let _ = writeln!(self.out, "  {label}{gap}{line}");
        }
    }

    fn known(&mut self, label: &str, value: Option<impl AsRef<str>>) {
        if let Some(value) = value {
            self.line(label, &clean(value.as_ref()));
        }
    }

    fn identity(&mut self, profile: &Profile) {
        let record = &profile.document.record;
        let name = paint(self.theme.number, document::name(record));
        let _ = writeln!(self.out, "{name}");
        self.known("title", document::title(&profile.document));
        self.known("date", record.date.map(document::day));
        self.known("issuer", record.issuer.as_deref());
        self.known("place", place_of(record).map(crate::vocab::Place::name));
        self.line("key", &record.key.to_string());
        for alias in &record.aliases {
            self.line("once", &alias.to_string());
        }
        if !record.is_held() {
            self.line("held", "no: known from citations only");
        }
    }

    fn source(&mut self, source: &SourceProfile) {
        let line = source.own.as_ref().map_or(String::new(), |e| format!(":{}", e.line));
        self.line("text", &format!("{}{line}", clean(&source.name)));
        let [resolved, partial, ambiguous, unresolved] = source.resolution;
        let parts = [
            (resolved, "resolved"),
            (partial, "partial"),
            (ambiguous, "ambiguous"),
            (unresolved, "unresolved"),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, word)| format!("{n} {word}"))
            .collect();
        let mut words = format!("{} in {} bytes", source.mentions, source.bytes);
        if !parts.is_empty() {
            let _ = write!(words, ": {}", parts.join(", "));
        }
        self.line("mentions", &words);
    }

    fn relations(&mut self, profile: &Profile) {
        for (relation, by) in &profile.fate {
            let passive = match relation.as_str() {
                "amends" => "amended by",
                "replaces" => "replaced by",
                "repeals" => "repealed by",
                "suspends" => "suspended by",
                _ => "corrected by",
            };
            self.line(passive, &document::line(&by.record));
        }
        self.line("cites", &degree(&profile.cites));
        self.line("cited by", &degree(&profile.cited_by));
    }
}

fn degree(degree: &Degree) -> String {
    let plural = if degree.documents == 1 { "" } else { "s" };
    let mut words = format!("{} document{plural}", degree.documents);
    let parts: Vec<String> =
        degree.by_relation.iter().map(|(r, n)| format!("{r} {n}")).collect();
    if !parts.is_empty() {
        let _ = write!(words, ": {}", parts.join(" · "));
    }
    words
}
