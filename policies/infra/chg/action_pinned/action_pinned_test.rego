package fiducia.infra.chg.action_pinned_test

import data.fiducia.infra.chg.action_pinned

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := action_pinned.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := action_pinned.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/.github/workflows/bad.yaml")) == {
		"jobs/build/steps/0/uses",
	}
}

test_good if {
	document := parse_config_file("fixtures/.github/workflows/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `on: push
jobs: {a: {steps: [{run: make}]}}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `on: push
jobs: {a: {steps: [{uses: "x/y@${{ matrix.ref }}"}]}}
`)
	found(document) == set()
	judged(document) == 0
}
