//! The risks of a platform: as two matrices and a list, for people; as a page; as JSON.

use crate::assess::Assessment;
use crate::assess::number::{exact, shown};
use crate::assess::risk::{Level, Linked, Risk, SCALE, Score, Treatment};
use crate::lang::{Lang, counted};
use crate::report::excerpt::clean;
use crate::report::markdown::plain;
use crate::report::{Report, Style};
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// The version of the contract.
const VERSION: u32 = 1;

/// Which score a matrix shows.
pub(super) type Which = fn(&Risk) -> Option<Score>;

/// The matrices: what each is called, and which score it shows.
pub(super) const MATRICES: [([&str; 2], Which); 2] = [
    (["inherent risk, without controls", "固有风险（未考虑控制项）"], |risk| risk.inherent),
    (["residual risk, with the linked controls", "剩余风险（已考虑关联控制项）"], |risk| {
        risk.residual
    }),
];

/// For people, on a terminal. Cells carry their numbers, so that nothing depends on colour; narrated, there are
/// sentences alone.
pub fn human(assessment: &Assessment, report: &Report, style: Style) -> String {
    let lang = report.lang;
    let mut lines = vec![title(assessment, report)];
    if !style.narrated {
        for (name, which) in MATRICES {
            lines.extend([String::new(), lang.pick(name[0], name[1]).to_owned()]);
            lines.extend(matrix(assessment, which, style.color, lang));
        }
        lines.extend([String::new(), legend(assessment, lang)]);
    }
    for risk in &assessment.risks.risks {
        lines.extend([String::new(), heading(risk)]);
        lines.extend(details(risk, lang).into_iter().map(|line| format!("  {line}")));
    }
    lines.extend([String::new(), counts(assessment, lang)]);
    lines.join("\n") + "\n"
}

/// For pages and comments.
pub fn markdown(assessment: &Assessment, report: &Report) -> String {
    let lang = report.lang;
    let mut lines = vec![format!("# {}", plain(&title(assessment, report)))];
    for (name, which) in MATRICES {
        lines.extend([String::new(), format!("## {}", lang.pick(name[0], name[1])), String::new()]);
        let likelihood: Vec<String> = (1..=SCALE).map(|step| format!(" {step} ")).collect();
        let corner = lang.pick("impact \\ likelihood", "影响 \\ 可能性");
        lines.push(format!("| {corner} |{}|", likelihood.join("|")));
        lines.push(format!("| --- |{}", " --- |".repeat(SCALE as usize)));
        for impact in (1..=SCALE).rev() {
            let cell = |likelihood: i64| {
                let names: Vec<String> =
                    standing(assessment, which, (likelihood, impact)).map(|risk| plain(&risk.id)).collect();
                let level = assessment.risks.bands.level(Decimal::from(likelihood * impact)).label(lang);
                let names =
                    if names.is_empty() { String::new() } else { format!("<br>{}", names.join("<br>")) };
                format!(" {} {level}{names} ", likelihood * impact)
            };
            lines.push(format!("| **{impact}** |{}|", (1..=SCALE).map(cell).collect::<Vec<_>>().join("|")));
        }
    }
    lines.push(String::new());
    for risk in &assessment.risks.risks {
        lines.push(format!("- **{}**", plain(&heading(risk))));
        lines.extend(details(risk, lang).iter().map(|line| format!("  - {}", plain(line))));
    }
    lines.extend([String::new(), counts(assessment, lang)]);
    lines.join("\n") + "\n"
}

