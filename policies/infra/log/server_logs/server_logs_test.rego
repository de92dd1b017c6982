package fiducia.infra.log.server_logs_test

import data.fiducia.infra.log.server_logs

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := server_logs.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := server_logs.seen with input as document

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
	document := parse_config("directives", `log_connections = {{ log }}
`)
	found(document) == set()
	judged(document) == 0
}

test_sshd if {
	found(parse_config("directives", "LogLevel QUIET\n")) == {"directives/0/parameters/0"}
	found(parse_config("directives", "LogLevel VERBOSE\n")) == set()
}
