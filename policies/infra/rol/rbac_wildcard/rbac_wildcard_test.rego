package fiducia.infra.rol.rbac_wildcard_test

import data.fiducia.infra.rol.rbac_wildcard

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := rbac_wildcard.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := rbac_wildcard.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"rules/0/verbs",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `kind: Role
metadata: {name: a}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `kind: Role
metadata: {name: a}
rules: "{{ .Values.rules }}"
`)
	found(document) == set()
	judged(document) == 0
}
