package fiducia.infra.rol.static_keys_test

import data.fiducia.infra.rol.static_keys

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := static_keys.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := static_keys.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_ram_access_key/ledger/0",
		"resource/aws_iam_access_key/ledger/0",
		"resource/google_service_account_key/ledger/0",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "aws_iam_user" "a" {
  name = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_iam_role" "a" {
  name = var.p
}
`)
	found(document) == set()
	judged(document) == 0
}