/// For programs; `schema/risks-v1.json` describes it. Numbers that were reckoned are decimal text with four places.
pub fn json(assessment: &Assessment, report: &Report) -> String {
    let bands = assessment.risks.bands.ranges();
    let document = json!({
        "version": VERSION,
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "as_of": report.as_of.to_string(),
        "platform": assessment.record.platform,
        "registers": assessment.risks.documents,
        "levels": bands.map(|(level, from, to)| json!({"level": level.name(), "from": from, "to": to})),
        "risks": assessment.risks.risks.iter().map(of_risk).collect::<Vec<_>>(),
        "problems": crate::problem::count(&report.problems),
    });
    // A value of JSON can always be written.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn of_risk(risk: &Risk) -> Value {
    let score = |score: Option<Score>| {
        score.map(|score| {
            let (likelihood, impact) = score.cell;
            json!({"score": exact(score.value), "level": score.level.name(), "likelihood": likelihood, "impact": impact})
        })
    };
    let control =
        |linked: &Linked| json!({"id": linked.id, "result": linked.outcome.map(|outcome| outcome.name())});
    let treatment = |treatment: &Treatment| {
        json!({
            "option": treatment.option,
            "owner": treatment.owner,
            "due": treatment.due.map(|due| due.to_string()),
            "status": treatment.status,
            "cost": treatment.cost.map(exact),
            "finished": treatment.finished,
            "overdue_days": treatment.overdue,
        })
    };
    let at = risk.at.source.position(risk.at.span.start);
    json!({
        "id": risk.id,
        "title": risk.title,
        "category": risk.category,
        "owner": risk.owner,
        "response": risk.response,
        "status": risk.status,
        "closed": risk.closed,
        "inherent": score(risk.inherent),
        "controls_quality": risk.quality.map(exact),
        "residual": score(risk.residual),
        "controls": risk.controls.iter().map(control).collect::<Vec<_>>(),
        "treatment": risk.treatment.as_ref().map(treatment),
        "path": risk.at.source.path,
        "line": at.line,
    })
}

fn title(assessment: &Assessment, report: &Report) -> String {
    let platform = assessment.record.platform.as_deref().map(clean);
    match (report.lang, platform) {
        (Lang::En, Some(name)) => format!("Risks of {name} on {}", report.as_of),
        (Lang::En, None) => format!("Risks on {}", report.as_of),
        (Lang::Zh, Some(name)) => format!("风险清单（平台 {name}），{}", report.as_of),
        (Lang::Zh, None) => format!("风险清单，{}", report.as_of),
    }
}

pub(super) fn standing(
    assessment: &Assessment,
    which: Which,
    cell: (i64, i64),
) -> impl Iterator<Item = &Risk> {
    let there = move |risk: &&Risk| which(risk).is_some_and(|score| score.cell == cell);
    assessment.risks.open().filter(there)
}

/// A row an impact, a column a likelihood; in each cell the product, and how many risks stand there.
fn matrix(assessment: &Assessment, which: Which, color: bool, lang: Lang) -> Vec<String> {
    let columns: String = (1..=SCALE).map(|likelihood| format!("{likelihood:>5}    ")).collect();
    let mut lines = vec![
        lang.pick("          likelihood", "          可能性").to_owned(),
        format!("{}  {}", lang.pick("impact", "影响  "), columns.trim_end()),
    ];
    for impact in (1..=SCALE).rev() {
        let cell = |likelihood: i64| {
            let count = standing(assessment, which, (likelihood, impact)).count();
            let product = likelihood * impact;
            let count = if count == 0 { String::new() } else { format!("[{count}]") };
            let text = format!(" {product:>4}{count:<4}");
            let level = assessment.risks.bands.level(Decimal::from(product));
            if color { painted(&text, level) } else { text }
        };
        let cells: String = (1..=SCALE).map(cell).collect();
        lines.push(format!("{impact:>4}    {}", cells.trim_end()));
    }
    lines
}

/// Black on green, yellow, orange or red.
fn painted(text: &str, level: Level) -> String {
    let ground = match level {
        Level::Low => 114,
        Level::Medium => 227,
        Level::High => 215,
        Level::Extreme => 210,
    };
    format!("\u{1b}[38;5;16;48;5;{ground}m{text}\u{1b}[0m")
}

fn legend(assessment: &Assessment, lang: Lang) -> String {
    let range = |(level, from, to): (Level, i64, i64)| {
        let label = level.label(lang);
        lang.pick(format!("{from}-{to} {label}"), format!("{from} 至 {to} 为{label}"))
    };
    let ranges: Vec<String> = assessment.risks.bands.ranges().into_iter().map(range).collect();
    let ranges = ranges.join(lang.pick(", ", "，"));
    lang.pick(
        format!("likelihood × impact, [risks]; {ranges}\na residual risk stands at its impact and its rounded likelihood; its own number decides its level"),
        format!("格内为可能性 × 影响，[ ] 内为风险数；{ranges}\n剩余风险按原影响程度和四舍五入后的可能性标示，等级以其风险值为准"),
    )
}

fn heading(risk: &Risk) -> String {
    let title = risk.title.as_deref().map(|title| format!("  {}", clean(title)));
    format!("{}{}", clean(&risk.id), title.unwrap_or_default())
}

