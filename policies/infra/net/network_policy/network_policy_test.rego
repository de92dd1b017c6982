package fiducia.infra.net.network_policy_test

import data.fiducia.infra.net.network_policy

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := network_policy.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := network_policy.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"spec/ingress/0",
		"spec/ingress/1/from/0/ipBlock/cidr",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: a}
spec: {podSelector: {}}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: a}
spec: "{{ .Values.spec }}"
`)
	found(document) == set()
	judged(document) == 0
}

test_some_pods_may_serve_everybody if {
	found(parse_config("yaml", "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: {podSelector: {matchLabels: {app: web}}, ingress: [{}]}\n")) == set()
}

test_an_empty_list_lets_everybody_in if {
	found({"kind": "NetworkPolicy", "metadata": {"name": "a"}, "spec": {"podSelector": {}, "ingress": [{"from": []}]}}) == {"spec/ingress/0/from"}
	found({"kind": "NetworkPolicy", "metadata": {"name": "a"}, "spec": {"podSelector": {}, "ingress": [{"from": [], "ports": [{"port": 443}]}]}}) == set()
}
