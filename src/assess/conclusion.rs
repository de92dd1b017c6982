//! The conclusion of an assessment, and the advice that follows from its numbers. Nothing of it is written by people:
//! the same assessment always concludes the same.

use super::Assessment;
use super::control::{Control, Outcome, Veto};
use super::evidence;
use super::number::{outside, shown};
use super::score::{Sum, score};
use crate::lang::{Lang, Message, both};
use crate::report::Report;
use rust_decimal::Decimal;

/// What the total would gain if one control passed and all else stayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gain {
    /// The id of the control.
    pub control: String,
    /// Points of the total, from 0 to 100.
    pub points: Decimal,
}

/// The conclusion.
#[derive(Debug, Clone, Default)]
pub struct Conclusion {
    /// What the assessment came to, a sentence each.
    pub statements: Vec<Message>,
    /// What to do, the most urgent first.
    pub advice: Vec<Message>,
    /// The controls that did not pass, those with the largest gain first.
    pub gains: Vec<Gain>,
}

/// Draws the conclusion of an assessment of a run.
pub fn conclude(assessment: &Assessment, report: &Report) -> Conclusion {
    let statements =
        [grade(assessment), controls(assessment), dimensions(assessment), since(assessment, report)];
    let advice = [
        vetoes(assessment, Veto::Cast),
        vetoes(assessment, Veto::Compensated),
        unknown(assessment),
        declared(assessment),
        experts(assessment),
        site(assessment),
        overdue(assessment),
        next(assessment),
    ];
    Conclusion {
        statements: statements.into_iter().flatten().collect(),
        advice: advice.into_iter().flatten().collect(),
        gains: gains(assessment),
    }
}

fn grade(assessment: &Assessment) -> Option<Message> {
    let (grading, total) = (&assessment.grading, assessment.scores.total.score);
    let Some(grade) = grading.grade else {
        let (en, zh) = reasons(grading.withheld.iter());
        return Some(both(format!("No grade can be given: {en}."), format!("不予评级：{zh}。")));
    };
    let (total, name) = (shown(total?), grade.name());
    let (part, part_zh) = (grading.part(Lang::En), grading.part(Lang::Zh));
    let by_total = grading.by_total.filter(|by_total| *by_total != grade);
    let Some(by_total) = by_total else {
        return Some(both(
            format!("The grade is {name}{part}, with a total of {total} of 100."),
            format!("综合评定为 {name} 级{part_zh}，总分 {total}（满分 100）。"),
        ));
    };
    let worst = grading.caps.iter().filter(|cap| cap.grade == grade).map(|cap| &cap.reason);
    let (by_total, (en, zh)) = (by_total.name(), reasons(worst));
    Some(both(
        format!("The total of {total} alone would be {by_total}; the grade is held at {name}{part} ({en})."),
        format!("按总分 {total} 可评为 {by_total} 级，综合评定为 {name} 级{part_zh}（{zh}）。"),
    ))
}

fn reasons<'a>(reasons: impl Iterator<Item = &'a Message>) -> (String, String) {
    let (mut en, mut zh) = (Vec::new(), Vec::new());
    for reason in reasons {
        en.push(reason.get(Lang::En));
        zh.push(reason.get(Lang::Zh));
    }
    (en.join("; "), zh.join("；"))
}

fn controls(assessment: &Assessment) -> Option<Message> {
    let count =
        |outcome: Outcome| assessment.controls.iter().filter(|control| control.outcome() == outcome).count();
    let [passed, partly, failed, unknown] =
        [Outcome::Pass, Outcome::Partial, Outcome::Fail, Outcome::Unknown].map(count);
    let all = passed + partly + failed + unknown;
    let (mut en, mut zh) = (
        format!(
            "Of {all} controls that apply, {passed} passed, {partly} passed in part and {failed} failed."
        ),
        format!("适用的控制项共 {all} 项：通过 {passed} 项，部分通过 {partly} 项，未通过 {failed} 项。"),
    );
    if unknown > 0 {
        en += &format!(" Nothing is known of {unknown}.");
        zh += &format!("另有 {unknown} 项结果未知。");
    }
    (all > 0).then(|| both(en, zh))
}

