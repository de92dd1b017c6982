//! `human` and `markdown`: the grade and what holds it down first, then dimensions, sub-indicators and controls.

use super::{conclusion, process};
use crate::assess::Assessment;
use crate::assess::control::{Control, Outcome};
use crate::assess::number::{exact, shown};
use crate::framework::Bilingual;
use crate::lang::{Lang, counted};
use crate::report::excerpt::clean;
use crate::report::markdown::plain;
use crate::report::wrap::{columns_of, hanging};
use crate::report::{Report, Style};
use rust_decimal::Decimal;

/// For people, on a terminal.
pub fn human(assessment: &Assessment, report: &Report, style: Style) -> String {
    let lang = report.lang;
    let mut lines = vec![title(assessment, report), String::new()];
    lines.extend(head(assessment, lang));
    lines.push(String::new());
    lines.push(columns(lang));
    for sum in &assessment.scores.dimensions {
        let heading = assessment.model.dimensions.iter().find(|heading| heading.key == sum.key);
        let seen = Seen::of(assessment, &sum.key);
        lines.push(row(&sum.key, sum.weight, sum.score, seen, heading.map(|heading| &heading.title), lang));
        let own = assessment
            .scores
            .indicators
            .iter()
            .filter(|one| assessment.model.dimension_of(&one.key) == sum.key);
        for one in own {
            let heading = assessment.model.indicators.iter().find(|heading| heading.key == one.key);
            let title = heading.map(|heading| &heading.title);
            let seen = Seen::of(assessment, &one.key);
            lines.push(row(&format!("  {}", one.key), one.weight, one.score, seen, title, lang));
        }
    }
    lines.push(String::new());
    lines.push(counts(&assessment.controls, lang));
    let process = process::lines(assessment, lang);
    if !process.is_empty() {
        lines.push(String::new());
        lines.extend(process);
    }
    for (heading, told) in conclusion::sections(assessment, report) {
        lines.extend([String::new(), heading.to_owned()]);
        lines.extend(told.iter().map(|line| format!("  {line}")));
    }
    lines.iter().map(|line| hanging(line, style.width) + "\n").collect()
}

/// For pages and comments.
pub fn markdown(assessment: &Assessment, report: &Report) -> String {
    let lang = report.lang;
    let mut lines = vec![format!("# {}", plain(&title(assessment, report))), String::new()];
    lines.extend(head(assessment, lang).iter().map(|line| bullet(line)));
    let columns = lang.pick(
        "| key | indicator | weight | score | seen | declared |",
        "| 编号 | 指标 | 权重 | 得分 | 已核实 | 仅声明 |",
    );
    let rule = "| --- | --- | ---: | ---: | ---: | ---: |".to_owned();
    lines.extend([String::new(), columns.to_owned(), rule]);
    let dimensions = assessment.scores.dimensions.iter().map(|sum| (&sum.key, sum.weight, sum.score));
    let indicators = assessment.scores.indicators.iter().map(|one| (&one.key, one.weight, one.score));
    let headings = || assessment.model.dimensions.iter().chain(&assessment.model.indicators);
    for (key, weight, score) in dimensions.chain(indicators) {
        let title =
            headings().find(|heading| heading.key == *key).map_or("", |heading| heading.title.get(lang));
        let seen = Seen::of(assessment, key);
        lines.push(format!(
            "| {} | {} | {} | {} | {} | {} |",
            plain(key),
            plain(title),
            exact(weight),
            given(score, lang),
            seen.seen,
            seen.declared
        ));
    }
    let columns = lang.pick("| control | title | severity | result |", "| 控制项 | 名称 | 严重程度 | 结果 |");
    lines.extend([String::new(), columns.to_owned(), "| --- | --- | --- | --- |".to_owned()]);
    for control in &assessment.controls {
        let rule = report.policies.rules.iter().find(|rule| rule.id == control.id);
        let title = rule.map_or("", |rule| rule.title.get(lang));
        let (severity, result) = (control.severity.label(lang), control.outcome().label(lang));
        lines.push(format!("| {} | {} | {severity} | {result} |", plain(&control.id), plain(title)));
    }
    lines.extend([String::new(), counts(&assessment.controls, lang)]);
    let process = process::lines(assessment, lang);
    if !process.is_empty() {
        lines.push(String::new());
        lines.extend(process.iter().map(|line| bullet(line)));
    }
    for (heading, told) in conclusion::sections(assessment, report) {
        lines.extend([String::new(), format!("## {heading}"), String::new()]);
        lines.extend(told.iter().map(|line| bullet(line)));
    }
    lines.join("\n") + "\n"
}

/// A line as an item of a list, as deep as it is indented.
fn bullet(line: &str) -> String {
    let text = line.trim_start_matches(' ');
    format!("{}- {}", &line[..line.len() - text.len()], plain(text))
}

fn title(assessment: &Assessment, report: &Report) -> String {
    let lang = report.lang;
    let none = lang.pick("without an Assessment document", "（无评估文档）").to_owned();
    let name = assessment.record.name.as_deref().map_or(none, clean);
    let platform = assessment.record.platform.as_deref().map(clean);
    let of =
        platform.map(|name| lang.pick(format!(" of {name}"), format!("（平台 {name}）"))).unwrap_or_default();
    lang.pick(
        format!("Assessment {name}{of} on {}", report.as_of),
        format!("评估 {name}{of}，{}", report.as_of),
    )
}

