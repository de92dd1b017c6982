package fiducia.infra.tls.service_version_test

import data.fiducia.infra.tls.service_version

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := service_version.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := service_version.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/azurerm_linux_web_app/web/0/site_config/0/minimum_tls_version",
		"resource/azurerm_mssql_server/ledger/0/minimum_tls_version",
		"resource/azurerm_postgresql_server/ledger/0/ssl_minimal_tls_version_enforced",
		"resource/azurerm_storage_account/statements/0/min_tls_version",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "aws_db_instance" "a" {
  name = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "azurerm_storage_account" "a" {
  min_tls_version = var.p
}
`)
	found(document) == set()
}
