//! The expression of a definition that a place belongs to.

use crate::rego::ast::{Query, Rule, Statement, StatementKind};
use crate::source::Span;

/// A statement, and what stands around it.
pub struct Place<'t> {
    /// The innermost statement that holds the place, those of comprehensions left out.
    pub statement: &'t Statement,
    /// The names that every `every` around it gives to the member at hand.
    pub named: Vec<&'t str>,
}

impl<'t> Place<'t> {
    /// The statement of a definition that a place belongs to; `None` in the head.
    pub fn of(rule: &'t Rule, span: Span) -> Option<Self> {
        let mut named = Vec::new();
        let mut found = rule.queries().find_map(|query| holder(query, span))?;
        while let StatementKind::Every { key, value, body, .. } = &found.kind
            && let Some(inner) = holder(body, span)
        {
            named.extend(key.iter().chain([value]).map(|name| name.text.as_str()));
            found = inner;
        }
        Some(Place { statement: found, named })
    }
}

fn holder(query: &Query, span: Span) -> Option<&Statement> {
    query.statements.iter().find(|statement| statement.span.contains(span))
}

/// The bytes of a statement without what it replaces.
pub fn without_with(text: &str, statement: &Statement) -> Span {
    let Span { start, end } = statement.span;
    let before =
        statement.with.first().and_then(|(target, _)| text.get(start as usize..target.span.start as usize));
    let before = before.and_then(|before| before.trim_end().strip_suffix("with"));
    match before {
        Some(before) => Span { start, end: start + before.trim_end().len() as u32 },
        None => Span { start, end },
    }
}
