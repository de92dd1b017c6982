package fiducia.infra.log.trail_coverage_test

import data.fiducia.infra.log.trail_coverage

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := trail_coverage.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := trail_coverage.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_actiontrail_trail/all/0/status",
		"resource/aws_cloudtrail/all/0/enable_logging",
		"resource/aws_cloudtrail/all/0/is_multi_region_trail",
		"resource/huaweicloud_cts_tracker/all/0/enabled",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "aws_cloudtrail" "a" {
  name = "a"
}
`)
	found(document) == {"resource/aws_cloudtrail/a/0/is_multi_region_trail"}
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_cloudtrail" "a" {
  is_multi_region_trail = var.p
}
`)
	found(document) == set()
}

test_trails_of_reads_and_flow_logs if {
	found(parse_config("hcl2", `resource "alicloud_actiontrail_trail" "a" {
  event_rw = "Write"
}
resource "azurerm_network_watcher_flow_log" "b" {
  enabled = false
}
`)) == {"resource/alicloud_actiontrail_trail/a/0/event_rw", "resource/azurerm_network_watcher_flow_log/b/0/enabled"}
}
