//! The Assessment document to start from: the scope of the platform, and the controls to look at on site.

use super::control::{Control, Outcome};
use super::read::At;
use crate::document::{Document, edit};
use crate::lang::Lang;
use chrono::NaiveDate;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// What a new assessment is about.
#[derive(Debug)]
pub struct Start {
    /// Name of the document.
    pub name: String,
    /// The platform.
    pub platform: String,
    /// Its systems.
    pub systems: Vec<String>,
    /// The first day.
    pub day: NaiveDate,
    /// What the controls are drawn with.
    pub seed: String,
}

/// The systems that a Platform document names.
pub fn systems(platform: &Document) -> Vec<String> {
    let spec = At::root(platform).get("spec");
    let systems = spec.map(|spec| spec.list("systems")).unwrap_or_default();
    systems.iter().filter_map(|system| system.text().map(str::to_owned)).collect()
}

/// The controls to look at on site, by id: every one with a veto, and a fifth of the others that passed. Which ones
/// depends on the seed and nothing else, so that whoever knows it can draw them again.
pub fn draw<'c>(controls: &'c [Control], seed: &str) -> Vec<&'c str> {
    let applied = || controls.iter().filter(|control| control.applies());
    let vetoes = applied().filter(|control| control.has_veto);
    let others = applied().filter(|control| !control.has_veto && control.found == Outcome::Pass);
    let ticket = |id: &str| Sha256::digest([seed.as_bytes(), b"\0", id.as_bytes()].concat());
    let mut tickets: Vec<_> = others.map(|control| (ticket(&control.id), control.id.as_str())).collect();
    tickets.sort();
    tickets.truncate(tickets.len().div_ceil(5));
    let drawn = tickets.into_iter().map(|(_, id)| id);
    let mut all: Vec<&str> = vetoes.map(|control| control.id.as_str()).chain(drawn).collect();
    all.sort_unstable();
    all
}

/// The text of the document. What only people know is named in comments.
pub fn write(start: &Start, drawn: &[&str], lang: Lang) -> String {
    let said = |value: Value| edit::inline(&value);
    let Start { name, platform, systems, day, seed } = start;
    let title = lang.pick(
        "# An assessment from its first step on. `fiducia assess` tells what each step still needs.",
        "# 评估文档初稿。各步骤尚缺的内容可用 `fiducia assess` 查看。",
    );
    let spec = lang.pick(
        "  # Still to come: purpose (why it is held), plan.end, plan.approved_by and team.",
        "  # 待补充：purpose（评估目的）、plan.end（结束日期）、plan.approved_by（批准人）和 team（评估团队）。",
    );
    let experts = lang.pick(
        "  # At least three who are independent, each with `scores` from 0 to 5 for every sub-indicator, and a reason.",
        "  # 至少三名独立专家，逐一对二级指标评 0 至 5 分（`scores`）并说明理由。",
    );
    let onsite = lang.pick(
        "    # Every control with a veto and a fifth of the others that passed. Add the date, the inspectors, and to each of \
         them\n    # `result: confirmed` or `result: disproved`.",
        "    # 全部一票否决项，以及其余通过项的两成。请补充 date（核查日期）、inspectors（核查人员），并为每项填写\n    # `result: \
         confirmed`（属实）或 `result: disproved`（不属实）。",
    );
    let evidence = lang.pick(
        "  # `fiducia evidence add FILE --control ID` enters what shows it.",
        "  # 用 `fiducia evidence add FILE --control ID` 登记证据。",
    );
    let mut lines = vec![
        title.to_owned(),
        "apiVersion: fiducia/v1".to_owned(),
        "kind: Assessment".to_owned(),
        format!("metadata: {}", said(json!({"name": name, "platform": platform}))),
        "spec:".to_owned(),
        spec.to_owned(),
        "  occasion: regular".to_owned(),
        format!("  scope: {}", said(json!({"platforms": [platform], "systems": systems}))),
        "  methods: [quantitative, qualitative, onsite]".to_owned(),
        format!("  plan: {{start: {day}}}"),
        "  team: []".to_owned(),
        "  process:".to_owned(),
        format!("    preparation: {{status: in_progress, started: {day}}}"),
    ];
    lines.extend(
        ["collection", "onsite", "analysis", "improvement"]
            .map(|step| format!("    {step}: {{status: planned}}")),
    );
    lines.extend([experts.to_owned(), "  experts: []".to_owned(), "  onsite:".to_owned()]);
    lines.extend([format!("    seed: {}", said(json!(seed))), onsite.to_owned()]);
    let samples = if drawn.is_empty() { "    samples: []" } else { "    samples:" };
    lines.push(samples.to_owned());
    lines.extend(drawn.iter().map(|id| format!("      - {}", said(json!({"control": id})))));
    lines.extend([evidence.to_owned(), "  evidence: []".to_owned()]);
    lines.join("\n") + "\n"
}
