//! From violations to findings: where in which file each one is.
//!
//! In order of trust: the author's `path`, the identity of the author's `at`, what the conditions of the
//! policy read, and the document's first key where nothing else is known.

pub mod nested;
pub mod plan;
pub mod spread;
mod story;

use crate::document::terraform::{View, Views, Written};
use crate::document::{Document, Format, NodeKind, Place, Pointer, Stage, from_stages};
use crate::finding::{Finding, Label, LocatedBy, Status};
use crate::kind::Fault;
use crate::lang::{Lang, Message, both};
use crate::policy::params::{self, Floor, Override, Param};
use crate::policy::{InputShape, Rule, Severity};
use crate::problem::{Failure, Problem};
use crate::violation::{Aim, Violation};
use spread::Spread;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The documents that a rule saw as its input.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'d> {
    /// All documents of the run, in the order of `input.documents`.
    pub documents: &'d [Document],
    /// The one document of a document rule.
    pub index: usize,
    /// Where sections of it are that others have.
    pub spread: &'d Spread,
    /// The entries of a combined input.
    pub combined: &'d [Combined],
    /// What names stand for in modules of Terraform.
    pub views: &'d Views,
    /// The stages of the one document, where it is a Dockerfile that is read by them.
    pub stages: &'d [Stage],
}

/// An entry of a combined input: a document, and the item that it is where the root of the document is a list.
pub type Combined = (usize, Option<usize>);

/// The entries of an input that combines documents, as conftest has them: items of a list are entries of their own.
pub fn combined(documents: &[Document]) -> Vec<Combined> {
    let whole = documents.iter().enumerate().filter(|(_, document)| !document.is_nested());
    let entries = whole.flat_map(|(at, document)| match &document.node(document.root()).kind {
        NodeKind::Sequence(items) => (0..items.len()).map(|item| (at, Some(item))).collect(),
        _ => vec![(at, None)],
    });
    entries.collect()
}

/// The finding of a violation, and what is wrong with the places that its author gives: a route none of
/// whose steps exist is a mistake in the policy, and the finding then points at the document.
pub fn locate(
    violation: Violation,
    rule: &Rule,
    rule_index: usize,
    subject: Subject<'_>,
) -> (Finding, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut target = |at: &Aim| {
        aim(at, rule, subject).unwrap_or_else(|problem| {
            problems.push(problem);
            None
        })
    };
    let told = match &violation.aim {
        Aim::Story => story::tell(&violation.story, rule, subject),
        _ => None,
    };
    let mut expected = violation.expected;
    let (primary, located_by, mut related) = match (told, target(&violation.aim)) {
        (Some(told), _) => {
            expected = expected.or(told.expected);
            (told.primary, LocatedBy::Trace, told.related)
        }
        (None, Some((target, located_by))) => (target.label(expected.as_ref()), located_by, target.used_at()),
        (None, None) => (Target::whole(subject).label(None), LocatedBy::Document, Vec::new()),
    };
    for other in violation.related {
        if let Some((target, _)) = target(&other.aim) {
            let mut label = target.label(None);
            if !other.message.is_empty() {
                label.message = other.message;
            }
            related.push(label);
        }
    }
    let finding = Finding {
        rule: rule_index,
        message: if violation.message.is_empty() { title(rule) } else { violation.message },
        severity: violation.severity.unwrap_or(rule.severity),
        status: Status::Open,
        located_by,
        primary,
        related,
        check: violation.check,
        expected,
        // Told by their lines, where someone asked for them.
        story: violation.story.into_iter().filter(|condition| condition.at.is_some()).collect(),
        details: violation.details,
        place: String::new(),
        fingerprint: String::new(),
    };
    (finding, problems)
}

/// The finding of a place that does not follow the schema of its kind.
pub fn fault(fault: Fault, rule_index: usize, document: &Document) -> Finding {
    let message = fault.message();
    let Fault { place, pointer, what, .. } = fault;
    let expected = what.expected();
    let key = place.key.filter(|_| what.about_key());
    let target = Target { document, pointer, place, written: Vec::new() };
    let mut primary = target.label(expected.as_ref());
    if let Some(key) = key {
        primary.span = document.node(key).span;
    }
    if let Some(similar) = what.similar() {
        primary.message = both(format!("did you mean `{similar}`?"), format!("是否应为 `{similar}`？"));
    }
    Finding {
        rule: rule_index,
        message,
        severity: what.severity(),
        status: Status::Open,
        located_by: LocatedBy::Path,
        related: target.used_at(),
        primary,
        check: Some(what.check().to_owned()),
        expected,
        story: Vec::new(),
        details: serde_json::Map::new(),
        place: String::new(),
        fingerprint: String::new(),
    }
}

