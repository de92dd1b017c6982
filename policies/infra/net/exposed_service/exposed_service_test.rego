package fiducia.infra.net.exposed_service_test

import data.fiducia.infra.net.exposed_service

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := exposed_service.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := exposed_service.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"spec/ports/1/port",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `apiVersion: v1
kind: Service
metadata: {name: a}
spec: {type: NodePort}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `apiVersion: v1
kind: Service
metadata: {name: a}
spec: {type: NodePort, ports: [{port: "{{ .Values.port }}"}]}
`)
	found(document) == set()
	judged(document) == 0
}

test_ports_behind_other_numbers if {
	found({"kind": "Service", "metadata": {"name": "a"}, "spec": {"type": "NodePort", "ports": [{"port": 13306, "targetPort": 3306}, {"port": 80, "targetPort": 8080}]}}) == {"spec/ports/0/targetPort"}
}
