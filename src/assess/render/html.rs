//! `html`: one page for those who answer for risk, audit and compliance. Every chart stands beside the numbers that it
//! draws; the script only filters the table of controls.

mod chart;
mod coverage;
mod tables;

use super::prose::WORD;
use crate::assess::Assessment;
use crate::assess::conclusion::{Gain, conclude};
use crate::assess::control::{Outcome, Veto};
use crate::assess::number::shown;
use crate::lang::{Lang, Message};
use crate::report::excerpt::clean;
use crate::report::frame::clean_lines;
use crate::report::{Report, page};
use rust_decimal::Decimal;
use serde::Serialize;

const TEMPLATE: &str = include_str!("html/assess.html");
const STYLE: &str = include_str!("html/assess.css");
const SCRIPT: &str = include_str!("html/assess.js");

/// The assessment as a page.
pub fn render(assessment: &Assessment, report: &Report) -> String {
    let content = content(assessment, report);
    // The template is ours, and asks for nothing that the content has not; a test renders it.
    page::render(report.lang, TEMPLATE, &[page::STYLE, STYLE], SCRIPT, &content)
        .unwrap_or_else(|error| error.to_string())
}

#[derive(Serialize)]
struct Content {
    line: String,
    as_of: String,
    grade: String,
    facts: Vec<(&'static str, String)>,
    held: Vec<String>,
    problems: Vec<String>,
    counts: Vec<(&'static str, &'static str, usize)>,
    statements: Vec<String>,
    advice: Vec<String>,
    gain: String,
    gains: Vec<(String, String, String)>,
    vetoes: Vec<Vetoed>,
    radar: chart::Radar,
    dimensions: Vec<chart::Bar>,
    indicators: Vec<chart::Bar>,
    matrices: Vec<tables::Matrix>,
    risks: Vec<tables::Risk>,
    trend: Option<chart::Trend>,
    effects: Vec<(String, Vec<(&'static str, String)>)>,
    severities: Vec<(&'static str, &'static str)>,
    controls: Vec<tables::Control>,
    actions: Vec<tables::Action>,
    evidence: Vec<tables::Evidence>,
    plan: Option<tables::Plan>,
    frameworks: Vec<coverage::Framework>,
}

fn content(assessment: &Assessment, report: &Report) -> Content {
    let lang = report.lang;
    let conclusion = conclude(assessment, report);
    let told = |texts: &[Message]| texts.iter().map(|text| clean(text.get(lang))).collect();
    Content {
        line: line(assessment, lang),
        as_of: report.as_of.to_string(),
        grade: assessment.grading.grade.map_or("–", |grade| grade.name()).to_owned(),
        facts: facts(assessment, lang),
        held: held(assessment, lang),
        problems: report.problems.iter().map(|problem| clean_lines(&problem.message(lang))).collect(),
        counts: counts(assessment, lang),
        statements: told(&conclusion.statements),
        advice: told(&conclusion.advice),
        gain: super::conclusion::heading(&conclusion.gains, lang),
        gains: gains(&conclusion.gains, report),
        vetoes: vetoes(assessment, report),
        radar: chart::radar(assessment),
        dimensions: chart::dimensions(assessment, lang),
        indicators: chart::indicators(assessment, lang),
        matrices: tables::matrices(assessment, lang),
        risks: tables::risks(assessment, lang),
        trend: chart::trend(assessment, report),
        effects: effects(assessment, lang),
        severities: crate::policy::Severity::ALL.map(|one| (one.name(), one.label(lang))).to_vec(),
        controls: tables::controls(assessment, report),
        actions: tables::actions(assessment, report),
        evidence: tables::evidence(assessment, report),
        plan: tables::plan(assessment, report),
        frameworks: coverage::frameworks(assessment, report),
    }
}

/// A score, or a dash.
fn given(score: Option<Decimal>) -> String {
    score.map_or_else(|| "–".to_owned(), shown)
}

fn line(assessment: &Assessment, lang: Lang) -> String {
    let platform = assessment.record.platform.as_deref().map(clean);
    let platform =
        platform.map(|name| lang.pick(format!(" of {name}"), format!("（{name}）"))).unwrap_or_default();
    let grade = assessment.grading.told(lang);
    let part = assessment.grading.part(lang);
    match grade {
        Some(grade) => lang.pick(
            format!("Assessment{platform}: grade {grade}"),
            format!("资金存管安全评估{platform}：等级 {grade}"),
        ),
        None => lang.pick(
            format!("Assessment{platform}: no grade{part}"),
            format!("资金存管安全评估{platform}：不予评级{part}"),
        ),
    }
}

fn facts(assessment: &Assessment, lang: Lang) -> Vec<(&'static str, String)> {
    let (scores, grading, record) = (&assessment.scores, &assessment.grading, &assessment.record);
    let percent =
        |part: Option<Decimal>| part.map_or_else(|| "–".to_owned(), |part| format!("{}%", shown(part)));
    let named = |name: &Option<String>| name.as_deref().map_or_else(|| "–".to_owned(), clean);
    let interval = match (scores.total.score, scores.total.high) {
        (Some(low), Some(high)) => format!("{} – {}", shown(low), shown(high)),
        _ => "–".to_owned(),
    };
    let word = grading.word.map(|word| (lang.pick(WORD.0, WORD.1), word.get(lang).to_owned()));
    let facts = vec![
        (lang.pick("total", "总分"), given(scores.total.score)),
        (lang.pick("interval", "区间"), interval),
        (lang.pick("coverage", "覆盖率"), percent(scores.coverage.map(|part| part * Decimal::ONE_HUNDRED))),
        (lang.pick("pass rate", "通过率"), percent(grading.pass_rate)),
        (lang.pick("assessment", "评估"), named(&record.name)),
        (lang.pick("platform", "平台"), named(&record.platform)),
        (lang.pick("profile", "机构类型"), named(&assessment.profile)),
    ];
    facts.into_iter().chain(word).collect()
}

fn held(assessment: &Assessment, lang: Lang) -> Vec<String> {
    let colon = lang.pick(": ", "：");
    let withheld = assessment.grading.withheld.iter().map(|reason| clean(reason.get(lang)));
    let caps = assessment.grading.caps.iter().map(|cap| {
        format!("{} {}{colon}{}", lang.pick("at most", "最高"), cap.grade.name(), clean(cap.reason.get(lang)))
    });
    withheld.chain(caps).collect()
}

fn counts(assessment: &Assessment, lang: Lang) -> Vec<(&'static str, &'static str, usize)> {
    let count = |outcome: Outcome| {
        let count = assessment.controls.iter().filter(|control| control.outcome() == outcome).count();
        (outcome.name(), outcome.label(lang), count)
    };
    Outcome::ALL.map(count).to_vec()
}

/// The controls by which most is gained: id, title, points.
fn gains(gains: &[Gain], report: &Report) -> Vec<(String, String, String)> {
    let told = |gain: &Gain| {
        let title = clean(super::conclusion::title(gain, report));
        (clean(&gain.control), title, format!("+{}", shown(gain.points)))
    };
    gains.iter().take(super::conclusion::GAINS).map(told).collect()
}

/// The title of a dimension or sub-indicator.
fn title(assessment: &Assessment, key: &str, lang: Lang) -> String {
    let mut all = assessment.model.dimensions.iter().chain(&assessment.model.indicators);
    all.find(|heading| heading.key == key)
        .map_or_else(String::new, |heading| heading.title.get(lang).to_owned())
}

#[derive(Serialize)]
struct Vetoed {
    id: String,
    title: String,
    cast: bool,
    messages: Vec<String>,
    remediation: String,
}

fn vetoes(assessment: &Assessment, report: &Report) -> Vec<Vetoed> {
    let lang = report.lang;
    let mut vetoed: Vec<Vetoed> = Vec::new();
    for control in &assessment.controls {
        let Some(veto) = control.veto else { continue };
        let rule = report.policies.rules.iter().find(|rule| rule.id == control.id);
        let findings = control.findings.iter().filter_map(|at| report.findings.get(*at));
        vetoed.push(Vetoed {
            id: clean(&control.id),
            title: rule.map_or_else(String::new, |rule| clean_lines(rule.title.get(lang))),
            cast: veto == Veto::Cast,
            messages: findings.map(|finding| clean_lines(finding.message.get(lang))).collect(),
            remediation: rule.map_or_else(String::new, |rule| clean_lines(rule.remediation.get(lang))),
        });
    }
    vetoed.sort_by_key(|one| !one.cast);
    vetoed
}

fn effects(assessment: &Assessment, lang: Lang) -> Vec<(String, Vec<(&'static str, String)>)> {
    let told = |effect: &crate::assess::effect::Effect| {
        let lines = effect.told(lang).into_iter().map(|(name, value)| (name, clean(&value)));
        (clean(&effect.name), lines.collect())
    };
    assessment.effects.iter().map(told).collect()
}
