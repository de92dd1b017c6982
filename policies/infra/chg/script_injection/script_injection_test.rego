package fiducia.infra.chg.script_injection_test

import data.fiducia.infra.chg.script_injection

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := script_injection.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := script_injection.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/.github/workflows/bad.yaml")) == {
		"jobs/greet/steps/0/run",
	}
}

test_good if {
	document := parse_config_file("fixtures/.github/workflows/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `on: issues
jobs: {a: {steps: [{run: make}]}}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `on: issues
jobs: {a: {steps: [{uses: x/y@v1}]}}
`)
	found(document) == set()
	judged(document) == 0
}

test_scripts_of_actions if {
	found({"jobs": {"a": {"steps": [
		{"uses": "actions/github-script@v7", "with": {"script": "console.log(`${{ github.event.issue.body }}`)"}},
		{"uses": "actions/github-script@v7", "with": {"script": "console.log(context.payload.issue.body)"}},
	]}}}) == {"jobs/a/steps/0/with/script"}
}
