package fiducia.infra.tls.kafka_plain_test

import data.fiducia.infra.tls.kafka_plain

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := kafka_plain.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := kafka_plain.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.properties")) == {
		"listeners",
		"security.inter.broker.protocol",
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
	document := parse_config("properties", `listeners=${LISTENERS}
`)
	found(document) == set()
	judged(document) == 0
}

test_names_stand_for_protocols if {
	found({"listeners": "INTERNAL://:9092,EXTERNAL://:9093", "listener.security.protocol.map": "INTERNAL:PLAINTEXT,EXTERNAL:SASL_SSL"}) == {"listeners"}
	found({"listeners": "INTERNAL://:9092", "listener.security.protocol.map": "INTERNAL:SSL"}) == set()
	found({"listeners": "INTERNAL://:9092"}) == set()
}

test_versions_and_names_of_certificates if {
	found({"ssl.enabled.protocols": "TLSv1.1,TLSv1.2", "ssl.endpoint.identification.algorithm": ""}) == {"ssl.enabled.protocols", "ssl.endpoint.identification.algorithm"}
	found({"ssl.enabled.protocols": "TLSv1.2", "ssl.endpoint.identification.algorithm": "https"}) == set()
}
