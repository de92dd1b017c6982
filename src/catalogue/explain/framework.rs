//! The page of an instrument: what it is, and which of its clauses are checked by what.

use crate::catalogue::Catalogue;
use crate::catalogue::list::framework_entry;
use crate::catalogue::page::{Item, Page};
use crate::framework::{Addressees, Bilingual, Clause, Framework};
use crate::lang::{Lang, counted};
use crate::policy::Rule;
use serde_json::{Value, json};

/// An instrument, its clauses, and the controls that check them.
pub fn page(catalogue: &Catalogue<'_>, framework: &Framework) -> Page {
    let lang = catalogue.lang;
    let title = format!("{}  {}", framework.key, framework.title_on(catalogue.as_of).get(lang));
    let mut all = entry(catalogue, framework);
    all["is"] = json!("framework");
    all["as_of"] = json!(catalogue.as_of);
    let mut page = Page::new(title, all);
    let (checked, count) = coverage(catalogue, framework);
    let mut told = facts(framework, lang);
    told.push((
        lang.pick("checked", "覆盖"),
        lang.pick(
            format!("{checked} of {}", counted(count, "clause")),
            format!("{count} 个条款中的 {checked} 个"),
        ),
    ));
    page.facts(told);
    if lang == Lang::En {
        page.text(None, framework.note.as_deref().unwrap_or_default());
    }
    let (mut covered, mut open) = (Vec::new(), Vec::new());
    for group in groups(catalogue, framework) {
        let to = if group.by.is_empty() { &mut open } else { &mut covered };
        to.push(group.item(catalogue));
    }
    page.list(lang.pick("Clauses that rules check", "已检查的条款"), covered);
    page.list(lang.pick("Clauses that no rule checks", "未检查的条款"), open);
    page
}

/// Clauses that are cited alike, with the rules that check them and those that only relate.
struct Group<'p> {
    cited: String,
    by: Vec<&'p Rule>,
    related: Vec<&'p Rule>,
}

/// The clauses by citation: those whose number may not be printed look alike.
fn groups<'p>(catalogue: &Catalogue<'p>, framework: &Framework) -> Vec<Group<'p>> {
    let mut groups: Vec<Group<'p>> = Vec::new();
    for clause in &framework.clauses {
        let cited = named(catalogue, clause);
        let at = groups.iter().position(|group| group.cited == cited).unwrap_or_else(|| {
            groups.push(Group { cited, by: Vec::new(), related: Vec::new() });
            groups.len() - 1
        });
        add(&mut groups[at].by, catalogue.implementing(&clause.id));
        add(&mut groups[at].related, catalogue.relating(&clause.id));
    }
    groups
}

fn add<'p>(rules: &mut Vec<&'p Rule>, more: impl Iterator<Item = &'p Rule>) {
    for rule in more {
        if !rules.iter().any(|known| known.id == rule.id) {
            rules.push(rule);
        }
    }
}

/// What stands for a clause below the title of its instrument.
fn named(catalogue: &Catalogue<'_>, clause: &Clause) -> String {
    let lang = catalogue.lang;
    match clause.locator(catalogue.as_of, lang) {
        None => lang.pick("Clauses that were not read", "未经核对的条款").to_owned(),
        Some(locator) if clause.verified.numbered() => match clause.may_be_restated() {
            true => format!("{locator} ({}){}{}", clause.id, lang.pick(": ", "："), clause.text.get(lang)),
            false => format!("{locator} ({})", clause.id),
        },
        Some(topic) => topic.to_owned(),
    }
}

impl Group<'_> {
    fn item(self, catalogue: &Catalogue<'_>) -> Item {
        let lang = catalogue.lang;
        let ids = |rules: &[&Rule]| catalogue.row(rules.iter().map(|rule| rule.id.as_str()));
        let mut below = Vec::new();
        if !self.by.is_empty() {
            below.push(Item::new(format!("{}{}", lang.pick("checked by ", "检查规则："), ids(&self.by))));
        }
        if !self.related.is_empty() {
            below.push(Item::new(format!("{}{}", lang.pick("see also in ", "可参考："), ids(&self.related))));
        }
        Item::new(self.cited).with(below)
    }
}

/// How many of the clauses rules check, and how many there are.
fn coverage(catalogue: &Catalogue<'_>, framework: &Framework) -> (usize, usize) {
    let checked = |clause: &&Clause| catalogue.implementing(&clause.id).next().is_some();
    (framework.clauses.iter().filter(checked).count(), framework.clauses.len())
}

/// What an instrument is.
pub fn facts(framework: &Framework, lang: Lang) -> Vec<(&'static str, String)> {
    let text =
        |text: &Option<Bilingual>| text.as_ref().map_or_else(String::new, |text| text.get(lang).to_owned());
    let binds = match framework.addressees {
        Addressees::Some => "",
        Addressees::None => lang.pick(
            "nobody any longer; a source in audits of what was",
            "已无适用对象，仅用于对历史业务的审计",
        ),
    };
    vec![
        (lang.pick("number", "文号"), text(&framework.number)),
        (lang.pick("issuer", "发布机构"), text(&framework.issuer)),
        (lang.pick("effective", "施行日期"), text(&framework.effective)),
        (lang.pick("status", "效力状态"), text(&framework.status)),
        (lang.pick("binds", "约束对象"), binds.to_owned()),
    ]
}

/// An instrument for programs.
pub fn entry(catalogue: &Catalogue<'_>, framework: &Framework) -> Value {
    let mut entry = framework_entry(catalogue, framework, coverage(catalogue, framework));
    entry["note"] = json!(framework.note);
    let ids = |rules: &[&Rule]| rules.iter().map(|rule| json!(rule.id)).collect::<Vec<_>>();
    let groups = groups(catalogue, framework).into_iter();
    let coverage = groups.map(
        |group| json!({"clause": group.cited, "checked_by": ids(&group.by), "related": ids(&group.related)}),
    );
    entry["coverage"] = Value::Array(coverage.collect());
    entry
}
