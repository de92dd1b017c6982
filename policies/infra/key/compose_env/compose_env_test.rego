package fiducia.infra.key.compose_env_test

import data.fiducia.infra.key.compose_env

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := compose_env.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := compose_env.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad-compose.yaml")) == {
		"services/app/environment/0",
		"services/db/environment/POSTGRES_PASSWORD",
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
	document := parse_config("yaml", `services: {a: {environment: {DB_PASSWORD: "${DB}"}}}
`)
	found(document) == set()
	judged(document) == 0
}
