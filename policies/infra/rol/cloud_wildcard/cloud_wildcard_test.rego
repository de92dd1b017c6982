package fiducia.infra.rol.cloud_wildcard_test

import data.fiducia.infra.rol.cloud_wildcard

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := cloud_wildcard.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := cloud_wildcard.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"data/aws_iam_policy_document/ops/0/statement/0/actions",
		"resource/alicloud_ram_policy/ops/0/policy_document",
		"resource/aws_iam_policy/ops/0/policy",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "aws_iam_policy" "a" {
  name = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_iam_policy" "a" {
  policy = data.aws_iam_policy_document.x.json
}
`)
	found(document) == set()
	judged(document) == 0
}
