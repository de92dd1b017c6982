//! Where a number comes from: the inputs of a sub-indicator, and the formula with them.

use crate::assess::Assessment;
use crate::assess::collected::Collected;
use crate::assess::control::Outcome;
use crate::assess::evidence::Evidence;
use crate::assess::number::{exact, shown};
use crate::assess::score::Indicator;
use crate::lang::Lang;
use crate::problem::Origin;
use crate::report::Report;
use crate::report::excerpt::clean;
use rust_decimal::Decimal;

/// The inputs of a sub-indicator; `None` if the model has none of this key.
pub fn explain(assessment: &Assessment, report: &Report, key: &str) -> Option<String> {
    let lang = report.lang;
    let one = assessment.scores.indicators.iter().find(|one| one.key == key)?;
    let heading = assessment.model.indicators.iter().find(|heading| heading.key == key)?;
    let mut lines = vec![
        format!("{key} {}", heading.title.get(lang)),
        String::new(),
        lang.pick("control, weight s, evidence e, result r", "控制项，权重 s，证据系数 e，结果 r").to_owned(),
    ];
    let own: Vec<_> = assessment.controls.iter().filter(|control| control.indicator == key).collect();
    for control in &own {
        let result = control.outcome().label(lang);
        let failed = control.failed.iter().map(|check| clean(check)).collect::<Vec<_>>().join(", ");
        let failed = if failed.is_empty() { failed } else { format!("  ({failed})") };
        let (weight, evidence) = (control.weight(), shown(control.evidence));
        let r = match control.outcome() {
            Outcome::Pass => "1",
            Outcome::Partial => "0.5",
            Outcome::Fail => "0",
            Outcome::NotApplicable => "NA",
            Outcome::Unknown => "U",
            Outcome::OutOfScope => "out of scope",
        };
        let basis = control.basis.label(lang);
        let id = clean(&control.id);
        lines.push(format!("  {id:<12} s={weight} e={evidence} ({basis}) r={r} {result}{failed}"));
        let pieces = assessment.record.evidence.iter().filter(|piece| piece.control == control.id);
        lines.extend(pieces.map(|piece| format!("    {}", evidence_line(piece, lang))));
        lines.extend(collected_lines(&control.collected, report));
    }
    let applied = own.iter().filter(|control| control.applies());
    let (sum, earned) = applied.fold((Decimal::ZERO, Decimal::ZERO), |(sum, earned), control| {
        (sum + control.weight(), earned + control.weight() * control.credit(Decimal::ZERO))
    });
    lines.push(String::new());
    lines.extend(formulas(one, sum, earned, lang));
    Some(lines.join("\n") + "\n")
}

/// What rules over real configuration say of a control, and where.
fn collected_lines(collected: &Collected, report: &Report) -> Vec<String> {
    let lang = report.lang;
    let mut lines = Vec::new();
    if !collected.agree.is_empty() {
        let rules = collected.agree.join(", ");
        lines
            .push(lang.pick(format!("    collected, agrees: {rules}"), format!("    实际配置一致：{rules}")));
    }
    let found = collected.findings.iter().filter_map(|at| report.findings.get(*at));
    lines.extend(found.map(|finding| {
        let at = Origin::new(&finding.primary.source, finding.primary.span);
        let (rule, place) = (&report.rule(finding).id, clean(&at.line()));
        lang.pick(
            format!("    collected, contradicts: {rule} at {place}"),
            format!("    实际配置不一致：{rule}，位于 {place}"),
        )
    }));
    lines
}

/// A piece of evidence, what it counts for, and why not for more.
fn evidence_line(piece: &Evidence, lang: Lang) -> String {
    let kind = piece.kind.map_or("?", |kind| kind.label(lang));
    let file = piece.file.as_deref().map(|file| format!(" {}", clean(file))).unwrap_or_default();
    let hash = piece.sha256.as_deref().map(|hash| format!(" {}", &hash[..12])).unwrap_or_default();
    let day = piece.collected_at.map(|day| format!(" {day}")).unwrap_or_default();
    let counts = piece.factor.map_or_else(|| lang.pick("nothing", "不计").to_owned(), shown);
    let doubts = piece.doubts.iter().map(|doubt| format!("; {}", doubt.label(lang))).collect::<String>();
    let place = clean(&piece.at.line());
    format!("{place} {kind}{file}{hash}{day}: {counts}{doubts}")
}

fn formulas(one: &Indicator, sum: Decimal, earned: Decimal, lang: Lang) -> Vec<String> {
    let none = lang.pick("not given", "无").to_owned();
    let value = |part: Option<Decimal>| part.map_or_else(|| none.clone(), shown);
    let scores: Vec<String> =
        one.opinion.scores.iter().map(|(name, score)| format!("{} {score}", clean(name))).collect();
    let scores = scores.join(lang.pick(", ", "、"));
    let round =
        if one.opinion.open { lang.pick(" (second round needed)", "（须进行第二轮）") } else { "" };
    let (sampled, confirmed) = one.sampled;
    let mut lines = vec![
        format!("Q = 100 × Σ s·e·r / Σ s = 100 × {} / {} = {}", exact(earned), sum, value(one.quantitative)),
        format!("X = 20 × {}({scores}) = {}{round}", lang.pick("median", "中位数"), value(one.opinion.value)),
        format!("V = 100 × {confirmed} / {sampled} = {}", value(one.onsite)),
    ];
    if one.counted != one.quantitative {
        lines.push(format!("Q × V / 100 = {}", value(one.counted)));
    }
    let parts = [("0.6", one.counted), ("0.2", one.opinion.value), ("0.2", one.onsite)];
    let parts: Vec<String> =
        parts.iter().filter_map(|(share, part)| Some(format!("{share} × {}", shown((*part)?)))).collect();
    let shares = match (one.opinion.value, one.onsite) {
        (Some(_), Some(_)) => "",
        (None, None) => " / 0.6",
        _ => " / 0.8",
    };
    let high = lang.pick("with what is unknown as passed", "未知项按通过计");
    lines.push(format!("S = ({}){shares} = {}", parts.join(" + "), value(one.score)));
    lines.push(format!("S ≤ {} ({high})", value(one.high)));
    lines.push(format!("w = {}", exact(one.weight)));
    lines
}
