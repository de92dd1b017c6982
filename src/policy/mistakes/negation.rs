//! Variables that only a negation would bind: told of the whole statement, with what was probably meant.

use super::Told;
use crate::lang::both;
use crate::policy::module::Module;
use crate::rego::ast::{Operator, Query, Statement, StatementKind, Step, Term, TermKind};
use crate::rego::core::Definition;
use crate::rego::{Mistake, MistakeKind};
use crate::source::{SourceFile, Span};
use std::collections::BTreeMap;

/// What is told of the negations of a definition that hold variables which nothing binds, given those mistakes.
pub fn told(module: &Module, definition: &Definition, mistakes: &[&Mistake]) -> Vec<Told> {
    let Some(rule) = module.tree.rules.get(definition.rule as usize).filter(|_| !mistakes.is_empty()) else {
        return Vec::new();
    };
    let mut negations: Vec<&Statement> = Vec::new();
    rule.all_queries(&mut |query: &Query| {
        negations.extend(query.statements.iter().filter(|statement| is_negation(statement)));
    });
    negations.sort_by_key(|statement| statement.span);
    let mut found: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    let mut others = Vec::new();
    for mistake in mistakes {
        // Of those around it, the innermost begins last.
        let before = negations.partition_point(|statement| statement.span.start <= mistake.span.start);
        match negations[..before].iter().rposition(|statement| statement.span.contains(mistake.span)) {
            Some(at) => found.entry(at).or_default().push(mistake.span),
            None => others.push(Told::new(definition.file, mistake)),
        }
    }
    let of =
        |(at, variables): (usize, Vec<Span>)| of_statement(module, definition, negations[at], &variables);
    found.into_iter().map(of).chain(others).collect()
}

fn is_negation(statement: &Statement) -> bool {
    matches!(statement.kind, StatementKind::Not(_) | StatementKind::NotQuery(_))
}

fn of_statement(module: &Module, definition: &Definition, statement: &Statement, variables: &[Span]) -> Told {
    let source = &module.source;
    let mut names: Vec<String> = variables.iter().map(|span| format!("`{}`", source.slice(*span))).collect();
    names.dedup();
    let told = Told {
        kind: MistakeKind::UnsafeInNegation,
        file: definition.file as usize,
        span: statement.span,
        message: both(
            format!("{} is given no value under `not`", names.join(", ")),
            format!("{} 在 `not` 之下没有取值", names.join("、")),
        ),
        label: None,
        expected: None,
        other: None,
    };
    match (&statement.kind, variables) {
        (StatementKind::Not(term), [only]) => match rewrite(source, term, *only) {
            Some(code) => told.write(code),
            None => told,
        },
        _ => Told {
            label: Some(both(
                "say it with a helper rule, and `not` before that",
                "把它写成辅助规则，再对该规则取 `not`",
            )),
            ..told
        },
    }
}

/// The negated term said over every member of what it searches.
fn rewrite(source: &SourceFile, term: &Term, variable: Span) -> Option<String> {
    let (reference, step) = searched(source, term, variable)?;
    let TermKind::Ref(root, steps) = &reference.kind else { return None };
    let end = if step == 0 { root.span.end } else { end_of(source, &steps[step - 1]) };
    let collection = source.slice(Span { start: reference.span.start, end });
    let member = Span { start: reference.span.start, end: end_of(source, &steps[step]) };
    if let TermKind::Binary(Operator::Equal, left, right) = &term.kind {
        // `not xs[_] == v`: the whole of one side is the search.
        let whole = step + 1 == steps.len();
        if whole && std::ptr::eq(left.as_ref(), reference) {
            return Some(format!("not {} in {collection}", source.slice(right.span)));
        }
        if whole && std::ptr::eq(right.as_ref(), reference) {
            return Some(format!("not {} in {collection}", source.slice(left.span)));
        }
    }
    let before = source.slice(Span { start: term.span.start, end: member.start });
    let after = source.slice(Span { start: member.end, end: term.span.end });
    if before.contains('\n') || after.contains('\n') {
        return None;
    }
    Some(format!("every member in {collection} {{ not {before}member{after} }}"))
}

/// The one reference with the variable as an index, and the step that it is.
fn searched<'t>(source: &SourceFile, term: &'t Term, variable: Span) -> Option<(&'t Term, usize)> {
    let name = source.slice(variable);
    let mut found = Vec::new();
    let mut others = 0;
    term.terms(&mut |inner| {
        if let TermKind::Ref(_, steps) = &inner.kind {
            let is_variable = |step: &Step| matches!(step, Step::Index(index) if index.span == variable);
            found.extend(steps.iter().position(is_variable).map(|at| (inner, at)));
        }
        others += usize::from(name != "_" && inner.var() == Some(name));
    });
    match found[..] {
        [only] if others <= 1 => Some(only),
        _ => None,
    }
}

/// One past the bracket that closes a step.
fn end_of(source: &SourceFile, step: &Step) -> u32 {
    let end = step.span().end;
    match step {
        Step::Field(_) => end,
        Step::Index(_) => {
            let after = &source.text[end as usize..];
            end + after.find(']').map_or(0, |at| at as u32 + 1)
        }
    }
}
