//! `-f html`: the page for people.

use crate::common::place::Place;
use crate::common::{DAY, fiducia, root, text};
use std::fs;
use std::path::Path;
use walkdir::WalkDir;

fn assess(folder: &Path, arguments: &[&str]) -> String {
    let run = fiducia(folder, &[&["assess", "--as-of", DAY, "-f", "html"], arguments].concat());
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    text(&run.stdout)
}

/// What is behind an attribute, wherever it stands in a tag.
fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let named = format!(" {name}=\"");
    let mut found = Vec::new();
    for tag in page.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap();
        found.extend(tag.split(&named).skip(1).map(|rest| rest.split('"').next().unwrap()));
    }
    found
}

/// Nothing runs but the script of the page, nothing is loaded, and every link within the page leads somewhere.
fn sound(page: &str) {
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("<style").count(), 1);
    for name in ["src", "style", "onclick", "onload", "onerror", "onfocus", "action", "srcset", "data"] {
        assert_eq!(attributes(page, name), Vec::<&str>::new(), "{name}");
    }
    let ids: Vec<&str> = attributes(page, "id");
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(ids.len(), unique.len());
    for href in attributes(page, "href") {
        match href.strip_prefix('#') {
            Some(id) => assert!(ids.contains(&id), "{href}"),
            None => assert!(!href.contains(':'), "{href}"),
        }
    }
    for label in attributes(page, "aria-labelledby") {
        assert!(ids.contains(&label), "{label}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn what_people_read() {
    let place = Place::new();
    let history = place.join("assessments");
    fs::create_dir(&history).unwrap();
    let saved = format!("json={}", history.join("2026-10-21.json").display());
    let before = "examples/cases/user-education/before";
    let run = fiducia(&root(), &["assess", before, "--as-of", "2026-10-21", "-o", &saved]);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    for lang in ["en", "zh"] {
        let after = "examples/cases/user-education/after";
        let page = assess(&root(), &[after, "--lang", lang, "--history", history.to_str().unwrap()]);
        sound(&page);
        let main = page.split("<main>").nth(1).unwrap().split("id=\"controls\"").next().unwrap();
        insta::assert_snapshot!(format!("assessments-page-{lang}"), main);
        let run = fiducia(&root(), &["assess", after, "--as-of", DAY, "--history", "tests"]);
        assert_eq!(run.status.code(), Some(2), "a folder without assessments");
    }
}

#[test]
fn the_page_has_every_control_and_finding() {
    let page = assess(&root(), &["examples/harbor-pay"]);
    sound(&page);
    let json = fiducia(&root(), &["assess", "examples/harbor-pay", "--as-of", DAY, "-f", "json"]);
    let json: serde_json::Value = serde_json::from_str(&text(&json.stdout)).unwrap();
    let controls = json["controls"].as_array().unwrap();
    assert_eq!(page.matches("<tr class=\"control\"").count(), controls.len());
    for control in controls {
        let row = page.split(&format!("id=\"c-{}\"", control["id"].as_str().unwrap())).nth(1).unwrap();
        let row = row.split("</tr>").next().unwrap();
        let result = format!("data-result=\"{}\"", control["result"].as_str().unwrap());
        assert!(row.contains(&result), "{row}");
    }
    // Vetoes come before everything else that was found.
    let (vetoes, dimensions) = (page.find("id=\"vetoes\"").unwrap(), page.find("id=\"dimensions\"").unwrap());
    assert!(vetoes < dimensions && page.find("id=\"c-").unwrap() > vetoes);
}

/// An article that was not read is printed nowhere, neither as it nor within an id.
#[test]
fn no_article_is_cited_that_may_not_be_printed() {
    let page = assess(&root(), &["examples/harbor-pay"]);
    let mut checked = 0;
    for entry in WalkDir::new(root().join("policies/frameworks")).into_iter().map(Result::unwrap) {
        if entry.path().extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let file: serde_json::Value =
            serde_yaml::from_str(&fs::read_to_string(entry.path()).unwrap()).unwrap();
        for clause in file["clauses"].as_array().unwrap() {
            if ["memory", "partial"].contains(&clause["verified"].as_str().unwrap()) {
                checked += 1;
                assert!(!page.contains(&format!("({})", clause["id"].as_str().unwrap())), "{}", clause["id"]);
            }
        }
    }
    assert!(checked > 10);
}

#[test]
fn hostile_text_does_nothing() {
    let place = Place::new();
    let folder = root().join("examples/harbor-pay");
    let hostile = "x<script>alert(1)</script><img/src=x/onerror=alert(1)>\u{202e}";
    for entry in WalkDir::new(&folder).into_iter().map(Result::unwrap) {
        let name = entry.path().strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_file() {
            let content = fs::read_to_string(entry.path()).unwrap();
            let content =
                content.replace("harbor-pay", hostile).replace("ciso", hostile).replace("R-NET", hostile);
            place.file(format!("p/{name}"), content);
        }
    }
    // A control of somebody's own brings markup in its title, its id and its messages.
    place.policy(
        "own",
        "# METADATA\n# title: \"</summary><script>alert(2)</script>\"\n# custom:\n#   id: \"OWN\\\"><b>\"\n#   severity: high\n#   indicator: TEC.ENC\npackage own\n\n\
         deny contains {\"msg\": \"<svg/onload=alert(3)> {{ 7*7 }}\"} if input.kind == \"Platform\"\n",
    );
    let page = assess(&place.join("p"), &["-p", "custody", "-p", "../policy"]);
    sound(&page);
    assert!(page.contains("&lt;script&gt;alert(2)") && page.contains("{{ 7*7 }}"));
    for text in ["<script>alert", "<img", "<svg/onload", "<b>\"", "\u{202e}"] {
        assert!(!page.contains(text), "{text}");
    }
}
