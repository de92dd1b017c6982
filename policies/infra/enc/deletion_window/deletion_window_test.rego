package fiducia.infra.enc.deletion_window_test

import data.fiducia.infra.enc.deletion_window

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := deletion_window.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := deletion_window.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_kms_secret/ledger/0/recovery_window_in_days",
		"resource/aws_secretsmanager_secret/ledger/0/recovery_window_in_days",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "aws_kms_key" "a" {
  description = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_kms_key" "a" {
  deletion_window_in_days = var.p
}
`)
	found(document) == set()
	judged(document) == 0
}
