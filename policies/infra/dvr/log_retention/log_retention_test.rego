package fiducia.infra.dvr.log_retention_test

import data.fiducia.infra.dvr.log_retention

declaration(spec) := {"path": "platform/a.yaml", "index": 0, "format": "yaml", "content": {"apiVersion": "fiducia/v1", "kind": "LoggingProfile", "metadata": {"name": "a", "platform": "p"}, "spec": spec}}

file(content) := {"path": "deploy/b", "index": 0, "format": "yaml", "content": content}

# Where files contradict a declaration, and where that stands.
found(spec, files) := {[text(array.slice(violation.path, 1, 99)), text(array.slice(violation.related[0].path, 4, 99))] | some violation in violations} if {
	violations := log_retention.deny with input as {"documents": array.concat([declaration(spec)], [file(content) | some content in files])}
}

# How much is compared at all.
judged(spec, files) := count(subjects) if {
	subjects := log_retention.seen with input as {"documents": array.concat([declaration(spec)], [file(content) | some content in files])}
}

text(path) := concat("/", [sprintf("%v", [step]) | some step in path])

sources := {"sources": [{"name": "core", "retention_days": 365}, {"name": "fw", "retention_days": 730}]}

test_terraform if {
	found(sources, [parse_config("hcl2", `resource "aws_cloudwatch_log_group" "fw" {
  retention_in_days = 400
}
resource "aws_cloudwatch_log_group" "other" {
  retention_in_days = 365
}
resource "aws_cloudwatch_log_group" "ever" {
  retention_in_days = 0
}
resource "alicloud_log_store" "short" {
  project_name = "a"
}
`)]) == {
		["1/content/resource/aws_cloudwatch_log_group/fw/0/retention_in_days", "sources/1/retention_days"],
		["1/content/resource/alicloud_log_store/short/0/retention_period", "sources/0/retention_days"],
	}
}

test_loki if {
	found(sources, [{"limits_config": {"retention_period": "30d"}}]) == {["1/content/limits_config/retention_period", "sources/0/retention_days"]}
	judged(sources, [{"limits_config": {"retention_period": "0d"}}]) == 0
}

test_incomplete_declarations_judge_by_name_alone if {
	some_say := {"sources": [{"name": "core", "retention_days": 365}, {"name": "fw"}]}
	judged(some_say, [{"limits_config": {"retention_period": "30d"}}]) == 0
	found(some_say, [parse_config("hcl2", `resource "alicloud_log_store" "core" {
  retention_period = 30
}
`)]) == {["1/content/resource/alicloud_log_store/core/0/retention_period", "sources/0/retention_days"]}
}
