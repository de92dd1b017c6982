//! `fiducia.toml`.

use crate::common::place::{Place, Run};
use serde_json::json;

#[test]
fn it_is_found_upward_and_its_paths_are_its_own() {
    let place = Place::new();
    place.file("fiducia.toml", "policy = [\"./policy\"]\ndata = [\"data.yaml\"]\nfail-on = \"critical\"\n");
    place.file("data.yaml", "word: said\n");
    place.policy("data", "package reads\n\ndeny contains data.word if true\n");
    place.file("deep/er/x.yaml", "replicas: 1\n");
    for (folder, path) in [("deep/er", "x.yaml"), ("deep", "er"), (".", "deep/er/x.yaml")] {
        let output = crate::common::fiducia(&place.join(folder), &["check", "-f", "json", path]);
        let run = Run::new(output);
        assert_eq!((run.code, run.messages("reads.deny")), (0, vec!["said"]), "{folder}: {}", run.stderr);
    }
    let run = Run::new(crate::common::fiducia(
        &place.join("deep"),
        &["check", "-f", "json", "er", "--fail-on", "high"],
    ));
    assert_eq!(run.code, 1, "an option wins");
}

#[test]
fn what_is_included_and_excluded_is_counted() {
    let place = Place::new();
    for file in ["a/x.yaml", "a/y.yaml", "b/x.yaml", "node_modules/m.yaml", ".github/w.yaml", "a/x.txt"] {
        place.file(file, "replicas: 3\n");
    }
    let run = place.check(&["--fail-on", "never"]);
    let left_out = |run: &Run| run.report["summary"]["left_out"].clone();
    assert_eq!(run.count("/summary/files"), 5, "hidden folders too");
    // The policy and the text are of no known format.
    assert_eq!(left_out(&run), json!({"excluded": 1, "unknown_format": 2, "links": 0}));
    place.file("fiducia.toml", "exclude = [\"a/**\", \"**/*.txt\"]\n");
    let run = place.check(&["--fail-on", "never"]);
    assert_eq!(run.count("/summary/files"), 4, "`exclude` replaces the default list");
    assert_eq!(left_out(&run)["excluded"], 1, "a folder that is left out as a whole counts once");
    place.file("fiducia.toml", "include = [\"**/x.yaml\"]\nexclude = [\"b/**\"]\n");
    let run = place.check(&["--fail-on", "never"]);
    assert_eq!(run.count("/summary/files"), 1);
    let run = place.check(&["b/x.yaml", "--fail-on", "never"]);
    assert_eq!(run.count("/summary/files"), 1, "a file named by the user is checked");
}

#[test]
fn formats_by_glob() {
    let place = Place::new();
    place.file("fiducia.toml", "[formats]\n\"*.conf\" = \"yaml\"\n\"special/*.json\" = \"jsonc\"\n");
    place.file("app.conf", "replicas: 0\n");
    place.file("special/x.json", "{\"replicas\": 0, // why\n}");
    let run = place.check(&["."]);
    assert_eq!((run.code, run.messages("REPLICAS").len()), (1, 3), "{}", run.stderr);
}

#[test]
fn language_and_parameters() {
    let place = Place::new();
    place.file("policy/params.yaml", "minimum: 2\n");
    place.policy("p", "package p\n\ndeny contains {\"msg\": {\"en\": sprintf(\"at least %d\", [m]), \"zh\": sprintf(\"至少 %d\", [m])}} if {\n\tm := data.fiducia.params.minimum\n}\n");
    place.file("fiducia.toml", "lang = \"zh\"\nallow-empty = true\n[params]\nminimum = 5\n");
    let run = place.check(&["ok.yaml"]);
    assert_eq!(run.messages("p.deny"), ["至少 5"]);
    let run = place.check(&["ok.yaml", "--lang", "en", "--param", "minimum=6"]);
    assert_eq!(
        (run.messages("p.deny"), &run.report["summary"]["params"]),
        (vec!["at least 6"], &json!({"minimum": 6}))
    );
    place.file("empty/x.txt", "");
    assert_eq!(place.check(&["empty"]).code, 0);
}
