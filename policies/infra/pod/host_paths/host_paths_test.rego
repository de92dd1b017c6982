package fiducia.infra.pod.host_paths_test

import data.fiducia.infra.pod.host_paths

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := host_paths.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := host_paths.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"spec/volumes/0/hostPath/path",
		"spec/volumes/1/hostPath/path",
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
spec: {volumes: [{name: a, hostPath: {path: "{{ .Values.path }}"}}]}
`)
	found(document) == set()
	judged(document) == 0
}

test_compose if {
	found(parse_config("yaml", "services: {a: {volumes: ['/var/run/docker.sock:/x', './data:/y', {type: bind, source: /etc, target: /z}]}}\n")) == {"services/a/volumes/0", "services/a/volumes/2/source"}
}
