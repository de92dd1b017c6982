//! The pages about what is built in: they are complete, current, and print no article that was not read.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::common::{DAY, current, load_options, root};
use fiducia::catalogue::example::{Examples, say};
use fiducia::catalogue::explain::Subject;
use fiducia::catalogue::list::{self, List};
use fiducia::catalogue::{Catalogue, Format};
use fiducia::lang::Lang;
use fiducia::policy::{PolicySet, Rule, pack};
use fiducia::report::Style;
use fiducia::watch::Watch;
use std::collections::BTreeSet;
use textwrap::core::display_width;

const LANGUAGES: [Lang; 2] = [Lang::En, Lang::Zh];

/// Runs a test on all built-in packs of controls, on a thread with the stack that the program has. The rules of `infra` are
/// evidence for these, about files of formats that have pages of their own.
fn with_all(test: impl Fn(&PolicySet) + Send + 'static) {
    let mut names = pack::names();
    names.retain(|name| *name != "infra");
    let work = move || test(&PolicySet::load(&load_options(&names)));
    let thread = std::thread::Builder::new().stack_size(fiducia::engine::STACK_SIZE).spawn(work);
    thread.unwrap().join().unwrap();
}

fn catalogue(policies: &PolicySet, lang: Lang) -> Catalogue<'_> {
    Catalogue { policies, as_of: DAY.parse().unwrap(), lang }
}

/// The page of a subject without examples, and with what a rule says of its bad one.
fn page(catalogue: &Catalogue<'_>, subject: Subject<'_>) -> fiducia::catalogue::page::Page {
    let said = match subject {
        Subject::Rule(rule) => say(catalogue, rule, example(rule, "bad.yaml"), &Watch::default()),
        _ => Vec::new(),
    };
    catalogue.page(subject, &Examples::default(), &said, false)
}

fn example(rule: &Rule, name: &str) -> &'static str {
    pack::example(&rule.origin.source.path, name).unwrap_or_else(|| panic!("{} has no {name}", rule.id))
}

fn rules<'p>(catalogue: &Catalogue<'p>) -> Vec<Subject<'p>> {
    catalogue.controls().map(Subject::Rule).collect()
}

fn frameworks<'p>(catalogue: &Catalogue<'p>) -> Vec<Subject<'p>> {
    catalogue.policies.frameworks.all().map(Subject::Framework).collect()
}

fn kinds<'p>(catalogue: &Catalogue<'p>) -> Vec<Subject<'p>> {
    let kinds = &catalogue.policies.kinds;
    kinds.names().map(|name| Subject::Kind(kinds.get(name).unwrap().unwrap())).collect()
}

/// A file of pages behind a table of them.
fn file(
    catalogue: &Catalogue<'_>,
    [title, intro]: [&str; 2],
    list: &List,
    subjects: &[Subject<'_>],
) -> String {
    let lang = catalogue.lang;
    let pages: Vec<String> =
        subjects.iter().map(|subject| page(catalogue, *subject).markdown(2, lang)).collect();
    let table = list.render(Format::Markdown, 80);
    let generated = lang.pick(
        "Generated from the built-in packs: change those, then run `FIDUCIA_WRITE=1 cargo test --test it catalogue`. No legal advice.",
        "本文档由内置策略包自动生成：请修改策略包，再运行 `FIDUCIA_WRITE=1 cargo test --test it catalogue`。内容不构成法律意见。",
    );
    let as_of =
        lang.pick(format!("Clauses are cited as of {DAY}."), format!("条款按 {DAY} 的有效版本引用。"));
    format!("# {title}\n\n{intro} {as_of}\n\n{generated}\n\n{table}\n{}", pages.join("\n"))
}

const CONTROLS: [[&str; 2]; 2] = [
    [
        "Controls",
        "What `fiducia` checks with: each control, its checks and thresholds, the clauses that demand it. `fiducia explain ID` prints the same with examples.",
    ],
    [
        "控制项",
        "`fiducia` 的全部控制项：检查项、阈值及其依据条款。`fiducia explain ID --lang zh` 可另附示例。",
    ],
];

const FRAMEWORKS: [[&str; 2]; 2] = [
    [
        "Frameworks",
        "Laws, standards and guides: which clauses are checked by which control, and which by none. An article is printed only where it was read.",
    ],
    [
        "法规与标准",
        "各项法规、标准与指引：哪些条款由哪些控制项检查，哪些尚未检查。仅在核对过原文时标注条号。",
    ],
];

const KINDS: [[&str; 2]; 2] = [
    ["Kinds of documents", "What documents there are, the controls that judge each, and an example."],
    ["文档类型", "各类文档、检查该类文档的控制项及示例。"],
];

#[test]
fn generated_pages_are_current() {
    with_all(|policies| {
        for lang in LANGUAGES {
            let catalogue = catalogue(policies, lang);
            let write = |name: &str, texts: [[&'static str; 2]; 2], list: &List, subjects: &[Subject<'_>]| {
                let [en, zh] = texts;
                let text = file(&catalogue, lang.pick(en, zh), list, subjects);
                current(&root().join(format!("docs/{name}{}.md", lang.pick("", ".zh-CN"))), &text);
            };
            write("controls", CONTROLS, &list::rules(&catalogue, None), &rules(&catalogue));
            write("frameworks", FRAMEWORKS, &list::frameworks(&catalogue, None), &frameworks(&catalogue));
            write("kinds", KINDS, &list::kinds(&catalogue), &kinds(&catalogue));
        }
    });
}

fn is_part_of_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.')
}

/// True if a name stands in a text by itself.
fn stands_in(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(is_part_of_name) && !after.is_some_and(is_part_of_name)
    })
}

