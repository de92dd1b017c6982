//! The page of a clause.

use super::framework;
use super::param::told;
use crate::catalogue::Catalogue;
use crate::catalogue::page::{Item, Page};
use crate::framework::{Clause, Framework, Verified};
use crate::lang::Lang;
use crate::policy::params::Param;
use crate::policy::{Check, Rule};
use serde_json::{Value, json};

/// A clause as it may be printed, and the controls that check it.
pub fn page(catalogue: &Catalogue<'_>, framework: &Framework, clause: &Clause) -> Page {
    let lang = catalogue.lang;
    let title = catalogue.cited([&clause.id]).concat();
    let mut page = Page::new(title, entry(catalogue, framework, clause));
    if clause.may_be_restated() {
        let (own, other) = lang.pick((Lang::En, Lang::Zh), (Lang::Zh, Lang::En));
        page.text(None, &format!("{}\n{}", clause.text.get(own), clause.text.get(other)));
    }
    let mut facts = vec![(lang.pick("article", "条文"), numbers(clause, lang))];
    facts.push((lang.pick("verified", "核实程度"), verified(clause, lang).to_owned()));
    facts.push((
        lang.pick("instrument", "文件"),
        format!("{}  {}", framework.key, framework.title_on(catalogue.as_of).get(lang)),
    ));
    facts.extend(framework::facts(framework, lang));
    page.facts(facts);
    let by = checked_by(catalogue, clause);
    let whole = whole(framework, clause).map(|whole| (whole, checked_by(catalogue, whole)));
    let whole = whole.filter(|(_, by)| !by.is_empty());
    if by.is_empty() && whole.is_none() {
        let none = lang.pick("No rule that is loaded checks it.", "已加载的规则均未检查该条款。");
        page.text(Some(lang.pick("Checked by", "由以下规则检查")), none);
    }
    page.list(lang.pick("Checked by", "由以下规则检查"), by);
    let whole = whole.map(|(whole, by)| Item::new(catalogue.cited([&whole.id]).concat()).with(by));
    let heading = lang.pick("Checked as part of", "作为以下条款的一部分接受检查");
    page.list(heading, whole.into_iter().collect());
    let values = values(catalogue, clause).map(|(name, param)| Item::new(told(catalogue, name, param)));
    page.list(lang.pick("Values that come from it", "取值出自该条款的参数"), values.collect());
    let related = catalogue.relating(&clause.id).map(|rule| catalogue.line(rule));
    page.list(lang.pick("Worth reading beside", "可参考的规则"), related.collect());
    page
}

/// The rules that implement a clause, with the checks that do.
fn checked_by(catalogue: &Catalogue<'_>, clause: &Clause) -> Vec<Item> {
    let by = catalogue.implementing(&clause.id).map(|rule| {
        let checks = rule.checks.iter().filter(|(_, check)| check.implements.contains(&clause.id));
        catalogue.line(rule).with(checks.map(|(name, _)| Item::new(name)).collect())
    });
    by.collect()
}

/// The clause that a clause is an item of: their numbers, and so their ids, begin alike. Nothing where a number may
/// not be printed.
fn whole<'f>(framework: &'f Framework, clause: &Clause) -> Option<&'f Clause> {
    let holds = |other: &&Clause| {
        let rest = clause.id.strip_prefix(other.id.as_str()).unwrap_or_default();
        rest.starts_with(|first: char| !first.is_ascii_digit())
    };
    let all = framework.clauses.iter().filter(|_| clause.verified.numbered());
    all.filter(holds).filter(|other| other.verified.numbered()).max_by_key(|other| other.id.len())
}

/// The parameters whose values come from a clause.
fn values<'p>(catalogue: &Catalogue<'p>, clause: &Clause) -> impl Iterator<Item = (&'p String, &'p Param)> {
    let rests = move |(_, param): &(&String, &Param)| param.described.basis.as_ref() == Some(&clause.id);
    catalogue.policies.params.declared.iter().filter(rests)
}

/// The numbers that a clause has and had, where they may be printed.
fn numbers(clause: &Clause, lang: Lang) -> String {
    if !clause.verified.numbered() {
        return String::new();
    }
    let own = clause.article.as_ref().map(|article| match clause.in_force.from {
        Some(from) => lang.pick(format!("{article} since {from}"), format!("{article}（自 {from} 起）")),
        None => article.clone(),
    });
    let former = clause.formerly.iter().map(|former| {
        let (article, until) = (&former.article, former.until);
        lang.pick(format!("{article} until {until}"), format!("{article}（至 {until} 止）"))
    });
    own.into_iter().chain(former).collect::<Vec<_>>().join(lang.pick("; ", "；"))
}

/// What was read of it, and what follows.
fn verified(clause: &Clause, lang: Lang) -> &'static str {
    match clause.verified {
        Verified::Yes => lang.pick("the article was read", "已核对条文"),
        Verified::TitleOnly => {
            lang.pick("number and title were read, not the text", "仅核对编号与标题，未核对正文")
        }
        Verified::Partial => lang.pick(
            "known through a third party: cited by topic, its number not printed",
            "据第三方转述：仅按主题引用，不标条号",
        ),
        Verified::Memory => {
            lang.pick("nothing was read: the instrument alone is named", "未经核对：仅引用文件名称")
        }
    }
}

fn entry(catalogue: &Catalogue<'_>, framework: &Framework, clause: &Clause) -> Value {
    let checks = |rule: &Rule| -> Vec<Value> {
        let implements = |(_, check): &(&String, &Check)| check.implements.contains(&clause.id);
        rule.checks.iter().filter(implements).map(|(name, _)| json!(name)).collect()
    };
    let by = catalogue.implementing(&clause.id).map(|rule| json!({"rule": rule.id, "checks": checks(rule)}));
    let related = catalogue.relating(&clause.id).map(|rule| json!(rule.id));
    let numbered = clause.verified.numbered();
    let former =
        |former: &crate::framework::Former| json!({"article": former.article, "until": former.until});
    json!({
        "is": "clause",
        "as_of": catalogue.as_of,
        "id": numbered.then_some(&clause.id),
        "citation": catalogue.citations([&clause.id]).into_iter().next(),
        "article": clause.article.as_ref().filter(|_| numbered),
        "formerly": clause.formerly.iter().filter(|_| numbered).map(former).collect::<Vec<_>>(),
        "text": clause.may_be_restated().then(|| json!({"en": clause.text.en, "zh": clause.text.zh})),
        "framework": framework::entry(catalogue, framework),
        "checked_by": by.collect::<Vec<_>>(),
        "part_of": whole(framework, clause).map(|whole| &whole.id),
        "params": values(catalogue, clause).map(|(name, _)| name).collect::<Vec<_>>(),
        "related": related.collect::<Vec<_>>(),
    })
}
