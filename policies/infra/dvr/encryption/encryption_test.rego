package fiducia.infra.dvr.encryption_test

import data.fiducia.infra.dvr.encryption

declaration(spec) := {"path": "platform/a.yaml", "index": 0, "format": "yaml", "content": {"apiVersion": "fiducia/v1", "kind": "DataProfile", "metadata": {"name": "a", "platform": "p"}, "spec": spec}}

file(content) := {"path": "deploy/b", "index": 0, "format": "yaml", "content": content}

# Where files contradict a declaration, and where that stands.
found(spec, files) := {[text(array.slice(violation.path, 1, 99)), text(array.slice(violation.related[0].path, 4, 99))] | some violation in violations} if {
	violations := encryption.deny with input as {"documents": array.concat([declaration(spec)], [file(content) | some content in files])}
}

# How much is compared at all.
judged(spec, files) := count(subjects) if {
	subjects := encryption.seen with input as {"documents": array.concat([declaration(spec)], [file(content) | some content in files])}
}

text(path) := concat("/", [sprintf("%v", [step]) | some step in path])

both := {"stores": [{"name": "ledger", "encryption": {"enabled": true}}, {"name": "b", "encryption": {"enabled": true}}]}

one := {"stores": [{"name": "ledger", "encryption": {"enabled": true}}, {"name": "b"}]}

plain(name) := parse_config("hcl2", sprintf(`resource "aws_rds_cluster" "x" {
  cluster_identifier = %q
  storage_encrypted  = false
}
`, [name]))

test_by_name if {
	found(one, [plain("ledger")]) == {["1/content/resource/aws_rds_cluster/x/0/storage_encrypted", "stores/0/encryption/enabled"]}
	found(one, [plain("b")]) == set()
	found(one, [plain("c")]) == set()
}

test_all_of_them if {
	found(both, [plain("c")]) == {["1/content/resource/aws_rds_cluster/x/0/storage_encrypted", "stores/0/encryption/enabled"]}
}

test_missing_setting if {
	found(both, [parse_config("hcl2", `resource "aws_db_instance" "ledger" {
  engine = "mysql"
}
`)]) == {["1/content/resource/aws_db_instance/ledger/0/storage_encrypted", "stores/0/encryption/enabled"]}
}

test_unknown_setting if {
	found(both, [parse_config("hcl2", `resource "aws_db_instance" "ledger" {
  engine            = "mysql"
  storage_encrypted = var.on
}
`)]) == set()
	judged({}, [plain("c")]) == 0
}
