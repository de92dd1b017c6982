//! `yaml.*`, as OPA's reader and writer have it: YAML 1.1 words, tags of applications dropped, the first document only.

mod read;
mod resolve;
mod write;

use super::operand::text;
use super::{Builtin, Failed, operand, pure};
use regorus::Value;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("yaml.is_valid", 1, |scope, values| match text(values, 0).map(|text| read::value(scope, text)) {
        Ok(Ok(_)) => Ok(Value::Bool(true)),
        Ok(Err(limit @ Failed::Limit(_))) => Err(limit),
        _ => Ok(Value::Bool(false)),
    }),
    pure("yaml.marshal", 1, |scope, values| Ok(write::text(scope, operand::at(values, 0)?)?.into())),
    pure("yaml.unmarshal", 1, |scope, values| read::value(scope, text(values, 0)?)),
];
