//! What is made of assessments: comparisons, trends, pages and exports.
#![allow(clippy::unwrap_used)]

mod compare;
mod export;
mod page;
