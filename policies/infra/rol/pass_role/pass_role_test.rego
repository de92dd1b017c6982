package fiducia.infra.rol.pass_role_test

import data.fiducia.infra.rol.pass_role

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := pass_role.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := pass_role.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"data/aws_iam_policy_document/deploy/0/statement/0/actions",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `data "aws_iam_policy_document" "a" {
  statement {
    actions = ["s3:*"]
  }
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `data "aws_iam_policy_document" "a" {
  statement {
    actions = var.actions
    resources = ["*"]
  }
}
`)
	found(document) == set()
	judged(document) == 0
}
