package fiducia.infra.rol.iam_escalate_test

import data.fiducia.infra.rol.iam_escalate

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := iam_escalate.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := iam_escalate.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_ram_policy/ops/0/policy_document",
		"data/aws_iam_policy_document/ops/0/statement/0/actions",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

# What one document takes back is not allowed.
test_denied if {
	found(parse_config("hcl2", `resource "aws_iam_policy" "a" {
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Action = "iam:CreateAccessKey", Resource = "*" },
      { Effect = "Deny", Action = "iam:CreateAccessKey", Resource = "*" },
    ]
  })
}
data "aws_iam_policy_document" "b" {
  statement {
    actions   = ["iam:CreateAccessKey"]
    resources = ["*"]
  }
  statement {
    effect    = "Deny"
    actions   = ["iam:CreateAccessKey"]
    resources = ["*"]
  }
}
`)) == set()
}

test_missing if {
	found(parse_config("hcl2", `data "aws_iam_policy_document" "a" {
  statement {
    actions = ["iam:CreateAccessKey"]
  }
}
`)) == set()
}

test_unknown if {
	judged(parse_config("hcl2", `data "aws_iam_policy_document" "a" {
  statement {
    actions   = var.actions
    resources = ["*"]
  }
}
`)) == 0
}

test_the_profile_counts_what_takes_over if {
	policy := parse_config("hcl2", `data "aws_iam_policy_document" "a" {
  statement {
    actions   = ["ssm:SendCommand"]
    resources = ["*"]
  }
}
`)
	baseline := iam_escalate.deny with input as policy with data.fiducia.params.infra_profile as "baseline"
	strict := iam_escalate.deny with input as policy with data.fiducia.params.infra_profile as "strict"
	[count(baseline), count(strict)] == [0, 1]
}