/// The best and the weakest dimension; nothing where they do not differ.
fn dimensions(assessment: &Assessment) -> Option<Message> {
    let known = || assessment.scores.dimensions.iter().filter(|sum| sum.score.is_some());
    let best = known().rev().max_by_key(|sum| sum.score)?;
    let weakest = known().min_by_key(|sum| sum.score)?;
    let named = |sum: &Sum, lang: Lang| {
        let heading = assessment.model.dimensions.iter().find(|heading| heading.key == sum.key);
        let title = heading.map_or(sum.key.as_str(), |heading| heading.title.get(lang));
        let points = sum.score.map(shown).unwrap_or_default();
        lang.pick(format!("{title} ({points})"), format!("{title}（{points}）"))
    };
    (best.score != weakest.score).then(|| {
        both(
            format!("Strongest is {}, weakest {}.", named(best, Lang::En), named(weakest, Lang::En)),
            format!("得分最高的维度是{}，最低的是{}。", named(best, Lang::Zh), named(weakest, Lang::Zh)),
        )
    })
}

/// How the total moved since the last of the earlier assessments.
fn since(assessment: &Assessment, report: &Report) -> Option<Message> {
    let earlier = assessment.history.iter().filter(|saved| saved.as_of < report.as_of);
    let last = earlier.filter(|saved| saved.total.is_some()).max_by_key(|saved| saved.as_of)?;
    let (before, now) = (outside(last.total?), outside(assessment.scores.total.score?));
    let (day, by) = (last.as_of, shown((now - before).abs()));
    let (before, rose) = (shown(before), now.cmp(&before));
    Some(match rose {
        std::cmp::Ordering::Greater => both(
            format!("Since the assessment of {day} the total rose by {by}, from {before}."),
            format!("与 {day} 的评估（{before}）相比，总分提高 {by}。"),
        ),
        std::cmp::Ordering::Less => both(
            format!("Since the assessment of {day} the total fell by {by}, from {before}."),
            format!("与 {day} 的评估（{before}）相比，总分下降 {by}。"),
        ),
        std::cmp::Ordering::Equal => both(
            format!("The total is what it was in the assessment of {day}."),
            format!("总分与 {day} 的评估持平。"),
        ),
    })
}

fn vetoes(assessment: &Assessment, veto: Veto) -> Option<Message> {
    let (en, zh) = ids(assessment.controls.iter().filter(|control| control.veto == Some(veto)))?;
    Some(match veto {
        Veto::Cast => both(
            format!(
                "Put right first what casts a veto: {en}. Until then no grade better than E is possible."
            ),
            format!("首先整改一票否决项：{zh}。整改完成前等级不会高于 E。"),
        ),
        Veto::Compensated => both(
            format!("Meet {en} itself: with measures in its place, C is the best grade."),
            format!("落实 {zh} 本身的要求：仅采取补偿措施时，等级不会高于 C。"),
        ),
    })
}

fn ids<'a>(controls: impl Iterator<Item = &'a Control>) -> Option<(String, String)> {
    let ids: Vec<&str> = controls.map(|control| control.id.as_str()).collect();
    (!ids.is_empty()).then(|| (ids.join(", "), ids.join("、")))
}

fn unknown(assessment: &Assessment) -> Option<Message> {
    let unknown = |control: &&Control| control.outcome() == Outcome::Unknown;
    let (en, zh) = ids(assessment.controls.iter().filter(unknown))?;
    let Some(high) = assessment.scores.total.high.map(shown) else {
        return Some(both(
            format!("Supply the documents that tell of {en}."),
            format!("补充能够说明以下控制项的文档：{zh}。"),
        ));
    };
    Some(both(
        format!(
            "Supply the documents that tell of {en}: unknown, they count 0; passed, the total is up to {high}."
        ),
        format!("补充能够说明以下控制项的文档：{zh}。结果未知时按 0 计，若均通过，总分最高可达 {high}。"),
    ))
}

/// The controls that earned something, and would earn more with better evidence.
fn declared(assessment: &Assessment) -> Option<Message> {
    let weak =
        |control: &Control| control.evidence < Decimal::ONE && control.credit(Decimal::ZERO) > Decimal::ZERO;
    let better = assessment.controls.iter().cloned().map(|control| match weak(&control) {
        true => Control { evidence: Decimal::ONE, ..control },
        false => control,
    });
    let points = shown(added(assessment, &better.collect::<Vec<_>>())?);
    let count = assessment.controls.iter().filter(|control| weak(control)).count();
    Some(both(
        format!(
            "Collect evidence on site or by machine where there is only a declaration or a document \
             (controls: {count}); it is worth up to {points}."
        ),
        format!("对仅有声明或文件的控制项（{count} 项）补充现场或机器采集的证据，总分最多可提高 {points}。"),
    ))
}

