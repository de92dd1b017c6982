//! Explanations: a page for a rule, a clause, a framework, a parameter or a kind.

mod clause;
mod framework;
mod kind;
mod param;
mod rule;

use super::Catalogue;
use super::example::{Examples, Said};
use super::page::{Item, Page};
use crate::framework::{Citation, Clause, Framework};
use crate::kind::Kind;
use crate::policy::Rule;
use crate::policy::params::Param;
use crate::problem::Origin;
use crate::similar::similar;
use serde_json::{Value, json};

/// What can be explained.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'p> {
    /// A rule.
    Rule(&'p Rule),
    /// A clause, with its instrument.
    Clause(&'p Framework, &'p Clause),
    /// An instrument.
    Framework(&'p Framework),
    /// A kind of documents.
    Kind(&'p Kind),
    /// A parameter, with its name.
    Param(&'p str, &'p Param),
}

/// Before the name of a parameter, as policies and the configuration write it.
const PARAMS: [&str; 2] = ["data.fiducia.params.", "params."];

impl<'p> Catalogue<'p> {
    /// What a name stands for, whatever its case: the id of a rule, of a clause, the key of a framework, a kind,
    /// the name of a rule, or that of a parameter.
    pub fn subject(&self, name: &str) -> Option<Subject<'p>> {
        let name = name.trim();
        if let Some(param) = PARAMS.iter().find_map(|prefix| name.strip_prefix(prefix)) {
            return self.param(param);
        }
        let same = |other: &str| other.eq_ignore_ascii_case(name);
        let frameworks = &self.policies.frameworks;
        let rule = self.policies.rules.iter().find(|rule| same(&rule.id)).map(Subject::Rule);
        let clause = || {
            let (framework, clause) = frameworks.clause(frameworks.ids().find(|id| same(id))?)?;
            Some(Subject::Clause(framework, clause))
        };
        let framework = || frameworks.all().find(|framework| same(&framework.key)).map(Subject::Framework);
        let kind = || {
            let known = self.policies.kinds.names().find(|known| same(known))?;
            self.policies.kinds.get(known)?.ok().map(Subject::Kind)
        };
        rule.or_else(clause)
            .or_else(framework)
            .or_else(kind)
            .or_else(|| match self.named(name)[..] {
                [rule] => Some(Subject::Rule(rule)),
                _ => None,
            })
            .or_else(|| self.param(name))
    }

    /// The rules of a name, whatever its case: only ids are unique.
    pub fn named(&self, name: &str) -> Vec<&'p Rule> {
        let rules = self.policies.rules.iter();
        rules.filter(|rule| rule.name.eq_ignore_ascii_case(name.trim())).collect()
    }

    fn param(&self, name: &str) -> Option<Subject<'p>> {
        let (name, param) = self.policies.params.declared.get_key_value(name)?;
        Some(Subject::Param(name, param))
    }

    /// The name that a wrong one was most likely meant to be.
    pub fn meant(&self, name: &str) -> Option<&'p str> {
        let policies = self.policies;
        let rules = policies.rules.iter().flat_map(|rule| [rule.id.as_str(), rule.name.as_str()]);
        let frameworks = policies.frameworks.all().map(|framework| framework.key.as_str());
        let params = policies.params.declared.keys().map(String::as_str);
        similar(
            name,
            rules
                .chain(policies.frameworks.ids())
                .chain(frameworks)
                .chain(policies.kinds.names())
                .chain(params),
        )
    }

    /// The page of a subject. Examples are those of a rule, with what it says of the bad one; `source` adds the text of its policy.
    pub fn page(&self, subject: Subject<'p>, examples: &Examples, said: &[Said], source: bool) -> Page {
        match subject {
            Subject::Rule(rule) => rule::page(self, rule, examples, said, source),
            Subject::Clause(framework, clause) => clause::page(self, framework, clause),
            Subject::Framework(framework) => framework::page(self, framework),
            Subject::Kind(kind) => kind::page(self, kind),
            Subject::Param(name, param) => param::page(self, name, param),
        }
    }

    /// The controls that a clause is only related to.
    fn relating(&self, clause: &str) -> impl Iterator<Item = &'p Rule> {
        self.controls().filter(move |rule| rule.see_also.iter().any(|other| other == clause))
    }

    /// The citations of clauses in force on the day, each text once.
    fn cited<'c>(&self, clauses: impl IntoIterator<Item = &'c String>) -> Vec<String> {
        let cite = |id: &String| self.policies.frameworks.cite(id, self.as_of, self.lang);
        Citation::texts(&clauses.into_iter().filter_map(cite).collect::<Vec<_>>())
    }

    /// The same for programs: no id where it would carry a number that may not be printed.
    fn citations<'c>(&self, clauses: impl IntoIterator<Item = &'c String>) -> Vec<Value> {
        let cite = |id: &String| self.policies.frameworks.cite(id, self.as_of, self.lang);
        let entry = |cited: Citation| json!({"id": cited.numbered.then_some(cited.id), "framework": cited.framework, "title": cited.title});
        clauses.into_iter().filter_map(cite).map(entry).collect()
    }

    /// Texts in a row.
    fn row<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> String {
        texts.into_iter().collect::<Vec<_>>().join(self.lang.pick(", ", "、"))
    }

    /// A place; a line of what is built in leads nobody anywhere.
    fn place(&self, at: &Origin) -> String {
        let path = &at.source.path;
        let mut builtin = self.policies.packs.iter().filter(|(_, pack)| pack.is_builtin());
        match builtin.any(|(name, _)| path.starts_with(&format!("policies/{name}/"))) {
            true => path.clone(),
            false => format!("{path}:{}", at.source.position(at.span.start).line),
        }
    }

    /// A rule in a line.
    fn line(&self, rule: &Rule) -> Item {
        Item::new(format!("{} {}", rule.id, rule.title.get(self.lang)))
    }
}
