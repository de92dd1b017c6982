//! Parameters that the program reads itself.

use crate::document::Limits;
use crate::policy::PolicySet;
use crate::policy::pack;
use crate::policy::params::Params;
use crate::source::SourceFile;
use serde_json::Value;

/// The file of the `custody` pack that holds them.
const FILE: &str = "custody/params.yaml";

/// The value of a parameter in a run, or the default of the pack `custody` where the run does not know it.
pub fn value(policies: &PolicySet, name: &str) -> Value {
    policies.params.values.get(name).cloned().unwrap_or_else(|| builtin(name))
}

/// The default of a parameter of the pack `custody`.
pub fn builtin(name: &str) -> Value {
    let text = pack::files("custody").find(|(path, _)| *path == FILE).map_or("", |(_, text)| text);
    let mut params = Params::default();
    params.add_file(&SourceFile::from_text(format!("policies/{FILE}"), text), &Limits::default());
    params.values.remove(name).unwrap_or_default()
}

/// True if a state is one of the words for work that is finished, whatever their case and dashes.
pub fn is_finished(states: &Value, state: &str) -> bool {
    let plain = |word: &str| word.trim().to_lowercase().replace(['-', '_'], " ");
    let words = states.as_array().into_iter().flatten().filter_map(Value::as_str);
    words.map(plain).any(|word| word == plain(state))
}
