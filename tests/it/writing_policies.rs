//! `docs/writing-policies.md`: its examples are run, and print what it shows. With `FIDUCIA_WRITE` set, what they
//! print is written into the page instead.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::common::{current, fiducia, root, text};
use std::fs;
use std::path::Path;

/// What the commands of a block print, each below its command.
fn run(folder: &Path, block: &[&str]) -> Vec<String> {
    let mut printed = Vec::new();
    let mut code = 0;
    for command in block.iter().filter_map(|line| line.strip_prefix("$ ")) {
        printed.push(format!("$ {command}"));
        match command.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["echo", "$?"] => printed.push(code.to_string()),
            ["fiducia", arguments @ ..] => {
                let output = fiducia(folder, arguments);
                code = output.status.code().unwrap();
                let all = text(&output.stdout) + &text(&output.stderr);
                printed.extend(all.trim_end().lines().map(|line| line.trim_end().to_owned()));
            }
            _ => panic!("the page runs nothing but this program: {command}"),
        }
        printed.push(String::new());
    }
    printed.pop();
    printed
}

#[test]
fn the_examples_print_what_the_page_shows() {
    let path = root().join("docs/writing-policies.md");
    let page = fs::read_to_string(&path).unwrap();
    let mut folder = tempfile::tempdir().unwrap();
    let mut lines = page.lines();
    let (mut written, mut commands) = (Vec::new(), 0);
    while let Some(line) = lines.next() {
        written.push(line.to_owned());
        // The files of a chapter are no business of the next.
        if line.starts_with("## ") {
            folder = tempfile::tempdir().unwrap();
        }
        let Some(info) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match info.split_once(" title=") {
            Some((_, name)) => {
                let file = folder.path().join(name);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, block.join("\n") + "\n").unwrap();
                written.extend(block.iter().map(|line| (*line).to_owned()));
            }
            None if info == "console" => {
                commands += block.iter().filter(|line| line.starts_with("$ ")).count();
                written.extend(run(folder.path(), &block));
            }
            None => {
                assert!(!block.iter().any(|line| line.starts_with("$ ")), "not run: {block:?}");
                written.extend(block.iter().map(|line| (*line).to_owned()));
            }
        }
        written.push("```".to_owned());
    }
    assert!(commands > 15, "{commands}");
    current(&path, &(written.join("\n") + "\n"));
}
