//! Modules and plans of Terraform.

use crate::common::place::{Place, Run};
use serde_json::{Value, json};

/// Rules over the resolved view, and over plans.
const RULES: &str = "# METADATA
# custom: {input: project}
package view

deny contains \"open\" if {
	some file in input.documents
	some r in file.resolved.resource.rule[_]
	r.cidr == \"0.0.0.0/0\"
}

deny contains {\"msg\": \"plain\", \"path\": [\"documents\", i, \"resolved\", \"resource\", \"rule\", n, 0, \"key\"]} if {
	some i
	input.documents[i].resolved.resource.rule[n][_].key != \"secret\"
}
";

fn place() -> Place {
    let place = Place::new();
    std::fs::remove_file(place.join("ok.yaml")).unwrap();
    std::fs::remove_file(place.join("policy/replicas.rego")).unwrap();
    place
}

/// The path of a label, what it underlines and what it says.
type Told = (String, String, String);

/// Where findings are, with their related labels.
fn told(run: &Run) -> Vec<(String, String, Vec<Told>)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let related = |label: &Value| {
        (text(&label["location"]["path"]), text(&label["location"]["text"]), text(&label["message"]))
    };
    let findings = run.report["findings"].as_array().unwrap().iter();
    let one = |finding: &Value| {
        let labels = finding["related"].as_array().unwrap().iter().map(related).collect();
        (text(&finding["location"]["path"]), text(&finding["location"]["text"]), labels)
    };
    findings.map(one).collect()
}

fn written(path: &str, value: &str) -> (String, String, String) {
    (path.to_owned(), value.to_owned(), "written here".to_owned())
}

#[test]
fn locals_defaults_and_tfvars_are_put_in_with_where_they_are_written() {
    let place = place();
    place.policy("view", RULES);
    place.file("net/main.tf", "resource \"rule\" \"a\" {\n  cidr = var.any\n}\nresource \"rule\" \"b\" {\n  cidr = \"${local.nets[\"x\"].all}/${local.size}\"\n}\n");
    place.file("net/vars.tf", "variable \"any\" {\n  default = \"10.0.0.0/8\"\n}\nlocals {\n  size = 0\n  nets = { x = { all = \"0.0.0.0\" } }\n}\n");
    place.file("net/terraform.tfvars", "any = \"0.0.0.0/0\"\n");
    let run = place.check(&[]);
    let first = (
        "net/main.tf".to_owned(),
        "var.any".to_owned(),
        vec![written("net/terraform.tfvars", "\"0.0.0.0/0\"")],
    );
    let second = vec![written("net/vars.tf", "\"0.0.0.0\""), written("net/vars.tf", "0")];
    let second = ("net/main.tf".to_owned(), "\"${local.nets[\"x\"].all}/${local.size}\"".to_owned(), second);
    assert_eq!(told(&run), [first, second], "{}", run.stderr);
}

#[test]
fn what_is_not_known_is_no_violation_and_is_counted() {
    let place = place();
    place.policy("view", RULES);
    let text = "resource \"rule\" \"a\" {\n  key = var.key\n}\nresource \"rule\" \"b\" {\n  key = f(local.x)\n}\nresource \"rule\" \"c\" {\n  key = \"open\"\n}\nvariable \"key\" {}\n";
    place.file("main.tf", text);
    let run = place.check(&[]);
    assert_eq!(told(&run), [("main.tf".to_owned(), "\"open\"".to_owned(), vec![])]);
    assert_eq!(run.report["summary"]["unknown"], json!(2));
    let human = crate::common::fiducia(place.path(), &["check", "-p", "./policy", "--lang", "zh"]);
    assert!(String::from_utf8(human.stdout).unwrap().contains("未知：2 项判定"));
    // Another file may give it, or who calls the module.
    place.file(
        "main.tf",
        "resource \"rule\" \"a\" {\n  key = var.key\n}\nvariable \"key\" {\n  default = \"x\"\n}\n",
    );
    assert_eq!(told(&place.check(&[])).len(), 1);
    place.file("prod.tfvars", "key = \"secret\"\n");
    assert_eq!(
        (told(&place.check(&[])), place.check(&[]).report["summary"]["unknown"].clone()),
        (vec![], json!(1))
    );
    std::fs::remove_file(place.join("prod.tfvars")).unwrap();
    place.file("all/main.tf", "module \"m\" {\n  source = \"../\"\n  key = \"secret\"\n}\n");
    assert_eq!(told(&place.check(&[])), []);
}

