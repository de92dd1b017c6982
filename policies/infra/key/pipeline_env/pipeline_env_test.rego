package fiducia.infra.key.pipeline_env_test

import data.fiducia.infra.key.pipeline_env

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := pipeline_env.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := pipeline_env.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/.github/workflows/bad.yaml")) == {
		"env/DEPLOY_TOKEN",
		"jobs/build/steps/0/env/DB_PASSWORD",
	}
}

test_good if {
	document := parse_config_file("fixtures/.github/workflows/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `on: push
jobs: {}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `on: push
jobs: {a: {env: {TOKEN: "${{ secrets.T }}"}}}
`)
	found(document) == set()
	judged(document) == 0
}

test_variables_with_a_description if {
	found({"variables": {"DB_PASSWORD": {"value": "Harbor#2026-x", "description": "a"}, "PORT": {"value": "1"}}}) == {"variables/DB_PASSWORD/value"}
}
