//! The assessment: the worked example, properties of the scores, and what `fiducia assess` prints.
#![allow(clippy::unwrap_used)]

use crate::common::place::Place;
use crate::common::{DAY, fiducia, root, text};
use fiducia::assess::control::{Control, Outcome};
use fiducia::assess::grade::{Grade, Grading, grade};
use fiducia::assess::model::Model;
use fiducia::assess::number::{outside, shown};
use fiducia::assess::record::Expert;
use fiducia::assess::score::{Scores, opinion, score};
use fiducia::policy::Severity;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::Value;

fn control(indicator: &str, severity: Severity, found: Outcome) -> Control {
    Control {
        id: "X-01".to_owned(),
        indicator: indicator.to_owned(),
        severity,
        found,
        checks: 1,
        failed: Vec::new(),
        has_veto: false,
        veto: None,
        evidence: Decimal::ONE,
        basis: fiducia::assess::evidence::Basis::Collected,
        collected: fiducia::assess::collected::Collected::default(),
        confirmed: None,
        findings: Vec::new(),
    }
}

fn expert(name: &str, indicator: &str, first: i64, second: Option<i64>) -> Expert {
    let scores = |score: Option<i64>| score.into_iter().map(|score| (indicator.to_owned(), score)).collect();
    Expert { name: name.to_owned(), independent: true, first: scores(Some(first)), second: scores(second) }
}

#[test]
fn the_worked_example_of_the_model() {
    let model = Model::read(None).unwrap();
    let mut controls = vec![
        control("TEC.PRO", Severity::Critical, Outcome::Pass),
        control("TEC.PRO", Severity::Critical, Outcome::Pass),
        control("TEC.PRO", Severity::High, Outcome::Fail),
        control("TEC.PRO", Severity::High, Outcome::Pass),
    ];
    controls[3].evidence = Decimal::new(9, 1);
    for at in [0, 1, 3] {
        controls[at].confirmed = Some(true);
    }
    let experts = [("a", 4), ("b", 3), ("c", 4)].map(|(name, score)| expert(name, "TEC.PRO", score, None));
    let scores = score(&model, &controls, &experts);
    let one = scores.indicators.iter().find(|one| one.key == "TEC.PRO").unwrap();
    let parts = [one.quantitative, one.opinion.value, one.onsite, one.score].map(|part| shown(part.unwrap()));
    assert_eq!(parts, ["79.38", "80.00", "100.00", "83.63"]);
    // The other dimensions do not apply, so there is no total.
    assert_eq!(scores.total.score, None);
}

#[test]
fn experts_count_from_three_and_far_apart_need_a_second_round() {
    let of = |scores: &[(i64, Option<i64>)]| {
        let experts: Vec<Expert> = scores
            .iter()
            .enumerate()
            .map(|(at, (first, second))| expert(&at.to_string(), "TEC.PRO", *first, *second))
            .collect();
        let opinion = opinion("TEC.PRO", &experts);
        (opinion.open, opinion.value.map(|value| value.to_string()))
    };
    let given = |value: &str| Some(value.to_owned());
    assert_eq!(of(&[(4, None), (3, None)]), (false, None));
    assert_eq!(of(&[(4, None), (3, None), (2, None)]), (false, given("60.0")));
    assert_eq!(of(&[(5, None), (3, None), (4, None), (3, None)]), (false, given("70.0")));
    assert_eq!(of(&[(5, None), (3, None), (2, None)]), (true, None));
    assert_eq!(of(&[(5, Some(4)), (3, Some(3)), (2, None)]), (true, None));
    assert_eq!(of(&[(5, Some(4)), (3, Some(4)), (2, Some(3))]), (false, given("80.0")));
    let mut own = expert("d", "TEC.PRO", 5, None);
    own.independent = false;
    let experts = [own, expert("a", "TEC.PRO", 4, None), expert("b", "TEC.PRO", 4, None)];
    assert_eq!(opinion("TEC.PRO", &experts).value, None);
}

