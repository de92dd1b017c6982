//! The assessment: from what a run of the rules found, and what experts and visits on site added, to scores and a grade.
//!
//! A pure computation over a [`Report`] and the Assessment document; what depends on the day depends on that of the
//! report. Numbers are decimals, rounded half up.

pub mod ahp;
pub mod collected;
pub mod conclusion;
pub mod control;
pub mod cycle;
pub mod effect;
pub mod evidence;
pub mod faults;
pub mod grade;
pub mod model;
pub mod number;
pub mod param;
pub mod process;
pub mod read;
pub mod record;
pub mod render;
pub mod risk;
pub mod saved;
pub mod score;
pub mod skeleton;
pub mod task;

use crate::document::Document;
use crate::finding::Finding;
use crate::policy::Judge;
use crate::problem::{Origin, Problem};
use crate::report::Report;
use control::Control;
use cycle::Due;
use effect::Effect;
use grade::Grading;
use model::{Model, View};
use process::{Facts, Step};
use read::At;
use record::Record;
use risk::Register;
use saved::Saved;
use score::Scores;
use task::Task;

/// An assessment.
#[derive(Debug)]
pub struct Assessment {
    /// The model.
    pub model: Model,
    /// What the Assessment document says.
    pub record: Record,
    /// The profile of the platform, where it is known.
    pub profile: Option<String>,
    /// The controls, by id.
    pub controls: Vec<Control>,
    /// The scores.
    pub scores: Scores,
    /// The grade.
    pub grading: Grading,
    /// The risks of the platform.
    pub risks: Register,
    /// What improvements cost and brought.
    pub effects: Vec<Effect>,
    /// What plans say is to be done.
    pub tasks: Vec<Task>,
    /// Earlier assessments that were given beside it.
    pub history: Vec<Saved>,
    /// The five steps; none without a document.
    pub steps: Vec<Step>,
    /// The assessments that are due.
    pub due: Vec<Due>,
}

/// Assesses what a run found in these documents. One of them at most is the Assessment; of several, the name picks one.
///
/// # Errors
/// There is no one Assessment document of that name, or its matrices cannot be reckoned with.
pub fn assess(
    report: &Report,
    documents: &[Document],
    name: Option<&str>,
) -> Result<Assessment, Vec<Problem>> {
    assess_viewed(report, documents, name, View::Five)
}

/// Assesses the same in a view of the model.
///
/// # Errors
/// As [`assess()`] has.
pub fn assess_viewed(
    report: &Report,
    documents: &[Document],
    name: Option<&str>,
    view: View,
) -> Result<Assessment, Vec<Problem>> {
    let document = pick(documents, name).map_err(|problem| vec![problem])?;
    let weights = document.and_then(|document| At::root(document).at(&["spec", "weights"]));
    let model = Model::read(weights.as_ref())?.viewed(view);
    let mut record = document.map(Record::read).unwrap_or_default();
    evidence::weigh(&mut record.evidence, report);
    let profile = profile(documents, record.platform.as_deref());
    let controls = control::controls(report, &model, &record, profile.as_deref());
    let scores = score::score(&model, &controls, &record.experts);
    let unread = document.map(|document| malformed(report, document)).unwrap_or_default();
    let mut grading = grade::grade(&scores, &controls, &unread);
    if !model.is_chinese(profile.as_deref()) {
        grading.word = None;
    }
    if let Some(partial) = &mut grading.partial {
        let within = |control: &&Control| control.found != control::Outcome::OutOfScope;
        let within: Vec<Control> = controls.iter().filter(within).cloned().collect();
        partial.score = score::score(&model, &within, &record.experts).total.score;
    }
    let risks = Register::read(report, documents, &controls, record.platform.as_deref());
    let effects = effect::effects(documents, record.platform.as_deref());
    let facts = Facts {
        policies: &report.policies,
        selected: &report.selected,
        counts: &report.counts,
        findings: &report.findings,
        documents,
        today: report.as_of,
    };
    let steps = document.map(|document| process::steps(document, &record, &model, facts)).unwrap_or_default();
    let due = document
        .map(|document| cycle::due(document, &record, documents, &report.policies, report.as_of))
        .unwrap_or_default();
    let tasks = task::tasks(report, documents, record.platform.as_deref());
    let history = Vec::new();
    Ok(Assessment {
        model,
        record,
        profile,
        controls,
        scores,
        grading,
        risks,
        effects,
        steps,
        due,
        tasks,
        history,
    })
}

/// Where the Assessment document breaks the schema of its kind: the scores know nothing of what stands there.
fn malformed(report: &Report, document: &Document) -> Vec<String> {
    let found = report.findings.iter().filter(|finding| report.rule(finding).judge == Judge::Schema);
    let place = |finding: &Finding| Origin::new(&finding.primary.source, finding.primary.span).line();
    found.filter(|finding| finding.primary.is_in(document)).map(place).collect()
}

/// The Assessment document; of several, the name picks one.
///
/// # Errors
/// There is no one of that name.
pub fn pick<'d>(documents: &'d [Document], name: Option<&str>) -> Result<Option<&'d Document>, Problem> {
    let all = documents.iter().filter(|document| document.top("kind") == Some("Assessment"));
    let wanted = |document: &&Document| name.is_none_or(|name| document.name() == Some(name));
    let found: Vec<&Document> = all.filter(wanted).collect();
    match (found.as_slice(), name) {
        ([], None) => Ok(None),
        ([one], _) => Ok(Some(*one)),
        ([], Some(name)) => Err(Problem::refused(
            format!("--assessment: no Assessment document is named {name:?}"),
            format!("--assessment：没有名为“{name}”的评估文档"),
        )),
        (several, _) => {
            let places: Vec<String> =
                several.iter().map(|document| At::root(document).anchor().line()).collect();
            let places = places.join(", ");
            Err(Problem::refused(
                format!("there are several Assessment documents: {places}; pick one with --assessment"),
                format!("有多份评估文档：{places}；请用 --assessment 指定一份"),
            ))
        }
    }
}

/// The profile of the platform that is assessed: the one named, else the only one there is.
pub fn profile(documents: &[Document], platform: Option<&str>) -> Option<String> {
    let platforms = documents.iter().filter(|document| document.top("kind") == Some("Platform"));
    let all: Vec<&Document> =
        platforms.filter(|document| platform.is_none_or(|name| document.name() == Some(name))).collect();
    let [one] = all.as_slice() else { return None };
    At::root(one).at(&["spec", "profile"]).and_then(|at| at.text().map(str::to_owned))
}
