package fiducia.infra.rol.secret_readers_test

import data.fiducia.infra.rol.secret_readers

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := secret_readers.deny with input as document with data.fiducia.params.infra_profile as "strict"
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := secret_readers.judged with input as document with data.fiducia.params.infra_profile as "strict"

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {"rules/0/resources", "rules/1/resources"}
}

test_good if {
	document := parse_config_file("fixtures/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_the_profile_asks_for_it if {
	found_ := secret_readers.deny with input as parse_config_file("fixtures/bad.yaml") with data.fiducia.params.infra_profile as "baseline"
	found_ == set()
}

test_missing if {
	found({"kind": "Role", "metadata": {"name": "a"}}) == set()
}

test_unknown if {
	judged({"kind": "Role", "metadata": {"name": "a"}, "rules": ["{{ .Values.rules }}"]}) == 0
}
