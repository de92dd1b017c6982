//! `fiducia.toml`: what a repository says about its own checks. Every value keeps its span, so that a
//! mistake is shown where it stands.

use crate::discover::DEFAULT_EXCLUDE;
use crate::document::{Choice, Format, YamlVersion};
use crate::lang::Lang;
use crate::policy::Severity;
use crate::policy::load::PolicySource;
use crate::policy::params::Override;
use crate::problem::{Origin, Problem};
use crate::source::{SourceFile, Span};
use chrono::NaiveDate;
use globset::{Glob, GlobMatcher, GlobSet, GlobSetBuilder};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::Spanned;

/// The name of the configuration file.
pub const FILE_NAME: &str = "fiducia.toml";

/// When a run fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailOn {
    /// At findings of this severity or above.
    Severity(Severity),
    /// Never: findings are reported only.
    Never,
}

impl FailOn {
    /// From a word of the command line or configuration.
    pub fn from_name(name: &str) -> Option<FailOn> {
        if name == "never" { Some(FailOn::Never) } else { Severity::from_name(name).map(FailOn::Severity) }
    }
}

/// The file as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Written {
    policy: Option<Vec<Spanned<String>>>,
    data: Vec<Spanned<String>>,
    capabilities: Vec<Spanned<String>>,
    include: Option<Vec<Spanned<String>>>,
    exclude: Option<Vec<Spanned<String>>>,
    formats: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    fail_on: Option<Spanned<String>>,
    lang: Option<Spanned<String>>,
    params: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    rego: BTreeMap<Spanned<String>, Rego>,
    allow_empty: bool,
    test: Test,
    owners: BTreeMap<Spanned<String>, Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Test {
    as_of: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Rego {
    rego_version: Spanned<String>,
}

/// Who answers for a control, a sub-indicator or a dimension.
#[derive(Debug, Clone)]
pub struct Owner {
    /// Its id or key, such as `TEC-PRO-01`, `TEC.PRO` or `TEC`.
    pub key: String,
    /// The person.
    pub person: String,
    /// Where the key stands.
    pub at: Origin,
}

/// What the configuration says, checked.
#[derive(Debug)]
pub struct Config {
    /// Policies; `None` for the default pack.
    pub policies: Option<Vec<PolicySource>>,
    /// Data files and folders.
    pub data: Vec<PathBuf>,
    /// Files that declare builtins of another program.
    pub capabilities: Vec<PathBuf>,
    /// What alone to check.
    pub include: Option<GlobSet>,
    /// What not to check.
    pub exclude: GlobSet,
    /// Formats by glob.
    pub formats: Vec<(GlobMatcher, Choice)>,
    /// When a run fails.
    pub fail_on: Option<FailOn>,
    /// Language of reports.
    pub lang: Option<Lang>,
    /// Parameters.
    pub params: Vec<Override>,
    /// Folders with policies of Rego version 0.
    pub v0_folders: Vec<PathBuf>,
    /// A run that checks nothing is no problem.
    pub allow_empty: bool,
    /// The day on which tests take place.
    pub test_as_of: Option<NaiveDate>,
    /// Who does what in improvement plans.
    pub owners: Vec<Owner>,
}

impl Default for Config {
    fn default() -> Self {
        let mut exclude = GlobSetBuilder::new();
        for pattern in DEFAULT_EXCLUDE {
            // The patterns are constants that compile.
            let _ = Glob::new(pattern).map(|glob| exclude.add(glob));
        }
        Config {
            policies: None,
            data: Vec::new(),
            capabilities: Vec::new(),
            include: None,
            exclude: exclude.build().unwrap_or_default(),
            formats: Vec::new(),
            fail_on: None,
            lang: None,
            params: Vec::new(),
            v0_folders: Vec::new(),
            allow_empty: false,
            test_as_of: None,
            owners: Vec::new(),
        }
    }
}

/// The configuration file of a path: the nearest one upward from it.
pub fn find(path: &Path, working_directory: &Path) -> Option<PathBuf> {
    let absolute = working_directory.join(path);
    absolute.ancestors().map(|folder| folder.join(FILE_NAME)).find(|candidate| candidate.is_file())
}

/// Reads a configuration file; relative paths in it are relative to its folder.
///
/// # Errors
/// The first mistake, with its place.
pub fn read(source: &Arc<SourceFile>, folder: &Path) -> Result<Config, Problem> {
    let reader = Reader { source, folder };
    let written: Written = toml::from_str(&source.text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        let message = error.message().trim_end_matches('\n');
        reader.wrong(&span, message, message)
    })?;
    let defaults = Config::default();
    Ok(Config {
        policies: written.policy.as_deref().map(|items| reader.policies(items)).transpose()?,
        data: written.data.iter().map(|path| folder.join(path.get_ref())).collect(),
        capabilities: written.capabilities.iter().map(|path| folder.join(path.get_ref())).collect(),
        include: written.include.as_deref().map(|globs| reader.globs(globs)).transpose()?,
        exclude: written.exclude.as_deref().map_or(Ok(defaults.exclude), |globs| reader.globs(globs))?,
        formats: written
            .formats
            .iter()
            .map(|(glob, name)| reader.format(glob, name))
            .collect::<Result<_, _>>()?,
        fail_on: written.fail_on.as_ref().map(|name| reader.fail_on(name)).transpose()?,
        lang: written.lang.as_ref().map(|name| reader.lang(name)).transpose()?,
        params: written.params.into_iter().map(|(name, value)| reader.param(name, value)).collect(),
        v0_folders: reader.v0_folders(&written.rego)?,
        allow_empty: written.allow_empty,
        test_as_of: written.test.as_of.as_ref().map(|day| reader.day(day)).transpose()?,
        owners: written
            .owners
            .iter()
            .map(|(key, person)| reader.owner(key, person))
            .collect::<Result<_, _>>()?,
    })
}

