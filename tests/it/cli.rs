//! The program as its users call it.
#![allow(clippy::unwrap_used, clippy::panic)]

mod catalogue;
mod configuration;
mod display;
mod explain;
mod manual;
mod metadata;
mod run;
mod violations;