#[test]
fn less_than_80_percent_confirmed_lowers_what_was_counted() {
    let model = Model::read(None).unwrap();
    let mut controls = vec![control("RSK.ASM", Severity::High, Outcome::Pass); 4];
    for (at, control) in controls.iter_mut().enumerate() {
        control.confirmed = Some(at > 0);
    }
    let scores = score(&model, &controls, &[]);
    let one = scores.indicators.iter().find(|one| one.key == "RSK.ASM").unwrap();
    // Q 75, since the disproved one is no pass; V 75, so Q counts 56.25; S = (0.6 * 56.25 + 0.2 * 75) / 0.8.
    assert_eq!(
        [one.quantitative, one.counted, one.score].map(|part| shown(part.unwrap())),
        ["75.00", "56.25", "60.94"]
    );
}

/// A platform with controls in every sub-indicator.
fn platform() -> impl Strategy<Value = Vec<Control>> {
    let severity =
        prop::sample::select(vec![Severity::Critical, Severity::High, Severity::Medium, Severity::Low]);
    let found = prop::sample::select(vec![
        Outcome::Pass,
        Outcome::Pass,
        Outcome::Partial,
        Outcome::Fail,
        Outcome::Unknown,
    ]);
    let one = (severity, found, prop::option::weighted(0.3, any::<bool>()), any::<bool>());
    let keys: Vec<String> = Model::read(None).unwrap().indicators.into_iter().map(|one| one.key).collect();
    prop::collection::vec(one, keys.len() * 2).prop_map(move |all| {
        let made = all.into_iter().enumerate().map(|(at, (severity, found, confirmed, has_veto))| {
            let mut one = control(&keys[at % keys.len()], severity, found);
            one.id = format!("X-{at:02}");
            (one.confirmed, one.has_veto) = (confirmed, has_veto);
            judged(one, found)
        });
        made.collect()
    })
}

/// With what follows from the result.
fn judged(mut control: Control, found: Outcome) -> Control {
    control.found = found;
    let cast = control.has_veto && found == Outcome::Fail;
    control.veto = cast.then_some(fiducia::assess::control::Veto::Cast);
    control
}

fn assessed(controls: &[Control]) -> (Scores, Grading) {
    let scores = score(&Model::read(None).unwrap(), controls, &[]);
    let grading = grade(&scores, controls, &[]);
    (scores, grading)
}

/// Every score, the total first.
fn all(scores: &Scores) -> Vec<Option<Decimal>> {
    let indicators = scores.indicators.iter().map(|one| one.score);
    let dimensions = scores.dimensions.iter().map(|sum| sum.score);
    std::iter::once(scores.total.score).chain(dimensions).chain(indicators).collect()
}

