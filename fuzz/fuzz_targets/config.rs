//! Any text as `fiducia.toml`.
#![no_main]

use fiducia::config;
use fiducia::lang::Lang;
use fiducia::source::SourceFile;
use libfuzzer_sys::fuzz_target;
use std::path::Path;

fuzz_target!(|text: &str| {
    let source = SourceFile::from_text("fiducia.toml", text);
    if let Err(problem) = config::read(&source, Path::new("/nowhere")) {
        let _ = (problem.message(Lang::En), problem.message(Lang::Zh));
    }
});
