//! What has to hold where policies, documents and settings come from a stranger: each promise of `docs/security.md`.
#![allow(clippy::unwrap_used, clippy::panic)]

mod alike;
mod bounds;
mod flood;
mod linear;
mod memory;
mod repeated;
mod surroundings;
mod time;
mod trusted;
