//! Applies waivers, those of lists and those in comments.

use super::waiver::{Judging, is_list};
use super::{Judged, Setting, inline};
use crate::finding::Finding;

/// Applies waivers, and adds what is wrong with them.
pub(super) fn apply(findings: &mut Vec<Finding>, setting: &Setting<'_>) -> Judged {
    let Some(mut judging) = Judging::new(setting) else { return Judged::default() };
    for document in setting.documents.iter().filter(|document| is_list(document)) {
        judging.list(document);
    }
    if setting.options.inline {
        inline::read(&mut judging);
    }
    judging.apply(findings)
}