struct Reader<'s> {
    source: &'s Arc<SourceFile>,
    folder: &'s Path,
}

impl Reader<'_> {
    fn wrong(&self, span: &std::ops::Range<usize>, en: impl Into<String>, zh: impl Into<String>) -> Problem {
        Problem::refused_at(Origin::new(self.source, Span::new(span.start, span.end)), en, zh)
    }

    /// A word that is none of those there are.
    fn no_such(&self, word: &Spanned<String>, known: &str) -> Problem {
        let text = word.get_ref();
        let (en, zh) =
            (format!("{text:?} is not one of {known}"), format!("“{text}”不在可选值之列：{known}"));
        self.wrong(&word.span(), en, zh)
    }

    fn policies(&self, items: &[Spanned<String>]) -> Result<Vec<PolicySource>, Problem> {
        let policy = |item: &Spanned<String>| {
            let source = PolicySource::parse(item.get_ref(), self.folder);
            let told = |problem: Problem| (problem.message(Lang::En), problem.message(Lang::Zh));
            source.map_err(told).map_err(|(en, zh)| self.wrong(&item.span(), en, zh))
        };
        items.iter().map(policy).collect()
    }

    fn glob(&self, pattern: &Spanned<String>) -> Result<Glob, Problem> {
        Glob::new(pattern.get_ref()).map_err(|error| {
            let kind = error.kind();
            self.wrong(&pattern.span(), format!("no glob: {kind}"), format!("不是合法的通配模式：{kind}"))
        })
    }

    fn globs(&self, patterns: &[Spanned<String>]) -> Result<GlobSet, Problem> {
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            set.add(self.glob(pattern)?);
        }
        set.build().map_err(|error| self.wrong(&(0..0), error.to_string(), error.to_string()))
    }

    fn format(
        &self,
        glob: &Spanned<String>,
        said: &Spanned<toml::Value>,
    ) -> Result<(GlobMatcher, Choice), Problem> {
        let mut choice = Choice::default();
        match said.get_ref() {
            toml::Value::Table(members) => {
                for (name, value) in members {
                    self.reading(&mut choice, name, value, said.span())?;
                }
            }
            name => self.reading(&mut choice, "format", name, said.span())?,
        }
        Ok((self.glob(glob)?.compile_matcher(), choice))
    }

    /// One thing that is said of how files are read.
    fn reading(
        &self,
        choice: &mut Choice,
        name: &str,
        value: &toml::Value,
        span: std::ops::Range<usize>,
    ) -> Result<(), Problem> {
        let text = value.as_str().unwrap_or_default();
        let known = match name {
            "format" => Format::names(),
            "blocks" => "list, single".to_owned(),
            "yaml" => "1.1, 1.2".to_owned(),
            _ => {
                let (en, zh) = (
                    format!("`{name}` is not one of format, blocks, yaml"),
                    format!("“{name}”不在可选项之列：format、blocks、yaml"),
                );
                return Err(self.wrong(&span, en, zh));
            }
        };
        match (name, text) {
            ("blocks", "list" | "single") => choice.reading.single_blocks = text == "single",
            ("yaml", _) if YamlVersion::from_name(text).is_some() => {
                choice.reading.yaml = YamlVersion::from_name(text);
            }
            ("format", _) if Format::from_name(text).is_some() => choice.format = Format::from_name(text),
            _ => return Err(self.no_such(&Spanned::new(span, shown(value)), &known)),
        }
        Ok(())
    }

    fn param(&self, name: Spanned<String>, value: Spanned<toml::Value>) -> Override {
        let span = |range: std::ops::Range<usize>| Span::new(range.start, range.end);
        let (name_span, at) = (span(name.span()), Origin::new(self.source, span(value.span())));
        Override { name: name.into_inner(), value: json(value.into_inner()), at, name_span }
    }

    fn fail_on(&self, name: &Spanned<String>) -> Result<FailOn, Problem> {
        let known = "critical, high, medium, low, info, never";
        FailOn::from_name(name.get_ref()).ok_or_else(|| self.no_such(name, known))
    }

    fn lang(&self, name: &Spanned<String>) -> Result<Lang, Problem> {
        let known = [Lang::En, Lang::Zh].into_iter().find(|lang| lang.code() == name.get_ref());
        known.ok_or_else(|| self.no_such(name, "en, zh"))
    }

    fn day(&self, day: &Spanned<String>) -> Result<NaiveDate, Problem> {
        let parsed = NaiveDate::parse_from_str(day.get_ref(), "%Y-%m-%d").ok();
        let text = day.get_ref();
        let (en, zh) =
            (format!("{text:?} is no day such as 2026-01-31"), format!("“{text}”不是日期，应如 2026-01-31"));
        parsed.ok_or_else(|| self.wrong(&day.span(), en, zh))
    }

    fn owner(&self, key: &Spanned<String>, person: &Spanned<String>) -> Result<Owner, Problem> {
        let (name, span) = (person.get_ref().trim(), key.span());
        if name.is_empty() {
            return Err(self.wrong(&person.span(), "an owner is the name of a person", "责任人应为人员姓名"));
        }
        let at = Origin::new(self.source, Span::new(span.start, span.end));
        Ok(Owner { key: key.get_ref().clone(), person: name.to_owned(), at })
    }

    fn v0_folders(&self, folders: &BTreeMap<Spanned<String>, Rego>) -> Result<Vec<PathBuf>, Problem> {
        let mut v0 = Vec::new();
        for (folder, rego) in folders {
            match rego.rego_version.get_ref().as_str() {
                "v0" => v0.push(self.folder.join(folder.get_ref())),
                "v1" => {}
                _ => return Err(self.no_such(&rego.rego_version, "v0, v1")),
            }
        }
        Ok(v0)
    }
}

