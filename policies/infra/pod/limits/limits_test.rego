package fiducia.infra.pod.limits_test

import data.fiducia.infra.pod.limits

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := limits.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := limits.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"spec/template/spec/containers/0/resources/limits/memory",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `kind: Deployment
spec: {template: {spec: {containers: [{name: a}]}}}
`)
	found(document) == {"spec/template/spec/containers/0/resources/limits/memory"}
}

test_unknown if {
	document := parse_config("yaml", `kind: Deployment
spec: {template: {spec: "{{ .Values.spec }}"}}
`)
	found(document) == set()
	judged(document) == 0
}