/// What the total gains with other results of controls; `None` for nothing.
fn added(assessment: &Assessment, controls: &[Control]) -> Option<Decimal> {
    let other = score(&assessment.model, controls, &assessment.record.experts).total.score?;
    let points = outside(other - assessment.scores.total.score?);
    (points > Decimal::ZERO).then_some(points)
}

/// The sub-indicators without a judgement of experts.
fn experts(assessment: &Assessment) -> Option<Message> {
    let applied = || assessment.scores.indicators.iter().filter(|one| one.score.is_some());
    let open = applied().filter(|one| one.opinion.value.is_none());
    let keys: Vec<&str> = open.map(|one| one.key.as_str()).collect();
    let all = keys.len() == applied().count();
    let (en, zh) = match all {
        true => ("every sub-indicator".to_owned(), "全部二级指标".to_owned()),
        false => (keys.join(", "), keys.join("、")),
    };
    (!keys.is_empty()).then(|| {
        both(
            format!("Let three independent experts judge {en}, in a second round where they are far apart."),
            format!("由三名独立专家评分，分歧过大时进行第二轮：{zh}。"),
        )
    })
}

/// The controls with a veto that nobody has looked at on site.
fn site(assessment: &Assessment) -> Option<Message> {
    let open = |control: &&Control| control.applies() && control.has_veto && control.confirmed.is_none();
    let (en, zh) = ids(assessment.controls.iter().filter(open))?;
    Some(both(
        format!("Look on site at what may cast a veto: {en}."),
        format!("对可能一票否决的控制项进行现场核查：{zh}。"),
    ))
}

fn overdue(assessment: &Assessment) -> Option<Message> {
    let (mut en, mut zh) = (Vec::new(), Vec::new());
    let late = |treatment: &super::risk::Treatment| treatment.overdue.is_some();
    for risk in assessment.risks.risks.iter().filter(|risk| risk.treatment.as_ref().is_some_and(late)) {
        en.push(format!("the treatment of risk {}", risk.id));
        zh.push(format!("风险 {} 的处置", risk.id));
    }
    for task in assessment.tasks.iter().filter(|task| task.overdue) {
        en.push(format!("task {}", task.id));
        zh.push(format!("任务 {}", task.id));
    }
    for due in assessment.due.iter().filter(|due| due.overdue) {
        en.push(format!("the {} of {}", due.what.get(Lang::En), due.day));
        zh.push(format!("应于 {} 前完成的{}", due.day, due.what.get(Lang::Zh)));
    }
    (!en.is_empty()).then(|| {
        both(
            format!("Settle what is overdue: {}.", en.join(", ")),
            format!("尽快完成已逾期事项：{}。", zh.join("、")),
        )
    })
}

fn next(assessment: &Assessment) -> Option<Message> {
    let due = assessment.due.iter().find(|due| !due.overdue)?;
    let (day, what) = (due.day, &due.what);
    Some(both(
        format!("Hold the {} by {day}.", what.get(Lang::En)),
        format!("于 {day} 前完成{}。", what.get(Lang::Zh)),
    ))
}

fn gains(assessment: &Assessment) -> Vec<Gain> {
    let open =
        |control: &Control| matches!(control.outcome(), Outcome::Partial | Outcome::Fail | Outcome::Unknown);
    let mut controls = assessment.controls.clone();
    let mut gains = Vec::new();
    for at in (0..controls.len()).filter(|at| open(&assessment.controls[*at])) {
        let met = met(assessment, &assessment.controls[at]);
        let was = std::mem::replace(&mut controls[at], met);
        let points = added(assessment, &controls);
        gains.extend(points.map(|points| Gain { control: was.id.clone(), points }));
        controls[at] = was;
    }
    gains.sort_by(|one, other| other.points.cmp(&one.points).then_with(|| one.control.cmp(&other.control)));
    gains
}

/// A control as it would be if it passed, on the evidence that there is, and were found so on site.
fn met(assessment: &Assessment, control: &Control) -> Control {
    let confirmed = control.confirmed.map(|_| true);
    let collected = !control.collected.agree.is_empty();
    let pieces = &assessment.record.evidence;
    let evidence = evidence::of(&control.id, collected, pieces).1;
    Control { found: Outcome::Pass, evidence, confirmed, ..control.clone() }
}
