package fiducia.infra.enc.purge_protection_test

import data.fiducia.infra.enc.purge_protection

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := purge_protection.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := purge_protection.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_kms_key/ledger/0/deletion_protection",
		"resource/azurerm_key_vault/ledger/0/purge_protection_enabled",
		"resource/azurerm_key_vault/statements/0/purge_protection_enabled",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "azurerm_key_vault" "a" {
  name = "a"
}
`)
	found(document) == {"resource/azurerm_key_vault/a/0/purge_protection_enabled"}
}

test_unknown if {
	document := parse_config("hcl2", `resource "azurerm_key_vault" "a" {
  purge_protection_enabled = var.p
}
`)
	found(document) == set()
}
