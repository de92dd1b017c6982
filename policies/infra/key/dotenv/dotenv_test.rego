package fiducia.infra.key.dotenv_test

import data.fiducia.infra.key.dotenv

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := dotenv.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := dotenv.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.env")) == {
		"API_TOKEN",
		"DB_PASSWORD",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.env")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("dotenv", `A=b
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("dotenv", `DB_PASSWORD=${PASS}
`)
	found(document) == set()
	judged(document) == 0
}
