package fiducia.infra.net.redis_protected_test

import data.fiducia.infra.net.redis_protected

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := redis_protected.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := redis_protected.seen with input as document

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
	document := parse_config("directives", `protected-mode ${MODE}
`)
	found(document) == set()
	judged(document) == 0
}

test_passwords_and_addresses if {
	found(parse_config("directives", "bind * -::*\nprotected-mode no\nrequirepass \"\"\n")) == {"directives/1/parameters/0"}
	found(parse_config("directives", "protected-mode no\nrequirepass ${PASSWORD}\n")) == set()
	found(parse_config("directives", "protected-mode no\nbind ${ADDRESS}\n")) == set()
}
