//! Any text in any format, with the documents in it: every span is a piece of the text, and every value is read.
#![no_main]

use fiducia::document::{Format, Limits, Reading, comments, parse_nested};
use fiducia::source::SourceFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (number, text) = input;
    let format = Format::ALL[usize::from(number) % Format::ALL.len()];
    let source = SourceFile::from_text("input", text);
    // Small bounds, so that they are met.
    let limits = Limits { nodes: 20_000, ..Limits::default() };
    let parsed = parse_nested(&source, format, Reading::default(), &limits);
    for document in &parsed.documents {
        for node in document.nodes() {
            assert!(document.source.text.get(node.span.range()).is_some(), "{:?} is no piece of the text", node.span);
        }
        let _ = document.to_json(document.root());
    }
    let documents: Vec<_> = parsed.documents.iter().collect();
    for comment in comments(&source, format, &documents, "fiducia") {
        assert!(text.get(comment.span.range()).is_some(), "{:?} is no piece of the text", comment.span);
    }
    for problem in &parsed.problems {
        if let Some(at) = problem.origin() {
            assert!(at.source.text.get(at.span.range()).is_some(), "{:?} is no piece of the text", at.span);
        }
    }
});
