//! Completions and the manual page: made from the command line itself, for every command.

use crate::common::{fiducia, root, text};

const COMMANDS: [&str; 5] = ["check", "test", "lint", "init", "new"];

#[test]
fn every_shell_completes_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = fiducia(&root(), &["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{shell}");
        let script = text(&output.stdout);
        for command in COMMANDS {
            assert!(script.contains(command), "{shell} {command}");
        }
    }
    assert_eq!(fiducia(&root(), &["completions", "tcsh"]).status.code(), Some(2));
}

#[test]
fn the_manual_page_has_the_options_of_every_command() {
    let output = fiducia(&root(), &["man"]);
    assert_eq!(output.status.code(), Some(0));
    let page = text(&output.stdout);
    assert!(page.contains(".TH fiducia 1"), "{page}");
    for command in COMMANDS {
        assert!(page.contains(&format!("FIDUCIA {}", command.to_uppercase())), "{command}");
    }
    for wanted in ["max\\-file\\-size", "stdin\\-format", "fail\\-fast"] {
        assert!(page.contains(wanted), "{wanted}");
    }
    assert!(!page.contains("fiducia\\-check(1)"), "names a page that does not exist");
}
