//! What `basis`, `cascade`, `review` and `path` show to people.

use super::citations::window;
use super::{Marked, Theme, clip, paint};
use crate::graph::Direction;
use crate::query::{Citation, Document, Step, Tree};
use crate::report::document;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::fmt::Write;

/// Returns a walk as a tree; `lags` adds the days between a document and the one above.
/// Where a filter hides the document above, the entry names it.
pub fn tree(tree: &Tree, lags: bool, width: usize, theme: &Theme) -> String {
    let fronts = branches(&tree.steps);
    let entries: Vec<(&Step, &String, bool)> = tree
        .steps
        .iter()
        .zip(&fronts)
        .zip(strays(tree))
        .map(|((s, f), n)| (s, f, n))
        .collect();
    // There may be a hundred thousand of them.
    let entries: Vec<String> = entries
        .par_iter()
        .map(|&(step, front, is_stray)| {
            let room = width.saturating_sub(front.chars().count());
            let line = step_line(step, tree.direction, lags, room, theme);
            let via = if is_stray {
                via(step, tree.direction, front, room, theme)
            } else {
                String::new()
            };
            format!("{}{line}\n{via}", paint(theme.faint, front))
        })
        .collect();
    head(&tree.root, theme) + &entries.concat()
}

/// Returns for each entry whether the document above it is not the entry above it.
fn strays(tree: &Tree) -> Vec<bool> {
    let mut shown = vec![Some(tree.root.id)];
    let mut stray = Vec::with_capacity(tree.steps.len());
    for step in &tree.steps {
        shown.resize(step.depth as usize, None);
        let above = step.citation.far_end(tree.direction.opposite());
        stray.push(shown.last() != Some(&Some(above.id)));
        shown.push(Some(step.other(tree.direction).id));
    }
    stray
}

/// Returns the line that names the document above an entry.
fn via(
    step: &Step,
    direction: Direction,
    front: &str,
    room: usize,
    theme: &Theme,
) -> String {
    let above = step.citation.far_end(direction.opposite());
    let via = format!("via {}", document::line(&above.record));
    let via = paint(theme.faint, clip(&via, room.max(20)));
    format!("{:indent$}{via}\n", "", indent = front.chars().count())
}

fn head(document: &Document, theme: &Theme) -> String {
    let mut out = format!("{}\n", paint(theme.number, document::line(&document.record)));
    if let Some(title) = document::title(document) {
        let _ = writeln!(out, "{}", paint(theme.faint, clip(&title, 96)));
    }
    out
}

/// Draws the lines before the entries: for every level above, whether more comes on it.
fn branches(steps: &[Step]) -> Vec<String> {
    // From the end, so that what comes is known: whether the next entry on a level, or
    // above it, is on that very level.
    let mut comes: Vec<bool> = Vec::new();
    let mut fronts: Vec<String> = Vec::with_capacity(steps.len());
    for step in steps.iter().rev() {
        let depth = step.depth as usize;
        comes.resize(depth + 1, false);
        let more = |level: usize| comes.get(level).copied().unwrap_or_default();
        let above = (1..depth).map(|level| if more(level) { "│  " } else { "   " });
        let own = if more(depth) { "├─ " } else { "└─ " };
        fronts.push(above.chain([own]).collect());
        comes[depth] = true;
    }
    fronts.reverse();
    fronts
}

fn step_line(
    step: &Step,
    direction: Direction,
    lags: bool,
    room: usize,
    theme: &Theme,
) -> String {
    let relation = step.citation.relation.as_str();
    let lag = step.lag.filter(|_| lags).map(|days| format!("{days:+} days"));
    let lag = lag.map_or(String::new(), |words| format!("  {words}"));
    let taken = relation.len() + 2 + lag.len();
    let other = step.other(direction);
    let name = clip(&document::line(&other.record), room.saturating_sub(taken).max(20));
    let held = if other.record.is_held() { "" } else { " ·" };
    format!(
        "{}  {}{held}{}",
        paint(theme.relation, relation),
        paint(theme.number, name),
        paint(theme.faint, lag)
    )
}

/// Returns a way from one document to another, with the words of each step.
pub fn path(
    way: &[Citation],
    direction: Direction,
    width: usize,
    theme: &Theme,
) -> String {
    let mut out = String::new();
    for (i, citation) in way.iter().enumerate() {
        if i == 0 {
            out.push_str(&head(citation.far_end(direction.opposite()), theme));
        }
        let arrow = match direction {
            Direction::Outgoing => "↓",
            Direction::Incoming => "↑",
        };
        let relation = paint(theme.relation, citation.relation);
        let (words, quote) = window(&citation.evidence, width.saturating_sub(8));
        let marks = [quote];
        let marked = Marked { text: &words, marks: &marks };
        let evidence = &citation.evidence;
        let at = document::spot(evidence);
        let _ = writeln!(out, "{arrow} {relation}  {}", paint(theme.faint, at));
        for line in marked.lines(width.saturating_sub(4), theme.hit) {
            let _ = writeln!(out, "    {line}");
        }
        out.push_str(&head(citation.far_end(direction), theme));
    }
    out
}
