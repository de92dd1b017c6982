//! Builtins that policies call and that are not supplied.

use super::module::is_test;
use crate::engine;
use crate::lang::{Message, both};
use crate::rego::calls::calls;
use crate::rego::core::{Callee, Definition};
use crate::rego::signatures::Builtins;
use crate::source::Span;

/// A call of a builtin that is not supplied.
#[derive(Debug, Clone)]
pub struct Unavailable {
    /// The builtin.
    pub name: String,
    /// Why it is not there.
    pub reason: Message,
    /// The call.
    pub call: Span,
}

/// The calls in a definition of what is not supplied to it. Some builtins are for tests alone.
pub fn in_definition(definition: &Definition, builtins: &Builtins) -> Vec<Unavailable> {
    let in_test = is_test(&definition.path[..definition.package]);
    let mut found = Vec::new();
    calls(definition, &mut |callee, call| {
        let Callee::Builtin(name) = callee else { return };
        if (in_test && engine::is_for_tests(name)) || name.starts_with("internal.") {
            return;
        }
        if let Some(reason) = reason(name, builtins) {
            found.push(Unavailable { name: name.clone(), reason, call });
        }
    });
    found
}

/// Why a builtin is not supplied.
fn reason(name: &str, builtins: &Builtins) -> Option<Message> {
    if builtins.is_declared(name) {
        return Some(both(
            "only another program has it, as the file of capabilities says; tests may replace it by `with`",
            "根据能力声明文件，它由其他程序提供；测试可用 `with` 替换",
        ));
    }
    let known = builtins.get(name).is_some() && !engine::has_builtin(name);
    engine::refused_builtin(name).or_else(|| {
        known.then(|| both("it is not among the builtins of this program", "本程序未提供该内置函数"))
    })
}
