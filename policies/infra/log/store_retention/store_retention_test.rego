package fiducia.infra.log.store_retention_test

import data.fiducia.infra.log.store_retention

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := store_retention.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := store_retention.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad-loki.yaml")) == {
		"limits_config/retention_period",
		"table_manager/retention_period",
	}
}

test_good if {
	document := parse_config_file("fixtures/good-loki.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `limits_config: {}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `limits_config: {retention_period: "${RETENTION}"}
`)
	found(document) == set()
	judged(document) == 0
}

test_units if {
	store_retention.hours("30d") == 720
	not store_retention.hours("1y")
}
