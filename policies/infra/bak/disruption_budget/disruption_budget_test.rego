package fiducia.infra.bak.disruption_budget_test

import data.fiducia.infra.bak.disruption_budget

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := disruption_budget.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := disruption_budget.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"spec/maxUnavailable",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `kind: PodDisruptionBudget
spec: {selector: {}}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `kind: PodDisruptionBudget
spec: {minAvailable: "{{ .Values.min }}"}
`)
	found(document) == set()
	judged(document) == 0
}
