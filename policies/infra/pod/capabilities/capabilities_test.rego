package fiducia.infra.pod.capabilities_test

import data.fiducia.infra.pod.capabilities

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := capabilities.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := capabilities.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"spec/containers/0/securityContext/capabilities/add/1",
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
spec: {containers: [{name: a, securityContext: {capabilities: {add: ["{{ .Values.cap }}"]}}}]}
`)
	found(document) == set()
	judged(document) == 0
}

test_compose if {
	found(parse_config("yaml", "services: {a: {cap_add: [CAP_NET_ADMIN]}}\n")) == {"services/a/cap_add/0"}
}
