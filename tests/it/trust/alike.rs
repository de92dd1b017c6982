//! Letters that look like others hide no document from its rules.

use crate::common::place::Place;

#[test]
fn kinds_and_versions_that_look_like_ours() {
    // Cyrillic е, о and а, fullwidth f, a space without width.
    for (version, kind) in [
        ("fiducia/v1", "Nеtwоrkprofile"),
        ("fiduciа/v1", "NetworkProfile"),
        ("fiduciа/v1", "NеtworkProfile"),
        ("ｆiducia/v1", "NetworkProfile"),
        ("fidu\u{200b}cia/v1", "Nеtwork\u{200b}Profile"),
        ("Fiducia/v1", "NetworkProfile"),
    ] {
        let place = Place::new();
        place.file("a.yaml", format!("apiVersion: \"{version}\"\nkind: \"{kind}\"\nmetadata: {{name: a, platform: b}}\nspec: {{}}\n"));
        let output = crate::common::fiducia(
            place.path(),
            &["check", "-f", "json", "--as-of", crate::common::DAY, "-p", "custody", "a.yaml"],
        );
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let of_schema = |finding: &&serde_json::Value| finding["rule"] == "schema";
        let found = report["findings"].as_array().unwrap().iter().filter(of_schema).count();
        assert!(found > 0, "{version} {kind}: {report}");
    }
    let place = Place::new();
    place.file("a.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n");
    let output = crate::common::fiducia(
        place.path(),
        &["check", "-f", "json", "-p", "custody", "--allow-empty", "a.yaml"],
    );
    assert_eq!(output.status.code(), Some(0));
}
