package fiducia.infra.dat.replication_test

import data.fiducia.infra.dat.replication

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := replication.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := replication.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_oss_bucket_replication/archive/0/destination/0/location",
		"resource/alicloud_oss_bucket_replication/statements/0/destination/0/location",
		"resource/tencentcloud_cos_bucket/statements/0/replica_rules/0/destination_bucket",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "alicloud_oss_bucket_replication" "a" {
  bucket = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "alicloud_oss_bucket_replication" "a" {
  destination {
    location = var.l
  }
}
`)
	found(document) == set()
	judged(document) == 0
}
