//! More findings than a format shows: the worst are kept, and the others are counted.

use super::sarif::assert_valid;
use super::{Place, report};
use serde_json::Value;

/// A place with so many findings of each severity.
fn many(counts: &[(&str, usize)]) -> Place {
    let place = Place::new();
    for (severity, count) in counts {
        let items: String = (0..*count).map(|item| format!("  - {item}\n")).collect();
        place.file(format!("{severity}.yaml"), format!("{severity}:\n{items}"));
        place.policy(
            severity,
            &format!(
                "package {severity}\n\ndeny contains {{\"msg\": \"no\", \"severity\": \"{severity}\", \"path\": [\"{severity}\", i]}} if some i, _ in input.{severity}\n"
            ),
        );
    }
    place
}

#[test]
fn annotations() {
    let place = many(&[("critical", 3), ("high", 20), ("medium", 10), ("low", 5), ("info", 7)]);
    for (format, marks) in [
        ("github", ["::error ", "::warning ", "::notice "]),
        ("azure", ["type=error;", "type=warning;", "-"]),
    ] {
        let (shown, _) = report(&place, format, &["--skip", "REPLICAS"]);
        let of = |mark: &str| shown.lines().filter(|line| line.contains(mark)).collect::<Vec<_>>();
        let errors = of(marks[0]);
        assert_eq!(errors.len(), 10, "{shown}");
        assert!(errors[..3].iter().all(|line| line.contains("critical.yaml")), "the worst first: {shown}");
        assert!(errors[9].contains("14 more"), "{shown}");
        if format == "github" {
            assert_eq!((of(marks[1]).len(), of(marks[2]).len()), (10, 10), "{shown}");
            assert!(!of(marks[1])[9].contains("more"), "all ten fit: {shown}");
            assert!(of(marks[2])[9].contains("3 more"), "{shown}");
        }
        assert!(shown.ends_with("45 findings: 3 critical, 20 high, 10 medium, 5 low, 7 info\n"), "{shown}");
    }
}

#[test]
fn results_of_code_scanning() {
    let place = many(&[("critical", 10), ("info", 25_500)]);
    let page = place.join("page.html");
    let page_output = format!("html={}", page.display());
    let (shown, code) = report(&place, "sarif", &["--skip", "REPLICAS", "-o", &page_output]);
    assert_eq!(code, Some(1));
    let run = &assert_valid(&shown)["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 25_000);
    assert_eq!(results.iter().filter(|result| result["level"] == "error").count(), 10);
    let told = &run["invocations"][0]["toolExecutionNotifications"][0];
    assert!(told["message"]["text"].as_str().unwrap().starts_with("510 of 25510 findings"), "{told}");
    let page = std::fs::read_to_string(page).unwrap();
    assert_eq!(page.matches("<article class=\"finding").count(), 5000);
    assert_eq!(page.matches("<article class=\"finding critical").count(), 10, "the worst first");
    assert!(page.contains("The 5000 worst of 25510 findings are shown; 20510 are left out here."));
}

/// Ten megabytes, compressed: what does not fit is counted, and what is kept are the worst.
#[test]
fn a_file_that_code_scanning_takes() {
    let place = Place::new();
    place.policy("echo", "package echo\n\ndeny contains {\"msg\": x, \"path\": [\"xs\", i], \"severity\": level} if {\n\tsome i, x in input.xs\n\tlevel := {true: \"critical\", false: \"low\"}[i % 100 == 99]\n}\n");
    // Text that does not compress: a sequence without a pattern.
    let mut state: u64 = 1;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[(state >> 58) as usize],
        )
    };
    let items: String =
        (0..2000).map(|_| format!("  - {}\n", (0..8000).map(|_| letter()).collect::<String>())).collect();
    place.file("ok.yaml", format!("xs:\n{items}"));
    let (shown, code) = report(&place, "sarif", &["--skip", "REPLICAS"]);
    assert_eq!(code, Some(1));
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, shown.as_bytes()).unwrap();
    let packed = encoder.finish().unwrap().len();
    assert!((5_000_000..=10_000_000).contains(&packed), "{packed}");
    let run = &assert_valid(&shown)["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert!((100..2000).contains(&results.len()), "{}", results.len());
    assert_eq!(results.iter().filter(|result| result["level"] == "error").count(), 20, "the worst are kept");
    let told = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
    assert!(
        told.as_str().unwrap().starts_with(&format!("{} of 2000 findings", 2000 - results.len())),
        "{told}"
    );
}

#[test]
fn tags_descriptions_and_related_places() {
    let place = Place::new();
    let clauses = "GB22239-8.1.2.2b, N52-TLS, HRG-6.2.2.1, PCI-4.2.1, CSF-PR.DS-02, N53-SC-8(1), CSL-23-3";
    let clauses: Vec<String> = clauses.split(", ").map(|clause| format!("{clause:?}")).collect();
    let long = "long ".repeat(400);
    place.policy(
        "wide",
        &format!(
            "# METADATA\n# title: Wide\n# description: {long}\n# custom:\n#   id: WIDE\n#   indicator: x\n#   clauses: [{}]\npackage wide\n\ndeny contains {{\"msg\": \"no\", \"path\": [\"xs\"], \"related\": [r | some i, _ in input.xs; r := {{\"msg\": \"here\", \"path\": [\"xs\", i]}}]}} if input.xs\n",
            clauses.join(", ")
        ),
    );
    let items: String = (0..150).map(|item| format!("  - {item}\n")).collect();
    place.file("ok.yaml", format!("xs:\n{items}"));
    let run = &assert_valid(&report(&place, "sarif", &["--only", "WIDE"]).0)["runs"][0];
    let rule = &run["tool"]["driver"]["rules"][0];
    assert_eq!(rule["fullDescription"]["text"].as_str().unwrap().chars().count(), 1024);
    assert_eq!(run["results"][0]["relatedLocations"].as_array().unwrap().len(), 100);
    let told = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap().iter();
    let told: Vec<&str> = told.map(|told| told["message"]["text"].as_str().unwrap()).collect();
    assert!(told.iter().any(|text| text.contains("WIDE: a description is cut")), "{told:?}");
    assert!(told.iter().any(|text| text.starts_with("50 related places")), "{told:?}");
    assert_eq!(rule["properties"]["tags"][1], Value::from("x"));
}

#[test]
fn a_summary_of_one_mebibyte() {
    let place = Place::new();
    place.policy(
        "long",
        "package long\n\ndeny contains {\"msg\": sprintf(\"%d %s\", [i, input.long]), \"path\": [\"xs\", i]} if some i, _ in input.xs\n",
    );
    let items: String = (0..1500).map(|item| format!("  - {item}\n")).collect();
    place.file("long.yaml", format!("long: {}\nxs:\n{items}", "平".repeat(400)));
    let (shown, _) = report(&place, "markdown", &["--skip", "REPLICAS"]);
    assert!((900_000..=1_048_576).contains(&shown.len()), "{}", shown.len());
    let last = shown.lines().last().unwrap();
    let listed = shown.lines().filter(|line| line.starts_with("- **")).count();
    assert!(last.starts_with(&format!("*{} more are left out", 1500 - listed)), "{last}");
}
