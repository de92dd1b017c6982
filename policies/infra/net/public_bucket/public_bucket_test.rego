package fiducia.infra.net.public_bucket_test

import data.fiducia.infra.net.public_bucket

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := public_bucket.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := public_bucket.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_oss_bucket_acl/statements/0/acl",
		"resource/aws_s3_bucket/statements/0/acl",
		"resource/azurerm_storage_container/statements/0/container_access_type",
		"resource/google_storage_bucket_iam_binding/statements/0/members/1",
		"resource/google_storage_bucket_iam_member/statements/0/member",
		"resource/huaweicloud_obs_bucket/statements/0/acl",
		"resource/tencentcloud_cos_bucket/statements/0/acl",
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
	document := parse_config("hcl2", `resource "aws_s3_bucket" "a" {
  acl = var.acl
}
`)
	found(document) == set()
	judged(document) == 0
}

test_data_sets if {
	found(parse_config("hcl2", `resource "google_bigquery_dataset" "a" {
  access {
    role          = "READER"
    special_group = "allAuthenticatedUsers"
  }
  access {
    role          = "OWNER"
    special_group = "projectOwners"
  }
}
`)) == {"resource/google_bigquery_dataset/a/0/access/0/special_group"}
}
