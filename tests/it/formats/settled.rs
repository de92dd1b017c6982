//! Findings about which something was decided: they stay in reports that know of it, and fail nothing.

use super::sarif::assert_valid;
use super::{report, shelf};

const WAIVER: &str = "# fiducia: allow T-01 until=2026-12-31 reason=\"replaced in December\"\n";

#[test]
fn waived_and_baselined() {
    let place = shelf();
    place.file("net/网络 1.yaml", format!("kind: Net\nname: edge\n{WAIVER}tls: \"1.0\"\nowner: ops\n"));
    let paths = ["app.yaml", "ok.yaml", "net"];
    let (_, code) =
        report(&place, "json", &[&paths[..], &["--baseline", "b.json", "--update-baseline"]].concat());
    assert_eq!(code, Some(0));
    let with = [&paths[..], &["--baseline", "b.json"]].concat();
    let (sarif, code) = report(&place, "sarif", &with);
    assert_eq!(code, Some(0), "{sarif}");
    let log = assert_valid(&sarif);
    let kinds: Vec<&str> = log["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["suppressions"][0]["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["external", "inSource", "external"]);
    let show = |format| report(&place, format, &with).0;
    assert_eq!(show("gitlab"), "[]\n");
    assert!(show("github").starts_with("no open findings; 3 waived or baselined"), "{}", show("github"));
    let junit = show("junit");
    assert!(junit.contains("waived: replaced in December") && junit.contains("failures=\"0\""), "{junit}");
    assert!(show("tap").contains("# TODO waived: replaced in December"), "{}", show("tap"));
    assert!(!show("markdown").contains("## Findings"), "{}", show("markdown"));
}
