//! What is broken, hostile or out of reach: every case is a problem with its kind and place, decides the
//! exit code, and keeps nothing else from being checked.
#![allow(clippy::unwrap_used)]

mod bundles;
mod documents;
mod files;
mod options;
mod output;
mod policies;
mod stuck;
