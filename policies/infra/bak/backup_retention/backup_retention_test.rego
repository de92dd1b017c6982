package fiducia.infra.bak.backup_retention_test

import data.fiducia.infra.bak.backup_retention

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := backup_retention.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := backup_retention.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_db_backup_policy/ledger/0/backup_retention_period",
		"resource/aws_db_instance/ledger/0/backup_retention_period",
		"resource/aws_docdb_cluster/events/0/backup_retention_period",
		"resource/huaweicloud_rds_instance/ledger/0/backup_strategy/0/keep_days",
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
  backup_retention_period = var.p
}
`)
	found(document) == set()
}
