package fiducia.infra.enc.bucket_test

import data.fiducia.infra.enc.bucket

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := bucket.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := bucket.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_oss_bucket/statements/0/server_side_encryption_rule/0/sse_algorithm",
		"resource/aws_s3_bucket_server_side_encryption_configuration/statements/0/rule/0/apply_server_side_encryption_by_default/0/sse_algorithm",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "aws_s3_bucket" "a" {
  bucket = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "tencentcloud_cos_bucket" "a" {
  encryption_algorithm = var.p
}
`)
	found(document) == set()
}
