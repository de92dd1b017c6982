//! Templates of HCL as text: `${..}` and `%{..}` stay, and what would read as one is escaped.

use crate::source::SourceFile;
use hcl_edit::Span;
use hcl_edit::expr::Expression;
use hcl_edit::template::{Directive, Element, StringTemplate};

/// Literal text of a value: what would start an interpolation or a directive is written with a second sign.
pub(super) fn escaped(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

/// The text of an expression.
pub(super) fn wrapped(expression: &str) -> String {
    format!("${{{expression}}}")
}

/// The expression that a template consists of.
pub(super) fn only_expression(template: &StringTemplate) -> Option<&Expression> {
    let mut elements = template.iter();
    match (elements.next(), elements.next()) {
        (Some(Element::Interpolation(only)), None) => Some(&only.expr),
        _ => None,
    }
}

/// The text of a template. The parser bounds its nesting.
pub(super) fn text<'t>(elements: impl Iterator<Item = &'t Element>, source: &SourceFile) -> String {
    let mut text = String::new();
    for element in elements {
        match element {
            Element::Literal(literal) => text.push_str(&escaped(literal.value())),
            Element::Interpolation(inner) => text.push_str(&interpolated(&inner.expr, source)),
            Element::Directive(directive) => directed(directive, source, &mut text),
        }
    }
    text
}

fn written<'s>(ranged: &impl Span, source: &'s SourceFile) -> &'s str {
    source.text.get(ranged.span().unwrap_or_default()).unwrap_or("")
}

fn interpolated(expression: &Expression, source: &SourceFile) -> String {
    match expression {
        Expression::String(literal) => escaped(literal.value()),
        Expression::StringTemplate(inner) => text(inner.iter(), source),
        other => wrapped(written(other, source)),
    }
}

fn directed(directive: &Directive, source: &SourceFile, into: &mut String) {
    match directive {
        Directive::If(condition) => {
            into.push_str(&format!("%{{if {}}}", written(&condition.if_expr.cond_expr, source)));
            into.push_str(&text(condition.if_expr.template.iter(), source));
            if let Some(other) = &condition.else_expr {
                into.push_str("%{else}");
                into.push_str(&text(other.template.iter(), source));
            }
            into.push_str("%{endif}");
        }
        Directive::For(each) => {
            let (each, key) = (&each.for_expr, &each.for_expr.key_var);
            let key = key.as_ref().map(|key| format!("{}, ", key.as_str())).unwrap_or_default();
            let of = written(&each.collection_expr, source);
            into.push_str(&format!("%{{for {key}{} in {of}}}", each.value_var.as_str()));
            into.push_str(&text(each.template.iter(), source));
            into.push_str("%{endfor}");
        }
    }
}
