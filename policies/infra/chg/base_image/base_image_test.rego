package fiducia.infra.chg.base_image_test

import data.fiducia.infra.chg.base_image

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := base_image.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := base_image.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.dockerfile")) == {
		"1/Value/0",
		"5/Value/0",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.dockerfile")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("dockerfile", `FROM scratch
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("dockerfile", `ARG BASE
FROM $BASE
`)
	found(document) == set()
	judged(document) == 0
}
