//! What a policy would cost regorus's parser, told from our own tree of it.
//!
//! It tries every literal as a comprehension first: it reads the first item, and reads it again where no `|` follows. A
//! literal that begins with a literal is so read twice for every level.

use crate::rego::ast::{Body, Query, Rule, Statement, Term, TermKind, Tree};

/// The most that a policy may cost, in terms read; what each term costs once is not counted.
const MOST: u64 = 300_000;

/// True if regorus's parser would take too long over a policy.
pub fn is_too_much(tree: &Tree) -> bool {
    let mut cost = Cost { left: MOST };
    tree.rules.iter().any(|rule| cost.rule(rule).is_none())
}

/// What may still be read again.
struct Cost {
    left: u64,
}

impl Cost {
    fn rule(&mut self, rule: &Rule) -> Option<()> {
        rule.arguments().iter().chain(rule.head()).try_for_each(|term| self.term(term, 1))?;
        rule.bodies.iter().try_for_each(|body| self.body(body))
    }

    fn body(&mut self, body: &Body) -> Option<()> {
        body.value.iter().try_for_each(|value| self.term(value, 1))?;
        self.query(&body.query, 1)
    }

    /// A query that is read so many times.
    fn query(&mut self, query: &Query, times: u64) -> Option<()> {
        query.statements.iter().try_for_each(|statement| self.statement(statement, times))
    }

    fn statement(&mut self, statement: &Statement, times: u64) -> Option<()> {
        // What stands left is read again where no assignment follows.
        statement.own_terms().try_for_each(|term| self.term(term, times.saturating_mul(2)))?;
        statement.kind.query().into_iter().try_for_each(|query| self.query(query, times))
    }

    fn term(&mut self, term: &Term, times: u64) -> Option<()> {
        self.left = self.left.checked_sub(times - 1)?;
        let twice = times.saturating_mul(2);
        match &term.kind {
            TermKind::Array(items) | TermKind::Set(items) => {
                let times = |at: usize| if at == 0 { twice } else { times };
                items.iter().enumerate().try_for_each(|(at, item)| self.term(item, times(at)))
            }
            TermKind::Object(fields) => fields.iter().enumerate().try_for_each(|(at, (key, value))| {
                let times = if at == 0 { twice } else { times };
                self.term(key, times)?;
                self.term(value, times)
            }),
            TermKind::Comprehension(_, heads, query) => {
                heads.iter().try_for_each(|head| self.term(head, twice))?;
                self.query(query, times)
            }
            _ => term.children().into_iter().try_for_each(|child| self.term(child, times)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_too_much;
    use crate::rego::parser::{Language, parse};

    #[test]
    fn nested_first_items_cost_and_long_literals_do_not() {
        let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        let objects = |depth: usize| format!("{}1{}", r#"{"a": "#.repeat(depth), "}".repeat(depth));
        let long = format!("[{}]", vec![r#"{"a": {"b": [1, 2]}}"#; 2_000].join(", "));
        for (term, expected) in [
            (nested(4), false),
            (nested(40), true),
            (objects(40), true),
            (long, false),
            (format!("[x | x := {}]", nested(20)), true),
            (format!("[1, {}]", nested(6)), false),
        ] {
            let parsed = parse(&format!("package a\np := {term}\n"), Language::V1);
            assert_eq!(is_too_much(&parsed.tree), expected, "{}", &term[..40.min(term.len())]);
        }
    }
}
