package fiducia.infra.rol.owner_roles_test

import data.fiducia.infra.rol.owner_roles

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := owner_roles.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := owner_roles.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_ram_user_policy_attachment/ops/0/policy_name",
		"resource/aws_iam_role_policy_attachment/ci/0/policy_arn",
		"resource/azurerm_role_assignment/ci/0/role_definition_name",
		"resource/google_project_iam_member/ops/0/role",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "azurerm_role_assignment" "a" {
  scope = "x"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "azurerm_role_assignment" "a" {
  role_definition_name = var.p
}
`)
	found(document) == set()
	judged(document) == 0
}
