package fiducia.infra.dvr.rotation_test

import data.fiducia.infra.dvr.rotation

declaration(spec) := {"path": "platform/a.yaml", "index": 0, "format": "yaml", "content": {"apiVersion": "fiducia/v1", "kind": "CryptoProfile", "metadata": {"name": "a", "platform": "p"}, "spec": spec}}

file(content) := {"path": "deploy/b", "index": 0, "format": "yaml", "content": content}

# Where files contradict a declaration, and where that stands.
found(spec, files) := {[text(array.slice(violation.path, 1, 99)), text(array.slice(violation.related[0].path, 4, 99))] | some violation in violations} if {
	violations := rotation.deny with input as {"documents": array.concat([declaration(spec)], [file(content) | some content in files])}
}

# How much is compared at all.
judged(spec, files) := count(subjects) if {
	subjects := rotation.seen with input as {"documents": array.concat([declaration(spec)], [file(content) | some content in files])}
}

text(path) := concat("/", [sprintf("%v", [step]) | some step in path])

keys := {"keys": [{"id": "ledger", "storage": "hsm", "cryptoperiod_days": 90}, {"id": "x", "storage": "kms", "cryptoperiod_days": 365}, {"id": "y", "storage": "kms"}]}

test_by_id if {
	found(keys, [parse_config("hcl2", `resource "alicloud_kms_key" "ledger" {
  automatic_rotation = "Enabled"
  rotation_interval  = "180d"
}
`)]) == {["1/content/resource/alicloud_kms_key/ledger/0/rotation_interval", "keys/0/cryptoperiod_days"]}
}

test_any_key_of_the_service if {
	found(keys, [parse_config("hcl2", `resource "tencentcloud_kms_key" "z" {
  alias = "z"
}
`)]) == {["1/content/resource/tencentcloud_kms_key/z/0/key_rotation_enabled", "keys/1/cryptoperiod_days"]}
	found(keys, [parse_config("hcl2", `resource "aws_kms_key" "z" {
  enable_key_rotation     = true
  rotation_period_in_days = 365
}
`)]) == set()
}

test_nothing_is_declared_of_keys_elsewhere if {
	judged({"keys": [{"id": "a", "storage": "hsm", "cryptoperiod_days": 90}]}, [parse_config("hcl2", `resource "aws_kms_key" "z" {
  enable_key_rotation = false
}
`)]) == 0
}

test_unknown if {
	judged(keys, [parse_config("hcl2", `resource "aws_kms_key" "z" {
  enable_key_rotation = var.on
}
`)]) == 0
}
