package fiducia.infra.rol.anonymous_binding_test

import data.fiducia.infra.rol.anonymous_binding

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := anonymous_binding.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := anonymous_binding.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"subjects/1/name",
		"subjects/2/name",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `kind: RoleBinding
metadata: {name: a}
roleRef: {name: view}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `kind: RoleBinding
roleRef: {name: view}
subjects: [{name: "{{ .Values.user }}"}]
`)
	found(document) == set()
	judged(document) == 0
}
