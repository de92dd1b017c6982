package fiducia.infra.chg.state_encrypted_test

import data.fiducia.infra.chg.state_encrypted

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := state_encrypted.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := state_encrypted.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"terraform/0/backend/oss/0/encrypt",
		"terraform/1/backend/http/0/address",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `terraform {
  required_version = "1.9"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `terraform {
  backend "s3" {}
}
`)
	found(document) == set()
	judged(document) == 0
}
