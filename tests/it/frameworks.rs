//! What is printed of clauses: an article only where it was read, and a clause as a source only where the failing
//! check implements it.
#![allow(clippy::unwrap_used)]

use crate::common;
use crate::common::place::{Place, Run};
use crate::common::{DAY, fiducia, load_options};
use fiducia::framework::{Addressees, Frameworks, Verified};
use fiducia::lang::Lang;
use fiducia::policy::PolicySet;
use serde_json::Value;

fn load(packs: &[&str]) -> PolicySet {
    let load = load_options(packs);
    let work = move || PolicySet::load(&load);
    let thread = std::thread::Builder::new().stack_size(fiducia::engine::STACK_SIZE).spawn(work);
    thread.unwrap().join().unwrap()
}

/// True for text that names an article, a section or a paragraph by number.
fn numbered(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let latin = words.windows(2).any(|pair| {
        let word = pair[0].trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let named = [
            "art",
            "article",
            "articles",
            "arts",
            "section",
            "sec",
            "chapter",
            "annex",
            "para",
            "requirement",
        ];
        named.contains(&word.as_str()) && pair[1].starts_with(|c: char| c.is_ascii_digit())
    });
    let chinese = text.contains('第') && ["条", "款", "章", "项"].iter().any(|unit| text.contains(unit));
    latin || chinese
}

#[test]
fn every_citation_of_every_rule_keeps_to_what_was_verified() {
    let set = load(&["custody", "custody-extended", "custody-links"]);
    let mut seen = [0; 4];
    for rule in &set.rules {
        for id in rule.cited() {
            let (framework, clause) = set.frameworks.clause(id).unwrap();
            for (day, lang) in
                [(DAY, Lang::En), (DAY, Lang::Zh), ("2025-06-01", Lang::En), ("2025-06-01", Lang::Zh)]
            {
                let day = day.parse().unwrap();
                let cited = set.frameworks.cite(id, day, lang).unwrap().title;
                let rest = cited.strip_prefix(framework.title_on(day).get(lang)).unwrap().trim();
                match clause.verified {
                    Verified::Yes | Verified::TitleOnly => {
                        let known =
                            clause.formerly.iter().map(|former| &former.article).chain(&clause.article);
                        assert!(known.into_iter().any(|article| article == rest), "{id}: {cited}");
                    }
                    Verified::Partial => {
                        assert_eq!(rest, clause.topic.as_ref().unwrap().get(lang), "{id}");
                        assert!(!numbered(rest), "{id}: {cited}");
                    }
                    Verified::Memory => assert_eq!(rest, "", "{id}"),
                }
            }
            seen[clause.verified as usize] += 1;
        }
    }
    assert!(seen.iter().all(|count| *count > 0), "each level occurs: {seen:?}");
}

#[test]
fn sources_are_what_checks_implement_and_see_also_is_not() {
    let set = load(&["custody", "custody-extended"]);
    for rule in &set.rules {
        for clause in rule.checks.values().flat_map(|check| &check.implements) {
            assert!(rule.clauses.contains(clause), "{}: {clause}", rule.id);
            assert!(!rule.see_also.contains(clause), "{}: {clause}", rule.id);
        }
        for clause in &rule.clauses {
            let implemented = rule.checks.values().any(|check| check.implements.contains(clause));
            assert!(implemented, "{}: no check implements {clause}", rule.id);
        }
    }
}

#[test]
fn no_threshold_rests_on_memory() {
    let set = load(&["custody", "custody-extended", "custody-links"]);
    for (name, param) in &set.params.declared {
        let basis = param.described.basis.as_deref().unwrap_or_else(|| panic!("{name} has no basis"));
        if basis != "house" {
            let (_, clause) = set.frameworks.clause(basis).unwrap();
            assert_ne!(clause.verified, Verified::Memory, "{name}: {basis}");
        }
    }
}

#[test]
fn drafts_are_no_source() {
    let set = load(&["custody", "custody-extended"]);
    for clause in set.rules.iter().flat_map(|rule| &rule.clauses) {
        let (framework, _) = set.frameworks.clause(clause).unwrap();
        assert!(!framework.status.clone().unwrap_or_default().en.contains("draft"), "{clause}");
    }
}

const RECONCILIATION: &str = "apiVersion: fiducia/v1
kind: Reconciliation
metadata: {name: r, platform: p}
spec: {}
---
apiVersion: fiducia/v1
kind: Platform
metadata: {name: p, platform: p}
spec: {profile: PROFILE}
";

/// The frameworks that findings of a rule cite.
fn cited(packs: &[&str], profile: &str, rule: &str) -> Vec<String> {
    let place = Place::new();
    place.file("r.yaml", RECONCILIATION.replace("PROFILE", profile));
    let mut arguments = vec!["check", "-f", "json", "--as-of", DAY, "r.yaml", "--only", rule];
    packs.iter().for_each(|pack| arguments.extend(["-p", pack]));
    let run = Run::new(fiducia(place.path(), &arguments));
    let findings = run.report["findings"].as_array().unwrap();
    assert!(!findings.is_empty(), "{}{}", run.stdout, run.stderr);
    let clauses = findings.iter().flat_map(|finding| finding["clauses"].as_array().unwrap());
    let mut keys: Vec<String> =
        clauses.map(|clause: &Value| clause["framework"].as_str().unwrap().to_owned()).collect();
    keys.sort();
    keys.dedup();
    keys
}

