package fiducia.infra.log.nginx_off_test

import data.fiducia.infra.log.nginx_off

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := nginx_off.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := nginx_off.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad/nginx.conf")) == {
		"directives/0/block/directives/0/parameters/0",
		"directives/0/block/directives/1/block/directives/0/parameters/0",
	}
}

test_good if {
	document := parse_config_file("fixtures/good/nginx.conf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("nginx", `server { listen 80; }
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("nginx", `server { access_log ${TARGET}; }
`)
	found(document) == set()
	judged(document) == 0
}