/// The finding that something is wrong at a place of a document, and what should stand there.
pub fn wrong_at(
    document: &Document,
    pointer: Pointer,
    rule_index: usize,
    (severity, check, message): (Severity, &str, Message),
    expected: Option<serde_json::Value>,
) -> Finding {
    let target = Target::new(document, pointer);
    let primary = target.label(expected.as_ref());
    wrong_with(primary, rule_index, (severity, check, message), expected)
}

/// The finding that something is wrong under a label.
pub fn wrong_with(
    primary: Label,
    rule_index: usize,
    (severity, check, message): (Severity, &str, Message),
    expected: Option<serde_json::Value>,
) -> Finding {
    Finding {
        rule: rule_index,
        message,
        severity,
        status: Status::Open,
        located_by: LocatedBy::Path,
        primary,
        related: Vec::new(),
        check: Some(check.to_owned()),
        expected,
        story: Vec::new(),
        details: serde_json::Map::new(),
        place: String::new(),
        fingerprint: String::new(),
    }
}

/// The finding of an override that falls short of the floor of its parameter.
pub fn weaker(with: &Override, param: &Param, floor: &Floor, rule_index: usize) -> Finding {
    let value = params::shown(&with.value);
    let told = |lang| floor.told(param.described.unit.as_deref(), lang);
    let expected = serde_json::json!({"en": told(Lang::En), "zh": told(Lang::Zh)});
    let message = both(
        format!("parameter `{}` is set to {value}; it has to be {}", with.name, told(Lang::En)),
        format!("参数 `{}` 被设为 {value}，应{}", with.name, told(Lang::Zh)),
    );
    let in_file = with.at.source.path != Override::COMMAND_LINE;
    let steps = in_file.then_some("params").into_iter().chain([with.name.as_str()]);
    let primary = Label {
        source: with.at.source.clone(),
        document: 0,
        span: with.at.span,
        pointer: steps.collect(),
        missing: false,
        message: expected_message(Some(&expected)),
        on_the_way: false,
    };
    Finding {
        rule: rule_index,
        message,
        severity: Severity::High,
        status: Status::Open,
        located_by: LocatedBy::Path,
        primary,
        related: Vec::new(),
        check: Some(with.name.clone()),
        expected: Some(expected),
        story: Vec::new(),
        details: serde_json::Map::new(),
        place: String::new(),
        fingerprint: String::new(),
    }
}

/// Keeps one of findings that say the same of the same place.
pub fn once(findings: &mut Vec<Finding>) {
    let mut seen = HashSet::new();
    findings.retain(|finding| {
        let label = &finding.primary;
        seen.insert((
            finding.message.default.clone(),
            label.source.path.clone(),
            label.span,
            label.pointer.clone(),
        ))
    });
}

/// Keeps one of findings of a rule that say the same of the same place: documents that belong together tell of
/// what they share more than once.
pub fn once_a_rule(findings: &mut Vec<Finding>) {
    let mut seen = HashSet::new();
    findings.retain(|finding| {
        let (label, message) = (&finding.primary, finding.message.default.clone());
        let place = (label.source.path.clone(), label.document, label.span, label.pointer.clone());
        seen.insert((finding.rule, message, place))
    });
}

/// Leaves out what was read on the way to every finding of a rule alike: it tells what the rule is about and
/// not why this place broke it.
pub fn leave_out_shared(findings: &mut [Finding]) {
    let mut traced: BTreeMap<usize, usize> = BTreeMap::new();
    let mut told: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.located_by == LocatedBy::Trace) {
        *traced.entry(finding.rule).or_default() += 1;
        let labels: BTreeSet<String> = finding.related.iter().filter_map(on_the_way).collect();
        for label in labels {
            *told.entry((finding.rule, label)).or_default() += 1;
        }
    }
    for finding in findings.iter_mut().filter(|finding| finding.located_by == LocatedBy::Trace) {
        let (rule, all) = (finding.rule, traced.get(&finding.rule).copied().unwrap_or_default());
        let shared = |label: &Label| {
            on_the_way(label).is_some_and(|label| all > 1 && told.get(&(rule, label)) == Some(&all))
        };
        finding.related.retain(|label| !shared(label));
    }
}

/// The field that was read on the way, whichever item it belongs to, and what it was.
fn on_the_way(label: &Label) -> Option<String> {
    let general = |step: &String| match step.parse::<u64>() {
        Ok(_) => "*".to_owned(),
        Err(_) => step.clone(),
    };
    let field: Vec<String> = label.pointer.steps.iter().map(general).collect();
    label.on_the_way.then(|| format!("{}\0{}", field.join("/"), label.message.default))
}

