package fiducia.infra.rol.federated_trust_test

import data.fiducia.infra.rol.federated_trust

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := federated_trust.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := federated_trust.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"data/aws_iam_policy_document/any/0/statement/0",
		"data/aws_iam_policy_document/ci/0/statement/0",
		"resource/google_iam_workload_identity_pool_provider/github/0/attribute_condition",
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
	document := parse_config("hcl2", `resource "aws_iam_role" "a" {
  assume_role_policy = var.p
}
`)
	found(document) == set()
	judged(document) == 0
}

# A text of JSON has its conditions two levels deep, and `dynamic` blocks may hold any.
test_conditions_of_other_forms if {
	found(parse_config("hcl2", `resource "aws_iam_role" "a" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "token.actions.githubusercontent.com" }
      Condition = { StringLike = { "token.actions.githubusercontent.com:sub" = "repo:*/*" } }
    }]
  })
}
`)) == {"resource/aws_iam_role/a/0/assume_role_policy"}
	found(parse_config("hcl2", `data "aws_iam_policy_document" "a" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["token.actions.githubusercontent.com"]
    }
    dynamic "condition" {
      for_each = var.conditions
      content {
        test = "StringLike"
      }
    }
  }
}
`)) == set()
}

test_providers_of_google if {
	found(parse_config("hcl2", `resource "google_iam_workload_identity_pool_provider" "a" {
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
  attribute_condition = "assertion.repository == 'harbor-pay/ledger'"
}
`)) == set()
}
