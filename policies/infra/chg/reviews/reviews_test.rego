package fiducia.infra.chg.reviews_test

import data.fiducia.infra.chg.reviews

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := reviews.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := reviews.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/github_branch_protection/main/0/allows_force_pushes",
		"resource/github_branch_protection/main/0/required_pull_request_reviews/0/required_approving_review_count",
		"resource/gitlab_branch_protection/main/0/allow_force_push",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "github_repository" "a" {
  name = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "github_branch_protection" "a" {
  allows_force_pushes = var.p
}
`)
	found(document) == set()
}