/// A value in a few words.
fn shown(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn json(value: toml::Value) -> serde_json::Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(value) => value.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(json).collect(),
        toml::Value::Table(entries) => entries.into_iter().map(|(key, value)| (key, json(value))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> (String, String) {
        let source = SourceFile::from_text(FILE_NAME, text);
        let problem = read(&source, Path::new("/repo")).unwrap_err();
        let origin = problem.origin().unwrap();
        (source.slice(origin.span).to_owned(), problem.to_string())
    }

    #[test]
    fn mistakes_are_underlined() {
        for (text, under, reason) in [
            ("fail-on = \"hihg\"", "\"hihg\"", "is not one of"),
            ("polices = []", "polices", "unknown field"),
            ("[formats]\n\"*.x\" = \"ini2\"", "\"ini2\"", "is not one of"),
            ("exclude = [\"a\", \"[b\"]", "\"[b\"", "no glob"),
            ("policy = [\"custdy\"]", "\"custdy\"", "no built-in pack"),
            ("lang = \"fr\"", "\"fr\"", "en, zh"),
            ("[test]\nas-of = \"today\"", "\"today\"", "no day"),
            ("[rego.\"old\"]\nrego-version = \"v2\"", "\"v2\"", "v0, v1"),
            ("[owners]\nTEC = \"li.na\"\nOPS = \" \"", "\" \"", "name of a person"),
            ("[owners]\nTEC = 7", "7", "invalid type"),
        ] {
            let (slice, message) = wrong(text);
            assert_eq!(slice, under, "{text}");
            assert!(message.contains(reason), "{message}");
        }
    }

    #[test]
    fn paths_are_relative_to_the_file() {
        let text = "policy = [\"./rules\", \"custody\"]\ndata = [\"d.json\"]\n[rego.\"old\"]\nrego-version = \"v0\"\n[params]\nn = 3";
        let config = read(&SourceFile::from_text(FILE_NAME, text), Path::new("/repo")).unwrap();
        assert_eq!(config.policies.unwrap()[0], PolicySource::Path("/repo/./rules".into()));
        assert_eq!(config.data, [PathBuf::from("/repo/d.json")]);
        assert_eq!(config.v0_folders, [PathBuf::from("/repo/old")]);
        let with = &config.params[0];
        assert_eq!(
            (with.name.as_str(), &with.value, with.at.source.slice(with.at.span)),
            ("n", &3.into(), "3")
        );
    }
}
