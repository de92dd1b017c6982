//! HCL version 2 on `hcl-edit`: Terraform, Packer, Nomad, policies of Vault.
//!
//! Blocks nest by type and labels and end in a list, as conftest has them; expressions that are no literal are
//! text, `${..}` around what is written.

mod keys;
mod template;

use super::draft::{Draft, Drafting, Key, List, Map, NOWHERE};
use super::lines::boundary;
use super::{Format, Limits, NodeKind, Parsed, template as unrendered};
use crate::problem::{Bound, Origin, Problem};
use crate::source::{SourceFile, Span};
use hcl_edit::expr::{Expression, ObjectKey, UnaryOperator};
use hcl_edit::parser::{Error, parse_body};
use hcl_edit::structure::{Block, BlockLabel, Body, Structure};
use std::collections::HashMap;
use std::sync::Arc;

/// Nesting of expressions and blocks that the parser itself refuses.
const PARSER_DEPTH: u64 = 64;

/// Keys of one object; the time to read them grows with the square of their number.
const OBJECT_KEYS: usize = 10_000;

pub(super) fn parse(source: &Arc<SourceFile>, single: bool, limits: &Limits) -> Parsed {
    if let Some(at) = keys::beyond(&source.text, OBJECT_KEYS) {
        let reason = format!("an object or a block with more than {OBJECT_KEYS} keys is not read");
        return Parsed::failed(Problem::syntax(source, at, reason));
    }
    let body = match parse_body(&source.text) {
        Ok(body) => body,
        Err(error) => return Parsed::failed(problem(source, &error)),
    };
    let mut reader = Reader { draft: Drafting::new(source, limits), single };
    let root = reader.body(&body).and_then(|blocks| reader.mapping(blocks, NOWHERE, None));
    reader.draft.finish(Format::Hcl2, root)
}

fn problem(source: &Arc<SourceFile>, error: &Error) -> Problem {
    let text = &source.text;
    let start = boundary(text, error.location().offset());
    let rest = text[start..].chars().next().filter(|c| !matches!(c, '\n' | '\r'));
    let span = Span::new(start, start + rest.map_or(0, char::len_utf8));
    if error.message().contains("nesting depth") {
        return Problem::Limit { at: Origin::new(source, span), bound: Bound::Depth, limit: PARSER_DEPTH };
    }
    let action = unrendered::action_around(text, start).or_else(|| unrendered::action_on_line(text, start));
    match action {
        Some(span) => Problem::Template { source: source.clone(), span },
        None => Problem::syntax(source, span, error.message()),
    }
}

struct Reader<'s> {
    draft: Drafting<'s>,
    /// Blocks that stand once are no list.
    single: bool,
}

/// A mapping that blocks add to, in whatever order they stand.
#[derive(Default)]
struct Blocks {
    entries: Vec<(Key, Entry)>,
    index: HashMap<String, usize>,
}

enum Entry {
    Value(Draft),
    Labels(Blocks),
    Bodies(Vec<Draft>),
}

impl Blocks {
    /// The entry of blocks with this name; a new one if there is none, or if an attribute has the name.
    fn entry(&mut self, name: &str, key: impl FnOnce() -> Key, labels: bool) -> Option<&mut Entry> {
        if !self.index.contains_key(name) {
            let entry = if labels { Entry::Labels(Blocks::default()) } else { Entry::Bodies(Vec::new()) };
            self.index.insert(name.to_owned(), self.entries.len());
            self.entries.push((key(), entry));
        }
        self.entries.get_mut(*self.index.get(name)?).map(|(_, entry)| entry)
    }
}

fn span(ranged: &impl hcl_edit::Span) -> Span {
    let range = ranged.span().unwrap_or_default();
    Span::new(range.start, range.end)
}

impl<'s> Reader<'s> {
    fn body(&mut self, body: &Body) -> Result<Blocks, Problem> {
        let mut blocks = Blocks::default();
        for structure in body {
            match structure {
                Structure::Attribute(attribute) => {
                    let key = self.draft.key(attribute.key.as_str(), span(&attribute.key));
                    let value = self.expression(&attribute.value)?;
                    blocks.entries.push((key, Entry::Value(value)));
                }
                Structure::Block(block) => self.block(block, &mut blocks)?,
            }
        }
        Ok(blocks)
    }

    fn block(&mut self, block: &Block, mut into: &mut Blocks) -> Result<(), Problem> {
        let whole = span(block);
        // Every label is a level.
        if block.labels.len() >= self.draft.limits.depth {
            return Err(self.draft.too_deep(whole));
        }
        let head = block.labels.last().map_or(span(&block.ident), span);
        let head = Span { start: whole.start, end: head.end };
        let body = self.body(&block.body)?;
        let body = self.mapping(body, whole, Some(head))?;
        let labels = block.labels.iter().map(|label| (label.as_str(), label_span(label)));
        let names: Vec<(&str, Span)> =
            std::iter::once((block.ident.as_str(), span(&block.ident))).chain(labels).collect();
        for (at, &(name, place)) in names.iter().enumerate() {
            let last = at + 1 == names.len();
            let key = self.draft.key(name, place);
            match into.entry(name, || key, !last) {
                Some(Entry::Labels(inner)) if !last => into = inner,
                Some(Entry::Bodies(bodies)) if last => {
                    bodies.push(body);
                    break;
                }
                _ => {
                    let reason = format!("blocks {name:?} with and without a further label in one body");
                    return Err(self.draft.wrong(place, reason));
                }
            }
        }
        Ok(())
    }

