//! Builds the blocks of one function.

use super::Planner;
use crate::engine::ir::{Block, Kind, Local, Operand, Replaced, SiteAt, Statement, Variable};
use crate::rego::core::{Term, Var};
use crate::source::Span;
use regorus::Value;
use std::collections::HashMap;

/// Builds one function.
pub struct Builder<'p, 'd> {
    pub planner: &'p mut Planner<'d>,
    /// The definition under way.
    pub definition: Option<usize>,
    /// Its position in the function.
    pub position: u32,
    /// Where variables are.
    pub bound: HashMap<Var, Operand>,
    /// Terms that were evaluated before their turn, by address.
    pub given: HashMap<*const Term, Operand>,
    /// Slots given out.
    pub locals: Local,
    /// Where variables were bound, wherever that was.
    pub variables: Vec<Variable>,
    /// What statements come from.
    pub at: SiteAt,
    /// Statements emitted.
    pub emitted: usize,
    /// What was planned as nothing since the last statement.
    pub silent: Vec<SiteAt>,
    open: Vec<Open>,
}

/// A block under way, and the statement that it becomes part of.
struct Open {
    block: Block,
    holder: Holder,
    at: SiteAt,
}

/// What a block is part of.
enum Holder {
    /// Whoever asked for it.
    Asked,
    Scan {
        source: Local,
        key: Local,
        value: Local,
    },
    With(Replaced),
    Outside(u32),
}

impl<'p, 'd> Builder<'p, 'd> {
    pub fn new(planner: &'p mut Planner<'d>) -> Self {
        let at = SiteAt { file: u32::MAX, span: Span::default(), condition: 0 };
        Builder {
            planner,
            definition: None,
            position: 0,
            bound: HashMap::new(),
            given: HashMap::new(),
            locals: 0,
            variables: Vec::new(),
            at,
            emitted: 0,
            silent: Vec::new(),
            open: Vec::new(),
        }
    }

    pub fn local(&mut self) -> Local {
        self.locals += 1;
        self.locals - 1
    }

    pub fn constant(&mut self, value: Value) -> Operand {
        Operand::Constant(self.planner.constant(value))
    }

    pub fn text(&mut self, text: &str) -> Operand {
        self.constant(Value::from(text))
    }

    pub fn emit(&mut self, kind: Kind) {
        let site = self.planner.site(self.at);
        self.emitted += 1;
        self.planner.plan.silent.extend(self.silent.drain(..).map(|at| (at, site)));
        if let Some(open) = self.open.last_mut() {
            open.block.push(Statement { kind, site });
        }
    }

    /// What is emitted by `fill`, as a block; what it binds is bound there only.
    pub fn block(&mut self, fill: impl FnOnce(&mut Self)) -> Block {
        let (bound, at, depth) = (self.bound.clone(), self.at, self.open.len());
        self.begin(Holder::Asked);
        fill(self);
        while self.open.len() > depth + 1 {
            self.end();
        }
        let block = self.open.pop().map(|open| open.block).unwrap_or_default();
        (self.bound, self.at) = (bound, at);
        block
    }

    /// A block that gets to its end where what is filled in has a solution.
    pub fn solved(&mut self, fill: impl FnOnce(&mut Self)) -> Block {
        let found = self.local();
        let mut turns = 0;
        let block = self.block(|b| {
            let depth = b.depth();
            fill(b);
            turns = b.depth() - depth;
            if turns > 0 {
                let source = b.constant(Value::Bool(true));
                b.emit(Kind::Assign { source, target: found });
                b.emit(Kind::Break(turns as u32));
            }
        });
        if turns == 0 {
            return block;
        }
        // A loop says nothing of its turns once it is over.
        self.block(|b| {
            b.emit(Kind::Reset(found));
            b.emit(Kind::Block(vec![block]));
            b.emit(Kind::IsDefined(found));
        })
    }

    /// A block of its own: what fails in it does not keep the next statement from running.
    pub fn apart(&mut self, fill: impl FnOnce(&mut Self)) {
        let block = self.block(fill);
        self.emit(Kind::Block(vec![block]));
    }

    /// Goes on within a loop over the members of something: its key and its member.
    pub fn scan(&mut self, source: Operand) -> (Local, Local) {
        let source = self.slot(source);
        let (key, value) = (self.local(), self.local());
        self.begin(Holder::Scan { source, key, value });
        (key, value)
    }

    /// Goes on with something replaced.
    pub fn open_with(&mut self, replaced: Replaced) {
        self.begin(Holder::With(replaced));
    }

    /// Goes on without the innermost replacements: closes them where nothing else is open within.
    pub fn close_with(&mut self, depth: usize, levels: u32) {
        if self.open.len() == depth + levels as usize {
            while self.open.len() > depth {
                self.end();
            }
        } else {
            self.begin(Holder::Outside(levels));
        }
    }

    /// How many blocks are under way.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// A slot that holds what an operand is.
    pub fn slot(&mut self, operand: Operand) -> Local {
        match operand {
            Operand::Local(local) => local,
            source => {
                let target = self.local();
                self.emit(Kind::Assign { source, target });
                target
            }
        }
    }

    /// A variable is where an operand is.
    pub fn bind(&mut self, var: Var, operand: Operand) {
        self.bound.insert(var, operand);
        self.variables.push(Variable { definition: self.position, var, operand });
    }

    /// What `fill` emits runs whether or not anything holds.
    pub fn matching(&mut self, fill: impl FnOnce(&mut Self)) {
        let before = self.planner.plan.sites.len() as u32;
        fill(self);
        let range = before..self.planner.plan.sites.len() as u32;
        self.planner.plan.matching.extend((!range.is_empty()).then_some(range));
    }

    /// What the analysis should have kept from being planned: an error, where it is ever evaluated.
    pub fn fault(&mut self) {
        self.emit(Kind::Fault);
    }

    /// Nothing goes on from here.
    pub fn fail(&mut self) {
        self.emit(Kind::Break(0));
    }

    fn begin(&mut self, holder: Holder) {
        self.open.push(Open { block: Block::new(), holder, at: self.at });
    }

    fn end(&mut self) {
        let Some(Open { block, holder, at }) = self.open.pop() else { return };
        let kind = match holder {
            Holder::Asked => Kind::Block(vec![block]),
            Holder::Scan { source, key, value } => Kind::Scan { source, key, value, block },
            Holder::With(target) => Kind::With { target, block },
            Holder::Outside(levels) => Kind::Outside { levels, block },
        };
        let around = std::mem::replace(&mut self.at, at);
        self.emit(kind);
        self.at = around;
    }
}
