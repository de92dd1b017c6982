package fiducia.infra.bak.switched_off_test

import data.fiducia.infra.bak.switched_off

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := switched_off.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := switched_off.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_db_backup_policy/ledger/0/enable_backup_log",
		"resource/aws_dynamodb_table/transfers/0/point_in_time_recovery/0/enabled",
		"resource/google_sql_database_instance/ledger/0/settings/0/backup_configuration/0/enabled",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "aws_dynamodb_table" "a" {
  name = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_dynamodb_table" "a" {
  point_in_time_recovery {
    enabled = var.p
  }
}
`)
	found(document) == set()
}
