package fiducia.infra.bak.durability_test

import data.fiducia.infra.bak.durability

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := durability.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := durability.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad/postgresql.conf")) == {
		"directives/0/parameters/0",
		"directives/1/parameters/0",
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
	document := parse_config("directives", `fsync = {{ fsync }}
`)
	found(document) == set()
	judged(document) == 0
}

test_mysql if {
	found(parse_config("ini", "[mysqld]\ninnodb_flush_log_at_trx_commit = 0\nskip-log-bin\n")) == {"mysqld/innodb_flush_log_at_trx_commit", "mysqld/skip-log-bin"}
	found(parse_config("ini", "[mysqld]\ninnodb-flush-log-at-trx-commit = 1\n")) == set()
}
