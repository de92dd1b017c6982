//! Findings in plans of Terraform, shown where the resource is written.

use super::Target;
use crate::document::terraform::{folder, is_plan, joined};
use crate::document::{Document, NodeKind, Pointer};
use crate::finding::{Finding, Label};
use crate::lang::both;
use std::collections::HashMap;
use std::sync::Arc;

/// Modules that an address may go through.
const MODULES: usize = 32;

/// Moves findings in plans to the blocks of `.tf` files by address, among documents and what lies beside them. The
/// place in the plan becomes a related label.
pub fn show_sources(findings: &mut [Finding], documents: &[Document], beside: &[Document]) {
    let plans: HashMap<_, &Document> = documents
        .iter()
        .filter(|document| is_plan(document))
        .map(|plan| ((Arc::as_ptr(&plan.source), plan.index), plan))
        .collect();
    if plans.is_empty() {
        return;
    }
    let mut folders: HashMap<&str, Vec<&Document>> = HashMap::new();
    for document in documents.iter().chain(beside).filter(|document| !document.is_nested()) {
        folders.entry(folder(document)).or_default().push(document);
    }
    for finding in findings {
        let place = (Arc::as_ptr(&finding.primary.source), finding.primary.document);
        let Some(plan) = plans.get(&place) else { continue };
        if let Some(label) = written(plan, &finding.primary, &folders) {
            let planned = std::mem::replace(&mut finding.primary, label);
            let message = both("planned here", "计划于此");
            finding.related.insert(0, Label { message, ..planned });
        }
    }
}

/// Where the resource at a place of a plan is written.
fn written(plan: &Document, label: &Label, folders: &HashMap<&str, Vec<&Document>>) -> Option<Label> {
    let (address, rest) = address(plan, &label.pointer)?;
    let (mut steps, mut folder) = (Address(&address), folder(plan).to_owned());
    for _ in 0..MODULES {
        let files = folders.get(folder.as_str())?;
        match steps.next()? {
            Step::Module(name) => {
                let way = ["module", &name, "0"].into_iter().collect();
                let (document, way) = find(files, way)?;
                let source = document.resolve(&way.with("source"));
                let text = document.string(source.node).filter(|_| source.missing.is_empty());
                match text
                    .and_then(|text| joined(&folder, text))
                    .filter(|next| folders.contains_key(next.as_str()))
                {
                    Some(next) => folder = next,
                    // What is called lies elsewhere: the call is what is written here.
                    None => return Some(label_at(document, way, label)),
                }
            }
            Step::Resource(block, kind, name) => {
                let (document, way) = find(files, [block, &kind, &name, "0"].into_iter().collect())?;
                let way = way.steps.into_iter().chain(attribute(&rest).iter().cloned()).collect();
                return Some(label_at(document, way, label));
            }
        }
    }
    None
}

/// The nearest `address` around a place, and the way from there.
fn address(plan: &Document, pointer: &Pointer) -> Option<(String, Vec<String>)> {
    (0..=pointer.steps.len()).rev().find_map(|length| {
        let (around, rest) = pointer.steps.split_at(length);
        let place = plan.resolve(&around.iter().map(String::as_str).chain(["address"]).collect());
        let text = plan.string(place.node).filter(|_| place.missing.is_empty())?;
        Some((text.to_owned(), rest.to_vec()))
    })
}

/// The way to an attribute below `change.after`, `change.before` or `values`; the whole resource for any other place.
fn attribute(rest: &[String]) -> &[String] {
    match rest {
        [values, attribute @ ..] if values == "values" => attribute,
        [change, side, attribute @ ..] if change == "change" && (side == "after" || side == "before") => {
            attribute
        }
        _ => &[],
    }
}

/// The file that has a block; one that stands once may be no list.
fn find<'d>(files: &[&'d Document], way: Pointer) -> Option<(&'d Document, Pointer)> {
    files.iter().find_map(|document| {
        let place = document.resolve(&way);
        let single = place.missing == ["0"] && matches!(document.node(place.node).kind, NodeKind::Mapping(_));
        match (place.missing.is_empty(), single) {
            (true, _) => Some((*document, way.clone())),
            (_, true) => Some((*document, way.steps[..way.steps.len() - 1].iter().cloned().collect())),
            _ => None,
        }
    })
}

/// The label there; what the block leaves out is shown at its header.
fn label_at(document: &Document, way: Pointer, planned: &Label) -> Label {
    let target = Target::new(document, way);
    let (node, label) = (target.place.node, target.label(None));
    // A block is shown by its header.
    let span = match document.node(node).kind {
        NodeKind::Mapping(_) => document.anchor_span(node, target.place.key),
        _ => label.span,
    };
    Label { span, missing: planned.missing, message: planned.message.clone(), ..label }
}

/// The steps of an address such as `module.a["x"].data.t.n[0]`.
struct Address<'t>(&'t str);

enum Step {
    Module(String),
    /// The kind of block, the type and the name.
    Resource(&'static str, String, String),
}

impl Address<'_> {
    fn next(&mut self) -> Option<Step> {
        let mut word = || {
            let text = self.0;
            let end = text.find(['.', '[']).unwrap_or(text.len());
            let (word, rest) = text.split_at(end);
            self.0 = after_index(rest)?.trim_start_matches('.');
            (!word.is_empty()).then(|| word.to_owned())
        };
        match word()?.as_str() {
            "module" => word().map(Step::Module),
            "data" => Some(Step::Resource("data", word()?, word()?)),
            kind => Some(Step::Resource("resource", kind.to_owned(), word()?)),
        }
    }
}

/// What follows an index in brackets, which may hold any text between quotes.
fn after_index(text: &str) -> Option<&str> {
    let Some(inner) = text.strip_prefix('[') else { return Some(text) };
    match inner.strip_prefix('"') {
        None => inner.split_once(']').map(|(_, rest)| rest),
        Some(quoted) => {
            let mut escaped = false;
            let end = quoted.find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            })?;
            quoted[end + 1..].strip_prefix(']')
        }
    }
}
