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

test_services_as_a_whole_under_strict if {
	policy := parse_config("hcl2", `data "aws_iam_policy_document" "a" {
  statement {
    actions   = ["s3:*", "ec2:Describe*"]
    resources = ["*"]
  }
}
`)
	baseline := cloud_wildcard.deny with input as policy with data.fiducia.params.infra_profile as "baseline"
	strict := cloud_wildcard.deny with input as policy with data.fiducia.params.infra_profile as "strict"
	count(baseline) == 0
	{violation.severity | some violation in strict} == {"medium"}
}

test_roles_of_azure if {
	found(parse_config("hcl2", `resource "azurerm_role_definition" "a" {
  permissions {
    actions = ["Microsoft.Compute/*/read", "*"]
  }
}
`)) == {"resource/azurerm_role_definition/a/0/permissions/0/actions/1"}
}

test_what_a_document_denies_again if {
	found(parse_config("hcl2", `resource "aws_iam_policy" "a" {
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Action = "*", Resource = "*" },
      { Effect = "Deny", Action = "*", Resource = "*" },
    ]
  })
}
`)) == set()
}

test_policies_of_huawei_cloud if {
	found(parse_config("hcl2", `resource "huaweicloud_identity_policy" "a" {
  policy_document = jsonencode({ Version = "5.0", Statement = [{ Effect = "Allow", Action = ["*:*:*"] }] })
}
resource "huaweicloud_identity_policy" "b" {
  policy_document = jsonencode({ Version = "5.0", Statement = [{ Effect = "Allow", Action = ["obs:bucket:*"] }] })
}
`)) == {"resource/huaweicloud_identity_policy/a/0/policy_document"}
}
