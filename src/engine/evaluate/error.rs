//! Why an evaluation gave nothing.

use crate::engine::builtins::out_of_memory;
use crate::engine::ir::Site;
use crate::lang::{Message, both};
use std::time::Duration;

/// Why an evaluation gave nothing, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Error {
    /// What happened.
    pub kind: ErrorKind,
    /// The statement.
    pub site: Option<Site>,
}

/// What ends an evaluation.
#[derive(Debug, Clone, PartialEq)]
pub enum ErrorKind {
    /// Two values where there may be one; where the other came from.
    Conflict(Conflict, Option<Site>),
    /// A limit of ours.
    Limit(Limit),
    /// A builtin that is not supplied, or that refuses.
    Refused(Message),
    /// An error of a builtin, where such errors count.
    Builtin(String),
    /// The plan does not fit together: a fault of ours.
    Plan(&'static str),
}

/// What has two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflict {
    /// A rule.
    Rule,
    /// A function, for the same arguments.
    Function,
    /// A key of an object.
    Key,
}

/// A limit.
#[derive(Debug, Clone, PartialEq)]
pub enum Limit {
    /// Time of one evaluation.
    Time(Duration),
    /// Bytes of values that one evaluation makes.
    Memory(u64),
    /// Depth of blocks and calls.
    Depth(u32),
    /// One of a builtin, in its words.
    Builtin(Message),
}

impl Error {
    pub(super) fn new(kind: ErrorKind) -> Box<Error> {
        Box::new(Error { kind, site: None })
    }

    pub(super) fn at(kind: ErrorKind, site: Site) -> Box<Error> {
        Box::new(Error { kind, site: Some(site) })
    }

    /// What happened, in both languages.
    pub fn message(&self) -> Message {
        match &self.kind {
            ErrorKind::Conflict(Conflict::Rule, _) => {
                both("the rule has two values where one is allowed", "规则得出了两个不同的值，只允许一个")
            }
            ErrorKind::Conflict(Conflict::Function, _) => both(
                "the function has two values for the same arguments",
                "函数对同样的参数得出了两个不同的值",
            ),
            ErrorKind::Conflict(Conflict::Key, _) => {
                both("a key of the object has two values", "对象的同一个键有两个不同的值")
            }
            ErrorKind::Limit(limit) => limit.message(),
            ErrorKind::Refused(message) => message.clone(),
            ErrorKind::Builtin(text) => text.as_str().into(),
            ErrorKind::Plan(what) => both(
                format!("the plan of the policy is broken: {what}"),
                format!("策略的执行计划有误：{what}"),
            ),
        }
    }
}

impl Limit {
    /// The limit and its value, in both languages.
    pub fn message(&self) -> Message {
        match self {
            Limit::Time(limit) => {
                both(format!("out of time: the limit is {limit:?}"), format!("超时：上限为 {limit:?}"))
            }
            Limit::Memory(limit) => out_of_memory(*limit),
            Limit::Depth(limit) => both(
                format!("calls and blocks nest deeper than the limit of {limit}"),
                format!("调用与语句块的嵌套深度超过了 {limit} 层的上限"),
            ),
            Limit::Builtin(message) => message.clone(),
        }
    }
}
