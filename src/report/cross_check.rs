//! What came of a cross-check, in reports.

use crate::engine::{CrossChecked, SECOND};
use crate::lang::{Lang, counted};
use crate::report::excerpt::clean;
use serde_json::{Value, json};

/// Most policies and reasons that are named; the others are counted.
const NAMED: usize = 10;

/// It in a few lines: how many evaluations the second engine judged too, and what it did not judge.
pub fn lines(checked: &CrossChecked, lang: Lang) -> Vec<String> {
    let (judged, agreed, differed) = (checked.judged(), checked.agreed, checked.differed);
    let mut lines = vec![lang.pick(
        format!(
            "cross-check: {} judged by {SECOND} too: {agreed} the same, {differed} different",
            counted(judged, "evaluation")
        ),
        format!("交叉核验：{SECOND} 另行判定 {judged} 次：一致 {agreed}，不一致 {differed}"),
    )];
    let reasons = checked.not_judged.iter().map(|(reason, count)| {
        let reason = clean(reason.message().get(lang));
        lang.pick(
            format!("cross-check: {} not judged: {reason}", counted(*count, "evaluation")),
            format!("交叉核验：{count} 次未判定：{reason}"),
        )
    });
    lines.extend(named(reasons.collect(), lang));
    let policies = checked.policies_not_read.iter().map(|(path, reason)| {
        let (path, reason) = (clean(path), clean(reason.message().get(lang)));
        lang.pick(
            format!("cross-check: {SECOND} does not read {path}: {reason}"),
            format!("交叉核验：{SECOND} 无法读取 {path}：{reason}"),
        )
    });
    lines.extend(named(policies.collect(), lang));
    lines
}

/// The first few, and how many more there are.
fn named(mut lines: Vec<String>, lang: Lang) -> Vec<String> {
    let more = lines.len().saturating_sub(NAMED);
    lines.truncate(NAMED);
    if more > 0 {
        lines.push(lang.pick(format!("cross-check: and {more} more"), format!("交叉核验：另有 {more} 项")));
    }
    lines
}

/// It for programs, with everything.
pub fn json(checked: &CrossChecked, lang: Lang) -> Value {
    let reasons = checked.not_judged.iter();
    let reasons =
        reasons.map(|(reason, count)| json!({"reason": reason.message().get(lang), "count": count}));
    let policies = checked.policies_not_read.iter();
    let policies = policies.map(|(path, reason)| json!({"path": path, "reason": reason.message().get(lang)}));
    json!({
        "judged": checked.judged(),
        "agreed": checked.agreed,
        "differed": checked.differed,
        "not_judged": checked.not_judged(),
        "reasons": reasons.collect::<Vec<_>>(),
        "policies_not_read": policies.collect::<Vec<_>>(),
    })
}
