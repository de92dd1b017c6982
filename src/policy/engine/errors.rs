//! What the engine says when it fails, read for what a user may be shown: the place, and the first line of
//! the reason. Its texts may quote values of the document and print local scopes.

use crate::problem::{Failure, Origin, Problem};
use crate::source::{SourceFile, Span};
use regorus::rvm::vm::{RegoVM, VmError};
use std::sync::Arc;
use std::time::Duration;

/// Why an evaluation gave no result.
#[derive(Debug, Clone)]
pub struct EvaluationError {
    /// How it failed.
    pub failure: Failure,
    /// What the engine says, without values of the document.
    pub reason: String,
    /// The place in the policy.
    pub at: Option<Origin>,
}

pub(super) fn error(failure: Failure, reason: String) -> EvaluationError {
    EvaluationError { failure, reason, at: None }
}

pub(super) fn vm_error(machine: &RegoVM, sources: &[Arc<SourceFile>], failure: &VmError) -> EvaluationError {
    let program = machine.get_program();
    let span = program.get_instruction_span(machine.get_pc());
    let at = span.and_then(|span| {
        let path = program.get_source_name(span.source_index)?;
        place(sources, path, span.line)
    });
    let kind = match failure {
        VmError::TimeLimitExceeded { .. } | VmError::InstructionLimitExceeded { .. } => Failure::TimeOut,
        _ => Failure::Error,
    };
    EvaluationError { failure: kind, reason: vm_reason(failure), at }
}

/// What a machine error says, without the values that it may quote from the document.
pub(super) fn vm_reason(error: &VmError) -> String {
    match error {
        VmError::TimeLimitExceeded { limit, .. } => format!("the limit is {limit:?}"),
        other => {
            let text = other.to_string();
            text.split(" (").next().unwrap_or(&text).lines().next().unwrap_or_default().to_owned()
        }
    }
}

pub(super) fn interpreter_error(sources: &[Arc<SourceFile>], text: &str) -> EvaluationError {
    let (path, line, reason) = read_error(text);
    // The text tells how long it took, which no two runs agree on.
    let limit = reason.split("limit=").nth(1).and_then(|rest| rest.split("ns").next()?.parse().ok());
    let (failure, reason) = match limit.filter(|_| reason.contains("exceeded time limit")) {
        Some(limit) => (Failure::TimeOut, format!("the limit is {:?}", Duration::from_nanos(limit))),
        None => (Failure::Error, reason.trim_end_matches(':').to_owned()),
    };
    let at = path.zip(line).and_then(|(path, line)| place(sources, path, line));
    EvaluationError { failure, reason, at }
}

pub(super) fn place(sources: &[Arc<SourceFile>], path: &str, line: usize) -> Option<Origin> {
    let source = sources.iter().find(|source| source.path == path)?;
    Some(Origin::new(source, code_of_line(source, line)?))
}

/// The text of a line without its indentation.
pub(super) fn code_of_line(source: &SourceFile, line: usize) -> Option<Span> {
    let mut span = source.line(line)?;
    let text = source.slice(span);
    span.start += (text.len() - text.trim_start().len()) as u32;
    Some(span)
}

/// Reads the engine's error text: file, line, and the message without the scopes that it may print.
pub(super) fn read_error(text: &str) -> (Option<&str>, Option<usize>, String) {
    let place = text.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
    let mut parts = place.unwrap_or_default().rsplitn(3, ':');
    let (_, line, path) = (parts.next(), parts.next(), parts.next());
    let reason = text.rsplit_once("error: ").map_or(text, |(_, reason)| reason);
    let reason = reason.trim().lines().next().unwrap_or_default().to_owned();
    (path, line.and_then(|line| line.parse().ok()), reason)
}

pub(super) fn engine_problem(source: &Arc<SourceFile>, text: &str) -> Problem {
    let (_, line, reason) = read_error(text);
    let span = line.and_then(|line| code_of_line(source, line)).unwrap_or_default();
    Problem::policy(Origin::new(source, span), reason)
}

pub(super) fn internal(source: &Arc<SourceFile>, reason: &str) -> Problem {
    Problem::policy(Origin::new(source, Span::default()), reason)
}

pub(super) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("no message").lines().next().unwrap_or_default().to_owned()
}
