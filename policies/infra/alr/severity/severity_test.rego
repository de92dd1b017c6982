package fiducia.infra.alr.severity_test

import data.fiducia.infra.alr.severity

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := severity.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := severity.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad-rules.yml")) == {
		"groups/0/rules/0/labels/severity",
	}
}

test_good if {
	document := parse_config_file("fixtures/good-rules.yml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `groups: []
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `groups: [{rules: [{alert: "{{ name }}", labels: {}}]}]
`)
	found(document) == set()
	judged(document) == 0
}

test_operator if {
	found(parse_config("yaml", "kind: PrometheusRule\nspec: {groups: [{rules: [{alert: A, expr: x}]}]}\n")) == {"spec/groups/0/rules/0/labels/severity"}
}

test_an_empty_severity_says_nothing if {
	found({"groups": [{"rules": [{"alert": "a", "labels": {"severity": ""}}]}]}) == {"groups/0/rules/0/labels/severity"}
}
