//! Calls of regorus, whose errors and panics are both a sentence.

use super::reason::PANICKED;
use crate::engine::guard::guarded;
use regorus::Engine;
use std::fmt::Display;

/// Has an engine analyse its policies.
///
/// # Errors
/// What regorus says about the first mistake.
pub fn prepare(engine: &mut Engine) -> Result<(), String> {
    // There is no rule at this path, which is found out behind the analysis.
    match called(|| engine.eval_rule("data".to_owned())) {
        Err(reason) if !reason.contains("not a valid rule path") => Err(reason),
        _ => Ok(()),
    }
}

/// Calls regorus.
///
/// # Errors
/// The first line of what an error or a panic says.
pub fn called<T, E: Display>(call: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    match guarded(call) {
        Ok(result) => result.map_err(|error| reason(&error.to_string())),
        Err(panic) => Err(format!("{PANICKED}{panic}")),
    }
}

/// The sentence of an error, without the frame that points into the policy and the scopes that it may print.
fn reason(text: &str) -> String {
    let behind = text.rsplit_once("error: ").map_or(text, |(_, behind)| behind);
    behind.trim().lines().next().unwrap_or_default().to_owned()
}
