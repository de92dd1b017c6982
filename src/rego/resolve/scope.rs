//! The variables of a definition and where they can be seen.

use crate::rego::ast::{Name, Statement, StatementKind, Term, TermKind};
use crate::rego::core::{Var, VarInfo};
use crate::source::Span;
use std::collections::{BTreeMap, HashMap, HashSet};

/// How a variable came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// As an argument of the function.
    Argument,
    /// By `:=`.
    Assigned,
    /// By `some x`, or by `every`: it has to be used.
    Declared,
    /// By `some x in xs`.
    Bound,
}

struct Declared {
    var: Var,
    how: How,
    span: Span,
    used: bool,
}

/// One body.
#[derive(Default)]
struct Frame {
    declared: HashMap<String, Declared>,
    /// Names that were read before any declaration here.
    seen: HashSet<String>,
    /// Names that some statement of the body declares.
    declares: HashSet<String>,
}

/// What a name is to a body.
pub enum Known {
    /// A variable.
    Var(Var),
    /// No declared variable: an import, a rule, or a variable that unification binds.
    Other,
}

/// The bodies around the place under way, innermost last.
#[derive(Default)]
pub struct Scopes {
    /// Every variable of the definition.
    pub vars: Vec<VarInfo>,
    frames: Vec<Frame>,
    arguments: Vec<(String, Var, Span)>,
    /// Variables of the branch that nothing declares.
    free: HashMap<String, Var>,
    /// The first body has begun, which sees what arguments call.
    begun: bool,
}

impl Scopes {
    /// A new variable.
    pub fn fresh(&mut self, name: &str, span: Span) -> Var {
        self.vars.push(VarInfo { name: name.to_owned(), span });
        (self.vars.len() - 1) as Var
    }

    /// Declares the variables of a function's arguments.
    pub fn arguments(&mut self, args: &[Term]) {
        let mut names = Vec::new();
        args.iter().for_each(|arg| pattern(arg, &mut names));
        for (name, span) in names {
            if !self.arguments.iter().any(|(known, ..)| known == name) {
                let var = self.fresh(name, span);
                self.arguments.push((name.to_owned(), var, span));
            }
        }
        self.frames.push(self.outermost(&[]));
    }

    /// Begins the first body, or one that follows `else`: of the others it sees the arguments only.
    pub fn begin_branch(&mut self, statements: &[Statement]) {
        self.frames.clear();
        if std::mem::replace(&mut self.begun, true) {
            self.free.clear();
        }
        self.frames.push(self.outermost(statements));
    }

    fn outermost(&self, statements: &[Statement]) -> Frame {
        let mut frame = Frame { declares: declares(statements), ..Frame::default() };
        for (name, var, span) in &self.arguments {
            let declared = Declared { var: *var, how: How::Argument, span: *span, used: true };
            frame.declared.insert(name.clone(), declared);
        }
        frame
    }

    /// Begins a body within the one under way.
    pub fn begin_body(&mut self, statements: &[Statement]) {
        self.frames.push(Frame { declares: declares(statements), ..Frame::default() });
    }

    /// Ends a body: the variables that it declares and does not use.
    pub fn end_body(&mut self) -> BTreeMap<String, Span> {
        let frame = self.frames.pop().unwrap_or_default();
        let unused = frame.declared.into_iter().filter(|(_, d)| d.how == How::Declared && !d.used);
        unused.map(|(name, declared)| (name, declared.span)).collect()
    }

    /// Declares a variable in the body under way.
    ///
    /// # Errors
    /// What it is here already, in words for a message.
    pub fn declare(&mut self, name: &str, span: Span, how: How) -> Result<Var, [&'static str; 2]> {
        let Some(frame) = self.frames.last() else { return Ok(self.fresh(name, span)) };
        if let Some(known) = frame.declared.get(name) {
            return Err(match known.how {
                How::Argument => ["is an argument of this function", "是本函数的参数"],
                How::Assigned => ["is assigned above", "在前面已赋值"],
                How::Declared | How::Bound => ["is declared above", "在前面已声明"],
            });
        }
        if frame.seen.contains(name) {
            return Err(["is used above", "在前面已使用"]);
        }
        let var = self.fresh(name, span);
        if let Some(frame) = self.frames.last_mut() {
            frame.declared.insert(name.to_owned(), Declared { var, how, span, used: false });
        }
        Ok(var)
    }

    /// What a name is, looked up from within the body under way.
    pub fn look_up(&mut self, name: &str, span: Span) -> Known {
        for frame in self.frames.iter_mut().rev() {
            if let Some(declared) = frame.declared.get_mut(name) {
                declared.used = true;
                return Known::Var(declared.var);
            }
        }
        if self.frames.iter().any(|frame| frame.declares.contains(name)) {
            return Known::Var(self.free(name, span));
        }
        Known::Other
    }

    /// True if a body around declares the name.
    pub fn declares(&self, name: &str) -> bool {
        self.frames.iter().any(|frame| frame.declared.contains_key(name) || frame.declares.contains(name))
    }

    /// The variable of a name that nothing declares.
    pub fn free(&mut self, name: &str, span: Span) -> Var {
        if let Some(frame) = self.frames.last_mut() {
            frame.seen.insert(name.to_owned());
        }
        if let Some(var) = self.free.get(name) {
            return *var;
        }
        let var = self.fresh(name, span);
        self.free.insert(name.to_owned(), var);
        var
    }
}

/// The names that statements declare.
fn declares(statements: &[Statement]) -> HashSet<String> {
    let mut names: Vec<(&str, Span)> = Vec::new();
    for statement in statements {
        match &statement.kind {
            StatementKind::Some(declared) => names.extend(declared.iter().map(plain)),
            StatementKind::SomeIn { key, value, .. } => {
                key.iter().chain([value]).for_each(|term| pattern(term, &mut names));
            }
            StatementKind::Holds(Term { kind: TermKind::Assign(true, target, _), .. }) => {
                pattern(target, &mut names);
            }
            _ => {}
        }
    }
    names.into_iter().map(|(name, _)| name.to_owned()).collect()
}

fn plain(name: &Name) -> (&str, Span) {
    (&name.text, name.span)
}

/// The variables of a pattern: those in arrays, and in the values of objects.
pub fn pattern<'t>(term: &'t Term, names: &mut Vec<(&'t str, Span)>) {
    match &term.kind {
        TermKind::Var(name) if name != "_" && name != "input" && name != "data" => {
            names.push((name, term.span));
        }
        TermKind::Array(items) => items.iter().for_each(|item| pattern(item, names)),
        TermKind::Object(fields) => fields.iter().for_each(|(_, value)| pattern(value, names)),
        _ => {}
    }
}
