//! Rules that the program itself evaluates, beside those of policies.

use super::params::{HOUSE, Params};
use super::{AppliesTo, Check, Effective, InputShape, Judge, Rule, Severity};
use crate::lang::both;
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
                "Compare the document with its kind: `fiducia schema KIND` prints the schema, which holds an example too.",
                "请对照文档类型修改：`fiducia schema KIND` 输出其格式定义，其中附有示例。",
            ),
        ],
    )
}

/// The ids of these rules, which may be named whether there is something for them to judge or not.
pub const IDS: [&str; 4] = ["assessment", "params", "schema", "waiver"];

/// Overrides keep to the floors of their parameters. A check has the name of its parameter, and implements the
/// clause that the floor comes from.
pub fn params(params: &Params) -> Rule {
    let mut rule = rule(
        Judge::Params,
        "params",
        [
            ("Overrides keep to the floors of their parameters", "参数覆盖不得低于底线"),
            (
                "A pack may say how far an override of a parameter may go: no less than what the law demands. Whoever \
                 goes further has controls that pass where they should not.",
                "策略包可为参数规定底线：覆盖值不得低于法定要求。突破底线会使本应不通过的控制被判为通过。",
            ),
            (
                "Remove the override, or give a value that keeps to the floor. What cannot be met for a time is a \
                 matter for a waiver, which names who agreed and until when.",
                "删除该覆盖，或改为不低于底线的值。确需暂时放宽的，应通过豁免处理，并注明批准人和期限。",
            ),
        ],
    );
    let check = |(name, basis): (String, Option<String>)| {
        let implements = basis.into_iter().filter(|basis| basis != HOUSE).collect();
        let params = vec![name.clone()];
        (name, Check { veto: false, implements, params })
    };
    let bounded = params.bounded();
    rule.checks =
        bounded.map(|(with, param, _)| check((with.name.clone(), param.described.basis.clone()))).collect();
    rule
}

/// Waivers keep to their rules.
pub fn waiver() -> Rule {
    rule(
        Judge::Waiver,
        "waiver",
        [
            ("Waivers keep to their rules", "豁免须符合管理规则"),
            (
                "A waiver names what it covers, why, who asked, who else agreed, who answers for the rest of the risk, and a \
                 last day that is not far away. What a statute forbids, and what nothing can make up for, cannot be \
                 waived. A waiver that breaks these rules covers nothing, and one that covers nothing is taken away \
                 before somebody relies on it.",
                "豁免须写明范围、理由、申请人、批准人（不得为申请人）、剩余风险责任人和不过远的失效日期。法律明令禁止的事项以及无法以其他措施弥补的事项不得豁免。\
                 不符合规则的豁免不生效；不再对应任何检查结果的豁免应及时清除。",
            ),
            (
                "Correct the waiver, renew it with a new approval, or remove it.",
                "更正豁免；确需延续的，重新审批；否则删除。",
            ),
        ],
    )
}

/// Assessments rest on what is there.
pub fn assessment() -> Rule {
    rule(
        Judge::Assessment,
        "assessment",
        [
            ("Assessments rest on what is there", "评估须以事实为依据"),
            (
                "The files that an assessment gives as evidence lie in the repository and hold what was hashed, and the controls \
                 that it names exist. Evidence that was changed after it was collected, or is gone, proves nothing. A step of the \
                 process is closed when it has what it needs and those before it are closed, and the next regular assessment \
                 is planned in time.",
                "评估所列证据文件须存在于代码库中，且内容与登记的哈希值一致；所引用的控制项须存在。收集后被改动或已不存在的证据不能证明任何事项。流程步骤须在内容齐备且此前步骤均已完成后方可标为完成；下一次定期评估须按期安排。",
            ),
            (
                "Collect the evidence anew and enter it with `fiducia evidence add`, or correct the entry; open a step again that lacks something.",
                "重新收集证据并用 `fiducia evidence add` 登记，或更正该条目；尚有缺项的步骤应重新打开。",
            ),
        ],
    )
}

fn rule(judge: Judge, id: &str, [title, description, remediation]: [(&str, &str); 3]) -> Rule {
    let both = |(en, zh): (&str, &str)| both(en, zh);
    let source = SourceFile::from_text(format!("builtin/{id}"), id);
    Rule {
        id: id.to_owned(),
        name: id.to_owned(),
        definition: id.to_owned(),
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
