//! A comparison for machines. `schema/comparison-v1.json` describes it.

use super::{Change, Comparison, Counts, Found, Side};
use crate::json;
use serde_json::{Map, Value, json};

/// The comparison as JSON.
pub fn render(comparison: &Comparison) -> String {
    let mut document = json!({
        "version": 1,
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "compares": "reports",
        "before": side(&comparison.before),
        "after": side(&comparison.after),
        "summary": counts(&comparison.counts()),
        "by_severity": comparison
            .by_severity()
            .iter()
            .map(|(severity, of_severity)| (severity.name().to_owned(), counts(of_severity)))
            .collect::<Map<String, Value>>(),
        "by_rule": comparison
            .by_rule()
            .iter()
            .map(|(rule, of_rule)| ((*rule).to_owned(), counts(of_rule)))
            .collect::<Map<String, Value>>(),
        "new_rules": comparison.new_rules(),
        "exit_code": comparison.exit_code(),
    });
    for change in Change::ALL {
        document[change.name()] = comparison.of(change).map(found).collect();
    }
    json::pretty(&document)
}

fn side(side: &Side) -> Value {
    json!({"path": side.path, "as_of": side.as_of, "open": side.open(), "problems": side.problems})
}

/// Every number, zeros too.
fn counts(counts: &Counts) -> Value {
    let count = |change: &Change| counts.get(change).copied().unwrap_or_default().into();
    Change::ALL.iter().map(|change| (change.name().to_owned(), count(change))).collect::<Map<_, _>>().into()
}

fn found(found: &Found) -> Value {
    json!({
        "rule": found.rule,
        "severity": found.severity.name(),
        "status": found.status,
        "message": found.message,
        "path": found.path,
        "line": found.line,
        "column": found.column,
        "fingerprint": found.fingerprint,
    })
}
