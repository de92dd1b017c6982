package fiducia.infra.net.compose_ports_test

import data.fiducia.infra.net.compose_ports

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := compose_ports.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := compose_ports.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad-compose.yaml")) == {
		"services/cache/ports/0",
		"services/db/ports/0",
	}
}

test_good if {
	document := parse_config_file("fixtures/good-compose.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `services: {db: {image: x}}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `services: {db: {ports: ["${PORT}:3306"]}}
`)
	found(document) == set()
	judged(document) == 0
}

test_forms if {
	every entry in ["0.0.0.0:6379:6379", "[::]:6379:6379", "6379:6379/tcp", "16000-16001:6378-6379", {"target": 6379, "published": "6379"}, {"target": 6379, "published": 6379, "host_ip": "0.0.0.0"}] {
		found({"services": {"a": {"ports": [entry]}}}) == {"services/a/ports/0"}
	}
	every entry in ["127.0.0.1:6379:6379", "[::1]:6379:6379", "6379", 6379, "8080:80", {"target": 6379}, {"target": 6379, "published": 6379, "host_ip": "127.0.0.1"}, "6379:6379/udp"] {
		found({"services": {"a": {"ports": [entry]}}}) == set()
	}
}
