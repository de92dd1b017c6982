package fiducia.infra.net.pg_hba_test

import data.fiducia.infra.net.pg_hba

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := pg_hba.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := pg_hba.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad/pg_hba.conf")) == {
		"directives/0/parameters/2",
		"directives/1/parameters/2",
	}
}

test_good if {
	document := parse_config_file("fixtures/good/pg_hba.conf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("directives", `local all postgres peer
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("directives", `host all all {{ net }} md5
`)
	found(document) == set()
	judged(document) == 0
}

test_masks if {
	found(parse_config("directives", "host all all 0.0.0.0 0.0.0.0 scram-sha-256\n")) == {"directives/0/parameters/2"}
	found(parse_config("directives", "host all all 10.0.0.0 255.0.0.0 scram-sha-256\n")) == set()
}
