//! `fiducia` checks configuration against Rego policies and points at the exact characters that break
//! a rule.
//!
//! Data flows one way, and [`check()`] tells it once:
//!
//! ```text
//! discover -> parse -> evaluate -> locate -> triage -> report
//!   files    Document  Violation   Finding   Finding    bytes + exit code
//! ```

pub mod assess;
pub mod catalogue;
pub mod check;
pub mod cli;
pub mod commands;
pub mod compare;
pub mod config;
pub mod discover;
pub mod document;
mod embedded;
pub mod engine;
pub mod finding;
pub mod framework;
pub mod json;
pub mod kind;
pub mod lang;
pub mod lint;
pub mod locate;
pub mod plan;
pub mod policy;
pub mod problem;
pub mod rego;
pub mod report;
pub mod scaffold;
pub mod severity;
pub mod similar;
pub mod source;
pub mod testing;
pub mod triage;
pub mod violation;
pub mod watch;

pub use check::{CheckOptions, check};
