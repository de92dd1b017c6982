package fiducia.infra.log.trail_integrity_test

import data.fiducia.infra.log.trail_integrity

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := trail_integrity.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := trail_integrity.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/aws_cloudtrail/all/0/enable_log_file_validation",
		"resource/aws_cloudtrail/edge/0/enable_log_file_validation",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "aws_cloudtrail" "a" {
  name = "a"
}
`)
	found(document) == {"resource/aws_cloudtrail/a/0/enable_log_file_validation"}
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_cloudtrail" "a" {
  enable_log_file_validation = var.p
}
`)
	found(document) == set()
}
