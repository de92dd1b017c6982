package fiducia.infra.tls.redis_test

import data.fiducia.infra.tls.redis

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := redis.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := redis.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad/redis.conf")) == {
		"directives/1/parameters/0",
	}
}

test_good if {
	document := parse_config_file("fixtures/good/redis.conf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("directives", `port 6379
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("directives", `tls-protocols ${PROTOCOLS}
`)
	found(document) == set()
	judged(document) == 0
}
