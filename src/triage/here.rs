//! Where a comment stands.

use crate::document::Pointer;
use crate::finding::{Finding, Label};
use crate::lang::Message;
use crate::source::{SourceFile, Span};
use std::sync::Arc;

/// The node that a comment stands at.
#[derive(Debug, Clone)]
pub struct Here {
    pub(super) source: Arc<SourceFile>,
    pub(super) document: usize,
    pub(super) pointer: Pointer,
    /// The bytes of the node.
    pub(super) node: Span,
    /// The bytes of the comment.
    pub(super) comment: Span,
}

impl Here {
    /// A finding at the node or below it, however the way leads there.
    pub fn covers(&self, finding: &Finding) -> bool {
        let label = &finding.primary;
        let file = Arc::ptr_eq(&label.source, &self.source) && label.document == self.document;
        let below = label.pointer.steps.starts_with(&self.pointer.steps);
        file && (below || (!label.missing && self.node.contains(label.span)))
    }

    /// The file.
    pub fn source(&self) -> &Arc<SourceFile> {
        &self.source
    }

    /// The document, by its position in the file.
    pub fn document(&self) -> usize {
        self.document
    }

    /// The way to the node.
    pub fn pointer(&self) -> &Pointer {
        &self.pointer
    }

    /// The bytes of the node.
    pub fn node(&self) -> Span {
        self.node
    }

    /// The comment, as a place to point at.
    pub fn label(&self) -> Label {
        label(&self.source, self.document, self.pointer.clone(), self.comment)
    }
}

pub(super) fn label(source: &Arc<SourceFile>, document: usize, pointer: Pointer, span: Span) -> Label {
    let message = Message::default();
    Label { source: source.clone(), document, span, pointer, missing: false, message, on_the_way: false }
}