#[test]
fn the_plain_value_stays_as_it_is_written() {
    let place = place();
    place.policy(
        "plain",
        "package plain\n\ndeny contains \"x\" if input.resource.rule.a[_].key == \"${var.key}\"\n",
    );
    place.file(
        "main.tf",
        "resource \"rule\" \"a\" {\n  key = var.key\n}\nvariable \"key\" {\n  default = \"x\"\n}\n",
    );
    assert_eq!(told(&place.check(&[])).len(), 1);
}

#[test]
fn names_that_lead_in_a_circle_or_to_too_much_end() {
    let place = place();
    place.policy("view", RULES);
    place.file(
        "main.tf",
        "resource \"rule\" \"a\" {\n  key = local.a\n}\nlocals {\n  a = local.b\n  b = local.a\n}\n",
    );
    assert_eq!(place.check(&[]).report["summary"]["unknown"], json!(1));
    let chain: String =
        (0..60).map(|at| format!("  l{at} = [local.l{}, local.l{}]\n", at + 1, at + 1)).collect();
    place.file(
        "main.tf",
        format!("resource \"rule\" \"a\" {{\n  key = local.l0\n}}\nlocals {{\n{chain}  l60 = 1\n}}\n"),
    );
    place.check(&[]).problem("config", "lead to more values than can be looked at");
}

/// A plan in which one value is planted twice, in the root and in a module.
fn plan() -> String {
    let resource = |address: &str| json!({"address": address, "type": "rule", "name": "a", "change": {"actions": ["create"], "after": {"cidr": "planted", "tags": [{"x": "planted"}]}}});
    let changes = [resource("rule.a"), resource("module.m[\"k.e]y\"].rule.a[0]")];
    json!({"format_version": "1.2", "resource_changes": changes}).to_string()
}

const PLAN: &str = "# METADATA
# custom: {id: P}
package plan

deny contains {\"msg\": \"planted\", \"path\": [\"resource_changes\", i, \"change\", \"after\", \"cidr\"]} if {
	input.resource_changes[i].change.after.cidr == \"planted\"
}

deny contains {\"msg\": \"no owner\", \"path\": [\"resource_changes\", i, \"change\", \"after\", \"owner\"]} if {
	some i, change in input.resource_changes
	not change.change.after.owner
}
";

#[test]
fn findings_in_plans_are_shown_where_the_resource_is_written() {
    let place = place();
    place.policy("plan", PLAN);
    place.file("net/p.tfplan.json", plan());
    place.file(
        "net/main.tf",
        "resource \"rule\" \"a\" {\n  cidr = var.x\n}\nmodule \"m\" {\n  source = \"./sub\"\n}\n",
    );
    place.file("net/sub/main.tf", "resource \"rule\" \"a\" {\n  cidr = \"planted\"\n}\n");
    // Whether they are checked or lie beside what is.
    for paths in [vec!["net"], vec!["net/p.tfplan.json"]] {
        let run = place.check(&paths);
        let found: Vec<(String, String)> =
            told(&run).into_iter().map(|(path, text, _)| (path, text)).collect();
        let header = "resource \"rule\" \"a\"";
        let found: Vec<(&str, &str)> =
            found.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert_eq!(
            found,
            [
                ("net/main.tf", header),
                ("net/main.tf", "var.x"),
                ("net/sub/main.tf", header),
                ("net/sub/main.tf", "\"planted\""),
            ],
            "{}",
            run.stderr
        );
        let (path, text, message) = &told(&run)[1].2[0];
        assert_eq!(
            (path.as_str(), text.as_str(), message.as_str()),
            ("net/p.tfplan.json", "\"planted\"", "planned here")
        );
    }
    // Nothing there, or a module that lies elsewhere.
    place.file("net/main.tf", "module \"m\" {\n  source = \"example/m\"\n}\n");
    let paths: Vec<String> = told(&place.check(&["net/p.tfplan.json"]))
        .into_iter()
        .map(|(path, text, _)| format!("{path}: {text}"))
        .collect();
    assert_eq!(paths.iter().filter(|path| path.starts_with("net/p.tfplan.json")).count(), 2, "{paths:?}");
    assert_eq!(paths.iter().filter(|path| *path == "net/main.tf: module \"m\"").count(), 2, "{paths:?}");
}
