//! The list of evidence: what each piece counts for, and why not for more.

use super::list::List;
use crate::assess::evidence::Evidence;
use crate::assess::number::shown;
use crate::assess::render::evidence_entry;
use crate::report::Report;

/// The evidence of an assessment, as it stands in its document.
pub fn evidence(pieces: &[Evidence], report: &Report) -> List {
    let head = [
        ("CONTROL", "控制项"),
        ("KIND", "类型"),
        ("COUNTS", "系数"),
        ("COLLECTED", "收集日期"),
        ("FILE", "文件"),
        ("PLACE", "位置"),
    ];
    let mut list = List::new(&head, report.lang);
    for piece in pieces {
        list.add(row(piece, report), evidence_entry(piece));
    }
    list
}

fn row(piece: &Evidence, report: &Report) -> Vec<String> {
    let lang = report.lang;
    let none = || "–".to_owned();
    let doubts: Vec<&str> = piece.doubts.iter().map(|doubt| doubt.label(lang)).collect();
    let place = match doubts.is_empty() {
        true => piece.at.line(),
        false => {
            format!("{}{}{}", piece.at.line(), lang.pick(": ", "："), doubts.join(lang.pick("; ", "；")))
        }
    };
    vec![
        piece.control.clone(),
        piece.kind.map_or_else(none, |kind| kind.label(lang).to_owned()),
        piece.factor.map_or_else(|| lang.pick("nothing", "不计").to_owned(), shown),
        piece.collected_at.map_or_else(none, |day| day.to_string()),
        piece.file.clone().unwrap_or_else(none),
        place,
    ]
}
