package fiducia.infra.chg.untrusted_checkout_test

import data.fiducia.infra.chg.untrusted_checkout

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := untrusted_checkout.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := untrusted_checkout.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/.github/workflows/bad.yaml")) == {
		"jobs/构建/steps/0/with/ref",
	}
}

test_good if {
	document := parse_config_file("fixtures/.github/workflows/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `on: pull_request_target
jobs: {a: {steps: [{uses: actions/checkout@v4}]}}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `on: push
jobs: {a: {steps: [{uses: actions/checkout@v4, with: {ref: "${{ github.head_ref }}"}}]}}
`)
	found(document) == set()
	judged(document) == 0
}

test_labels_approve_one_commit if {
	found({"on": {"pull_request_target": {"types": ["labeled"]}}, "jobs": {"a": {"steps": [
		{"uses": "actions/checkout@v4", "with": {"ref": "${{ github.event.pull_request.head.sha }}"}},
		{"uses": "actions/checkout@v4", "with": {"ref": "${{ github.head_ref }}"}},
		{"run": "gh pr checkout 5"},
	]}}}) == {"jobs/a/steps/1/with/ref", "jobs/a/steps/2/run"}
}
