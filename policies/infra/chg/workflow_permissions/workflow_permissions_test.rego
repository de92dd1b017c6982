package fiducia.infra.chg.workflow_permissions_test

import data.fiducia.infra.chg.workflow_permissions

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := workflow_permissions.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := workflow_permissions.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/.github/workflows/bad.yaml")) == {
		"jobs/发布/permissions",
		"permissions",
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
permissions: "${{ inputs.p }}"
jobs: {}
`)
	found(document) == set()
	judged(document) == 0
}
