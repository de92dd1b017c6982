//! Every format of reports: what it looks like, that it is valid, and that text from files does nothing
//! in it.
#![allow(clippy::unwrap_used, clippy::panic)]

mod hostile;
mod limits;
mod sarif;
mod settled;
mod shown;
mod valid;

use crate::common::place::Place;
use crate::common::{DAY, fiducia, text};

/// The least of what a report can hold: two severities and a mild one, a place in another file, a key that
/// is missing, Chinese, a clause, a rule that passed, and a problem beside them.
fn shelf() -> Place {
    let place = Place::new();
    std::fs::remove_file(place.join("ok.yaml")).unwrap();
    std::fs::remove_file(place.join("policy/replicas.rego")).unwrap();
    place.policy("tls", TLS);
    place.policy("owner", OWNER);
    place.file("net/网络 1.yaml", "kind: Net\nname: edge\ntls: \"1.0\" # 旧版\nowner: ops\n");
    place.file("app.yaml", "kind: App\nname: shop\nuses: edge\n");
    place.file("ok.yaml", "kind: App\nname: ok\nowner: ops\n");
    place
}

const TLS: &str = r#"# METADATA
# scope: package
# title: TLS 1.2 or higher
# description: Older versions can be broken.
# custom:
#   id: T-01
#   severity: critical
#   indicator: TEC.PRO
#   clauses: [GB22239-8.1.2.2b, N52-TLS]
#   applies_to: [Net]
#   remediation: Set `tls` to "1.2".
#   zh: {title: 启用 TLS 1.2, description: 旧版本可被破解。, remediation: 将 `tls` 设为 "1.2"。}
package tls

deny contains {
	"msg": {"en": sprintf("TLS %s is too old", [input.tls]), "zh": sprintf("TLS %s 过旧", [input.tls])},
	"path": ["tls"],
	"expected": "1.2",
	"related": [{"msg": {"en": "of this network", "zh": "属于此网络"}, "path": ["name"]}],
} if input.tls == "1.0"
"#;

const OWNER: &str = r#"# METADATA
# title: Everything has an owner
# custom: {id: O-01, severity: medium, indicator: OPS.MGT}
package owner

import rego.v1

# METADATA
# title: Everything has an owner
# custom: {id: O-01, severity: medium, indicator: OPS.MGT}
deny contains {"msg": "nobody owns it", "path": ["owner"]} if not input.owner

# METADATA
# title: Names are long
# custom: {id: O-02, severity: info}
warn contains {"msg": sprintf("%s is short", [input.name]), "path": ["name"]} if count(input.name) < 3

# METADATA
# title: Never
# custom: {id: O-03, severity: low}
deny contains {"msg": "never", "path": ["name"]} if input.name == "never"
"#;

/// The report in a format, and the exit code.
fn report(place: &Place, format: &str, arguments: &[&str]) -> (String, Option<i32>) {
    let all = [&["check", "-p", "./policy", "-f", format, "--as-of", DAY], arguments].concat();
    let output = fiducia(place.path(), &all);
    (text(&output.stdout), output.status.code())
}
