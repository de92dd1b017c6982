//! `fiducia completions` and `fiducia man`: what `clap` knows of the command line, for shells and for `man`.

use super::Outcome;
use crate::cli::{Cli, Completions};
use clap::CommandFactory as _;
use std::io;

/// The completions of a shell.
pub fn completions(cli: &Completions) -> Outcome {
    let mut stdout = Vec::new();
    clap_complete::generate(cli.shell, &mut Cli::command(), "fiducia", &mut stdout);
    Outcome { stdout, ..Outcome::default() }
}

/// One page for the program and all its commands.
pub fn page() -> Outcome {
    let mut stdout = Vec::new();
    // Writing to memory cannot fail.
    let code = if write_page(&mut stdout).is_ok() { 0 } else { 2 };
    Outcome { stdout, code, ..Outcome::default() }
}

/// The page of the program, then the options of each command, nested ones too.
fn write_page(out: &mut Vec<u8>) -> io::Result<()> {
    let mut program = Cli::command();
    program.build();
    let page = clap_mangen::Man::new(program.clone());
    page.render_title(out)?;
    page.render_name_section(out)?;
    page.render_synopsis_section(out)?;
    page.render_description_section(out)?;
    page.render_options_section(out)?;
    for command in commands(&program) {
        let title = command.get_bin_name().unwrap_or_else(|| command.get_name()).to_uppercase();
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let mut heading = roff::Roff::new();
        heading.control("SH", [title.as_str()]).text([roff::roman(about)]);
        heading.to_writer(out)?;
        let of_command = clap_mangen::Man::new(command);
        of_command.render_synopsis_section(out)?;
        of_command.render_options_section(out)?;
        of_command.render_extra_section(out)?;
    }
    Ok(())
}

fn commands(program: &clap::Command) -> Vec<clap::Command> {
    let children = program.get_subcommands().filter(|command| command.get_name() != "help");
    children
        .flat_map(|command| if command.has_subcommands() { commands(command) } else { vec![command.clone()] })
        .collect()
}
