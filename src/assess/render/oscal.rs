//! `oscal`: the assessment results of OSCAL. A finding for every control that applies, and observations for what was
//! seen of it: by the program, on site, as evidence.

pub mod poam;

use crate::assess::Assessment;
use crate::assess::control::{Control, Outcome};
use crate::assess::evidence::Evidence;
use crate::assess::number::exact;
use crate::assess::risk::Risk;
use crate::finding::Finding;
use crate::json;
use crate::lang::counted;
use crate::policy::Rule;
use crate::report::oscal::{NAMESPACE, id, line, markup, metadata, props, time, token, whole};
use crate::report::{Report, uri};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The assessment as OSCAL.
pub fn render(assessment: &Assessment, report: &Report) -> String {
    let writer = Writer { assessment, report };
    let title = report.lang.pick("Assessment of fund custody", "资金存管安全评估");
    let title = format!("{title} {}", assessment.record.name.as_deref().unwrap_or_default());
    json::pretty(&json!({
        "assessment-results": {
            "uuid": writer.id(&["assessment-results"]),
            "metadata": metadata(&title, report.as_of),
            "import-ap": {"href": format!("#{}", writer.id(&["plan"]))},
            "results": [writer.result(&title)],
            "back-matter": {"resources": [writer.plan()]},
        }
    }))
}

struct Writer<'a> {
    assessment: &'a Assessment,
    report: &'a Report,
}

