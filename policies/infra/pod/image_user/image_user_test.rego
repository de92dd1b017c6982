package fiducia.infra.pod.image_user_test

import data.fiducia.infra.pod.image_user

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := image_user.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := image_user.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.dockerfile")) == {
		"4/Value/0",
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
USER $APP_USER
`)
	found(document) == set()
	judged(document) == 0
}
