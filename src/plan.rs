//! Improvement plans: what is to be done about the controls that failed in a run, how far it has come, and where a
//! plan and a run contradict each other.
//!
//! A plan is an ImprovementPlan document. The program writes it once and changes single values of it afterwards;
//! everything else in it belongs to people.

pub mod draft;
pub mod faults;
pub mod owners;
pub mod status;
pub mod update;
pub mod verdict;
pub mod write;
