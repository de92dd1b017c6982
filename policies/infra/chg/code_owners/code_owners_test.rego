package fiducia.infra.chg.code_owners_test

import data.fiducia.infra.chg.code_owners

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := code_owners.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := code_owners.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad/CODEOWNERS")) == {
		"directives/1/name",
		"directives/2/name",
	}
}

test_good if {
	document := parse_config_file("fixtures/good/CODEOWNERS")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("directives", `/docs/ @a
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("directives", `/docs/
`)
	found(document) == set()
	judged(document) == 0
}
