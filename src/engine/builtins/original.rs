//! regorus's own builtins.
//!
//! regorus offers them to nobody but its own evaluators; the functions are reached through its module for unstable items,
//! which this file alone names. They ask for the place of the call in regorus's syntax tree, for messages of
//! their own; those are not shown, and the place is an empty one.

use super::{Failed, Outcome};
use regorus::Value;
use regorus::unstable::{BUILTINS, Expr, Ref, Source, Span};
use std::sync::LazyLock;

/// The most arguments that one of them takes.
const ARGUMENTS: usize = 4;

static PLACE: LazyLock<Option<(Span, Vec<Ref<Expr>>)>> = LazyLock::new(|| {
    let source = Source::from_contents("builtin".to_owned(), String::new()).ok()?;
    let span = Span { source, line: 1, col: 1, start: 0, end: 0 };
    let null = || Ref::new(Expr::Null { span: span.clone(), value: Value::Null, eidx: 0 });
    let arguments = (0..ARGUMENTS).map(|_| null()).collect();
    Some((span, arguments))
});

/// Calls the builtin of a name.
pub fn call(name: &str, values: &[Value]) -> Outcome {
    let missing = || Failed::error(format!("{name} is not available"));
    let (span, arguments) = PLACE.as_ref().ok_or_else(missing)?;
    let (builtin, _) = BUILTINS.get(name).ok_or_else(missing)?;
    let arguments = arguments.get(..values.len()).ok_or_else(missing)?;
    // Strict: otherwise an operand of a wrong type is undefined without an error.
    builtin(span, arguments, values, true).map_err(|error| Failed::error(reason(&error.to_string())))
}

/// The sentence of an error, without the frame that points into a policy.
fn reason(text: &str) -> &str {
    let behind = text.rsplit_once("error: ").map_or(text, |(_, behind)| behind);
    behind.lines().next().unwrap_or_default()
}