#[test]
fn instruments_without_addressees_are_a_source_only_where_they_were_asked_for() {
    let set = load(&["custody"]);
    let without = set.frameworks.all().filter(|framework| framework.addressees == Addressees::None);
    let mut keys: Vec<&str> = without.map(|framework| framework.key.as_str()).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["NIFA3", "P2PC", "P2PM"]);
    // CUS-REC-01 implements a clause of P2PC, on daily reconciliation.
    let cites =
        |packs: &[&str], profile: &str| cited(packs, profile, "CUS-REC-01").contains(&"P2PC".to_owned());
    assert!(!cites(&["custody"], "cn_payment_institution"));
    assert!(cites(&["custody"], "legacy_p2p"));
    assert!(cites(&["custody", "legacy-p2p"], "cn_payment_institution"));
    assert!(cites(&["legacy-p2p"], "cn_payment_institution"));
}

const LOGS: &str = "apiVersion: fiducia/v1
kind: LoggingProfile
metadata: {name: logs, platform: p}
spec: {sources: [{name: 堡垒机, retention_days: 100, hot_days: 90}]}
";

/// The Cybersecurity Law was renumbered on 2026-01-01. Both numbers are never printed at once.
#[test]
fn a_report_cites_the_article_in_force_on_its_day() {
    let place = Place::new();
    place.file("logs.yaml", LOGS);
    let (old, new) = ("第二十一条", "第二十三条");
    for (day, cited, other) in
        [("2025-06-01", old, new), ("2025-12-31", old, new), ("2026-01-01", new, old), (DAY, new, old)]
    {
        let arguments = ["check", "--as-of", day, "--only", "TEC-IDS-07", "--lang", "zh", "logs.yaml"];
        let output = fiducia(place.path(), &arguments);
        let human = common::text(&output.stdout);
        assert!(human.contains(cited) && !human.contains(other), "{day}: {human}");
        let run = Run::new(fiducia(place.path(), &[&arguments[..], &["-f", "json"]].concat()));
        let clauses = run.report["findings"][0]["clauses"].as_array().unwrap();
        let law = clauses.iter().find(|clause| clause["id"] == "CSL-23").unwrap();
        let title = law["title"].as_str().unwrap();
        assert!(title.ends_with(cited), "{day}: {title}");
        assert_eq!(title.contains("2025年修正"), cited == new, "{day}: {title}");
    }
}

/// What is only related is never called a requirement, and stands once for each rule where people read.
#[test]
fn related_clauses_are_worth_reading_and_demand_nothing() {
    let place = Place::new();
    let endpoints = "[{name: a, tls: {min_version: \"1.2\"}}, b, c]";
    let network = "apiVersion: fiducia/v1\nkind: NetworkProfile\nmetadata: {name: n, platform: p}\n";
    place.file("n.yaml", format!("{network}spec: {{endpoints: {endpoints}}}\n"));
    let related = "PCI-4.2.1";
    let report = |format: &str| {
        let arguments = ["check", "--as-of", DAY, "--only", "TEC-PRO-01", "n.yaml", "-f", format];
        common::text(&fiducia(place.path(), &arguments).stdout)
    };
    let human = report("human");
    assert_eq!((human.matches("see also").count(), human.matches(related).count()), (1, 1), "{human}");
    assert!(!human.contains("required by"), "{human}");
    let ends = "`fiducia explain TEC-PRO-01` tells what the rule asks for and why\n";
    assert!(human.ends_with(ends) && human.matches("fiducia explain").count() == 1, "{human}");
    let sarif: Value = serde_json::from_str(&report("sarif")).unwrap();
    let help = &sarif["runs"][0]["tool"]["driver"]["rules"][0]["help"];
    let text = help["text"].as_str().unwrap();
    let (required, see_also) = text.split_once("See also ").unwrap();
    assert!(see_also.contains(related) && !required.contains(related), "{text}");
    let markdown = help["markdown"].as_str().unwrap();
    let (required, see_also) = markdown.split_once("**See also**").unwrap();
    assert!(required.contains("**Required by**") && see_also.contains("PCI\\-4\\.2\\.1"), "{markdown}");
    assert!(report("html").contains("<dt>See also</dt>"));
    let json: Value = serde_json::from_str(&report("json")).unwrap();
    assert_eq!(json["findings"][0]["clauses"], Value::Array(Vec::new()));
}

/// Numbers and names of organisations may be those of their own language; sentences may not.
#[test]
fn facts_of_instruments_are_told_in_chinese() {
    let sentence = regex::Regex::new("[a-z]{2,} [a-z]{2,}").unwrap();
    let frameworks = Frameworks::builtin();
    for framework in frameworks.all() {
        let facts = [&framework.number, &framework.issuer, &framework.effective, &framework.status];
        for fact in facts.into_iter().flatten() {
            assert!(!sentence.is_match(&fact.zh), "{}: {}", framework.key, fact.zh);
        }
    }
}
