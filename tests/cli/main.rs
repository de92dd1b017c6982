//! The program as its users call it.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;

mod catalogue;
mod configuration;
mod display;
mod explain;
mod manual;
mod metadata;
mod run;
mod violations;
