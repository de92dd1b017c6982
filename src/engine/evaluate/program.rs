//! A plan with what is found out about it once, for all evaluations.

mod locals;
mod needs;

use crate::engine::builtins::{Builtin, lookup};
use crate::engine::ir::Plan;
use crate::engine::operator::Operator;
use std::ops::Range;

pub(super) use locals::target;

/// A plan and what is known of it. All threads share one.
#[derive(Debug)]
pub struct Program {
    plan: Plan,
    builtins: Vec<Bound>,
    functions: Vec<About>,
}

/// A builtin as it is called.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Bound {
    /// None for a name that nobody supplies.
    pub builtin: Option<Builtin>,
    /// What the evaluator does by itself, and what the trace knows of it.
    pub kind: Known,
}

/// Builtins that are known by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Known {
    /// A comparison; the evaluator does it where both sides are scalars of one type, or always for equality.
    Compare(Operator),
    /// A builtin that gathers a collection into one value.
    Whole,
    /// `object.get`
    Get,
    /// `object.keys`
    Keys,
    /// `walk`
    Walk,
    /// `internal.print`
    Print,
    /// One that may return a part of an argument as it is.
    Passes,
    /// Any other.
    Other,
}

/// What is known of a function.
#[derive(Debug, Clone)]
pub(in crate::engine) struct About {
    /// Slots that its statements name.
    pub locals: usize,
    /// It reads the input or calls what does, or what differs from call to call.
    pub needs_input: bool,
    /// By slot of the member: what a turn of the loop over it makes is of no use after the turn.
    pub tidy: Vec<bool>,
    /// By slot: it only says that something held.
    pub flags: Vec<bool>,
    /// The slots of parameters, result and prologue.
    pub common: Range<usize>,
    /// By definition: all other slots that it names lie within these.
    pub definitions: Vec<Range<usize>>,
    /// The same for the epilogue.
    pub epilogue: Range<usize>,
}

impl Program {
    /// Finds out what evaluations have to know.
    pub fn new(plan: Plan) -> Self {
        let builtins: Vec<Bound> = plan.builtins.iter().map(|name| Bound::new(name)).collect();
        let needs = needs::needs_input(&plan, &builtins);
        let about = |(function, needs_input)| locals::about(function, needs_input);
        let functions = plan.functions.iter().zip(needs).map(about).collect();
        Program { plan, builtins, functions }
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    pub(in crate::engine) fn about(&self, function: u32) -> &About {
        &self.functions[function as usize]
    }

    pub(in crate::engine) fn builtin(&self, builtin: u32) -> &Bound {
        &self.builtins[builtin as usize]
    }
}

impl Bound {
    fn new(name: &str) -> Self {
        Bound { builtin: lookup(name), kind: Known::of(name) }
    }
}

/// Builtins that may return an argument, or members of one, as they are.
const PASSES: [&str; 29] = [
    "metadata.obj_by_path",
    "result.new",
    "and",
    "array.concat",
    "array.reverse",
    "array.slice",
    "graph.reachable",
    "graph.reachable_paths",
    "intersection",
    "json.filter",
    "json.patch",
    "json.remove",
    "minus",
    "object.filter",
    "object.remove",
    "object.union",
    "object.union_n",
    "or",
    "sort",
    "union",
    "cast_array",
    "cast_set",
    "cast_object",
    "cast_string",
    "set_diff",
    "array.flatten",
    "trim_space",
    "internal.intersection",
    "internal.union",
];

impl Known {
    fn of(name: &str) -> Self {
        match name {
            "equal" | "eq" => Known::Compare(Operator::Equal),
            "neq" => Known::Compare(Operator::NotEqual),
            "lt" => Known::Compare(Operator::Less),
            "lte" => Known::Compare(Operator::LessOrEqual),
            "gt" => Known::Compare(Operator::More),
            "gte" => Known::Compare(Operator::MoreOrEqual),
            "internal.member_2" => Known::Compare(Operator::In),
            "count" | "sum" | "product" | "max" | "min" => Known::Whole,
            "object.get" => Known::Get,
            "object.keys" => Known::Keys,
            "walk" => Known::Walk,
            "internal.print" => Known::Print,
            name if PASSES.contains(&name) => Known::Passes,
            _ => Known::Other,
        }
    }
}
