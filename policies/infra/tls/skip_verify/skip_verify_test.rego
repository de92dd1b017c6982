package fiducia.infra.tls.skip_verify_test

import data.fiducia.infra.tls.skip_verify

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := skip_verify.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := skip_verify.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad-prometheus.yml")) == {
		"scrape_configs/0/tls_config/insecure_skip_verify",
	}
}

test_good if {
	document := parse_config_file("fixtures/good-prometheus.yml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `scrape_configs: []
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `scrape_configs: [{tls_config: {insecure_skip_verify: "{{ skip }}"}}]
`)
	found(document) == set()
	judged(document) == 0
}
