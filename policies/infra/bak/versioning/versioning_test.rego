package fiducia.infra.bak.versioning_test

import data.fiducia.infra.bak.versioning

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := versioning.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := versioning.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/aws_s3_bucket_versioning/statements/0/versioning_configuration/0/status",
		"resource/huaweicloud_obs_bucket/statements/0/versioning",
		"resource/tencentcloud_cos_bucket/statements/0/versioning_enable",
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
	document := parse_config("hcl2", `resource "huaweicloud_obs_bucket" "a" {
  versioning = var.p
}
`)
	found(document) == set()
}