/// A withheld grade is no better than any.
fn rank(grade: Option<Grade>) -> u8 {
    grade.map_or(9, |grade| grade as u8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fixing_a_control_never_lowers_a_score(controls in platform(), at in any::<prop::sample::Index>()) {
        let mut fixed = controls.clone();
        let at = at.index(fixed.len());
        fixed[at] = judged(fixed[at].clone(), Outcome::Pass);
        let (before, after) = (assessed(&controls), assessed(&fixed));
        for (before, after) in all(&before.0).into_iter().zip(all(&after.0)) {
            prop_assert!(before <= after, "{before:?} {after:?}");
        }
    }

    #[test]
    fn hiding_a_control_never_raises_a_score_or_the_grade(controls in platform(), at in any::<prop::sample::Index>()) {
        let mut hidden = controls.clone();
        let at = at.index(hidden.len());
        hidden[at] = judged(hidden[at].clone(), Outcome::Unknown);
        let (before, after) = (assessed(&controls), assessed(&hidden));
        for (before, after) in all(&before.0).into_iter().zip(all(&after.0)) {
            prop_assert!(before >= after, "{before:?} {after:?}");
        }
        prop_assert!(before.0.coverage >= after.0.coverage);
        prop_assert!(rank(after.1.grade) >= rank(before.1.grade));
    }

    #[test]
    fn leaving_out_of_scope_never_raises_a_score_or_the_grade(
        controls in platform(), at in any::<prop::sample::Index>()
    ) {
        let mut left = controls.clone();
        let at = at.index(left.len());
        prop_assume!(!left[at].has_veto && left[at].applies());
        left[at] = judged(left[at].clone(), Outcome::OutOfScope);
        let (before, after) = (assessed(&controls), assessed(&left));
        for (before, after) in all(&before.0).into_iter().zip(all(&after.0)) {
            prop_assert!(before >= after, "{before:?} {after:?}");
        }
        prop_assert!(before.0.coverage >= after.0.coverage);
        prop_assert!(rank(after.1.grade) >= rank(before.1.grade));
        let partial = after.1.partial.unwrap();
        prop_assert_eq!(partial.controls + 1, partial.of);
    }

    #[test]
    fn weaker_evidence_never_raises_a_score_or_the_grade(
        controls in platform(), at in any::<prop::sample::Index>(), steps in (0..3usize, 0..3usize)
    ) {
        let factors = [Decimal::ONE, Decimal::new(9, 1), Decimal::new(7, 1)];
        let at = at.index(controls.len());
        let with = |step: usize| {
            let mut controls = controls.clone();
            controls[at].evidence = factors[step];
            assessed(&controls)
        };
        let (strong, weak) = (with(steps.0.min(steps.1)), with(steps.0.max(steps.1)));
        for (strong, weak) in all(&strong.0).into_iter().zip(all(&weak.0)) {
            prop_assert!(strong >= weak, "{strong:?} {weak:?}");
        }
        prop_assert!(rank(weak.1.grade) >= rank(strong.1.grade));
        prop_assert_eq!(strong.0.coverage, weak.0.coverage);
    }

    #[test]
    fn the_total_lies_in_its_interval_and_order_changes_nothing(controls in platform()) {
        let (scores, _) = assessed(&controls);
        let (total, high) = (scores.total.score.unwrap(), scores.total.high.unwrap());
        prop_assert!(Decimal::ZERO <= total && total <= high && high <= Decimal::ONE_HUNDRED);
        let turned: Vec<Control> = controls.into_iter().rev().collect();
        prop_assert_eq!(all(&assessed(&turned).0), all(&scores));
    }

    #[test]
    fn weights_sum_to_one(a in 1..=9i64, b in 1..=9i64, c in 1..=9i64) {
        let fraction = |above: i64, below: i64| Decimal::from(above) / Decimal::from(below);
        let matrix = vec![
            vec![Decimal::ONE, fraction(a, 1), fraction(1, b)],
            vec![fraction(1, a), Decimal::ONE, fraction(c, 1)],
            vec![fraction(b, 1), fraction(1, c), Decimal::ONE],
        ];
        let (weights, ..) = fiducia::assess::ahp::solve(&matrix);
        prop_assert!((weights.iter().sum::<Decimal>() - Decimal::ONE).abs() < Decimal::new(1, 20));
        prop_assert!(weights.iter().all(|weight| *weight > Decimal::ZERO));
    }
}

/// `fiducia assess` over an example, on the day of all tests.
fn example(arguments: &[&str]) -> (String, String, i32) {
    let run = fiducia(&root(), &[&["assess", "--as-of", DAY], arguments].concat());
    (text(&run.stdout), text(&run.stderr), run.status.code().unwrap())
}

#[test]
fn what_people_read() {
    for lang in ["en", "zh"] {
        for (name, path) in [("broken", "examples/harbor-pay"), ("fixed", "examples/harbor-pay-fixed")] {
            let (out, err, code) = example(&["--lang", lang, path]);
            assert_eq!((err.as_str(), code), ("", 0));
            insta::assert_snapshot!(format!("assess-{name}-{lang}"), out);
        }
        let (out, ..) = example(&["--lang", lang, "--explain", "TEC.PRO", "examples/harbor-pay"]);
        insta::assert_snapshot!(format!("assess-explain-{lang}"), out);
        let (out, ..) = example(&["--lang", lang, "-f", "markdown", "examples/harbor-pay"]);
        insta::assert_snapshot!(format!("assess-markdown-{lang}"), out);
    }
}

#[test]
fn json_follows_its_schema_and_agrees_with_itself() {
    let (out, ..) = example(&["-f", "json", "examples/harbor-pay"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    let schema = std::fs::read_to_string(root().join("schema/assessment-v1.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let errors: Vec<String> = jsonschema::validator_for(&schema)
        .unwrap()
        .iter_errors(&report)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    let number = |value: &Value| value.as_str().unwrap().parse::<Decimal>().unwrap();
    let sum: Decimal = report["dimensions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| number(&one["weight"]) * number(&one["score"]))
        .sum();
    assert!(
        (sum - number(&report["total"])).abs() < Decimal::new(5, 2),
        "{sum} {}",
        outside(number(&report["total"]))
    );
}

/// What the conclusion says of a control is what the total rises by once it is met.
#[test]
fn the_gain_of_a_control_is_what_its_fix_brings() {
    let place = Place::copy("examples/harbor-pay-fixed");
    let assess = || -> Value {
        serde_json::from_str(&example(&["-f", "json", place.path().to_str().unwrap()]).0).unwrap()
    };
    let fixed = assess();
    let network = std::fs::read_to_string(place.join("security/network.yaml")).unwrap();
    place.file("security/network.yaml", network.replacen(r#""1.2""#, r#""1.0""#, 1));
    let broken = assess();
    let number = |value: &Value| value.as_str().unwrap().parse::<Decimal>().unwrap();
    let gains = broken["conclusion"]["gains"].as_array().unwrap();
    let gain = gains.iter().find(|gain| gain["control"] == "TEC-PRO-01").unwrap();
    assert_eq!(number(&gain["points"]), outside(number(&fixed["total"]) - number(&broken["total"])));
    let left = fixed["conclusion"]["gains"].as_array().unwrap();
    assert!(left.iter().all(|gain| gain["control"] != "TEC-PRO-01"));
}

/// The assessment of the day itself may lie among those that are kept.
#[test]
fn the_conclusion_tells_what_moved_since_the_last_earlier_assessment() {
    let (place, path) = (Place::new(), "examples/harbor-pay-fixed");
    let (now, ..) = example(&["-f", "json", path]);
    let day = |day: &str| now.replacen(&format!("\"as_of\": \"{DAY}\""), &format!("\"as_of\": \"{day}\""), 1);
    place.file("history/2026-01-31.json", day("2026-01-31"));
    place.file("history/2026-06-30.json", day("2026-06-30"));
    place.file("history/now.json", &now);
    let (out, ..) = example(&["--history", place.join("history").to_str().unwrap(), path]);
    assert!(out.contains("The total is what it was in the assessment of 2026-06-30."), "{out}");
}

/// Custody counts as risk control and compliance; nothing of it is lost.
#[test]
fn four_dimensions_hold_all_sub_indicators() {
    let assess = |dimensions: &str| -> Value {
        let (out, ..) = example(&["-f", "json", "--dimensions", dimensions, "examples/harbor-pay"]);
        serde_json::from_str(&out).unwrap()
    };
    let (five, four) = (assess("5"), assess("4"));
    let keys = |report: &Value| -> Vec<String> {
        report["dimensions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["key"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        (keys(&five).join(" "), keys(&four).join(" ")),
        ("CUS TEC CMP RSK OPS".into(), "TEC CMP RSK OPS".into())
    );
    let number = |value: &Value| value.as_str().unwrap().parse::<Decimal>().unwrap();
    let scores = |report: &Value| -> Vec<(String, Decimal)> {
        let all = report["indicators"].as_array().unwrap().iter();
        all.map(|one| (one["key"].as_str().unwrap().to_owned(), number(&one["score"]))).collect()
    };
    assert_eq!(scores(&five), scores(&four));
    let weighted = |keys: &[&str]| -> Decimal {
        let own = four["indicators"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| keys.contains(&one["key"].as_str().unwrap()));
        own.map(|one| number(&one["weight"]) * number(&one["score"])).sum()
    };
    let risk = weighted(&["RSK.ASM", "RSK.WRN", "RSK.DSP", "CUS.SEG", "CUS.REC", "CUS.AUT"]);
    assert!((risk - number(&four["dimensions"][2]["score"])).abs() < Decimal::new(1, 2), "{risk}");
    assert_ne!(five["total"], four["total"]);
    let (human, ..) = example(&["--dimensions", "4", "examples/harbor-pay"]);
    assert!(
        human.find("RSK ").unwrap() < human.find("CUS.SEG").unwrap() && human.contains("CUS.AGR"),
        "{human}"
    );
    assert_eq!(example(&["--dimensions", "6", "examples/harbor-pay"]).2, 2);
}

#[test]
fn a_matrix_that_contradicts_itself_ends_the_run_at_its_place() {
    let place = Place::new();
    let assessment = |matrix: &str| {
        format!(
            "apiVersion: fiducia/v1\nkind: Assessment\nmetadata: {{name: a, platform: p}}\nspec:\n  weights:\n    CMP:\n      \
             names: [LAW, SUP, STD]\n      matrix: {matrix}\n"
        )
    };
    let run = |matrix: &str| {
        place.file("a.yaml", assessment(matrix));
        let run = fiducia(place.path(), &["assess", "--as-of", DAY, "a.yaml"]);
        (text(&run.stderr), run.status.code().unwrap())
    };
    let (err, code) = run("[[1, 9, 1/9], [1/9, 1, 9], [9, 1/9, 1]]");
    assert!(code == 2 && err.contains("problem[assessment]") && err.contains("LAW against"), "{err}");
    let (err, code) = run("[[1, 2, 4], [1/3, 1, 2], [1/4, 1/2, 1]]");
    assert!(code == 2 && err.contains("SUP against LAW is 1/3") && err.contains("a.yaml:8"), "{err}");
    assert_eq!(run("[[1, 2, 4], [1/2, 1, 2], [1/4, 1/2, 1]]"), (String::new(), 0));
}

/// A wrong name in the scope would leave controls out, and a score off the scale an expert.
#[test]
fn what_breaks_the_schema_of_the_assessment_leaves_no_grade() {
    let case = root().join("examples/harbor-pay-fixed");
    let assess = |from: &str, to: &str| {
        let place = Place::new();
        for entry in walkdir::WalkDir::new(&case).into_iter().map(Result::unwrap) {
            let name = entry.path().strip_prefix(&case).unwrap().to_str().unwrap().to_owned();
            if entry.file_type().is_file() {
                let content = std::fs::read_to_string(entry.path()).unwrap();
                let own = name == "assessment/assessment.yaml";
                assert!(!own || content.contains(from), "{from}");
                place.file(&name, if own { content.replacen(from, to, 1) } else { content });
            }
        }
        let run = fiducia(place.path(), &["assess", "--as-of", DAY, "--min-grade", "E", "-f", "json"]);
        let report: Value = serde_json::from_str(&text(&run.stdout)).unwrap();
        (report["grade"].clone(), report["withheld"].to_string(), run.status.code().unwrap())
    };
    let (grade, withheld, code) = assess("scope: {", "scope: {");
    assert_eq!((grade, withheld.as_str(), code), (Value::from("A"), "[]", 0));
    for (from, to) in [("scope: {", "scope: {indicators: [TEC.ENX], "), ("score: 5", "score: 50")] {
        let (grade, withheld, code) = assess(from, to);
        assert_eq!((grade, code), (Value::Null, 1), "{to}");
        assert!(withheld.contains("assessment/assessment.yaml:"), "{withheld}");
    }
}

#[test]
fn a_grade_that_is_worse_than_asked_for_fails() {
    assert_eq!(example(&["--min-grade", "E", "examples/harbor-pay"]).2, 0);
    assert_eq!(example(&["--min-grade", "D", "examples/harbor-pay"]).2, 1);
    assert_eq!(example(&["--min-grade", "A", "examples/harbor-pay-fixed"]).2, 0);
    assert_eq!(example(&["--explain", "TEC.NONE", "examples/harbor-pay"]).2, 2);
    assert_eq!(example(&["--assessment", "none", "examples/harbor-pay"]).2, 2);
}
