//! What is said of each kind of mistake that has a name among the lints.

use crate::rego::MistakeKind;

/// A kind of mistake that refuses what it stands in.
#[derive(Debug, Clone, Copy)]
pub struct Refusal {
    /// The id of the lint.
    pub lint: &'static str,
    /// What to do, in English.
    pub en: &'static str,
    /// The same in Chinese.
    pub zh: &'static str,
}

/// A variable that only a negation would bind.
pub const NEGATION: Refusal = Refusal {
    lint: "unsafe-negation",
    en: "Say \"no member\" with `not v in xs`, \"not every member\" with a helper rule under `not`, and \"every member is not\" with `every x in xs { not ... }`.",
    zh: "“没有成员”写作 `not v in xs`；“并非所有成员”写成辅助规则再取 `not`；“所有成员都不”写作 `every x in xs { not ... }`。",
};

/// A variable that nothing binds.
pub const VARIABLE: Refusal = Refusal {
    lint: "unsafe-variable",
    en: "Correct the name, or bind it with `some ... in`, `:=` or an argument.",
    zh: "更正名称，或用 `some ... in`、`:=` 或参数绑定它。",
};

/// A function that nobody defines.
pub const FUNCTION: Refusal = Refusal {
    lint: "undefined-function",
    en: "Correct the name, import the package that defines the function, or load that package too.",
    zh: "更正名称，导入定义该函数的包，或一并加载该包。",
};

/// A builtin that is not supplied.
pub const BUILTIN: Refusal = Refusal {
    lint: "unavailable-builtin",
    en: "Fetch what the rule needs before the run and hand it in as a data file with `-d`.",
    zh: "在运行前获取规则所需的数据，以数据文件通过 `-d` 传入。",
};

/// Too few or too many arguments.
pub const ARITY: Refusal = Refusal {
    lint: "wrong-arity",
    en: "Give the arguments that the function takes. One more than that is where its result goes.",
    zh: "按函数定义给出参数；多出的一个参数用于接收结果。",
};

/// A rule that needs itself.
pub const RECURSION: Refusal = Refusal {
    lint: "recursion",
    en: "Visit nested values with `walk`, reach along edges with `graph.reachable`.",
    zh: "嵌套的值用 `walk` 遍历，沿边可达的节点用 `graph.reachable` 求取。",
};

/// The words for a kind of mistake; none for those that a look at the place explains.
pub fn of(kind: MistakeKind) -> Option<&'static Refusal> {
    match kind {
        MistakeKind::UnsafeInNegation => Some(&NEGATION),
        MistakeKind::Unsafe => Some(&VARIABLE),
        MistakeKind::UndefinedFunction => Some(&FUNCTION),
        MistakeKind::Unavailable => Some(&BUILTIN),
        MistakeKind::Arity => Some(&ARITY),
        MistakeKind::Recursion => Some(&RECURSION),
        MistakeKind::Syntax
        | MistakeKind::Limit(..)
        | MistakeKind::Type
        | MistakeKind::Conflict
        | MistakeKind::Declaration => None,
    }
}
