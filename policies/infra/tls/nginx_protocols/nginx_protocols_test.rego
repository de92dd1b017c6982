package fiducia.infra.tls.nginx_protocols_test

import data.fiducia.infra.tls.nginx_protocols

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := nginx_protocols.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := nginx_protocols.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad/nginx.conf")) == {
		"directives/0/block/directives/0/parameters/0",
		"directives/0/block/directives/1/block/directives/1/parameters/0",
		"directives/0/block/directives/1/block/directives/2/block/directives/0/parameters/0",
	}
}

test_good if {
	document := parse_config_file("fixtures/good/nginx.conf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("nginx", `server { listen 443 ssl; }
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("nginx", `server { ssl_protocols ${PROTOCOLS}; }
`)
	found(document) == set()
	judged(document) == 0
}
