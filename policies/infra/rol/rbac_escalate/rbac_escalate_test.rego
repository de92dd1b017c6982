package fiducia.infra.rol.rbac_escalate_test

import data.fiducia.infra.rol.rbac_escalate

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := rbac_escalate.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := rbac_escalate.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"rules/0/verbs/1",
		"rules/0/verbs/2",
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
rules: [{verbs: ["{{ .Values.verb }}"]}]
`)
	found(document) == set()
	judged(document) == 0
}
