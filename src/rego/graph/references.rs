//! The references of a definition below `data`.

use crate::rego::ast::Scalar;
use crate::rego::core::{
    Body, Branch, Callee, Definition, Expr, ExprKind, Replacement, Root, Target, Term, TermKind, With,
};

/// A step of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step<'d> {
    /// A name.
    Name(&'d str),
    /// A constant that no rule is named by.
    Other,
    /// Anything.
    Any,
}

/// Visits every reference below `data` in a definition, functions that it calls and what `with` replaces included.
pub fn visit<'d>(definition: &'d Definition, visit: &mut dyn FnMut(Vec<Step<'d>>)) {
    let mut visitor = Visitor { visit };
    visitor.terms(&definition.args);
    for Branch { body, keys, value, .. } in &definition.branches {
        visitor.body(body);
        visitor.terms(keys);
        visitor.term(value);
    }
}

/// True if a reference of a definition may lead to, above or below a path.
pub fn leads_to(definition: &Definition, path: &[String]) -> bool {
    let mut found = false;
    visit(definition, &mut |steps| {
        let fits = |(step, name): (&Step<'_>, &String)| match step {
            Step::Name(step) => step == name,
            Step::Any => true,
            Step::Other => false,
        };
        found |= steps.iter().zip(path).all(fits);
    });
    found
}

struct Visitor<'v, 'd> {
    visit: &'v mut dyn FnMut(Vec<Step<'d>>),
}

impl<'d> Visitor<'_, 'd> {
    fn body(&mut self, body: &'d Body) {
        body.exprs.iter().for_each(|expr| self.expr(expr));
    }

    fn expr(&mut self, expr: &'d Expr) {
        match &expr.kind {
            ExprKind::Holds(term) => self.term(term),
            ExprKind::Unify(left, right) => {
                self.term(left);
                self.term(right);
            }
            ExprKind::Call { callee, args, result, .. } => {
                self.callee(callee);
                self.terms(args);
                result.iter().for_each(|result| self.term(result));
            }
            ExprKind::Not { body, .. } => self.body(body),
            ExprKind::Every { domain, body, .. } => {
                self.term(domain);
                self.body(body);
            }
        }
        expr.with.iter().for_each(|with| self.with(with));
    }

    fn with(&mut self, with: &'d With) {
        match &with.target {
            Target::Input(_) => {}
            Target::Data(path) => self.path(path),
            Target::Callee(callee) => self.callee(callee),
        }
        match &with.value {
            Replacement::Term(term) => self.term(term),
            Replacement::Callee(callee) => self.callee(callee),
        }
    }

    fn callee(&mut self, callee: &'d Callee) {
        if let Callee::Function(path) = callee {
            self.path(path);
        }
    }

    fn path(&mut self, path: &'d [String]) {
        (self.visit)(path.iter().map(|step| Step::Name(step)).collect());
    }

    fn terms(&mut self, terms: &'d [Term]) {
        terms.iter().for_each(|term| self.term(term));
    }

    fn term(&mut self, term: &'d Term) {
        match &term.kind {
            TermKind::Scalar(_) | TermKind::Var(_) => {}
            TermKind::Ref(root, steps) => {
                if *root == Root::Data {
                    (self.visit)(steps.iter().map(step).collect());
                }
                self.terms(steps);
            }
            TermKind::Array(items) | TermKind::Set(items) => self.terms(items),
            TermKind::Object(fields) => {
                for (key, value) in fields {
                    self.term(key);
                    self.term(value);
                }
            }
            TermKind::Comprehension(_, heads, body) => {
                self.body(body);
                self.terms(heads);
            }
        }
    }
}

fn step(term: &Term) -> Step<'_> {
    match &term.kind {
        TermKind::Scalar(Scalar::Text(text)) => Step::Name(text),
        TermKind::Scalar(_) => Step::Other,
        _ => Step::Any,
    }
}

/// A path below `data` as a reference writes it.
pub fn path(path: &[String]) -> String {
    let mut name = "data".to_owned();
    for step in path {
        if is_name(step) {
            name.push('.');
            name.push_str(step);
        } else {
            name.push_str(&format!("[{step:?}]"));
        }
    }
    name
}

/// True if a text may follow a dot.
pub fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}
