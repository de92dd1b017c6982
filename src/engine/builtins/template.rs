//! `strings.render_template`: the part of Go's `text/template` that needs no program around it. Numbers of the policy
//! are what they are to OPA there: texts that look like numbers, and never false.

mod call;
mod parse;

use super::show::short;
use super::{Builtin, Failed, Outcome, Scope, pure};
use crate::engine::value;
use parse::{Node, Operand, Pipe};
use serde_json::Value as Json;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[pure("strings.render_template", 2, render)];

/// Most bytes of a result.
const OUTPUT: usize = 16 << 20;
/// Most steps of a template: nodes and calls.
const STEPS: usize = 1_000_000;
/// Most nodes that a template copies.
const COPIED: usize = 20_000_000;
/// What OPA prints for what is not there.
const NOTHING: &str = "<undefined>";

/// What a template computes with.
#[derive(Debug, Clone, PartialEq)]
enum Item {
    /// A value of the policy, or a text.
    Value(Json),
    /// A number of the template itself: a literal, an index, a length.
    Whole(i64),
    /// Nothing.
    Missing,
}

/// `strings.render_template(template, variables)`.
pub fn render(scope: &mut Scope, values: &[regorus::Value]) -> Outcome {
    let [template, variables] = values else { return Err(Failed::error("two operands are needed")) };
    let template = template.as_string().map_err(|_| Failed::error("operand 1 must be a string"))?;
    if variables.as_object().is_err() {
        return Err(Failed::error("operand 2 must be an object"));
    }
    scope.take(template.len().saturating_mul(64))?;
    scope.take_copy(variables)?;
    let nodes = parse::template(template)?;
    let root = Item::Value(value::to_json(variables));
    let mut run =
        Run { output: String::new(), steps: 0, copied: 0, names: vec![("$".to_owned(), root.clone())] };
    run.nodes(&nodes, &root)?;
    Ok(regorus::Value::from(run.output))
}

/// What nodes end in.
#[derive(Clone, Copy, PartialEq)]
enum Flow {
    Next,
    Break,
    Continue,
}

struct Run {
    output: String,
    steps: usize,
    /// Nodes that were copied.
    copied: usize,
    /// Variables, the innermost last.
    names: Vec<(String, Item)>,
}

impl Run {
    fn step(&mut self) -> Result<(), Failed> {
        self.steps += 1;
        if self.steps > STEPS {
            return Err(Failed::limit(
                format!("a template of more than the limit of {STEPS} steps"),
                format!("模板的步数超过上限 {STEPS}"),
            ));
        }
        Ok(())
    }

    /// A value is copied.
    fn copies(&mut self, item: &Item) -> Result<(), Failed> {
        let Item::Value(value) = item else { return Ok(()) };
        let mut pending = vec![value];
        while let Some(value) = pending.pop() {
            self.copied += 1;
            match value {
                Json::Array(items) => pending.extend(items),
                Json::Object(members) => pending.extend(members.values()),
                Json::String(text) => self.copied += text.len() / 64,
                _ => {}
            }
            if self.copied > COPIED {
                return Err(Failed::limit(
                    format!("a template that copies more than the limit of {COPIED} nodes"),
                    format!("模板复制的节点超过上限 {COPIED}"),
                ));
            }
        }
        Ok(())
    }

    fn print(&mut self, text: &str) -> Result<(), Failed> {
        if self.output.len() + text.len() > OUTPUT {
            return Err(Failed::limit(
                format!("the result of a template longer than the limit of {OUTPUT} bytes"),
                format!("模板的结果超过上限 {OUTPUT} 字节"),
            ));
        }
        self.output.push_str(text);
        Ok(())
    }

    /// The nodes of a block, whose variables end with it. The parser bounds how deep blocks nest.
    fn nodes(&mut self, nodes: &[Node], dot: &Item) -> Result<Flow, Failed> {
        let outer = self.names.len();
        let mut flow = Flow::Next;
        for node in nodes {
            flow = self.node(node, dot)?;
            if flow != Flow::Next {
                break;
            }
        }
        self.names.truncate(outer);
        Ok(flow)
    }

    fn node(&mut self, node: &Node, dot: &Item) -> Result<Flow, Failed> {
        self.step()?;
        match node {
            Node::Text(text) => self.print(text)?,
            Node::Show(pipe) => {
                let item = self.pipe(pipe, dot)?;
                // An assignment prints nothing.
                if pipe.names.is_empty() {
                    self.print(&item.shown())?;
                }
            }
            Node::Break => return Ok(Flow::Break),
            Node::Continue => return Ok(Flow::Continue),
            Node::Choice { with, pipe, then, otherwise } => {
                let outer = self.names.len();
                let item = self.pipe(pipe, dot)?;
                let flow = match (item.holds(), with) {
                    (true, true) => self.nodes(then, &item),
                    (true, false) => self.nodes(then, dot),
                    (false, _) => self.nodes(otherwise, dot),
                };
                self.names.truncate(outer);
                return flow;
            }
            Node::Range { pipe, body, otherwise } => return self.range(pipe, body, otherwise, dot),
        }
        Ok(Flow::Next)
    }

