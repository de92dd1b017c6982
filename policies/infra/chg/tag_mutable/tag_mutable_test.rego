package fiducia.infra.chg.tag_mutable_test

import data.fiducia.infra.chg.tag_mutable

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := tag_mutable.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := tag_mutable.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/aws_ecr_repository/ledger/0/image_tag_mutability",
		"resource/google_artifact_registry_repository/ledger/0/docker_config/0/immutable_tags",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	found(parse_config("hcl2", `resource "aws_ecr_repository" "a" {
  name = "a"
}
`)) == set()
}

test_unknown if {
	found(parse_config("hcl2", `resource "aws_ecr_repository" "a" {
  image_tag_mutability = var.mutable
}
`)) == set()
}
