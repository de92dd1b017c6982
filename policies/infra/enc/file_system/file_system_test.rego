package fiducia.infra.enc.file_system_test

import data.fiducia.infra.enc.file_system

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := file_system.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := file_system.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_nas_file_system/files/0/encrypt_type",
		"resource/aws_efs_file_system/files/0/encrypted",
		"resource/aws_efs_file_system/statements/0/encrypted",
		"resource/aws_kinesis_stream/events/0/encryption_type",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "alicloud_nas_file_system" "a" {
  name = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_efs_file_system" "a" {
  encrypted = var.p
}
`)
	found(document) == set()
}
