//! The folder of the file that calls, as the first argument of functions that read files: the engine does not
//! tell them where a call stands.

use super::Insertion;
use crate::policy::engine::syntax::Outline;
use crate::source::Span;

/// The functions that paths of files are given to.
const READERS: [&str; 2] = ["parse_config_file", "parse_combined_config_files"];

/// Calls of them, by their places.
pub fn reads(calls: &[(String, Span)]) -> Vec<Span> {
    let calls = calls.iter().filter(|(name, _)| READERS.contains(&name.as_str()));
    calls.map(|(name, span)| Span { start: span.start + name.len() as u32, end: span.end }).collect()
}

/// The first arguments, by place; none where the module defines such a function itself.
pub fn arguments(text: &str, outline: &Outline, path: &str) -> Vec<Insertion> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let folder = if path.starts_with('/') && folder.is_empty() { "/" } else { folder };
    if outline.definitions.iter().any(|definition| READERS.contains(&definition.name.as_str())) {
        return Vec::new();
    }
    let argument = format!("{}, ", serde_json::Value::from(folder));
    let behind_bracket = |call: &Span| {
        let bracket = text.get(call.range())?.find('(')?;
        Some(call.start as usize + bracket + 1)
    };
    let reads = outline.definitions.iter().flat_map(|definition| &definition.reads);
    reads.filter_map(behind_bracket).map(|at| Insertion::at(at, argument.clone())).collect()
}
