//! How deep values may be nested that are read or written as texts.

use super::Failed;

/// Deepest nesting that is read or written.
pub const DEPTH: usize = 1_000;

/// The problem of a value that is nested too deeply.
pub fn too_deep() -> Failed {
    Failed::limit(
        format!("a value nested deeper than the limit of {DEPTH} in a builtin"),
        format!("内置函数中的值嵌套超过上限 {DEPTH} 层"),
    )
}
