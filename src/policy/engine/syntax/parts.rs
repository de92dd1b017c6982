//! What expressions and statements are made of.

use regorus::unstable::{Expr, Literal, LiteralStmt, Query, Ref};

/// The expressions that an expression is made of, and its query where it is a comprehension.
pub fn of_expr(expr: &Expr) -> (Vec<&Ref<Expr>>, Option<&Query>) {
    match expr {
        Expr::Array { items, .. } | Expr::Set { items, .. } => (items.iter().collect(), None),
        Expr::Object { fields, .. } => {
            (fields.iter().flat_map(|(_, key, value)| [key, value]).collect(), None)
        }
        Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
            (vec![term], Some(query))
        }
        Expr::ObjectCompr { key, value, query, .. } => (vec![key, value], Some(query)),
        Expr::Call { fcn, params, .. } => (std::iter::once(fcn).chain(params).collect(), None),
        Expr::UnaryExpr { expr, .. } => (vec![expr], None),
        Expr::RefDot { refr, .. } => (vec![refr], None),
        Expr::RefBrack { refr, index, .. } => (vec![refr, index], None),
        Expr::BinExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. }
        | Expr::BoolExpr { lhs, rhs, .. }
        | Expr::AssignExpr { lhs, rhs, .. } => (vec![lhs, rhs], None),
        Expr::Membership { key, value, collection, .. } => {
            (key.iter().chain([value, collection]).collect(), None)
        }
        _ => (Vec::new(), None),
    }
}

/// The expressions of a statement, those of its `with` included, and its query where it is an `every`.
pub fn of_statement(statement: &LiteralStmt) -> (Vec<&Ref<Expr>>, Option<&Query>) {
    let mut expressions: Vec<&Ref<Expr>> =
        statement.with_mods.iter().flat_map(|modifier| [&modifier.refr, &modifier.r#as]).collect();
    let query = match &statement.literal {
        Literal::SomeVars { .. } => None,
        Literal::SomeIn { key, value, collection, .. } => {
            expressions.extend(key.iter().chain([value, collection]));
            None
        }
        Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => {
            expressions.push(expr);
            None
        }
        Literal::Every { domain, query, .. } => {
            expressions.push(domain);
            Some(query.as_ref())
        }
    };
    (expressions, query)
}
