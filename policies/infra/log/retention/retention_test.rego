package fiducia.infra.log.retention_test

import data.fiducia.infra.log.retention

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := retention.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := retention.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_log_store/app/0/retention_period",
		"resource/aws_cloudwatch_log_group/app/0/retention_in_days",
		"resource/azurerm_log_analytics_workspace/core/0/retention_in_days",
		"resource/huaweicloud_lts_group/app/0/ttl_in_days",
		"resource/tencentcloud_cls_topic/app/0/period",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "google_logging_project_bucket_config" "a" {
  location = "a"
}
`)
	found(document) == {"resource/google_logging_project_bucket_config/a/0/retention_days"}
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_cloudwatch_log_group" "a" {
  retention_in_days = var.p
}
`)
	found(document) == set()
}

test_logs_of_clusters if {
	found(parse_config("hcl2", `resource "alicloud_cs_managed_kubernetes" "a" {
  control_plane_log_ttl = "30"
}
resource "alicloud_cs_managed_kubernetes" "b" {
  name = "b"
}
`)) == {"resource/alicloud_cs_managed_kubernetes/a/0/control_plane_log_ttl"}
}