/// What is to be said of a risk, a line each.
fn details(risk: &Risk, lang: Lang) -> Vec<String> {
    let mut lines = scores(risk, lang);
    if let Some(treatment) = &risk.treatment {
        lines.push(treated(treatment, lang));
    } else if risk.inherent.is_none_or(|score| score.level >= Level::High) && !risk.closed {
        lines.push(lang.pick("no treatment", "没有处置措施").to_owned());
    }
    if risk.closed {
        lines.push(lang.pick("closed", "已关闭").to_owned());
    }
    lines
}

fn scores(risk: &Risk, lang: Lang) -> Vec<String> {
    let (Some(inherent), Some(residual)) = (risk.inherent, risk.residual) else {
        let none = lang.pick(
            "no score: likelihood and impact are needed, 1 to 5 each",
            "无风险值：须填写 1 至 5 的可能性和影响",
        );
        return vec![none.to_owned()];
    };
    let (likelihood, impact) = inherent.cell;
    let product = likelihood * impact;
    let (before, after) = (inherent.level.label(lang), residual.level.label(lang));
    let left = shown(residual.value);
    let quality = risk.quality.map_or_else(
        || lang.pick("no linked control applies", "没有适用的关联控制项").to_owned(),
        |quality| {
            lang.pick(format!("controls Q {}", shown(quality)), format!("控制项 Q 为 {}", shown(quality)))
        },
    );
    let mut lines = vec![lang.pick(
        format!("inherent {product} {before} ({likelihood} × {impact}), residual {left} {after}, {quality}"),
        format!("固有 {product}（{likelihood} × {impact}），{before}；剩余 {left}，{after}；{quality}"),
    )];
    let linked = |linked: &Linked| {
        let result = linked
            .outcome
            .map_or(lang.pick("not known here", "本次运行中不存在"), |outcome| outcome.label(lang));
        format!("{} {result}", clean(&linked.id))
    };
    let linked: Vec<String> = risk.controls.iter().map(linked).collect();
    if !linked.is_empty() {
        let linked = linked.join(lang.pick(", ", "、"));
        lines.push(format!("{}{linked}", lang.pick("controls: ", "控制项：")));
    }
    lines
}

fn treated(treatment: &Treatment, lang: Lang) -> String {
    let none = || lang.pick("none", "无").to_owned();
    let text = |text: &Option<String>| text.as_deref().map_or_else(none, clean);
    let (option, owner, status) = (text(&treatment.option), text(&treatment.owner), text(&treatment.status));
    let due = treatment.due.map_or_else(none, |due| due.to_string());
    let late = treatment.overdue.map(|days| {
        let s = if days == 1 { "" } else { "s" };
        lang.pick(format!(", overdue by {days} day{s}"), format!("，已逾期 {days} 天"))
    });
    let late = late.unwrap_or_default();
    lang.pick(
        format!("treatment: {option}; owner {owner}, due {due}, status {status}{late}"),
        format!("处置措施：{option}；责任人 {owner}，期限 {due}，状态 {status}{late}"),
    )
}

/// How many risks stand at each level before and after, and how many treatments are overdue.
fn counts(assessment: &Assessment, lang: Lang) -> String {
    let risks = &assessment.risks;
    if risks.documents == 0 {
        return lang
            .pick("there is no RiskRegister document", "没有风险登记册（RiskRegister）文档")
            .to_owned();
    }
    let levels = |which: Which| {
        let count = |level: Level| {
            let count =
                risks.open().filter(|risk| which(risk).is_some_and(|score| score.level == level)).count();
            (count > 0).then(|| {
                lang.pick(format!("{count} {}", level.label(lang)), format!("{} {count}", level.label(lang)))
            })
        };
        let counts: Vec<String> = Level::ALL.into_iter().rev().filter_map(count).collect();
        if counts.is_empty() {
            lang.pick("none", "无").to_owned()
        } else {
            counts.join(lang.pick(", ", "、"))
        }
    };
    let (open, all) = (risks.open().count(), risks.risks.len());
    let overdue = |risk: &&Risk| risk.treatment.as_ref().is_some_and(|treatment| treatment.overdue.is_some());
    let overdue = risks.risks.iter().filter(overdue).count();
    let (before, after) = (levels(|risk| risk.inherent), levels(|risk| risk.residual));
    let closed = all - open;
    lang.pick(
        format!(
            "{}, {closed} closed; inherent: {before}; residual: {after}; overdue treatments: {overdue}",
            counted(open, "open risk")
        ),
        format!(
            "未关闭风险 {open} 项，已关闭 {closed} 项；固有：{before}；剩余：{after}；逾期处置 {overdue} 项"
        ),
    )
}
