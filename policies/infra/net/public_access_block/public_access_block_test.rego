package fiducia.infra.net.public_access_block_test

import data.fiducia.infra.net.public_access_block

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := public_access_block.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := public_access_block.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/aws_s3_bucket_public_access_block/statements/0/block_public_policy",
		"resource/aws_s3_bucket_public_access_block/statements/0/restrict_public_buckets",
		"resource/azurerm_storage_account/statements/0/allow_nested_items_to_be_public",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "azurerm_storage_account" "a" {
  name = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "azurerm_storage_account" "a" {
  allow_nested_items_to_be_public = var.p
}
`)
	found(document) == set()
	judged(document) == 0
}
