//! What those who come from another checker may have meant.

use clap::error::{ContextKind, ContextValue, Error};

/// Options of conftest and opa, and how the same is said here.
const OPTIONS: &[(&str, &str)] = &[
    ("--namespace", "every package is evaluated; `--only RULE` picks rules"),
    ("-n", "every package is evaluated; `--only RULE` picks rules"),
    ("--all-namespaces", "every package is evaluated, so nothing is needed"),
    ("--trace", "`--explain` shows the conditions that decided, each with its place"),
    (
        "--parser",
        "`--format-of 'GLOB=FORMAT'` names the format of files, `--stdin-format` that of standard input",
    ),
    ("--ignore", "`exclude` in fiducia.toml leaves files out"),
    ("--fail-on-warn", "`--fail-on low` fails on warnings too, whose severity is low"),
    ("--no-fail", "`--fail-on never` reports and succeeds"),
    ("--no-color", "`--color never`"),
    ("--strict", "`fiducia lint` finds what `opa check --strict` refuses"),
    ("--update", "policies are not fetched; `-p` names a folder or a bundle on disk"),
    ("--bundle", "`-p` takes bundles as well"),
    ("-b", "`-p` takes bundles as well"),
    ("--input", "name the file itself: `fiducia check FILE`"),
    ("-i", "name the file itself: `fiducia check FILE`"),
    ("--v0-compatible", "`--rego-v0` reads policies in Rego v0"),
    ("--coverage", "`fiducia test` always measures coverage; `--threshold` makes it a gate"),
];

/// Their commands.
const COMMANDS: &[(&str, &str)] = &[
    ("verify", "`fiducia test` runs the unit tests of policies"),
    ("eval", "`fiducia check` evaluates policies on files"),
    ("exec", "`fiducia check` evaluates policies on files"),
    ("run", "`fiducia check` evaluates policies on files"),
    ("scan", "`fiducia check` evaluates policies on files"),
    ("validate", "`fiducia check` evaluates policies on files"),
    ("doc", "`fiducia explain` and `fiducia list` print what policies say of themselves"),
    ("pull", "policies are not fetched; `-p` names a folder or a bundle on disk"),
];

/// What to do instead of what a command line asked for and there is not.
pub fn hint(error: &Error) -> Option<String> {
    let said = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let of = |table: &[(&'static str, &'static str)], name: &str| {
        table.iter().find(|(known, _)| *known == name).map(|(_, meaning)| *meaning)
    };
    let option = said(ContextKind::InvalidArg).and_then(|option| {
        let name = option.split(['=', ' ']).next().unwrap_or(option);
        Some((name, of(OPTIONS, name)?))
    });
    let command = || said(ContextKind::InvalidSubcommand).and_then(|name| Some((name, of(COMMANDS, name)?)));
    let (name, meaning) = option.or_else(command)?;
    Some(format!("`{name}` is of another program. Here, {meaning}."))
}
