package fiducia.infra.chg.ruleset_test

import data.fiducia.infra.chg.ruleset

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := ruleset.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := ruleset.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad-ruleset.json")) == {
		"enforcement",
		"rules/0/parameters/required_approving_review_count",
	}
}

test_good if {
	document := parse_config_file("fixtures/good-ruleset.json")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("json", `{"name": "a"}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("json", `{"name": "a", "enforcement": "${enforcement}"}
`)
	found(document) == set()
	judged(document) == 0
}
