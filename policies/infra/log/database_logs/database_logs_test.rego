package fiducia.infra.log.database_logs_test

import data.fiducia.infra.log.database_logs

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := database_logs.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := database_logs.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/azurerm_postgresql_configuration/report/0/value",
		"resource/google_sql_database_instance/report/0/settings/0/database_flags/0/value",
		"resource/aws_db_parameter_group/report/0/parameter/0/value",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	found(parse_config("hcl2", `resource "azurerm_postgresql_configuration" "a" {
  name = "log_connections"
}
`)) == set()
}

test_unknown if {
	found(parse_config("hcl2", `resource "azurerm_postgresql_configuration" "a" {
  name  = "log_connections"
  value = var.logs
}
`)) == set()
}
