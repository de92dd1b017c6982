package fiducia.infra.enc.rotation_period_test

import data.fiducia.infra.enc.rotation_period

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := rotation_period.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := rotation_period.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_kms_key/ledger/0/rotation_interval",
		"resource/aws_kms_key/ledger/0/rotation_period_in_days",
		"resource/azurerm_key_vault_key/ledger/0/rotation_policy/0/automatic/0/time_after_creation",
		"resource/google_kms_crypto_key/ledger/0/rotation_period",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "google_kms_crypto_key" "a" {
  name = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "google_kms_crypto_key" "a" {
  rotation_period = var.p
}
`)
	found(document) == set()
	judged(document) == 0
}

test_words_for_periods if {
	every value, days in {"86400s": 1, "30d": 30, "P90D": 90, "P3M": 90, "P1Y": 365, "14": 14} {
		rotation_period.days(value) == days
	}
	not rotation_period.days("soon")
}
