package fiducia.infra.alr.cloud_alerts_test

import data.fiducia.infra.alr.cloud_alerts

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := cloud_alerts.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := cloud_alerts.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/azurerm_security_center_contact/duty/0/alert_notifications",
		"resource/azurerm_mssql_server_security_alert_policy/ledger/0/disabled_alerts",
		"resource/alicloud_cms_alarm/ledger/0/enabled",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	found(parse_config("hcl2", `resource "aws_guardduty_detector" "a" {
}
`)) == set()
}

test_unknown if {
	found(parse_config("hcl2", `resource "aws_guardduty_detector" "a" {
  enable = var.on
}
`)) == set()
}
