package fiducia.infra.tls.mesh_plain_test

import data.fiducia.infra.tls.mesh_plain

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := mesh_plain.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := mesh_plain.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"spec/portLevelMtls/8080/mode",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `kind: PeerAuthentication
metadata: {name: a}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `kind: PeerAuthentication
spec: {mtls: {mode: "{{ .Values.m }}"}}
`)
	found(document) == set()
	judged(document) == 0
}

test_destination if {
	found(parse_config("yaml", "kind: DestinationRule\nspec: {trafficPolicy: {tls: {mode: DISABLE}}}\n")) == {"spec/trafficPolicy/tls/mode"}
}
