package fiducia.infra.log.cluster_logs_test

import data.fiducia.infra.log.cluster_logs

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := cluster_logs.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := cluster_logs.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/aws_eks_cluster/core/0/enabled_cluster_log_types",
		"resource/google_container_cluster/core/0/logging_service",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "aws_eks_cluster" "a" {
  name = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_eks_cluster" "a" {
  enabled_cluster_log_types = var.p
}
`)
	found(document) == set()
	judged(document) == 0
}
