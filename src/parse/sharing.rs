//! What the members of a list share: the body said once, before or behind them.

use super::Form;
use super::citation::{Draft, names};
use super::issuer::{Body, of_body};
use super::lexer::so;
use crate::vocab::Issuer;

/// An issuer said once belongs to every member of a list before it whose symbol agrees.
pub(super) fn share_issuers(text: &str, drafts: &mut [Draft]) {
    for i in (0..drafts.len().saturating_sub(1)).rev() {
        let (head, tail) = drafts.split_at_mut(i + 1);
        let (Some(this), Some(next)) = (head.last_mut(), tail.first()) else { continue };
        // A body before the list is the weaker witness: it may only have passed it on.
        let open = this.issuer.as_ref().is_none_or(|b| b.end <= this.start);
        let takes = open
            && this.form == Form::Numbered
            && next.form == Form::Numbered
            && next.issuer.as_ref().is_some_and(|b| b.start >= next.end);
        if !takes || !is_list_gap(text, this.end, next.start) {
            continue;
        }
        if same_issuer(this, next) {
            this.issuer.clone_from(&next.issuer);
        } else {
            this.issuer = first_of_two(text, this, next).or(this.issuer.take());
        }
    }
    share_leading_issuer(text, drafts);
}

/// "31/CP và 814/TTg của Chính phủ, Thủ tướng Chính phủ": the first body is that of the
/// first number.
fn first_of_two(text: &str, this: &Draft, next: &Draft) -> Option<Body> {
    let symbol = this.number.as_ref()?.symbol.as_str();
    let body = of_body(text, next.end, false)?;
    let (issuer, _) = Issuer::at_start(&body.name)?;
    names(symbol, issuer).then_some(body)
}

/// An issuer said before the first number belongs to the members that follow ("các Quyết
/// định của Thủ tướng Chính phủ số …, số …").
fn share_leading_issuer(text: &str, drafts: &mut [Draft]) {
    for i in 1..drafts.len() {
        let (head, tail) = drafts.split_at_mut(i);
        let Some(this) = tail.first_mut() else { continue };
        if this.issuer.is_some() || this.typed {
            continue;
        }
        // The title of a member may name other documents.
        let led = |d: &&Draft| d.issuer.as_ref().is_some_and(|b| b.start < d.end);
        let Some(last) = head.iter().rev().take(3).find(led) else { continue };
        let beside = head.last().is_some_and(|d| d.start == last.start);
        let listed = beside && is_list_gap(text, last.end, this.start)
            || is_titled_list(text, last.end, this.start);
        if listed && same_issuer(last, this) {
            this.issuer.clone_from(&last.issuer);
        }
    }
}

/// "… số 1025/QĐ-X ngày 3/8/2016 về việc …; số 547/QĐ-X": each member has its title.
pub(super) fn is_titled_list(text: &str, from: usize, to: usize) -> bool {
    let Some(gap) = text.get(from..to).filter(|g| g.len() < 600) else { return false };
    let end = gap.trim_end();
    (end.ends_with(';') || end.ends_with(" và"))
        && !gap.contains("\n\n")
        && so(text, to).is_some()
}

fn is_list_gap(text: &str, from: usize, to: usize) -> bool {
    let Some(gap) = text.get(from..to) else { return false };
    let part = |w: &str| {
        let w = w.trim_matches([',', ';']);
        let pinpoint = matches!(w, "Điều" | "điều" | "khoản" | "Khoản" | "điểm" | "Điểm");
        let label = w.len() <= 3 && w.starts_with(|c: char| c.is_ascii_alphanumeric());
        w.is_empty() || pinpoint || label || matches!(w, "và" | "hoặc" | "số" | "các")
    };
    gap.len() < 40 && gap.split_whitespace().all(part)
}

fn same_issuer(a: &Draft, b: &Draft) -> bool {
    let issuer = |d: &Draft| {
        let symbol = d.number.as_ref().map(|n| n.symbol.clone()).unwrap_or_default();
        let body = symbol.split_once(['-', '/']).map(|(_, body)| body);
        let alone = || Issuer::of_token(&symbol).map(|_| symbol.as_str());
        body.or_else(alone).map(str::to_uppercase)
    };
    issuer(a) == issuer(b) || issuer(a).is_none() || issuer(b).is_none()
}
