package fiducia.infra.bak.kafka_replicas_test

import data.fiducia.infra.bak.kafka_replicas

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := kafka_replicas.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := kafka_replicas.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.properties")) == {
		"default.replication.factor",
		"unclean.leader.election.enable",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.properties")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("properties", `broker.id=1
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("properties", `default.replication.factor=${COPIES}
`)
	found(document) == set()
	judged(document) == 0
}
