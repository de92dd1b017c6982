//! Frameworks: laws, standards and guides, and the clauses that rules implement.
//!
//! What is printed of a clause depends on how far it was verified: an article number only where it was
//! read, the topic where somebody else restated it, the instrument alone where nothing was read.

use crate::embedded;
use crate::lang::{Lang, Message, both};
use crate::problem::{Origin, Problem};
use crate::similar::similar;
use crate::source::{SourceFile, Span, nesting};
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

impl Bilingual {
    /// The text in a language.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.en, &self.zh)
    }
}

/// A text in both languages, or one that is the same in both.
fn either<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Bilingual>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Same(String),
        Each(Bilingual),
    }
    Ok(Some(match Either::deserialize(from)? {
        Either::Same(text) => Bilingual { en: text.clone(), zh: text },
        Either::Each(text) => text,
    }))
}

/// How far the text of a clause was verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verified {
    /// The article, or a verbatim quote with its number, was read.
    Yes,
    /// Number and title were read, not the text.
    TitleOnly,
    /// A third party restates the content.
    Partial,
    /// Nothing was read.
    Memory,
}

impl Verified {
    /// True if the article may be printed.
    pub fn numbered(self) -> bool {
        matches!(self, Verified::Yes | Verified::TitleOnly)
    }
}

/// Days on which the number of a clause holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Validity {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub until: Option<NaiveDate>,
}

/// A number that a clause had before.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Former {
    /// The article.
    pub article: String,
    /// Its last day.
    pub until: NaiveDate,
}

/// A clause of an instrument.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Id, unique over all frameworks.
    pub id: String,
    /// Article or section, in the language of the instrument; absent where it may not be printed.
    pub article: Option<String>,
    /// What it is about, where the article may not be printed.
    pub topic: Option<Bilingual>,
    /// When the article number holds.
    #[serde(default)]
    pub in_force: Validity,
    /// Numbers that it had before.
    #[serde(default)]
    pub formerly: Vec<Former>,
    /// A paraphrase.
    pub text: Bilingual,
    /// How far it was verified.
    pub verified: Verified,
}

impl Clause {
    /// True if its paraphrase may be printed: somebody read what it restates.
    pub fn may_be_restated(&self) -> bool {
        self.verified.numbered()
    }

    /// What is printed behind the name of the instrument on a day: the article in force then, the topic,
    /// or nothing.
    pub fn locator(&self, day: NaiveDate, lang: Lang) -> Option<&str> {
        match self.verified {
            Verified::Yes | Verified::TitleOnly => {
                let former = self
                    .formerly
                    .iter()
                    .filter(|former| day <= former.until)
                    .min_by_key(|former| former.until);
                former.map(|former| former.article.as_str()).or(self.article.as_deref())
            }
            Verified::Partial => self.topic.as_ref().map(|topic| topic.get(lang)),
            Verified::Memory => None,
        }
    }
}

/// Whether there is anybody whom an instrument binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Addressees {
    /// There is.
    #[default]
    Some,
    /// Nobody is left: it is a source only for audits of what was.
    None,
}

/// A title that an instrument had before.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormerTitle {
    /// The title.
    pub title: Bilingual,
    /// Its last day.
    pub until: NaiveDate,
}

/// An instrument and its clauses.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    /// Short key.
    pub key: String,
    /// Title.
    pub title: Bilingual,
    /// Titles that it had before an amendment.
    #[serde(default)]
    pub formerly: Vec<FormerTitle>,
    /// Number under which it was issued.
    #[serde(default, deserialize_with = "either")]
    pub number: Option<Bilingual>,
    /// Who issued it.
    #[serde(default, deserialize_with = "either")]
    pub issuer: Option<Bilingual>,
    /// When it takes effect, as text: some take effect in steps.
    #[serde(default, deserialize_with = "either")]
    pub effective: Option<Bilingual>,
    /// Whether it is in force.
    #[serde(default, deserialize_with = "either")]
    pub status: Option<Bilingual>,
    /// Whether it binds anybody.
    #[serde(default)]
    pub addressees: Addressees,
    /// Profiles of platforms that it is held against although it binds nobody.
    #[serde(default)]
    pub profiles: Vec<String>,
    /// How far title and number were verified.
    pub verified: Verified,
    /// What a reader needs to know.
    pub note: Option<String>,
    /// Its clauses.
    pub clauses: Vec<Clause>,
}

/// A clause as it is cited on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Clause id.
    pub id: String,
    /// Key of the framework.
    pub framework: String,
    /// Instrument and article, or its topic, or the instrument alone.
    pub title: String,
    /// True if the article may be printed, and with it the id, which carries its number.
    pub numbered: bool,
}

