//! The plan of policies: OPA's statements, each with the place in the policy that it comes from.
//!
//! A plan is a tree: blocks hold statements, some statements hold blocks. A statement that fails ends its block
//! (and, in a loop, this turn of it); `Break(n)` ends the block and `n` more around it. `Break(0)` is the same as failing.

use regorus::Value;

/// A slot of a function.
pub type Local = u32;

/// What a statement reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operand {
    /// A slot.
    Local(Local),
    /// A constant of the plan, however large.
    Constant(u32),
    /// `input`, as `with` has it here; undefined where there is none.
    Input,
    /// `data` of files, as `with` has it here: what policies define is called instead.
    Data,
}

/// What is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Callee {
    /// A rule or function, index into [`Plan::functions`].
    Function(u32),
    /// A builtin, index into [`Plan::builtins`].
    Builtin(u32),
}

/// Index of a place in [`Plan::sites`].
pub type Site = u32;

/// A statement and what it comes from.
#[derive(Debug, Clone)]
pub struct Statement {
    /// What it does.
    pub kind: Kind,
    /// What it comes from.
    pub site: Site,
}

/// Statements that run in order until one fails.
pub type Block = Vec<Statement>;

/// What a statement does. Where it says "fails", the block ends there.
#[derive(Debug, Clone)]
pub enum Kind {
    /// Appends to an array; fails if the value is undefined.
    ArrayAppend { value: Operand, array: Local },
    /// Copies, undefined too.
    Assign { source: Operand, target: Local },
    /// Copies; an error if the target has another value already. The site is that of the definition.
    AssignOnce { source: Operand, target: Local },
    /// Runs its blocks one by one; one that fails does not keep the next from running.
    Block(Vec<Block>),
    /// Ends this block and so many more.
    Break(u32),
    /// Calls; fails if an argument or the result is undefined, the target as it was.
    Call { callee: Callee, args: Vec<Operand>, result: Local },
    /// Takes a member of an array, object or set; fails if there is none, the target as it was.
    Dot { source: Operand, key: Operand, target: Local },
    /// Fails unless both are defined and equal.
    Equal(Operand, Operand),
    /// Fails unless both are defined and unequal.
    NotEqual(Operand, Operand),
    /// Fails unless it is an array.
    IsArray(Operand),
    /// Fails unless it is an object.
    IsObject(Operand),
    /// Fails if it is undefined.
    IsDefined(Local),
    /// Fails unless it is undefined.
    IsUndefined(Local),
    /// An error: what is planned here cannot be, and must not read as undefined.
    Fault,
    /// The number of members; fails for what has none.
    Len { source: Operand, target: Local },
    /// A new array.
    MakeArray(Local),
    /// A new object.
    MakeObject(Local),
    /// A new set.
    MakeSet(Local),
    /// Fails if the block gets to its end.
    Not(Block),
    /// Sets a member.
    ObjectInsert { key: Operand, value: Operand, object: Local },
    /// Sets a member; an error if it has another value already.
    ObjectInsertOnce { key: Operand, value: Operand, object: Local },
    /// Sets what stands behind some keys, objects made on the way; an error if another value is there already, or what is
    /// on the way is no object that this statement made. The object is changed in place.
    InsertAt { keys: Vec<Operand>, value: Operand, object: Local },
    /// The same for a member of the set behind the keys, which is made if need be.
    AddAt { keys: Vec<Operand>, value: Operand, object: Local },
    /// Two objects as one, members of members too; those of `a` win.
    ObjectMerge { a: Local, b: Local, target: Local },
    /// Makes a slot undefined.
    Reset(Local),
    /// Ends the function.
    Return(Local),
    /// Runs its block for each member of an array, object or set; what has none is passed over.
    Scan { source: Local, key: Local, value: Local, block: Block },
    /// Adds to a set; fails if the value is undefined.
    SetAdd { value: Operand, set: Local },
    /// Runs its block as if outside the innermost `levels` of [`With`](Kind::With) around it: what follows an expression that has
    /// several solutions stands within its `with` and does not see it. Fails as the block does.
    Outside { levels: u32, block: Block },
    /// Runs its block with a part of `input` or `data` replaced, or, for a function or builtin, with another in its
    /// place. Fails as the block does.
    With { target: Replaced, block: Block },
}

/// What `with` replaces, and by what.
#[derive(Debug, Clone)]
pub enum Replaced {
    /// A place below `input`; no path for all of it.
    Input(Vec<Value>, Operand),
    /// A place below `data`; no path for all of it. Rules at or below the place are hidden by it.
    Data(Vec<Value>, Operand),
    /// Whatever is called, the value.
    ByValue(Callee, Operand),
    /// A function or builtin by another.
    By(Callee, Callee),
}

/// What a rule or function is planned as. Its blocks run one by one: first what prepares the result, then one block for
/// each definition, then what completes and returns it.
#[derive(Debug, Clone, Default)]
pub struct Function {
    /// Path below `data`.
    pub path: Vec<String>,
    /// True if a value that `with` puts at or above the path stands for the result; not so for what the planner makes
    /// for itself.
    pub replaceable: bool,
    /// Slots of the parameters; none for a rule, whose result is kept for the same `with` world.
    pub params: Vec<Local>,
    /// The slot of the result.
    pub result: Local,
    /// Number of slots.
    pub locals: u32,
    /// Runs first.
    pub prologue: Block,
    /// One for each definition, with that definition.
    pub definitions: Vec<(Definition, Block)>,
    /// Run last.
    pub epilogue: Vec<Block>,
    /// Where the variables of its definitions are.
    pub variables: Vec<Variable>,
}

/// Where a variable of a definition is once it has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    /// Position of the definition in [`Function::definitions`].
    pub definition: u32,
    /// The variable, index into [`vars`](crate::rego::core::Definition::vars).
    pub var: crate::rego::core::Var,
    /// Where it is.
    pub operand: Operand,
}

/// The definition of a rule in its syntax tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Definition {
    /// Index of the file.
    pub file: u32,
    /// Index of the rule in its tree.
    pub rule: u32,
}

/// A place in a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SiteAt {
    /// Index of the file.
    pub file: u32,
    /// The bytes of the term or statement.
    pub span: crate::source::Span,
    /// The condition that it belongs to, a number of its own for each: what is planned for one statement of a body, or
    /// for a call in it that is evaluated apart, has one number.
    pub condition: u32,
}

/// Everything that is planned.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Constants.
    pub constants: Vec<Value>,
    /// Names of the builtins called.
    pub builtins: Vec<String>,
    /// Rules and functions.
    pub functions: Vec<Function>,
    /// Places.
    pub sites: Vec<SiteAt>,
    /// What is evaluated without a statement of its own, such as `x := 1` or the constant value of a head, and the place
    /// that runs right after it.
    pub silent: Vec<(SiteAt, Site)>,
    /// Places that match arguments or keep count of bodies: they run whether or not anything holds.
    pub matching: Vec<std::ops::Range<Site>>,
}
