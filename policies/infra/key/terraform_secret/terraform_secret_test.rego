package fiducia.infra.key.terraform_secret_test

import data.fiducia.infra.key.terraform_secret

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := terraform_secret.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := terraform_secret.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"provider/aws/0/secret_key",
		"resource/alicloud_db_account/ledger/0/account_password",
		"resource/aws_db_instance/ledger/0/password",
		"variable/gateway_api_key/0/default",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "aws_db_instance" "a" {
  username = "x"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_db_instance" "a" {
  password = var.p
}
`)
	found(document) == set()
	judged(document) == 0
}
