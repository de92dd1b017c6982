//! The bill of materials that a release comes with: what the build takes, all of it, and nothing that only tests take.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use crate::common::{root, text};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

fn bill() -> Option<Value> {
    let mut command = Command::new("python3");
    let output = command.arg("action/sbom.py").current_dir(root()).output().unwrap();
    if !output.status.success() {
        // Offline, and a package of some other platform was never fetched.
        eprintln!("not run: {}", text(&output.stderr));
        return None;
    }
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn the_bill_of_materials_is_that_of_the_build() {
    let Some(bill) = bill() else { return };
    assert_eq!((&bill["bomFormat"], &bill["specVersion"]), (&"CycloneDX".into(), &"1.6".into()));
    let components = bill["components"].as_array().unwrap();
    let names: BTreeSet<&str> = components.iter().map(|part| part["name"].as_str().unwrap()).collect();
    for needed in ["regorus", "clap", "mimalloc", "serde_json", "cc"] {
        assert!(names.contains(needed), "{needed}");
    }
    for only_tests in ["criterion", "insta", "proptest"] {
        assert!(!names.contains(only_tests), "{only_tests}");
    }
    for part in components {
        assert_eq!(part["hashes"][0]["content"].as_str().unwrap().len(), 64, "{part}");
        assert!(part["licenses"][0]["expression"].is_string() || part["name"] == "ring", "{part}");
    }
    let refs: BTreeSet<&str> = components.iter().map(|part| part["bom-ref"].as_str().unwrap()).collect();
    let own = &bill["metadata"]["component"]["bom-ref"];
    let known = |named: &Value| refs.contains(named.as_str().unwrap());
    let edges = bill["dependencies"].as_array().unwrap();
    assert_eq!(edges.len(), refs.len() + 1);
    for edge in edges {
        assert!(known(&edge["ref"]) || edge["ref"] == *own);
        assert!(edge["dependsOn"].as_array().unwrap().iter().all(known));
    }
    assert_eq!(Some(&bill), self::bill().as_ref(), "the same sources give the same bytes");
}
