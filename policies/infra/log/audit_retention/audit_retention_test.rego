package fiducia.infra.log.audit_retention_test

import data.fiducia.infra.log.audit_retention

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := audit_retention.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := audit_retention.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_db_instance/ledger/0/sql_collector_config_value",
		"resource/azurerm_mssql_server_extended_auditing_policy/ledger/0/retention_in_days",
		"resource/azurerm_network_watcher_flow_log/core/0/retention_policy/0/days",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "azurerm_mssql_server" "a" {
  name = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "azurerm_mssql_server_extended_auditing_policy" "a" {
  retention_in_days = var.p
}
`)
	found(document) == set()
}
