//! Rules and functions.

use super::build::Builder;
use super::{Planned, Planner, places};
use crate::engine::ir::{self, Block, Function, Kind, Local, Operand, SiteAt};
use crate::rego::core::{self, Branch, Definition, TermKind};
use regorus::Value;

/// What the definitions of a node make together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Value,
    Set,
    /// An object, with keys of paths or of heads.
    Object,
}

impl<'d> Planner<'d> {
    pub(super) fn plan_rule(&mut self, node: usize) -> Function {
        let definitions = self.trie.unit(node);
        let path = self.trie.node(node).path.clone();
        let all = self.definitions;
        let shape = shape(definitions.iter().map(|index| &all[*index]), path.len());
        let arity = definitions.first().map_or(0, |index| all[*index].args.len());
        let mut builder = Builder::new(self);
        let params: Vec<Local> = (0..arity).map(|_| builder.local()).collect();
        let result = builder.local();
        let prologue = builder.block(|b| {
            b.emit(match shape {
                Shape::Value => Kind::Reset(result),
                Shape::Set => Kind::MakeSet(result),
                Shape::Object => Kind::MakeObject(result),
            });
        });
        let mut blocks = Vec::new();
        for index in definitions.iter().filter(|index| !all[**index].is_default) {
            let definition = &all[*index];
            builder.position = blocks.len() as u32;
            let block = builder.definition(*index, &params, result, (shape, path.len()));
            blocks.push((ir::Definition::from(definition), block));
        }
        let default = definitions.iter().find(|index| all[**index].is_default);
        let mut epilogue = Vec::new();
        if shape == Shape::Object {
            let of_unit: Vec<&Definition> = definitions.iter().map(|index| &all[*index]).collect();
            epilogue.extend(
                places::always_there(&of_unit, path.len()).map(|there| builder.merged(there, result)),
            );
        }
        epilogue.extend(builder.epilogue(default.copied(), result));
        let (locals, variables) = (builder.locals, builder.variables);
        Function {
            path,
            replaceable: true,
            params,
            result,
            locals,
            prologue,
            definitions: blocks,
            epilogue,
            variables,
        }
    }

    /// All that stands below a node: its rules, and base data beside them.
    pub(super) fn plan_extent(&mut self, node: usize, below: &[String]) -> Function {
        let path = self.trie.node(node).path.clone();
        let children = self.children(node);
        let mut builder = Builder::new(self);
        let result = builder.local();
        let prologue = builder.block(|b| b.emit(Kind::MakeObject(result)));
        let mut epilogue = Vec::new();
        for (key, child) in &children {
            epilogue.push(builder.block(|b| {
                let value = b.at_node(*child, below);
                let key = b.text(key);
                b.emit(Kind::ObjectInsert { key, value, object: result });
            }));
        }
        epilogue.push(builder.block(|b| {
            let base = b.base(&path);
            if below.is_empty() {
                let base = b.slot(base);
                b.emit(Kind::IsObject(Operand::Local(base)));
                b.emit(Kind::ObjectMerge { a: result, b: base, target: result });
                return;
            }
            let (key, value) = b.scan(base);
            for (child, _) in &children {
                let child = b.text(child);
                b.emit(Kind::NotEqual(Operand::Local(key), child));
            }
            let value = b.steps_of(Operand::Local(value), below);
            b.emit(Kind::ObjectInsert { key: Operand::Local(key), value, object: result });
        }));
        epilogue.push(builder.block(|b| b.emit(Kind::Return(result))));
        let replaceable = below.is_empty();
        let locals = builder.locals;
        Function { path, replaceable, result, locals, prologue, epilogue, ..Function::default() }
    }

    /// What stands behind one key below a node.
    pub(super) fn plan_member(&mut self, node: usize, below: &[String]) -> Function {
        let path = self.trie.node(node).path.clone();
        let children = self.children(node);
        let mut builder = Builder::new(self);
        let key = builder.local();
        let result = builder.local();
        let prologue = builder.block(|b| b.emit(Kind::Reset(result)));
        let mut epilogue = Vec::new();
        for (name, child) in &children {
            epilogue.push(builder.block(|b| {
                let name = b.text(name);
                b.emit(Kind::Equal(Operand::Local(key), name));
                let source = b.at_node(*child, below);
                b.emit(Kind::Assign { source, target: result });
            }));
        }
        epilogue.push(builder.block(|b| {
            b.emit(Kind::IsUndefined(result));
            for (name, _) in &children {
                let name = b.text(name);
                b.emit(Kind::NotEqual(Operand::Local(key), name));
            }
            let base = b.base(&path);
            let target = b.local();
            b.emit(Kind::Dot { source: base, key: Operand::Local(key), target });
            let source = b.steps_of(Operand::Local(target), below);
            b.emit(Kind::Assign { source, target: result });
        }));
        epilogue.push(builder.block(|b| b.emit(Kind::Return(result))));
        let locals = builder.locals;
        Function { path, params: vec![key], result, locals, prologue, epilogue, ..Function::default() }
    }

    /// The children of a node that are no functions.
    fn children(&self, node: usize) -> Vec<(String, usize)> {
        let children = self.trie.node(node).children.iter();
        let values = children.filter(|(_, child)| !self.trie.node(**child).is_function);
        values.map(|(key, child)| (key.clone(), *child)).collect()
    }
}