impl Citation {
    /// Citations as text, each once: instruments whose articles may not be printed look alike.
    pub fn texts(citations: &[Citation]) -> Vec<String> {
        let mut texts: Vec<String> = Vec::new();
        for Citation { id, title, numbered, .. } in citations {
            let text = if *numbered { format!("{title} ({id})") } else { title.clone() };
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts
    }
}

/// All frameworks known to a run. A file is parsed when one of its clauses is first cited.
#[derive(Debug, Default)]
pub struct Frameworks {
    files: Vec<FrameworkFile>,
    by_clause: BTreeMap<String, usize>,
}

#[derive(Debug)]
struct FrameworkFile {
    key: String,
    source: Arc<SourceFile>,
    builtin: bool,
    parsed: OnceLock<Result<Framework, (Span, String)>>,
}

impl Frameworks {
    /// The built-in frameworks.
    pub fn builtin() -> Self {
        let mut frameworks = Frameworks::default();
        for (path, text) in embedded::frameworks() {
            frameworks.add(SourceFile::from_text(format!("builtin/{path}"), text));
        }
        frameworks.files.iter_mut().for_each(|file| file.builtin = true);
        frameworks
    }

    /// Adds a framework file; its clauses replace those of the same id.
    pub fn add(&mut self, source: Arc<SourceFile>) {
        let file = self.files.len();
        let ids = source.text.lines().filter_map(|line| line.trim_start().strip_prefix("- id:"));
        let ids = ids.map(|id| id.trim().trim_matches(['"', '\'']).to_owned());
        self.by_clause.extend(ids.map(|id| (id, file)));
        let key = source.text.lines().find_map(|line| line.strip_prefix("key:")).unwrap_or_default();
        let key = key.trim().trim_matches(['"', '\'']).to_owned();
        self.files.push(FrameworkFile { key, source, builtin: false, parsed: OnceLock::new() });
    }

    /// True if a clause of this id exists.
    pub fn contains(&self, clause: &str) -> bool {
        self.by_clause.contains_key(clause)
    }

    /// The ids of all clauses, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.by_clause.keys().map(String::as_str)
    }

    /// The key of the framework that a clause belongs to.
    pub fn key_of(&self, clause: &str) -> Option<&str> {
        self.by_clause.get(clause).map(|file| self.files[*file].key.as_str())
    }

    /// Ids that look like a wrong one, for a hint.
    pub fn similar(&self, clause: &str) -> Option<&str> {
        let prefix = clause.split_once('-').map_or(clause, |(key, _)| key);
        let candidates = self.by_clause.keys().filter(|id| id.starts_with(prefix));
        similar(clause, candidates.map(String::as_str))
    }

    /// A clause with its framework.
    pub fn clause(&self, id: &str) -> Option<(&Framework, &Clause)> {
        let file = &self.files[*self.by_clause.get(id)?];
        let framework = file.parse().as_ref().ok()?;
        Some((framework, framework.clauses.iter().find(|clause| clause.id == id)?))
    }

    /// A clause as it is cited on a day, in a language.
    pub fn cite(&self, id: &str, day: NaiveDate, lang: Lang) -> Option<Citation> {
        let (framework, clause) = self.clause(id)?;
        let title = framework.title_on(day).get(lang);
        let title = match clause.locator(day, lang) {
            Some(locator) => format!("{title} {locator}"),
            None => title.to_owned(),
        };
        let numbered = clause.verified.numbered();
        Some(Citation { id: id.to_owned(), framework: framework.key.clone(), title, numbered })
    }

    /// All frameworks, in the order of their files.
    pub fn all(&self) -> impl Iterator<Item = &Framework> {
        self.files.iter().filter_map(|file| file.parse().as_ref().ok())
    }

    /// What is wrong with the files that hold these clauses. Those of the program are parsed when something is
    /// printed of them, and nothing is wrong with them.
    pub fn problems<'a>(&self, clauses: impl IntoIterator<Item = &'a str>) -> Vec<Problem> {
        let mut files: Vec<usize> =
            clauses.into_iter().filter_map(|id| self.by_clause.get(id).copied()).collect();
        files.sort_unstable();
        files.dedup();
        let given = files.into_iter().map(|file| &self.files[file]).filter(|file| !file.builtin);
        let broken = given.filter_map(|file| {
            let (span, reason) = file.parse().as_ref().err()?;
            Some(Problem::policy(
                Origin::new(&file.source, *span),
                format!("this framework cannot be read: {reason}"),
            ))
        });
        broken.collect()
    }
}

