package fiducia.infra.log.driver_none_test

import data.fiducia.infra.log.driver_none

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := driver_none.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := driver_none.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad-compose.yaml")) == {
		"services/ledger/logging/driver",
	}
}

test_good if {
	document := parse_config_file("fixtures/good-compose.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `services: {a: {image: x}}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `services: {a: {logging: {driver: "${DRIVER}"}}}
`)
	found(document) == set()
	judged(document) == 0
}