fn shape<'d>(mut definitions: impl Iterator<Item = &'d Definition>, depth: usize) -> Shape {
    let nested = |definition: &Definition| {
        definition.path.len() > depth
            || definition.branches.first().is_some_and(|branch| !branch.keys.is_empty())
    };
    let (mut set, mut object) = (false, false);
    for definition in definitions.by_ref() {
        object |= nested(definition);
        set |= definition.kind == core::Kind::Set;
    }
    match (object, set) {
        (true, _) => Shape::Object,
        (false, true) => Shape::Set,
        (false, false) => Shape::Value,
    }
}

impl<'d> Builder<'_, 'd> {
    fn definition(
        &mut self,
        index: usize,
        params: &[Local],
        result: Local,
        (shape, depth): (Shape, usize),
    ) -> Block {
        let all: &'d [Definition] = self.planner.definitions;
        let definition = &all[index];
        self.definition = Some(index);
        self.block(|b| {
            b.enter(definition);
            b.matching(|b| {
                for (param, arg) in params.iter().zip(&definition.args) {
                    b.at.span = arg.span;
                    b.unify_operand(Operand::Local(*param), arg);
                }
            });
            let extra = &definition.path[depth.min(definition.path.len())..];
            match definition.branches.as_slice() {
                [branch] => b.branch(definition, branch, extra, (shape, result)),
                branches => b.chain(definition, branches, extra, (shape, result)),
            }
        })
    }

    fn enter(&mut self, definition: &Definition) {
        let condition = self.planner.condition();
        self.at = SiteAt { file: definition.file, span: definition.span, condition };
    }

    /// Bodies of which the first that holds counts.
    fn chain(
        &mut self,
        definition: &'d Definition,
        branches: &'d [Branch],
        extra: &[String],
        (shape, result): (Shape, Local),
    ) {
        let done = self.local();
        self.matching(|b| b.emit(Kind::Reset(done)));
        for (number, branch) in branches.iter().enumerate() {
            self.apart(|b| {
                if number > 0 {
                    b.emit(Kind::IsUndefined(done));
                }
                let source = b.constant(Value::Bool(true));
                b.body(&branch.body);
                b.enter(definition);
                b.emit(Kind::Assign { source, target: done });
                b.give(branch, extra, (shape, result));
            });
        }
    }

    fn branch(
        &mut self,
        definition: &'d Definition,
        branch: &'d Branch,
        extra: &[String],
        (shape, result): (Shape, Local),
    ) {
        let depth = self.depth();
        self.body(&branch.body);
        self.enter(definition);
        self.give(branch, extra, (shape, result));
        // Whatever else holds gives the same.
        let turns = self.depth() - depth;
        if shape == Shape::Value && turns > 0 && matches!(branch.value.kind, TermKind::Scalar(_)) {
            self.emit(Kind::Break(turns as u32));
        }
    }

    /// Adds what a body gives to the result.
    fn give(&mut self, branch: &'d Branch, extra: &[String], (shape, result): (Shape, Local)) {
        self.silent.push(SiteAt { span: branch.value.span, ..self.at });
        let mut keys: Vec<Operand> = extra.iter().map(|key| self.text(key)).collect();
        for key in &branch.keys {
            let key = self.term(key);
            keys.push(key);
        }
        let value = self.term(&branch.value);
        let set = self.definition.is_some_and(|index| {
            self.planner.definitions.get(index).is_some_and(|d| d.kind == core::Kind::Set)
        });
        self.emit(match shape {
            Shape::Value => Kind::AssignOnce { source: value, target: result },
            Shape::Set => Kind::SetAdd { value, set: result },
            Shape::Object if set => Kind::AddAt { keys, value, object: result },
            Shape::Object => match keys.as_slice() {
                [key] => Kind::ObjectInsertOnce { key: *key, value, object: result },
                _ => Kind::InsertAt { keys, value, object: result },
            },
        });
    }

    /// A block that adds what is there whatever the definitions give.
    fn merged(&mut self, there: Value, result: Local) -> Block {
        self.block(|b| {
            let source = b.constant(there);
            let target = b.local();
            b.emit(Kind::Assign { source, target });
            b.emit(Kind::ObjectMerge { a: result, b: target, target: result });
        })
    }

    fn epilogue(&mut self, default: Option<usize>, result: Local) -> Vec<Block> {
        let all: &'d [Definition] = self.planner.definitions;
        let mut blocks = Vec::new();
        if let Some((index, definition)) = default.and_then(|index| Some((index, all.get(index)?))) {
            self.definition = Some(index);
            blocks.push(self.block(|b| {
                b.enter(definition);
                b.matching(|b| b.emit(Kind::IsUndefined(result)));
                if let [branch] = definition.branches.as_slice() {
                    b.enter(definition);
                    b.body(&branch.body);
                    b.silent.push(SiteAt { span: branch.value.span, ..b.at });
                    let source = b.term(&branch.value);
                    b.emit(Kind::Assign { source, target: result });
                }
            }));
        }
        blocks.push(self.block(|b| b.emit(Kind::Return(result))));
        blocks
    }

    /// The function that a callee is.
    pub(super) fn function_at(&mut self, path: &[String]) -> Option<u32> {
        let node = self.planner.trie.find(path)?;
        let known = !self.planner.trie.node(node).definitions.is_empty();
        known.then(|| self.planner.function(Planned::Rule(node)))
    }
}
