package fiducia.infra.log.apiserver_audit_test

import data.fiducia.infra.log.apiserver_audit

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := apiserver_audit.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := apiserver_audit.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"spec/containers/0/command/2",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `kind: Pod
spec: {containers: [{name: a, command: [kube-apiserver, --v=2]}]}
`)
	found(document) == {"spec/containers/0/command"}
}

test_unknown if {
	document := parse_config("yaml", `kind: Pod
spec: {containers: [{name: a, command: ["{{ .Values.command }}"]}]}
`)
	found(document) == set()
	judged(document) == 0
}