fn title(rule: &Rule) -> Message {
    if rule.title.is_empty() { rule.id.as_str().into() } else { rule.title.clone() }
}

fn aim<'d>(aim: &Aim, rule: &Rule, subject: Subject<'d>) -> Result<Option<(Target<'d>, LocatedBy)>, Problem> {
    match aim {
        Aim::None | Aim::Story => Ok(None),
        Aim::Line(line, column) => {
            Ok(Target::line(subject, *line, *column).map(|target| (target, LocatedBy::Value)))
        }
        Aim::Value(pointer) => Ok(target(pointer, rule, subject).map(|target| (target, LocatedBy::Value))),
        Aim::Path(pointer) => match target(pointer, rule, subject) {
            Some(target) => Ok(Some((target, LocatedBy::Path))),
            None => Err(Problem::Evaluation {
                rule: rule.id.clone(),
                subject: (!rule.input.is_of_all()).then(|| subject.name()),
                failure: Failure::Error,
                reason: Box::new(both(
                    format!("no step of the violation's `path` {pointer} exists in its input"),
                    format!("违规对象的 `path` {pointer} 在输入中不存在"),
                )),
                at: Some(rule.origin.clone()),
                other: None,
            }),
        },
    }
}

/// What a pointer into the input leads to; `None` if not even its first step exists.
fn target<'d>(pointer: &Pointer, rule: &Rule, subject: Subject<'d>) -> Option<Target<'d>> {
    let mut written = Vec::new();
    let (document, pointer) = match rule.input {
        InputShape::Document => {
            let holder = subject.spread.holder(subject.index, pointer);
            (subject.documents.get(holder)?, pointer.clone())
        }
        InputShape::Stages => {
            let document = subject.documents.get(subject.index)?;
            let staged = document.format == Format::Dockerfile;
            (document, if staged { from_stages(subject.stages, pointer) } else { pointer.clone() })
        }
        InputShape::Review => {
            let document = subject.documents.get(subject.index)?;
            // review / object / ...; a document that is a review already is its own input.
            let own = document.resolve(&Pointer::from_iter(["review"])).missing.is_empty();
            let object = pointer.steps.starts_with(&["review".to_owned(), "object".to_owned()]);
            (document, if object && !own { pointer.tail(2) } else { pointer.clone() })
        }
        InputShape::Combined => {
            // index / contents / ...
            let (entry, about) = (pointer.steps.first()?, pointer.steps.get(1));
            let &(document, item) = subject.combined.get(entry.parse::<usize>().ok()?)?;
            let contents = about.is_some_and(|step| step == "contents");
            let below = pointer.steps.iter().skip(2).filter(|_| contents);
            let way = item.map(|item: usize| item.to_string()).into_iter().chain(below.cloned());
            (subject.documents.get(document)?, way.collect())
        }
        InputShape::Project => {
            // documents / index / content / ...
            let index: usize = pointer.steps.get(1)?.parse().ok()?;
            let about = pointer.steps.first().is_some_and(|step| step == "documents");
            if let Some(view) = resolved(pointer, subject) {
                let (own, places) = view.origin(&pointer.tail(3));
                written = places;
                (subject.documents.get(index)?, own)
            } else {
                (subject.documents.get(index).filter(|_| about)?, pointer.tail(3))
            }
        }
    };
    let place = document.resolve(&pointer);
    let lost =
        !rule.input.is_of_all() && !pointer.steps.is_empty() && place.missing.len() == pointer.steps.len();
    let written = written.iter().filter_map(|place| written_at(place, subject)).collect();
    (!lost || fresh(&pointer)).then_some(Target { document, pointer, place, written })
}

/// The view that a pointer into the input of a project leads into.
fn resolved<'d>(pointer: &Pointer, subject: Subject<'d>) -> Option<&'d View> {
    match pointer.steps.as_slice() {
        [documents, index, part, ..] if documents == "documents" && part == "resolved" => {
            subject.views.get(index.parse().ok()?)
        }
        _ => None,
    }
}

/// The label of a value that is used elsewhere.
fn written_at(place: &Written, subject: Subject<'_>) -> Option<Label> {
    let document = subject.documents.get(place.document)?;
    let target = Target::new(document, place.pointer.clone());
    Some(Label { message: both("written here", "其值写于此处"), ..target.label(None) })
}

