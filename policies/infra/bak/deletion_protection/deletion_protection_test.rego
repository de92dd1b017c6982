package fiducia.infra.bak.deletion_protection_test

import data.fiducia.infra.bak.deletion_protection

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := deletion_protection.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := deletion_protection.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_cs_managed_kubernetes/core/0/deletion_protection",
		"resource/aws_db_instance/ledger/0/deletion_protection",
		"resource/google_sql_database_instance/ledger/0/deletion_protection",
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
  deletion_protection = var.p
}
`)
	found(document) == set()
}
