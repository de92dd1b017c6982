package fiducia.infra.enc.cluster_secrets_test

import data.fiducia.infra.enc.cluster_secrets

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := cluster_secrets.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := cluster_secrets.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_cs_managed_kubernetes/core/0/encryption_provider_key",
		"resource/aws_eks_cluster/core/0/encryption_config",
		"resource/google_container_cluster/core/0/database_encryption/0/state",
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
	found(document) == {"resource/aws_eks_cluster/a/0/encryption_config"}
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_eks_cluster" "a" {
  dynamic "encryption_config" {
    for_each = var.keys
    content {}
  }
}
`)
	found(document) == set()
}
