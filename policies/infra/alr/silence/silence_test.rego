package fiducia.infra.alr.silence_test

import data.fiducia.infra.alr.silence

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := silence.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := silence.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad-alertmanager.yml")) == {
		"route/receiver",
		"route/routes/0/receiver",
	}
}

test_good if {
	document := parse_config_file("fixtures/good-alertmanager.yml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `receivers: []
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `route: {receiver: "{{ receiver }}"}
receivers: []
`)
	found(document) == set()
	judged(document) == 0
}

test_matchers_of_the_older_form if {
	found({"route": {"receiver": "a", "routes": [{"match_re": {"severity": "critical|page"}, "receiver": "b"}]}, "receivers": [{"name": "a", "email_configs": [{}]}, {"name": "b"}]}) == {"route/routes/0/receiver"}
}