/// Ids carry numbers of articles: one that may not be printed stands on no page, and neither does what such a clause says.
#[test]
fn no_page_prints_what_was_not_read() {
    with_all(|policies| {
        for (name, lang) in
            ["controls", "frameworks", "kinds"].into_iter().flat_map(|n| LANGUAGES.map(|l| (n, l)))
        {
            let path = root().join(format!("docs/{name}{}.md", lang.pick("", ".zh-CN")));
            let text = std::fs::read_to_string(path).unwrap();
            let mut unread = 0;
            for clause in policies.frameworks.all().flat_map(|framework| &framework.clauses) {
                if !clause.verified.numbered() {
                    unread += 1;
                    assert!(!stands_in(&text, &clause.id), "{name} {lang:?}: {}", clause.id);
                    assert!(!text.contains(clause.text.get(lang)), "{name} {lang:?}: {}", clause.id);
                }
            }
            assert!(unread > 50, "{unread}");
        }
        assert!(stands_in("(CSL-23): a", "CSL-23") && !stands_in("CSL-23-3", "CSL-23"));
    });
}

/// The bad example of a rule breaks each of its checks, so that each has a message to show; the good one breaks none.
#[test]
fn every_check_of_every_control_has_an_example() {
    with_all(|policies| {
        let catalogue = catalogue(policies, Lang::En);
        for rule in catalogue.controls() {
            let said = say(&catalogue, rule, example(rule, "bad.yaml"), &Watch::default());
            let failed: BTreeSet<&str> = said.iter().filter_map(|said| said.check.as_deref()).collect();
            let checks: BTreeSet<&str> = rule.checks.keys().map(String::as_str).collect();
            assert!(!said.is_empty() && failed == checks, "{}: {failed:?} of {checks:?}", rule.id);
            let good = say(&catalogue, rule, example(rule, "good.yaml"), &Watch::default());
            assert!(good.is_empty(), "{}: {good:?}", rule.id);
        }
    });
}

#[test]
fn every_page_fits_eighty_columns_in_both_languages() {
    with_all(|policies| {
        for lang in LANGUAGES {
            let catalogue = catalogue(policies, lang);
            let clauses = policies.frameworks.ids().filter_map(|id| catalogue.subject(id));
            let params = policies.params.declared.iter().map(|(name, param)| Subject::Param(name, param));
            let all =
                rules(&catalogue).into_iter().chain(frameworks(&catalogue)).chain(clauses).chain(params);
            for subject in all {
                let text = page(&catalogue, subject).render(Format::Human, Style::default(), lang);
                let wide = text.lines().find(|line| display_width(line) > 80);
                assert_eq!(wide, None, "{subject:?}");
                assert!(text.lines().all(|line| line == line.trim_end()), "{text}");
            }
        }
    });
}

/// A check names no parameter that nothing declares.
#[test]
fn every_param_of_a_check_is_declared() {
    with_all(|policies| {
        for rule in &policies.rules {
            for name in rule.checks.values().flat_map(|check| &check.params) {
                assert!(policies.params.declared.contains_key(name), "{}: {name}", rule.id);
            }
        }
    });
}
