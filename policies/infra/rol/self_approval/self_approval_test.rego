package fiducia.infra.rol.self_approval_test

import data.fiducia.infra.rol.self_approval

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := self_approval.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := self_approval.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/.github/workflows/bad.yaml")) == {
		"jobs/release/steps/0/run",
		"jobs/release/steps/1/uses",
	}
}

test_good if {
	document := parse_config_file("fixtures/.github/workflows/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `on: push
jobs: {a: {}}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `on: push
jobs: {a: {steps: [{uses: "${{ x }}"}]}}
`)
	found(document) == set()
}

test_terraform if {
	found(parse_config("hcl2", "resource \"github_repository_environment\" \"prod\" {\n  prevent_self_review = false\n}\n")) == {"resource/github_repository_environment/prod/0/prevent_self_review"}
	found(parse_config("hcl2", "resource \"github_repository_environment\" \"prod\" {\n  environment = \"prod\"\n}\n")) == set()
}
