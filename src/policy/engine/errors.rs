//! What the engine says when it fails, read for what a user may be shown: the place, and the first line of
//! the reason. Its texts may quote values of the document and print local scopes.

mod column;
mod nodes;
mod texts;

use crate::problem::{Failure, Origin, Problem};
use crate::source::{SourceFile, Span};
use regorus::rvm::Program;
use regorus::rvm::instructions::Instruction;
use regorus::rvm::vm::{RegoVM, VmError};
use std::sync::Arc;
use std::time::Duration;

pub(super) use nodes::About;
pub(super) use texts::Texts;

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

pub(super) fn vm_error(machine: &RegoVM, texts: &Texts, failure: &VmError) -> EvaluationError {
    let program = machine.get_program();
    let pc = machine.get_pc();
    let (kind, pc) = match failure {
        VmError::TimeLimitExceeded { .. } | VmError::InstructionLimitExceeded { .. } => {
            (Failure::TimeOut, loop_around(program, pc))
        }
        _ => (Failure::Error, pc),
    };
    let span = program.get_instruction_span(pc);
    let at = span.and_then(|span| {
        let path = program.get_source_name(span.source_index)?;
        let start = (span.line, span.column);
        texts.find(path, About { start, length: Some(span.length), reason: "" })
    });
    EvaluationError { failure: kind, reason: vm_reason(failure), at }
}

/// The innermost loop that an instruction is in: where in it the time ran out is chance.
fn loop_around(program: &Program, pc: usize) -> usize {
    let holds = |at: &usize| match program.instructions.get(*at) {
        Some(Instruction::LoopStart { params_index }) => {
            let params = program.instruction_data.loop_params.get(usize::from(*params_index));
            params.is_some_and(|params| pc < usize::from(params.loop_end))
        }
        _ => false,
    };
    (0..pc).rev().find(holds).unwrap_or(pc)
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

pub(super) fn interpreter_error(texts: &Texts, text: &str) -> EvaluationError {
    let Said { path, start, reason } = read_error(text);
    let about = |start| About { start, length: None, reason: &reason };
    let at = path.zip(start).and_then(|(path, start)| texts.find(path, about(start)));
    // The text tells how long it took, which no two runs agree on.
    let limit = reason.split("limit=").nth(1).and_then(|rest| rest.split("ns").next()?.parse().ok());
    let (failure, reason) = match limit.filter(|_| reason.contains("exceeded time limit")) {
        Some(limit) => (Failure::TimeOut, format!("the limit is {:?}", Duration::from_nanos(limit))),
        None => (Failure::Error, without_values(&reason).to_owned()),
    };
    EvaluationError { failure, reason, at }
}

/// What an error says, without the values that it quotes.
fn without_values(reason: &str) -> &str {
    let quoted = [". Got `", ", got `"].iter().filter_map(|words| reason.find(words)).min();
    let reason = &reason[..quoted.unwrap_or(reason.len())];
    match reason {
        _ if reason.starts_with("function produced") => "function produced multiple outputs",
        _ if reason.starts_with("value for key") => "a key of the object is given several values",
        _ => reason.trim_end_matches(':'),
    }
}

/// The text of a line without its indentation.
pub(super) fn code_of_line(source: &SourceFile, line: usize) -> Option<Span> {
    let mut span = source.line(line)?;
    let text = source.slice(span);
    span.start += (text.len() - text.trim_start().len()) as u32;
    Some(span)
}

/// What an error text of the engine says.
pub(super) struct Said<'t> {
    /// The file.
    pub path: Option<&'t str>,
    /// The line, and the column as the engine counts.
    pub start: Option<(usize, usize)>,
    /// The message, without the scopes that it may print.
    pub reason: String,
}

/// Reads an error text of the engine.
pub(super) fn read_error(text: &str) -> Said<'_> {
    let place = text.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
    let mut parts = place.unwrap_or_default().rsplitn(3, ':');
    let (column, line, path) = (parts.next(), parts.next(), parts.next());
    let number = |text: Option<&str>| text.and_then(|text| text.parse().ok());
    let reason = text.rsplit_once("error: ").map_or(text, |(_, reason)| reason);
    let reason = reason.trim().lines().next().unwrap_or_default().to_owned();
    Said { path, start: number(line).zip(number(column)), reason }
}

/// Why a text does not parse. There is no syntax tree then; its tokens tell the place.
pub(super) fn engine_problem(source: &Arc<SourceFile>, text: &str) -> Problem {
    let Said { start, reason, .. } = read_error(text);
    let span = start.and_then(|(line, column)| {
        column::token(&source.text, line, column).or_else(|| code_of_line(source, line))
    });
    Problem::policy(Origin::new(source, span.unwrap_or_default()), reason)
}

pub(super) fn internal(source: &Arc<SourceFile>, reason: &str) -> Problem {
    Problem::policy(Origin::new(source, Span::default()), reason)
}

pub(super) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("no message").lines().next().unwrap_or_default().to_owned()
}
