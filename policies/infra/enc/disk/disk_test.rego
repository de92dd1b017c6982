package fiducia.infra.enc.disk_test

import data.fiducia.infra.enc.disk

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := disk.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := disk.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_ecs_disk/ledger/0/encrypted",
		"resource/aws_ebs_volume/ledger/0/encrypted",
		"resource/aws_instance/ledger/0/root_block_device/0/encrypted",
		"resource/tencentcloud_cbs_storage/ledger/0/encrypt",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "aws_ebs_volume" "a" {
  size = 1
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_ebs_volume" "a" {
  encrypted = var.p
}
`)
	found(document) == set()
}
