//! `fiducia schema`.

use super::Outcome;
use super::catalogue::{Builtin, load};
use crate::cli::Schema;
use crate::json;
use crate::problem::Problem;

/// Prints the JSON Schema of a kind.
pub fn run(cli: &Schema) -> Outcome {
    let loaded = match load(&cli.policies, cli.display, Builtin::Asked) {
        Ok(loaded) => loaded,
        Err(refused) => return refused,
    };
    match loaded.policies.kinds.get(&cli.kind) {
        Some(Ok(kind)) => loaded.outcome(json::pretty(&kind.json_schema(loaded.lang))),
        Some(Err(problem)) => Outcome::refused(Problem::clone(problem), loaded.display),
        None => loaded.unknown(["kind", "文档类型"], &cli.kind, loaded.policies.kinds.similar(&cli.kind)),
    }
}
