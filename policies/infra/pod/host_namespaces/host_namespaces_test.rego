package fiducia.infra.pod.host_namespaces_test

import data.fiducia.infra.pod.host_namespaces

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := host_namespaces.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := host_namespaces.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"spec/hostNetwork",
		"spec/hostPID",
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
spec: {hostNetwork: "{{ .Values.host }}"}
`)
	found(document) == set()
	judged(document) == 0
}
