#![doc = "x"]
pub mod document;pub mod lang;pub mod problem;pub mod source;