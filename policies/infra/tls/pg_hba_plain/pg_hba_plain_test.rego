package fiducia.infra.tls.pg_hba_plain_test

import data.fiducia.infra.tls.pg_hba_plain

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := pg_hba_plain.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := pg_hba_plain.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad/pg_hba.conf")) == {
		"directives/0/name",
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
	document := parse_config("directives", `local all all {{ method }}
`)
	found(document) == set()
	judged(document) == 0
}
