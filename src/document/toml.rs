//! TOML on the crate `toml`, whose tables keep the place of every key and value.

mod depth;

use super::draft::{Draft, Drafting, List, Map, NOWHERE};
use super::lines::boundary;
use super::{Format, Limits, NodeKind, Parsed, template};
use crate::problem::Problem;
use crate::source::{SourceFile, Span};
use ::toml::Spanned;
use ::toml::de::{DeInteger, DeTable, DeValue, Error};
use std::sync::Arc;

pub(super) fn parse(source: &Arc<SourceFile>, limits: &Limits) -> Parsed {
    if let Some(at) = depth::beyond(&source.text, limits.depth) {
        return Parsed::failed(Problem::too_deep(source, at, limits.depth));
    }
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    if !errors.is_empty() {
        let problems = errors.iter().map(|error| problem(source, error)).collect();
        return Parsed { problems, ..Parsed::default() };
    }
    let mut reader = Reader { draft: Drafting::new(source, limits) };
    let root = reader.table(table.get_ref(), NOWHERE, 0);
    let root = root.and_then(|map| reader.draft.map(map));
    reader.draft.finish(Format::Toml, root)
}

fn problem(source: &Arc<SourceFile>, error: &Error) -> Problem {
    let range = error.span().unwrap_or_default();
    let end = boundary(&source.text, range.end);
    let start = boundary(&source.text, range.start).min(end);
    match template::action_around(&source.text, start) {
        Some(span) => Problem::Template { source: source.clone(), span },
        None => Problem::syntax(source, Span::new(start, end), error.message().trim_end()),
    }
}

fn span<T>(spanned: &Spanned<T>) -> Span {
    let range = spanned.span();
    Span::new(range.start, range.end)
}

struct Reader<'s> {
    draft: Drafting<'s>,
}

impl Reader<'_> {
    /// Tables in the order of the file; the crate sorts them by name.
    fn table(&mut self, table: &DeTable<'_>, at: Span, level: usize) -> Result<Map, Problem> {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let mut map = Map { span: at, ..Map::default() };
        for (key, value) in entries {
            let place = span(key);
            let name = self.draft.key(key.get_ref(), place);
            let shared = self.goes_on(place) || self.in_double_brackets(place);
            map.entries.push((name, self.value(value, shared, level + 1)?));
        }
        Ok(map)
    }

    /// True for a key that another follows: what it holds may be written elsewhere too.
    fn goes_on(&self, key: Span) -> bool {
        let rest = self.draft.source.text.get(key.end as usize..).unwrap_or("");
        rest.trim_start_matches([' ', '\t']).starts_with('.')
    }

    /// True for the key of an array of tables, each of which has its own header.
    fn in_double_brackets(&self, key: Span) -> bool {
        let text = &self.draft.source.text;
        let line = text.get(..key.start as usize).unwrap_or("").rsplit('\n').next().unwrap_or("");
        line.trim_start().starts_with("[[")
    }

    fn number(&mut self, kind: Option<NodeKind>, at: Span) -> Result<Draft, Problem> {
        match kind {
            Some(kind) => self.draft.scalar(kind, at),
            None => Err(self.draft.wrong(at, "this is no number")),
        }
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, shared: bool, level: usize) -> Result<Draft, Problem> {
        let at = span(value);
        if level > self.draft.limits.depth {
            return Err(self.draft.too_deep(at));
        }
        match value.get_ref() {
            DeValue::String(text) => self.draft.string(text, at),
            DeValue::Integer(number) => self.number(integer(number), at),
            DeValue::Float(number) => self.number(number.as_str().parse().ok().map(NodeKind::Float), at),
            DeValue::Boolean(value) => self.draft.scalar(NodeKind::Bool(*value), at),
            DeValue::Datetime(_) => self.draft.verbatim(at),
            DeValue::Array(items) => {
                let tables =
                    items.first().is_some_and(|first| self.draft.slice(span(first)).starts_with("[["));
                let items = items.iter().map(|item| self.value(item, false, level + 1));
                let items = items.collect::<Result<_, _>>()?;
                // Where the headers of an array of tables stand is told by its items.
                let at = if tables { NOWHERE } else { at };
                self.draft.list(List { span: at, items, spread: shared })
            }
            DeValue::Table(table) => {
                let header = self.draft.slice(at).starts_with('[').then_some(at);
                // A table that only longer headers and keys name is written where its members are.
                let place = if shared { NOWHERE } else { at };
                let map = self.table(table, place, level)?;
                self.draft.map(Map { spread: shared, head: header.filter(|_| !shared), ..map })
            }
        }
    }
}

/// The crate leaves it to its readers to look at the digits.
fn integer(number: &DeInteger<'_>) -> Option<NodeKind> {
    let digits = number.as_str();
    if let Ok(value) = i64::from_str_radix(digits, number.radix()) {
        return Some(NodeKind::Int(value));
    }
    let plain = digits.trim_start_matches(['+', '-']);
    let decimal = number.radix() == 10 && !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_digit());
    decimal.then(|| NodeKind::decimal(digits))
}
