//! `replace` and `strings.replace_n`.

use super::{Builtin, Failed, Outcome, Scope, operand, pure};
use operand::text;
use regorus::Value;
use std::collections::HashMap;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[pure("replace", 3, replace), pure("strings.replace_n", 2, replace_n)];

/// Most comparisons of one call.
const STEPS: usize = 50_000_000;

fn replace(scope: &mut Scope, values: &[Value]) -> Outcome {
    let (text, old, new) = (text(values, 0)?, text(values, 1)?, text(values, 2)?);
    let count = text.matches(old).count();
    scope.take(text.len().saturating_add(count.saturating_mul(new.len())))?;
    Ok(text.replace(old, new).into())
}

/// Texts to replace, as a tree of their bytes.
#[derive(Default)]
struct Node {
    next: HashMap<u8, usize>,
    /// What stands in for the text that ends here, and the place of the text among all of them.
    replaced: Option<(usize, usize)>,
}

/// What a node takes, with the table of what is next.
const NODE: usize = size_of::<Node>() + 128;

/// Replaces several texts at once: at each place the first of them that stands there.
fn replace_n(scope: &mut Scope, values: &[Value]) -> Outcome {
    let patterns = operand::object(values, 0)?;
    let text = text(values, 1)?;
    let mut tree = vec![Node::default()];
    let mut news = Vec::with_capacity(patterns.len());
    for (order, (key, value)) in super::order::entries(patterns).into_iter().enumerate() {
        let (Value::String(old), Value::String(new)) = (key, value) else {
            return Err(operand::invalid(0, "non-string key or value found in pattern object"));
        };
        let mut at = 0;
        for byte in old.bytes() {
            let fresh = tree.len();
            at = *tree[at].next.entry(byte).or_insert(fresh);
            if at == fresh {
                scope.take(NODE)?;
                tree.push(Node::default());
            }
        }
        tree[at].replaced = Some((order, old.len()));
        news.push(&**new);
    }
    replaced(scope, text, &tree, &news)
}

fn replaced(scope: &mut Scope, text: &str, tree: &[Node], news: &[&str]) -> Outcome {
    let (mut result, mut kept, mut at, mut steps) = (String::new(), 0, 0, 0);
    let mut empty_before = false;
    while at <= text.len() {
        let found = if text.is_char_boundary(at) {
            lookup(tree, &text[at..], empty_before, &mut steps)
        } else {
            None
        };
        if steps > STEPS {
            return Err(Failed::limit(
                format!("strings.replace_n of more than the limit of {STEPS} comparisons"),
                format!("strings.replace_n 的比较次数超过上限 {STEPS}"),
            ));
        }
        empty_before = found.is_some_and(|(_, length)| length == 0);
        let Some((order, length)) = found else {
            at += 1;
            continue;
        };
        scope.take(at - kept + news[order].len())?;
        result.push_str(&text[kept..at]);
        result.push_str(news[order]);
        at += length;
        kept = at;
    }
    scope.take(text.len().saturating_sub(kept))?;
    result.push_str(text.get(kept..).unwrap_or_default());
    Ok(result.into())
}

/// The first of the texts, in order, that the rest starts with.
fn lookup(tree: &[Node], rest: &str, skip_empty: bool, steps: &mut usize) -> Option<(usize, usize)> {
    let mut at = 0;
    let mut best = tree[0].replaced.filter(|_| !skip_empty);
    for byte in rest.bytes() {
        *steps += 1;
        let Some(&next) = tree[at].next.get(&byte) else { break };
        at = next;
        best = match (best, tree[at].replaced) {
            (Some(best), Some(found)) => Some(best.min(found)),
            (best, found) => best.or(found),
        };
    }
    best
}
