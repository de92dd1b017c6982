//! What is decided about findings: waivers, baselines, changed lines, and what two reports have in common.
#![allow(clippy::unwrap_used, clippy::panic)]

mod baseline;
mod changed;
mod compare;
mod fingerprints;
mod listed;
mod refused;
mod shards;
mod waivers;
