//! Parameters that the program reads itself.

use crate::document::Limits;
use crate::policy::PolicySet;
use crate::policy::pack;
use crate::policy::params::Params;
use crate::source::SourceFile;
use serde_json::Value;

/// The packs that hold them.
const PACKS: [&str; 2] = ["custody", "custody-extended"];

/// The value of a parameter in a run, or the default of its pack where the run does not know it.
pub fn value(policies: &PolicySet, name: &str) -> Value {
    policies.params.values.get(name).cloned().unwrap_or_else(|| builtin(name))
}

/// The default of a parameter of the built-in packs.
pub fn builtin(name: &str) -> Value {
    let mut params = Params::default();
    for (path, text) in
        PACKS.into_iter().flat_map(pack::files).filter(|(path, _)| path.ends_with("/params.yaml"))
    {
        params.add_file(&SourceFile::from_text(format!("policies/{path}"), text), &Limits::default());
    }
    params.values.remove(name).unwrap_or_default()
}

/// True if a state is one of the words for work that is finished, whatever their case and dashes.
pub fn is_finished(states: &Value, state: &str) -> bool {
    is_among(states, state)
}

/// True if a word is one of a list, whatever their case and dashes.
pub fn is_among(words: &Value, word: &str) -> bool {
    let plain = |word: &str| word.trim().to_lowercase().replace(['-', '_'], " ");
    let words = words.as_array().into_iter().flatten().filter_map(Value::as_str);
    words.map(plain).any(|known| known == plain(word))
}