impl Framework {
    /// The title on a day.
    pub fn title_on(&self, day: NaiveDate) -> &Bilingual {
        let former = self.formerly.iter().filter(|former| day <= former.until);
        former.min_by_key(|former| former.until).map_or(&self.title, |former| &former.title)
    }

    /// True if its clauses are the source of a requirement for a platform: it binds somebody, or it was asked for,
    /// or the platform has one of its profiles.
    pub fn binds(&self, asked: bool, profile: Option<&str>) -> bool {
        let held = || profile.is_some_and(|profile| self.profiles.iter().any(|other| other == profile));
        self.addressees == Addressees::Some || asked || held()
    }
}

/// Deepest nesting of brackets: the time to read YAML grows with its square.
const NESTING: usize = 64;

impl FrameworkFile {
    fn parse(&self) -> &Result<Framework, (Span, String)> {
        self.parsed.get_or_init(|| {
            if nesting(&self.source.text) > NESTING {
                return Err((Span::default(), format!("brackets nest deeper than the limit of {NESTING}")));
            }
            serde_yaml::from_str(&self.source.text).map_err(|error| {
                let line = error.location().and_then(|location| self.source.line(location.line()));
                (line.unwrap_or_default(), error.to_string())
            })
        })
    }
}

/// A message in both languages.
impl From<&Bilingual> for Message {
    fn from(text: &Bilingual) -> Self {
        both(&text.en, &text.zh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_builtin_framework_reads_and_clause_ids_are_unique() {
        let frameworks = Frameworks::builtin();
        let broken = frameworks.files.iter().filter_map(|file| file.parse().as_ref().err());
        assert_eq!(broken.collect::<Vec<_>>(), Vec::<&(Span, String)>::new());
        let ids: Vec<&str> = frameworks.all().flat_map(|f| f.clauses.iter().map(|c| c.id.as_str())).collect();
        assert_eq!((frameworks.all().count(), ids.len(), frameworks.by_clause.len()), (53, 441, 441));
    }

    #[test]
    fn an_article_is_printed_only_where_it_was_read() {
        let frameworks = Frameworks::builtin();
        for clause in frameworks.all().flat_map(|framework| &framework.clauses) {
            let read = matches!(clause.verified, Verified::Yes | Verified::TitleOnly);
            assert!(read || clause.article.is_none(), "{}", clause.id);
            let locator = clause.locator(day("2026-11-22"), Lang::Zh).unwrap_or("");
            assert!(
                read || !locator.contains(|c: char| c.is_ascii_digit() || c == '第'),
                "{}: {locator}",
                clause.id
            );
        }
    }

    #[test]
    fn ids_stand_only_beside_articles_that_were_read_and_equal_citations_once() {
        let frameworks = Frameworks::builtin();
        let day = day("2026-11-22");
        for clause in frameworks.all().flat_map(|framework| &framework.clauses) {
            let texts = Citation::texts(&[frameworks.cite(&clause.id, day, Lang::En).unwrap()]);
            let read = matches!(clause.verified, Verified::Yes | Verified::TitleOnly);
            assert_eq!(texts[0].ends_with(&format!("({})", clause.id)), read, "{texts:?}");
        }
        let memory = frameworks.all().flat_map(|framework| {
            let memory = framework.clauses.iter().filter(|clause| clause.verified == Verified::Memory);
            let cited = memory.filter_map(|clause| frameworks.cite(&clause.id, day, Lang::En));
            let cited: Vec<Citation> = cited.collect();
            (cited.len() > 1).then_some(cited)
        });
        let memory: Vec<Vec<Citation>> = memory.collect();
        assert!(!memory.is_empty());
        assert!(memory.iter().all(|cited| Citation::texts(cited).len() == 1), "{memory:?}");
    }

    #[test]
    fn the_article_in_force_on_the_day_is_cited() {
        let frameworks = Frameworks::builtin();
        let cite = |date| frameworks.cite("CSL-23-3", day(date), Lang::Zh).unwrap().title;
        assert!(cite("2026-01-01").ends_with("第二十三条（三）"), "{}", cite("2026-01-01"));
        assert!(cite("2025-12-31").ends_with("第二十一条（三）"), "{}", cite("2025-12-31"));
        assert!(cite("2026-01-01").starts_with("中华人民共和国网络安全法（2025年修正）"));
        assert!(cite("2025-12-31").starts_with("中华人民共和国网络安全法 "), "{}", cite("2025-12-31"));
    }
}
