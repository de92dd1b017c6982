package fiducia.infra.pod.privileged_test

import data.fiducia.infra.pod.privileged

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := privileged.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := privileged.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"spec/template/spec/containers/0/securityContext/privileged",
		"spec/template/spec/initContainers/0/securityContext/privileged",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `kind: Pod
spec: {containers: [{name: a}]}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `kind: Pod
spec: {containers: [{name: a, securityContext: {privileged: "{{ .Values.p }}"}}]}
`)
	found(document) == set()
	judged(document) == 0
}

test_compose if {
	found(parse_config("yaml", "services: {a: {privileged: true}, b: {privileged: false}}\n")) == {"services/a/privileged"}
}