/// True where what led to a violation is not known before it is applied: nobody can tell whether it is one.
pub fn rests_on_unknown(violation: &Violation, rule: &Rule, subject: Subject<'_>) -> bool {
    let unknown =
        |pointer: &Pointer| resolved(pointer, subject).is_some_and(|view| view.is_unknown(&pointer.tail(3)));
    let aimed = match &violation.aim {
        Aim::Path(pointer) | Aim::Value(pointer) => unknown(pointer),
        _ => false,
    };
    let mut reads = violation.story.iter().flat_map(|condition| &condition.reads);
    rule.input == InputShape::Project && (aimed || reads.any(|read| unknown(&read.pointer)))
}

/// A single missing step at the root is a section that should stand there, not a lost pointer.
fn fresh(pointer: &Pointer) -> bool {
    pointer.steps.len() == 1
}

impl Subject<'_> {
    /// The document as problems name it: its path, and its number where the file holds several.
    pub fn name(&self) -> String {
        self.documents.get(self.index).map(Document::title).unwrap_or_default()
    }
}

/// A place in a document.
struct Target<'d> {
    document: &'d Document,
    pointer: Pointer,
    place: Place,
    /// Where values are written that are used here.
    written: Vec<Label>,
}

impl<'d> Target<'d> {
    fn new(document: &'d Document, pointer: Pointer) -> Self {
        Target { document, place: document.resolve(&pointer), pointer, written: Vec::new() }
    }

    fn whole(subject: Subject<'d>) -> Self {
        let document = &subject.documents[subject.index.min(subject.documents.len() - 1)];
        Target::new(document, Pointer::default())
    }

    /// The innermost node at a column of a line; without a column the outermost that starts on the line.
    fn line(subject: Subject<'d>, line: u32, column: Option<u32>) -> Option<Self> {
        let document = subject.documents.get(subject.index)?;
        let span = document.source.line(line as usize)?;
        let before = column.and_then(|column| (column as usize).checked_sub(1));
        let at = before.and_then(|count| document.source.slice(span).char_indices().nth(count));
        let around = at.and_then(|(at, _)| document.pointer_around(span.start + at as u32));
        let pointer = around.or_else(|| document.pointer_at(span))?;
        Some(Target::new(document, pointer))
    }

    /// The label: the value if it exists, else the key of the deepest ancestor with what is missing.
    fn label(&self, expected: Option<&serde_json::Value>) -> Label {
        let missing = !self.place.missing.is_empty();
        let whole = self.pointer.steps.is_empty();
        let span = if missing || whole {
            self.document.anchor_span(self.place.node, self.place.key)
        } else {
            self.document.value_span(self.place.node, self.place.key)
        };
        let message =
            if missing { missing_message(&self.place.missing, expected) } else { expected_message(expected) };
        Label {
            source: self.document.source.clone(),
            document: self.document.outer(),
            span,
            pointer: self.document.from_outer(&self.pointer),
            missing,
            message,
            on_the_way: false,
        }
    }

    /// Labels where aliases and merge keys use what is written at the target, and where what the target uses is written.
    fn used_at(&self) -> Vec<Label> {
        let label = |&span| Label {
            source: self.document.source.clone(),
            document: self.document.outer(),
            span,
            pointer: self.document.from_outer(&self.pointer),
            missing: false,
            message: both("used here", "在此引用"),
            on_the_way: false,
        };
        self.place.used_at.iter().map(label).chain(self.written.iter().cloned()).collect()
    }
}

fn missing_message(missing: &[String], expected: Option<&serde_json::Value>) -> Message {
    let name = missing.join(".");
    match expected.map(said) {
        None => both(format!("expected `{name}` here"), format!("此处应有 `{name}`")),
        Some((en, zh)) => both(format!("expected `{name}` here: {en}"), format!("此处应有 `{name}`：{zh}")),
    }
}

fn expected_message(expected: Option<&serde_json::Value>) -> Message {
    match expected.map(said) {
        None => Message::default(),
        Some((en, zh)) => both(format!("expected {en}"), spaced("应为", &zh)),
    }
}

/// Two pieces of Chinese text in one: a blank stands between Chinese and Latin script, and no other.
fn spaced(before: &str, after: &str) -> String {
    let latin = after.starts_with(|c: char| c.is_ascii_alphanumeric() || "-`\"[{".contains(c));
    format!("{before}{}{after}", if latin { " " } else { "" })
}

/// What should stand there in both languages: an author may say it in words by language, as messages are.
fn said(value: &serde_json::Value) -> (String, String) {
    match Message::by_language(value) {
        Some(message) => (message.get(Lang::En).to_owned(), message.get(Lang::Zh).to_owned()),
        None => (shown(value), shown(value)),
    }
}

/// What should stand there, in a few words: text as it is, other values as JSON.
fn shown(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