/// What [`Word`](crate::assess::grade::Word) is: only a licensed body draws a conclusion of graded protection.
pub const WORD: (&str, &str) = (
    "pass rate in the words of the graded-protection rule of 2025, no conclusion of a licensed body",
    "本工具通过率（参照等级保护测评 2025 年版口径用语，非测评结论）",
);

/// The grade and the numbers of the whole, a line each.
fn head(assessment: &Assessment, lang: Lang) -> Vec<String> {
    let (scores, grading) = (&assessment.scores, &assessment.grading);
    let colon = lang.pick(": ", "：");
    let line = |en: &str, zh: &str, value: String| format!("{}{colon}{value}", lang.pick(en, zh));
    let none = || lang.pick("none", "无").to_owned();
    let mut lines = vec![line(
        "grade",
        "等级",
        grading.told(lang).unwrap_or_else(|| format!("{}{}", none(), grading.part(lang))),
    )];
    for reason in &grading.withheld {
        lines.push(line("  no grade", "  不予评级", clean(reason.get(lang))));
    }
    for cap in &grading.caps {
        let at_most =
            lang.pick(format!("at most {}", cap.grade.name()), format!("最高 {}", cap.grade.name()));
        lines.push(format!("  {at_most}{colon}{}", clean(cap.reason.get(lang))));
    }
    let interval = scores.total.score.zip(scores.total.high);
    lines.push(line(
        "total",
        "总分",
        interval.map_or_else(none, |(low, high)| {
            let (low, high) = (shown(low), shown(high));
            lang.pick(format!("{low}, between {low} and {high}"), format!("{low}，区间 {low} 至 {high}"))
        }),
    ));
    if let Some(within) = grading.partial.and_then(|partial| partial.score) {
        lines.push(line("in scope alone", "仅计评估范围内", shown(within)));
    }
    let percent = |part: Decimal| format!("{}%", shown(part));
    let coverage = scores.coverage.map(|coverage| coverage * Decimal::ONE_HUNDRED);
    lines.push(line("coverage", "覆盖率", coverage.map_or_else(none, percent)));
    lines.push(line("pass rate", "通过率", grading.pass_rate.map_or_else(none, percent)));
    let word = grading.word.map(|word| line(WORD.0, WORD.1, word.get(lang).to_owned()));
    lines.extend(word);
    lines
}

/// How many controls that earned something rest on what was seen, and how many on a declaration or a document.
#[derive(Clone, Copy)]
struct Seen {
    seen: usize,
    declared: usize,
}

impl Seen {
    /// Those of a dimension or sub-indicator.
    fn of(assessment: &Assessment, key: &str) -> Seen {
        let model = &assessment.model;
        let own = assessment.controls.iter().filter(|control| {
            let within = control.indicator == key || model.dimension_of(&control.indicator) == key;
            within && control.credit(Decimal::ZERO) > Decimal::ZERO
        });
        let (seen, declared): (Vec<&Control>, Vec<&Control>) =
            own.partition(|control| control.evidence == Decimal::ONE);
        Seen { seen: seen.len(), declared: declared.len() }
    }
}

/// The words above the columns of [`row`].
fn columns(lang: Lang) -> String {
    let cells = match lang {
        Lang::En => ["", "score", "weight", "seen", "declared"].map(str::to_owned),
        Lang::Zh => ["", "得分", "权重", "已核实", "仅声明"].map(str::to_owned),
    };
    cells_of(cells, "")
}

fn row(
    key: &str,
    weight: Decimal,
    score: Option<Decimal>,
    seen: Seen,
    title: Option<&Bilingual>,
    lang: Lang,
) -> String {
    let (seen, declared) = (seen.seen.to_string(), seen.declared.to_string());
    let cells = [key.to_owned(), given(score, lang), exact(weight), seen, declared];
    cells_of(cells, title.map_or("", |title| title.get(lang)))
}

/// Cells in their columns, as wide as they are shown.
fn cells_of([key, score, weight, seen, declared]: [String; 5], title: &str) -> String {
    let right = |text: &str, width: usize| " ".repeat(width.saturating_sub(columns_of(text))) + text;
    let (score, weight) = (right(&score, 8), right(&weight, 8));
    let (seen, declared) = (right(&seen, 7), right(&declared, 9));
    format!("{key:<10}{score}{weight}{seen}{declared}  {title}").trim_end().to_owned()
}

fn given(score: Option<Decimal>, lang: Lang) -> String {
    score.map_or_else(|| lang.pick("-", "—").to_owned(), shown)
}

fn counts(controls: &[Control], lang: Lang) -> String {
    let count = |outcome: Outcome| {
        let count = controls.iter().filter(|control| control.outcome() == outcome).count();
        lang.pick(format!("{count} {}", outcome.label(lang)), format!("{} {count} 项", outcome.label(lang)))
    };
    let counts: Vec<String> = Outcome::ALL.into_iter().map(count).collect();
    let (all, counts) = (controls.len(), counts.join(lang.pick(", ", "，")));
    lang.pick(format!("{}: {counts}", counted(all, "control")), format!("控制项共 {all} 项：{counts}"))
}
