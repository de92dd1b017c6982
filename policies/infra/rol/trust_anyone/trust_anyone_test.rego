package fiducia.infra.rol.trust_anyone_test

import data.fiducia.infra.rol.trust_anyone

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := trust_anyone.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := trust_anyone.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"data/aws_iam_policy_document/events/0/statement/0",
		"resource/aws_iam_role/partner/0/assume_role_policy",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "aws_iam_role" "a" {
  name = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_iam_role" "a" {
  assume_role_policy = var.p
}
`)
	found(document) == set()
	judged(document) == 0
}

test_the_root_of_every_account if {
	found(parse_config("hcl2", `resource "alicloud_ram_role" "a" {
  document = jsonencode({
    Statement = [{ Action = "sts:AssumeRole", Effect = "Allow", Principal = { RAM = ["acs:ram::*:root"] } }]
  })
}
resource "alicloud_ram_role" "b" {
  document = jsonencode({
    Statement = [{ Action = "sts:AssumeRole", Effect = "Allow", Principal = { RAM = ["acs:ram::1234567890123456:root"] } }]
  })
}
`)) == {"resource/alicloud_ram_role/a/0/document"}
}
