package fiducia.infra.enc.key_rotation_test

import data.fiducia.infra.enc.key_rotation

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := key_rotation.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := key_rotation.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_kms_key/ledger/0/automatic_rotation",
		"resource/aws_kms_key/ledger/0/enable_key_rotation",
		"resource/aws_kms_key/statements/0/enable_key_rotation",
		"resource/huaweicloud_kms_key/ledger/0/rotation_enabled",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "tencentcloud_kms_key" "a" {
  alias = "a"
}
`)
	found(document) == {"resource/tencentcloud_kms_key/a/0/key_rotation_enabled"}
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_kms_key" "a" {
  enable_key_rotation = var.p
}
`)
	found(document) == set()
}
