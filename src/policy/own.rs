//! Rules that the program itself evaluates, beside those of policies.

use super::{AppliesTo, Effective, InputShape, Judge, Rule, Severity};
use crate::lang::{Lang, Message};
use crate::problem::Origin;
use crate::source::{SourceFile, Span};
use std::collections::BTreeMap;

/// Documents follow the schema of their kind.
pub fn schema() -> Rule {
    rule(
        Judge::Schema,
        "schema",
        [
            ("Documents follow the schema of their kind", "文档符合其类型的格式"),
            (
                "Every document with `apiVersion: fiducia/v1` names a kind that exists, has the fields that identify it, \
                 and holds no field that the kind does not know and no value of another type. A field that is misspelt \
                 would otherwise be judged as missing, or not at all.",
                "凡声明 `apiVersion: fiducia/v1` 的文档，其类型必须存在，标识字段必须齐全，不得含有该类型未定义的字段或类型不符的值。\
                 否则写错的字段会被当作缺失，甚至根本不会被检查。",
            ),
            (
                "Compare the document with its kind: `fiducia schema KIND` prints the schema, `fiducia explain KIND` an example.",
                "请对照文档类型修改：`fiducia schema KIND` 输出格式定义，`fiducia explain KIND` 给出示例。",
            ),
        ],
    )
}

fn rule(judge: Judge, id: &str, [title, description, remediation]: [(&str, &str); 3]) -> Rule {
    let both = |(en, zh): (&str, &str)| Message::from(en).with(Lang::En, en).with(Lang::Zh, zh);
    let source = SourceFile::from_text(format!("builtin/{id}"), id);
    Rule {
        id: id.to_owned(),
        name: id.to_owned(),
        package: format!("fiducia.{id}"),
        pack: String::new(),
        title: both(title),
        description: both(description),
        remediation: both(remediation),
        severity: Severity::High,
        clauses: Vec::new(),
        see_also: Vec::new(),
        checks: BTreeMap::new(),
        applies_to: AppliesTo::default(),
        input: InputShape::Document,
        effective: Effective::default(),
        origin: Origin::new(&source, Span::new(0, id.len())),
        custom: serde_json::Map::new(),
        judge,
    }
}