    fn range(&mut self, pipe: &Pipe, body: &[Node], otherwise: &[Node], dot: &Item) -> Result<Flow, Failed> {
        let members: Vec<(Item, Item)> = match self.value(pipe, dot)? {
            Item::Value(Json::Array(items)) => {
                items.into_iter().zip(0..).map(|(item, at)| (Item::Whole(at), Item::Value(item))).collect()
            }
            Item::Value(Json::Object(members)) => {
                let mut members: Vec<(String, Json)> = members.into_iter().collect();
                members.sort_by(|(one, _), (other, _)| one.cmp(other));
                members.into_iter().map(|(key, value)| (Item::text(key), Item::Value(value))).collect()
            }
            Item::Value(Json::Null) | Item::Missing => Vec::new(),
            other => {
                return Err(Failed::error(format!("range can't iterate over {}", short(&other.shown()))));
            }
        };
        if members.is_empty() {
            return self.nodes(otherwise, dot);
        }
        let outer = self.names.len();
        for (key, item) in members {
            self.step()?;
            match pipe.names.as_slice() {
                [] => {}
                [only] => self.names.push((only.clone(), item.clone())),
                [first, second, ..] => {
                    self.names.extend([(first.clone(), key), (second.clone(), item.clone())]);
                }
            }
            let flow = self.nodes(body, &item)?;
            self.names.truncate(outer);
            if flow == Flow::Break {
                break;
            }
        }
        Ok(Flow::Next)
    }

    /// The value of a pipeline, bound to its variable if it has one.
    fn pipe(&mut self, pipe: &Pipe, dot: &Item) -> Result<Item, Failed> {
        let item = self.value(pipe, dot)?;
        match (pipe.names.as_slice(), pipe.declares) {
            ([], _) => {}
            ([name], true) => self.names.push((name.clone(), item.clone())),
            ([name], false) => match self.names.iter_mut().rev().find(|(known, _)| known == name) {
                Some((_, known)) => *known = item.clone(),
                None => return Err(Failed::error(format!("undefined variable {name}"))),
            },
            _ => return Err(Failed::error("two variables are for range only")),
        }
        Ok(item)
    }

    fn value(&mut self, pipe: &Pipe, dot: &Item) -> Result<Item, Failed> {
        let mut last = None;
        for command in &pipe.commands {
            self.step()?;
            last = Some(self.command(command, dot, last)?);
        }
        last.ok_or_else(|| Failed::error("missing value for command"))
    }

    fn command(&mut self, command: &[Operand], dot: &Item, piped: Option<Item>) -> Result<Item, Failed> {
        let (first, rest) = command.split_first().ok_or_else(|| Failed::error("empty command"))?;
        let Operand::Function(name) = first else {
            if !rest.is_empty() || piped.is_some() {
                return Err(Failed::error("can't give argument to non-function"));
            }
            return self.operand(first, dot);
        };
        // `and` and `or` stop at the first that decides.
        let mut arguments = Vec::new();
        for operand in rest {
            let item = self.operand(operand, dot)?;
            let decided = matches!((name.as_str(), item.holds()), ("and", false) | ("or", true));
            arguments.push(item);
            if decided {
                break;
            }
        }
        arguments.extend(piped);
        call::function(name, arguments)
    }

    fn operand(&mut self, operand: &Operand, dot: &Item) -> Result<Item, Failed> {
        self.step()?;
        let item = match operand {
            Operand::Dot(fields) => dot.fields(fields),
            Operand::Variable(name, fields) => {
                let known = self.names.iter().rev().find(|(known, _)| known == name);
                known.ok_or_else(|| Failed::error(format!("undefined variable {name}")))?.1.fields(fields)
            }
            Operand::Group(pipe, fields) => self.value(pipe, dot)?.fields(fields),
            Operand::Literal(item) => Ok(item.clone()),
            Operand::Function(name) => call::function(name, Vec::new()),
        }?;
        self.copies(&item)?;
        Ok(item)
    }
}

impl Item {
    fn text(text: impl Into<String>) -> Self {
        Item::Value(Json::String(text.into()))
    }

    fn boolean(holds: bool) -> Self {
        Item::Value(Json::Bool(holds))
    }

    /// The value at some fields. Nothing but the last may be missing.
    fn fields(&self, names: &[String]) -> Result<Item, Failed> {
        let mut at = match self {
            Item::Value(value) => value,
            _ if names.is_empty() => return Ok(self.clone()),
            _ => return Err(Failed::error(format!("{} has no fields", short(&self.shown())))),
        };
        for (index, name) in names.iter().enumerate() {
            let Json::Object(members) = at else {
                return Err(Failed::error(format!("can't evaluate field {name} in {}", short(&plain(at)))));
            };
            at = match members.get(name) {
                Some(member) => member,
                None if index + 1 == names.len() => return Ok(Item::Missing),
                None => return Err(Failed::error(format!("nothing has a field {}", names[index + 1]))),
            };
        }
        Ok(Item::Value(at.clone()))
    }

    fn holds(&self) -> bool {
        match self {
            Item::Missing | Item::Value(Json::Null) => false,
            Item::Whole(number) => *number != 0,
            Item::Value(Json::Bool(holds)) => *holds,
            Item::Value(Json::String(text)) => !text.is_empty(),
            Item::Value(Json::Array(items)) => !items.is_empty(),
            Item::Value(Json::Object(members)) => !members.is_empty(),
            Item::Value(Json::Number(_)) => true,
        }
    }

    /// As a template prints it.
    fn shown(&self) -> String {
        match self {
            Item::Missing | Item::Value(Json::Null) => NOTHING.to_owned(),
            Item::Whole(number) => number.to_string(),
            Item::Value(value) => plain(value),
        }
    }
}

/// As Go prints a value. Values of policies are nested less deeply than threads have stack for.
fn plain(value: &Json) -> String {
    match value {
        Json::Null => "<nil>".to_owned(),
        Json::String(text) => text.clone(),
        Json::Array(items) => format!("[{}]", items.iter().map(plain).collect::<Vec<_>>().join(" ")),
        Json::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(key, _)| *key);
            let members = members.into_iter().map(|(key, value)| format!("{key}:{}", plain(value)));
            format!("map[{}]", members.collect::<Vec<_>>().join(" "))
        }
        other => other.to_string(),
    }
}