    /// The mapping of a body. What labels and types put around bodies is no piece of the file.
    fn mapping(&mut self, blocks: Blocks, at: Span, head: Option<Span>) -> Result<Draft, Problem> {
        let mut map = Map { span: at, head, ..Map::default() };
        for (key, entry) in blocks.entries {
            let value = match entry {
                Entry::Value(value) => value,
                Entry::Bodies(mut items) if self.single && items.len() == 1 => match items.pop() {
                    Some(only) => only,
                    None => continue,
                },
                Entry::Bodies(items) => self.draft.list(List { items, spread: true, ..List::default() })?,
                Entry::Labels(inner) => {
                    let Draft::Map(inner) = self.mapping(inner, NOWHERE, None)? else { continue };
                    self.draft.map(Map { spread: true, ..inner })?
                }
            };
            map.entries.push((key, value));
        }
        self.draft.map(map)
    }

    fn expression(&mut self, expression: &Expression) -> Result<Draft, Problem> {
        let at = span(expression);
        let draft = &mut self.draft;
        match expression {
            Expression::Null(_) => draft.scalar(NodeKind::Null, at),
            Expression::Bool(value) => draft.scalar(NodeKind::Bool(*value.value()), at),
            Expression::Number(_) => self.number(at),
            Expression::String(text) => {
                let text = template::escaped(text.value());
                draft.string(&text, at)
            }
            Expression::Array(array) => {
                let items = array.iter().map(|item| self.expression(item)).collect::<Result<_, _>>()?;
                self.draft.list(List { span: at, items, spread: false })
            }
            Expression::Object(object) => {
                let mut map = Map { span: at, ..Map::default() };
                for (key, value) in object {
                    let key = self.object_key(key);
                    map.entries.push((key, self.expression(value.expr())?));
                }
                self.draft.map(map)
            }
            Expression::UnaryOp(operation) => match (&operation.operator.value(), &operation.expr) {
                (UnaryOperator::Neg, Expression::Number(_)) => self.number(at),
                (UnaryOperator::Not, Expression::Bool(value)) => {
                    self.draft.scalar(NodeKind::Bool(!value.value()), at)
                }
                _ => self.wrapped(at),
            },
            Expression::StringTemplate(text) => match template::only_expression(text) {
                // `"${[1]}"` is the list, and `"${x}"` is what `x` alone would be.
                Some(inner) => self.expression(inner).map(|value| placed(value, at)),
                None => {
                    let text = template::text(text.iter(), draft.source);
                    draft.string(&text, at)
                }
            },
            Expression::HeredocTemplate(heredoc) => {
                let text = template::text(heredoc.template.iter(), draft.source);
                draft.string(&text, at)
            }
            _ => self.wrapped(at),
        }
    }

    fn number(&mut self, at: Span) -> Result<Draft, Problem> {
        let digits: String = self.draft.slice(at).split_whitespace().collect();
        let kind = digits.parse().map_or_else(|_| NodeKind::decimal(&digits), NodeKind::Int);
        self.draft.scalar(kind, at)
    }

    /// An expression as it is written.
    fn wrapped(&mut self, at: Span) -> Result<Draft, Problem> {
        let text = template::wrapped(self.draft.slice(at));
        self.draft.string(&text, at)
    }

    fn object_key(&self, key: &ObjectKey) -> Key {
        let at = span(key);
        let name = match key {
            ObjectKey::Ident(name) => name.as_str().to_owned(),
            ObjectKey::Expression(Expression::String(text)) => template::escaped(text.value()),
            ObjectKey::Expression(Expression::StringTemplate(text)) => {
                template::text(text.iter(), self.draft.source)
            }
            ObjectKey::Expression(Expression::Traversal(_) | Expression::Number(_)) => {
                self.draft.slice(at).to_owned()
            }
            ObjectKey::Expression(_) => template::wrapped(self.draft.slice(at)),
        };
        self.draft.key(&name, at)
    }
}

fn label_span(label: &BlockLabel) -> Span {
    match label {
        BlockLabel::Ident(label) => span(label),
        BlockLabel::String(label) => span(label),
    }
}

/// A value that is written within quotes and braces.
fn placed(value: Draft, at: Span) -> Draft {
    match value {
        Draft::Scalar(kind, _) => Draft::Scalar(kind, at),
        collection => collection,
    }
}
