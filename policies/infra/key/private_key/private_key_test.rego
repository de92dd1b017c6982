package fiducia.infra.key.private_key_test

import data.fiducia.infra.key.private_key

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := private_key.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := private_key.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"data/tls.key",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `kind: ConfigMap
data: {}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `kind: ConfigMap
data: {key: "{{ .Values.key }}"}
`)
	found(document) == set()
	judged(document) == 0
}
