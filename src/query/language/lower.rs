//! Tree → [`Expr`]: what the graph knows becomes sets of sources.

use super::ast::{Node, NodeKind};
use crate::fulltext::{Expr, SourceSet};
use crate::query::filter::{IssuerFilter, read_place};

/// What the caller makes of a node that asks for more than text.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// These sources.
    Sources(SourceSet),
    /// Leave it to the fields of the text index; nodes about edges then match nothing.
    Index,
    /// It asks nothing that can be answered: leave it out. (The caller notes why.)
    Unknown,
}

/// Lowers a tree. `resolve` is asked for every node that is no text and no operator:
/// references, edges, fields.
pub fn lower(node: &Node, resolve: &mut impl FnMut(&Node) -> Meaning) -> Expr {
    lower_some(node, resolve).unwrap_or(Expr::All)
}

/// Returns `None` for what is left out.
fn lower_some(node: &Node, resolve: &mut impl FnMut(&Node) -> Meaning) -> Option<Expr> {
    match &node.kind {
        NodeKind::All => Some(Expr::All),
        NodeKind::Words(typed) => Some(Expr::Words(typed.clone())),
        NodeKind::Phrase(typed) => Some(Expr::Phrase(typed.clone())),
        NodeKind::And(nodes) => lower_all(nodes, resolve).map(Expr::And),
        NodeKind::Or(nodes) => lower_all(nodes, resolve).map(Expr::Or),
        NodeKind::Not(inner) => {
            lower_some(inner, resolve).map(|expr| Expr::Not(Box::new(expr)))
        }
        leaf => match resolve(node) {
            Meaning::Sources(set) => Some(with_text(leaf, set)),
            Meaning::Index => Some(by_index(leaf)),
            Meaning::Unknown => None,
        },
    }
}

fn lower_all(
    nodes: &[Node],
    resolve: &mut impl FnMut(&Node) -> Meaning,
) -> Option<Vec<Expr>> {
    let parts: Vec<Expr> =
        nodes.iter().filter_map(|node| lower_some(node, resolve)).collect();
    (!parts.is_empty()).then_some(parts)
}

/// A reference in the box is also found where it stands in a text and was not resolved,
/// and its words are what a snippet can mark.
fn with_text(leaf: &NodeKind, set: SourceSet) -> Expr {
    match leaf {
        NodeKind::Reference(typed) => {
            Expr::Or(vec![Expr::Sources(set), Expr::Words(typed.clone())])
        }
        _ => Expr::Sources(set),
    }
}

fn by_index(leaf: &NodeKind) -> Expr {
    match leaf {
        NodeKind::Reference(typed) => Expr::Words(typed.clone()),
        NodeKind::Kind(kind) => Expr::Kind(kind.code().to_owned()),
        NodeKind::Issuer(typed) => by_issuer(typed),
        NodeKind::Place(typed) => Expr::Place(label_of_place(typed)),
        NodeKind::Number(typed) => Expr::Number(typed.clone()),
        NodeKind::Date { from, to } => Expr::Date { from: *from, to: *to },
        _ => Expr::None,
    }
}

/// `issuer:UBND` is `issuer:"Ủy ban nhân dân"`, as for the option of that name.
fn by_issuer(typed: &str) -> Expr {
    let filter = IssuerFilter::read(typed);
    Expr::Or(filter.names().map(|name| Expr::Issuer(name.to_owned())).collect())
}

/// The index knows a province by its slug, people by its name.
fn label_of_place(typed: &str) -> String {
    read_place(typed).map_or_else(|| typed.to_owned(), |place| place.slug().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_mean_what_the_options_of_their_names_mean() {
        let lowered = |typed: &str| {
            lower(&crate::query::language::parse(typed).root, &mut |_| Meaning::Index)
        };
        for typed in ["place:\"Nam Định\"", "place:namdinh", "place:\"tỉnh Nam Định\""]
        {
            assert_eq!(lowered(typed), Expr::Place("namdinh".to_owned()), "{typed}");
        }
        let names = ["ubnd", "Ủy ban nhân dân"].map(|n| Expr::Issuer(n.to_owned()));
        assert_eq!(lowered("issuer:UBND"), Expr::Or(names.into()));
    }
}
