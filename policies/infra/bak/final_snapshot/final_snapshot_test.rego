package fiducia.infra.bak.final_snapshot_test

import data.fiducia.infra.bak.final_snapshot

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := final_snapshot.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := final_snapshot.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/aws_db_instance/ledger/0/skip_final_snapshot",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "aws_db_instance" "a" {
  name = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_db_instance" "a" {
  skip_final_snapshot = var.p
}
`)
	found(document) == set()
}
