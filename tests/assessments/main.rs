//! What is made of assessments: comparisons, trends, pages and exports.
#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;

mod compare;
mod export;
mod page;
