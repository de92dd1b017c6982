//! Documents within others: what a rule says of the whole and of a part of it is one mistake.

use crate::document::{Document, Pointer};
use crate::finding::{Finding, Label, LocatedBy};
use crate::lang::both;
use crate::source::Span;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// The documents that hold others, and what each document was found to break.
pub struct Nested<'d> {
    documents: &'d [Document],
    /// The document of each finding, in their order; none for one of the project.
    found_in: Vec<Option<usize>>,
    any: bool,
}

/// A rule, what it says, and the file that it says it of.
type Said<'f> = (usize, &'f str, &'f str);

impl<'d> Nested<'d> {
    /// For the findings of these documents.
    pub fn new(documents: &'d [Document]) -> Self {
        let any = documents.iter().any(Document::is_nested);
        Nested { documents, found_in: Vec::new(), any }
    }

    /// So many findings more are of a document.
    pub fn add(&mut self, document: Option<usize>, findings: usize) {
        if self.any {
            self.found_in.extend(std::iter::repeat_n(document, findings));
        }
    }

    /// Leaves out what a rule says of a document where it says the same of a part of it.
    pub fn keep_innermost(&self, findings: &mut Vec<Finding>) {
        if !self.any {
            return;
        }
        let document = |at: usize| Some(&self.documents[self.found_in.get(at).copied().flatten()?]);
        // By how deep the document lies: a rule may say the same of many places.
        let mut levels: HashMap<(Said<'_>, usize), Spans> = HashMap::new();
        for (at, finding) in findings.iter().enumerate() {
            if let Some(document) = document(at).filter(|document| document.is_nested()) {
                let level = levels.entry((said(finding), document.prefix().len())).or_default();
                level.spans.push(finding.primary.span);
            }
        }
        levels.values_mut().for_each(Spans::sort);
        let depths: BTreeSet<usize> = levels.keys().map(|(_, depth)| *depth).collect();
        let again = |(at, finding): (usize, &Finding)| {
            let document = document(at)?;
            // Where nothing is known of the place, the document is.
            let span = match finding.located_by {
                LocatedBy::Document => document.node(document.root()).span,
                _ => finding.primary.span,
            };
            let mut deeper = depths.range(document.prefix().len() + 1..);
            deeper
                .any(|depth| levels.get(&(said(finding), *depth)).is_some_and(|level| level.meets(span)))
                .then_some(at)
        };
        let told: HashSet<usize> = findings.iter().enumerate().filter_map(again).collect();
        let mut next = 0..;
        findings.retain(|_| next.next().is_none_or(|at| !told.contains(&at)));
    }

    /// Adds a label with the template that a document was rendered from.
    pub fn name_templates(&self, findings: &mut [Finding]) {
        let rendered = self.documents.iter().filter(|document| document.template().is_some());
        let rendered: HashMap<_, &Document> =
            rendered.map(|document| ((Arc::as_ptr(&document.source), document.index), document)).collect();
        if rendered.is_empty() {
            return;
        }
        for finding in findings {
            let place = (Arc::as_ptr(&finding.primary.source), finding.primary.document);
            let Some(document) = rendered.get(&place) else { continue };
            let Some(span) = document.template() else { continue };
            let name = document.source.slice(span);
            finding.related.push(Label {
                source: document.source.clone(),
                document: document.index,
                span,
                pointer: Pointer::default(),
                missing: false,
                message: both(format!("rendered from {name}"), format!("由模板 {name} 渲染")),
                on_the_way: false,
            });
        }
    }
}

fn said(finding: &Finding) -> Said<'_> {
    (finding.rule, &finding.message.default, &finding.primary.source.path)
}

/// Spans of nodes, of which one holds another or has nothing to do with it.
#[derive(Default)]
struct Spans {
    spans: Vec<Span>,
    /// The furthest end up to each.
    reach: Vec<u32>,
}

impl Spans {
    fn sort(&mut self) {
        self.spans.sort_unstable();
        let mut furthest = 0;
        let reach = self.spans.iter().map(|span| {
            furthest = furthest.max(span.end);
            furthest
        });
        self.reach = reach.collect();
    }

    /// True if one of them lies within a span, or around it.
    fn meets(&self, span: Span) -> bool {
        let next = self.spans.partition_point(|one| one.start < span.start);
        let within = self.spans.get(next).is_some_and(|one| one.start < span.end || *one == span);
        let before = self.spans.partition_point(|one| one.start <= span.start);
        within || before.checked_sub(1).is_some_and(|last| self.reach[last] >= span.end)
    }
}
