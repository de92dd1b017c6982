package fiducia.infra.net.public_database_test

import data.fiducia.infra.net.public_database

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := public_database.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := public_database.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_db_instance/ledger/0/security_ips/1",
		"resource/aws_db_instance/ledger/0/publicly_accessible",
		"resource/azurerm_mssql_firewall_rule/all/0/start_ip_address",
		"resource/google_sql_database_instance/ledger/0/settings/0/ip_configuration/0/authorized_networks/0/value",
		"resource/tencentcloud_mysql_instance/ledger/0/internet_service",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "aws_db_instance" "a" {
  engine = "mysql"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_db_instance" "a" {
  publicly_accessible = var.p
}
`)
	found(document) == set()
}
