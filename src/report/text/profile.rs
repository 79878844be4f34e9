//! What `show` shows to people.

use super::{Theme, amendments, clip, paint, wrap};
use crate::graph::Direction;
use crate::query::filter::place_of;
use crate::query::status::{Act, Basis, Clause};
use crate::query::{Claim, Degree, Fate, Profile, SourceProfile, Standing};
use crate::report::document::{self, clean};
use std::fmt::Write;

const MARGIN: usize = 12;
/// The words behind a claim are shown to find them, not to read them.
const QUOTE: usize = 60;
/// More changes of provisions hide the rest; there is a command for them.
const MOST: usize = 5;

/// Returns what one text says of itself, where no store is asked.
pub fn card(name: &str, claims: &[Claim], width: usize, theme: &Theme) -> String {
    let mut sheet = Sheet { width, theme, out: String::new() };
    let name = paint(theme.number, clean(name));
    let _ = writeln!(sheet.out, "{name}");
    sheet.claims(claims);
    sheet.out
}

/// Returns all that is known of a document, one thing a line.
pub fn profile(profile: &Profile, width: usize, theme: &Theme) -> String {
    let mut sheet = Sheet { width, theme, out: String::new() };
    sheet.identity(profile);
    for source in &profile.sources {
        sheet.source(source);
    }
    sheet.status(profile);
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
        let spot = source.own.as_ref().map(document::spot);
        self.line("text", &spot.unwrap_or_else(|| clean(&source.name)));
        self.claims(&source.claims);
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

    /// Whether it is in force, and the words that say so. A plan lapses with its period
    /// (domain §4.3): of kinds without a status only what is known is shown.
    fn status(&mut self, profile: &Profile) {
        let status = &profile.status;
        let kind = profile.document.record.kind.map(crate::vocab::DocKind::code);
        let has_status = kind.is_some_and(|k| NORMATIVE.contains(&k));
        let is_unknown = status.standing == Standing::Unknown;
        if is_unknown && status.as_of.is_none() && !has_status {
            return;
        }
        let as_of = status.as_of.map(|d| format!(" as of {}", document::day(d)));
        let why = if is_unknown { ": no text and no catalogue here says" } else { "" };
        let label = status.standing.label();
        self.line("status", &format!("{label}{}{why}", as_of.unwrap_or_default()));
        let begins = status.clauses.iter().find(|c| c.act == Act::TakesEffect);
        let decides = status.clause();
        for clause in decides.into_iter().chain(begins.filter(|c| decides != Some(*c))) {
            self.clause(clause);
        }
    }

    fn clause(&mut self, clause: &Clause) {
        let mut words = said(clause);
        if let Some(date) = clause.date {
            let _ = write!(words, " from {}", document::day(date));
        }
        if clause.basis == Basis::Issue
            && clause.by.is_some()
            && clause.act != Act::Ground
        {
            words.push_str(" (its day of issue: no text here says from when)");
        }
        self.line("", &words);
        if let Some(evidence) = &clause.evidence {
            self.line("", &clean(&evidence.sentence));
            self.line("", &document::spot(evidence));
        }
    }

    fn claims(&mut self, claims: &[Claim]) {
        for claim in claims {
            let from = document::clean(&claim.from);
            let at = claim.words.as_ref().map_or(String::new(), |words| {
                let quote = clip(&clean(&words.quote), QUOTE);
                format!(", {}: “{quote}”", words.spot())
            });
            let field = clean(&claim.field);
            let value = format!("{} — {from}{at}", clean(&claim.value));
            self.line(&format!("  {field}"), &value);
        }
    }

    fn relations(&mut self, profile: &Profile) {
        for Fate { relation, by, changes } in &profile.fate {
            let passive = match relation.as_str() {
                "amends" => "amended by",
                "replaces" => "replaced by",
                "repeals" => "repealed by",
                "suspends" => "suspended by",
                _ => "corrected by",
            };
            self.line(passive, &document::line(&by.record));
            for line in amendments::changes(changes.iter(), Direction::Incoming, MOST) {
                self.line("", &line);
            }
        }
        self.line("cites", &degree(&profile.cites));
        self.line("cited by", &degree(&profile.cited_by));
    }
}

/// Says in words what a clause says.
fn said(clause: &Clause) -> String {
    let part = match (clause.is_part, clause.provisions.is_empty()) {
        (false, _) => String::new(),
        (true, true) => " in part".to_owned(),
        (true, false) => format!(" in part ({})", clause.provisions.join("; ")),
    };
    if clause.listed.is_some() && clause.act != Act::TakesEffect {
        return listed(clause);
    }
    let by = clause.by.as_ref().map(|by| document::name(&by.record));
    let by = by.unwrap_or_default();
    match clause.act {
        Act::Issued => "issued".to_owned(),
        Act::TakesEffect => "in effect".to_owned(),
        Act::Ground => format!("ground of {by}, so in force:"),
        Act::Amended => format!("amended{part} by {by}"),
        Act::Suspended => format!("suspended{part} by {by}"),
        Act::Replaced => format!("replaced{part} by {by}"),
        Act::Repealed => format!("repealed{part} by {by}"),
        Act::Expired => "over by its own terms".to_owned(),
        Act::EndedWithParent => format!(
            "ended{part} with {by}, which it details (Luật 80/2015/QH13 Điều 154)"
        ),
        Act::OutlivesParent => format!(
            "goes on though {by}, which it details, ended (Luật 64/2025/QH15 Điều 57)"
        ),
        Act::ListedInForce
        | Act::ListedEnded
        | Act::ListedSuspended
        | Act::ListedNotYet => listed(clause),
    }
}

/// The words of a catalogue.
fn listed(clause: &Clause) -> String {
    let Some(entry) = &clause.listed else { return "listed".to_owned() };
    let status = clean(entry.status.as_deref().unwrap_or("ended"));
    let by = entry.replaced_by.as_deref().map(clean);
    let by = by.map_or(String::new(), |by| format!(", replaced by {by}"));
    format!("“{status}”{by} in the catalogue {}", clean(&entry.catalogue))
}

/// The kinds of which one asks whether they are in force.
const NORMATIVE: [&str; 13] =
    ["HP", "L", "BL", "PL", "LỆNH", "SL", "NQ", "NQLT", "NĐ", "QĐ", "TT", "TTLT", "CT"];

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
