package fiducia.infra.key.image_env_test

import data.fiducia.infra.key.image_env

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := image_env.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := image_env.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.dockerfile")) == {
		"3/Value/0",
		"5/Value/1",
		"7/Value/1",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.dockerfile")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("dockerfile", `FROM debian
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("dockerfile", `FROM debian
ENV DB_PASSWORD=$PASS
`)
	found(document) == set()
	judged(document) == 0
}
