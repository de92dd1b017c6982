package fiducia.infra.bak.zones_test

import data.fiducia.infra.bak.zones

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := zones.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := zones.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_db_instance/ledger/0/category",
		"resource/aws_db_instance/ledger/0/multi_az",
		"resource/google_sql_database_instance/ledger/0/settings/0/availability_type",
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
  multi_az = var.p
}
`)
	found(document) == set()
}
