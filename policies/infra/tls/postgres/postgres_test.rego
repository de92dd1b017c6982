package fiducia.infra.tls.postgres_test

import data.fiducia.infra.tls.postgres

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := postgres.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := postgres.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad/postgresql.conf")) == {
		"directives/1/parameters/0",
		"directives/2/parameters/0",
	}
}

test_good if {
	document := parse_config_file("fixtures/good/postgresql.conf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("directives", `port = 5432
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("directives", `ssl = {{ pg_ssl }}
`)
	found(document) == set()
	judged(document) == 0
}
