package fiducia.infra.dat.production_snapshot_test

import data.fiducia.infra.dat.production_snapshot

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := production_snapshot.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := production_snapshot.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/aws_db_instance/ledger/0/snapshot_identifier",
		"resource/aws_rds_cluster/test/0/snapshot_identifier",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "aws_db_instance" "test" {
  name = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_db_instance" "test" {
  snapshot_identifier = var.p
}
`)
	found(document) == set()
	judged(document) == 0
}
