//! Why regorus gives no second opinion.

use crate::lang::{Message, both};

/// Why regorus does not read a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It has a mistake of syntax, which is told by itself.
    Mistake,
    /// Its literals are nested deeper than regorus's parser reads in time.
    Nesting,
    /// regorus would write warnings about it to standard error.
    Warns,
    /// It does not parse: what regorus says.
    Parse(String),
    /// The analysis refuses it: what regorus says.
    Analysis(String),
    /// Too many policies before it were refused.
    Untried,
}

impl Unread {
    /// The reason, in a few words.
    pub fn message(&self) -> Message {
        match self {
            Unread::Mistake => both("it has a mistake of syntax", "存在语法错误"),
            Unread::Nesting => both(
                "its literals are nested deeper than regorus reads in time",
                "字面量嵌套过深，regorus 无法及时解析",
            ),
            Unread::Warns => both(
                "regorus would write warnings about it to standard error",
                "regorus 会就此向标准错误输出警告",
            ),
            Unread::Parse(text) => both(format!("it does not parse: {text}"), format!("无法解析：{text}")),
            Unread::Analysis(text) => both(format!("it is refused: {text}"), format!("被拒绝：{text}")),
            Unread::Untried => {
                both("more policies than the limit were refused before it", "此前被拒绝的策略数量已达上限")
            }
        }
    }
}

/// Why a rule is not judged again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotJudged {
    /// A definition of its name, or one that it needs, has a mistake.
    Mistake,
    /// It needs a policy that regorus does not read, by its path.
    Unread(String),
    /// Its value is another one in every run.
    Random,
    /// regorus has no builtin of this name.
    Builtin(String),
    /// regorus knows no rule at its path.
    Path,
    /// It gave no value here, which is told by itself.
    NoValue,
    /// regorus ran out of time.
    Time,
    /// regorus met a limit of its own.
    Limit,
    /// regorus panicked.
    Panic,
}

impl NotJudged {
    /// The reason, in a few words.
    pub fn message(&self) -> Message {
        match self {
            NotJudged::Mistake => both("a definition that is needed has a mistake", "所需的定义存在错误"),
            NotJudged::Unread(path) => both(
                format!("regorus does not read {path}, which is needed"),
                format!("需要 regorus 无法读取的 {path}"),
            ),
            NotJudged::Random => both("the value is another one in every run", "每次运行的值都不同"),
            NotJudged::Builtin(name) => {
                both(format!("regorus has no builtin {name}"), format!("regorus 没有内置函数 {name}"))
            }
            NotJudged::Path => both("regorus knows no rule at this path", "regorus 在该路径上没有规则"),
            NotJudged::NoValue => both("this engine gave no value", "本引擎未能得出值"),
            NotJudged::Time => both("regorus ran out of time", "regorus 超时"),
            NotJudged::Limit => both("regorus met a limit of its own", "regorus 达到自身上限"),
            NotJudged::Panic => both("regorus panicked", "regorus 崩溃"),
        }
    }

    /// What an error of regorus means, if it is not its opinion.
    pub(super) fn of_error(text: &str) -> Option<Self> {
        if let Some((_, name)) = text.split_once("could not find function ") {
            return Some(NotJudged::Builtin(name.trim().to_owned()));
        }
        let said = |words: &[&str]| words.iter().any(|word| text.contains(word));
        if text.starts_with(PANICKED) {
            Some(NotJudged::Panic)
        } else if said(&["exceeded time limit"]) {
            Some(NotJudged::Time)
        } else if said(&["not a valid rule path"]) {
            Some(NotJudged::Path)
        } else {
            said(&["exceeds maximum", "depth limit", "memory limit"]).then_some(NotJudged::Limit)
        }
    }
}

/// How the text of a panic begins.
pub(super) const PANICKED: &str = "panicked: ";
