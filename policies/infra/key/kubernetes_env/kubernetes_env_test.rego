package fiducia.infra.key.kubernetes_env_test

import data.fiducia.infra.key.kubernetes_env

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := kubernetes_env.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := kubernetes_env.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"spec/template/spec/containers/0/env/0/value",
		"spec/template/spec/initContainers/0/env/0/value",
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
spec: {containers: [{name: a, env: [{name: DB_PASSWORD, value: "$(OTHER)"}]}]}
`)
	found(document) == set()
	judged(document) == 0
}