impl Writer<'_> {
    /// An id within this assessment of this day.
    fn id(&self, parts: &[&str]) -> String {
        let record = &self.assessment.record;
        let day = self.report.as_of.to_string();
        let own = [record.platform.as_deref().unwrap_or(""), record.name.as_deref().unwrap_or(""), &day];
        id(&own.iter().chain(parts).copied().collect::<Vec<_>>())
    }

    fn rule(&self, control: &Control) -> Option<&Rule> {
        self.report.policies.rules.iter().find(|rule| rule.id == control.id)
    }

    fn title(&self, control: &Control) -> String {
        let title = self.rule(control).map_or("", |rule| rule.title.get(self.report.lang));
        format!("{} {title}", control.id)
    }

    /// The Assessment document, which has purpose, scope, method and team.
    fn plan(&self) -> Value {
        let at = self.assessment.record.at.as_ref();
        let path = at.map(|at| uri::reference(&at.source.path));
        let none = self.report.lang.pick("no Assessment document: a self-check", "无评估文档，仅为自查");
        let name = self.assessment.record.name.as_deref().filter(|_| path.is_some()).unwrap_or(none);
        whole(json!({
            "uuid": self.id(&["plan"]),
            "title": markup(name),
            "rlinks": path.map(|path| json!([{"href": path}])),
        }))
    }

    fn result(&self, title: &str) -> Value {
        let applied: Vec<&Control> =
            self.assessment.controls.iter().filter(|control| control.applies()).collect();
        let day = time(self.report.as_of);
        let by_control = self.observations(&applied);
        let findings: Vec<Value> = applied.iter().map(|control| self.finding(control, &by_control)).collect();
        let selected: Vec<Value> =
            applied.iter().map(|control| json!({"control-id": token(&control.id)})).collect();
        let selection = match selected.is_empty() {
            true => json!({"include-all": {}}),
            false => json!({"include-controls": selected}),
        };
        whole(json!({
            "uuid": self.id(&["result"]),
            "title": markup(title),
            "description": markup(self.report.lang.pick("What the controls came to on this day.", "控制项在评估日的结果。")),
            "start": day,
            "end": day,
            "props": self.scores(),
            "local-definitions": {"components": [self.tool()]},
            "reviewed-controls": {"control-selections": [selection]},
            "observations": by_control.into_values().flatten().map(|(_, one)| one).collect::<Vec<_>>(),
            "risks": self.assessment.risks.risks.iter().map(|risk| self.risk(risk)).collect::<Vec<_>>(),
            "findings": findings,
        }))
    }

    fn scores(&self) -> Vec<Value> {
        let (scores, grading) = (&self.assessment.scores, &self.assessment.grading);
        let number = |number: Option<Decimal>| number.map(exact).unwrap_or_default();
        let mut all = props([
            ("grade", grading.grade.map_or("withheld", |grade| grade.name()).to_owned()),
            (
                "scope",
                grading.partial.map_or_else(
                    || "whole".to_owned(),
                    |part| format!("partial, {} of {} controls", part.controls, part.of),
                ),
            ),
            ("total-low", number(scores.total.score)),
            ("total-high", number(scores.total.high)),
            ("coverage", number(scores.coverage)),
            ("pass-rate", number(grading.pass_rate)),
            ("platform", self.assessment.record.platform.clone().unwrap_or_default()),
        ]);
        let dimensions = scores.dimensions.iter().map(|sum| (&sum.key, sum.score));
        let indicators = scores.indicators.iter().map(|one| (&one.key, one.score));
        for (key, score) in dimensions.chain(indicators) {
            let given = score.map(
                |score| json!({"name": "score", "ns": NAMESPACE, "class": token(key), "value": exact(score)}),
            );
            all.extend(given);
        }
        all
    }

    /// What looked: the program.
    fn tool(&self) -> Value {
        json!({
            "uuid": id(&["tool"]),
            "type": "validation",
            "title": env!("CARGO_PKG_NAME"),
            "description": "Checks configuration against policies.",
            "props": props([("version", env!("CARGO_PKG_VERSION").to_owned())]),
            "status": {"state": "operational"},
        })
    }

    fn origins(&self) -> Value {
        json!([{"actors": [{"type": "tool", "actor-uuid": id(&["tool"])}]}])
    }

    /// What was seen of each control, with ids.
    fn observations(&self, applied: &[&Control]) -> BTreeMap<String, Vec<(String, Value)>> {
        let mut all: BTreeMap<String, Vec<(String, Value)>> = BTreeMap::new();
        for control in applied {
            let own = all.entry(control.id.clone()).or_default();
            own.push(self.evaluation(control));
            own.extend(control.confirmed.map(|confirmed| self.visit(control, confirmed)));
            let found = control.findings.iter().enumerate();
            own.extend(
                found.filter_map(|(turn, at)| Some(self.violation(self.report.findings.get(*at)?, turn))),
            );
        }
        for (turn, one) in self.assessment.record.evidence.iter().enumerate() {
            if let Some(own) = all.get_mut(&one.control) {
                own.push(self.evidence(one, turn));
            }
        }
        all
    }

    fn evaluation(&self, control: &Control) -> (String, Value) {
        let uuid = self.id(&["evaluation", &control.id]);
        let index = self.report.policies.rules.iter().position(|rule| rule.id == control.id);
        let count = index.and_then(|index| self.report.counts.get(index)).copied().unwrap_or_default();
        let (evaluated, passed, failed) = (count.evaluated, count.passed, count.failed);
        let text = self.report.lang.pick(
            format!(
                "evaluated {}: {passed} passed, {failed} failed, {} errored",
                counted(evaluated, "time"),
                count.errored
            ),
            format!("求值 {evaluated} 次：通过 {passed}，未通过 {failed}，出错 {}", count.errored),
        );
        let value = json!({
            "uuid": uuid,
            "title": markup(&self.title(control)),
            "description": markup(&text),
            "methods": ["TEST"],
            "types": ["control-objective"],
            "origins": self.origins(),
            "collected": time(self.report.as_of),
        });
        (uuid, value)
    }

    fn visit(&self, control: &Control, confirmed: bool) -> (String, Value) {
        let uuid = self.id(&["onsite", &control.id]);
        let lang = self.report.lang;
        let text = match confirmed {
            true => lang.pick("confirmed on site", "现场核实一致"),
            false => lang.pick("disproved on site", "现场核实不一致"),
        };
        let value = json!({
            "uuid": uuid,
            "title": markup(&self.title(control)),
            "description": markup(text),
            "methods": ["EXAMINE"],
            "types": ["control-objective"],
            "collected": time(self.report.as_of),
        });
        (uuid, value)
    }

    fn violation(&self, finding: &Finding, turn: usize) -> (String, Value) {
        let lang = self.report.lang;
        let (rule, label) = (self.report.rule(finding), &finding.primary);
        let uuid = self.id(&["violation", &rule.id, &finding.fingerprint, &turn.to_string()]);
        let at = label.source.position(label.span.start);
        let place = format!("{}:{}:{}", label.source.path, at.line, at.column);
        let value = json!({
            "uuid": uuid,
            "title": markup(&format!("{} {}", rule.id, rule.title.get(lang))),
            "description": markup(finding.message.get(lang)),
            "props": props([
                ("severity", finding.severity.name().to_owned()),
                ("status", finding.status.name().to_owned()),
                ("check", finding.check.clone().unwrap_or_default()),
                ("fingerprint", finding.fingerprint.clone()),
            ]),
            "methods": ["TEST"],
            "types": ["finding"],
            "origins": self.origins(),
            "relevant-evidence": [{"href": uri::reference(&label.source.path), "description": markup(&place)}],
            "collected": time(self.report.as_of),
        });
        (uuid, value)
    }

    fn evidence(&self, one: &Evidence, turn: usize) -> (String, Value) {
        let uuid = self.id(&["evidence", &one.control, &turn.to_string()]);
        let lang = self.report.lang;
        let kind = one
            .kind
            .map_or(lang.pick("evidence of no known kind", "类型不明的证据"), |kind| kind.label(lang));
        let file = one.file.as_deref();
        let relevant = file.map(|file| {
            json!([whole(json!({
                "href": uri::reference(file),
                "description": markup(file),
                "props": props([("sha256", one.sha256.clone().unwrap_or_default())]),
            }))])
        });
        let value = whole(json!({
            "uuid": uuid,
            "title": markup(&one.control),
            "description": markup(kind),
            "props": props([
                ("collector", one.collector.clone().unwrap_or_default()),
                ("factor", one.factor.map(exact).unwrap_or_default()),
            ]),
            "methods": ["EXAMINE"],
            "relevant-evidence": relevant,
            "collected": time(one.collected_at.unwrap_or(self.report.as_of)),
        }));
        (uuid, value)
    }

    fn finding(&self, control: &Control, observed: &BTreeMap<String, Vec<(String, Value)>>) -> Value {
        let lang = self.report.lang;
        let outcome = control.outcome();
        let (state, reason) = match outcome {
            Outcome::Pass => ("satisfied", "pass"),
            Outcome::Unknown => ("not-satisfied", "other"),
            _ => ("not-satisfied", "fail"),
        };
        let own = observed.get(&control.id).into_iter().flatten();
        let related: Vec<Value> = own.map(|(uuid, _)| json!({"observation-uuid": uuid})).collect();
        let named = |risk: &&Risk| risk.controls.iter().any(|linked| linked.id == control.id);
        let risks = self.assessment.risks.risks.iter().filter(named);
        let risks: Vec<Value> =
            risks.map(|risk| json!({"risk-uuid": self.id(&["risk", &risk.id])})).collect();
        let remediation = self.rule(control).map_or("", |rule| rule.remediation.get(lang));
        whole(json!({
            "uuid": self.id(&["finding", &control.id]),
            "title": markup(&self.title(control)),
            "description": markup(outcome.label(lang)),
            "props": props([
                ("result", outcome.name().to_owned()),
                ("severity", control.severity.name().to_owned()),
                ("indicator", control.indicator.clone()),
                ("credit", exact(control.credit(Decimal::ZERO))),
                ("evidence", exact(control.evidence)),
                ("veto", control.veto.map_or("", super::veto).to_owned()),
            ]),
            "target": {
                "type": "objective-id",
                "target-id": token(&control.id),
                "status": {"state": state, "reason": reason},
            },
            "related-observations": related,
            "related-risks": risks,
            "remarks": (outcome != Outcome::Pass && !remediation.is_empty()).then(|| markup(remediation)),
        }))
    }

    fn risk(&self, risk: &Risk) -> Value {
        let title = risk.title.as_deref().unwrap_or(&risk.id);
        let facet =
            |name: &str, value: String| json!({"name": name, "system": NAMESPACE, "value": line(&value)});
        let mut facets = Vec::new();
        for (name, score) in [("inherent", risk.inherent), ("residual", risk.residual)] {
            let Some(score) = score else { continue };
            facets.push(facet(&format!("{name}-score"), exact(score.value)));
            facets.push(facet(&format!("{name}-level"), score.level.name().to_owned()));
        }
        if let Some((likelihood, impact)) = risk.inherent.map(|score| score.cell) {
            facets.push(facet("likelihood", likelihood.to_string()));
            facets.push(facet("impact", impact.to_string()));
        }
        let status = if risk.closed { "closed" } else { "open" };
        let due = risk.treatment.as_ref().and_then(|treatment| treatment.due);
        whole(json!({
            "uuid": self.id(&["risk", &risk.id]),
            "title": markup(title),
            "description": markup(title),
            "statement": markup(&format!("{} {title}", risk.id)),
            "props": props([
                ("id", risk.id.clone()),
                ("owner", risk.owner.clone().unwrap_or_default()),
                ("response", risk.response.clone().unwrap_or_default()),
            ]),
            "status": status,
            "characterizations": (!facets.is_empty()).then(|| json!([{"origin": self.origins()[0], "facets": facets}])),
            "deadline": due.map(time),
        }))
    }
}
