package fiducia.infra.dat.production_link_test

import data.fiducia.infra.dat.production_link

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := production_link.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := production_link.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"spec/template/spec/containers/0/env/0/value",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `kind: Pod
metadata: {namespace: uat}
spec: {containers: [{name: a}]}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `kind: Pod
metadata: {namespace: uat}
spec: {containers: [{name: a, env: [{name: DB_HOST, value: "$(HOST)"}]}]}
`)
	found(document) == set()
	judged(document) == 0
}

test_file_of_variables if {
	found(parse_config("dotenv", "DB_URL=postgres://app@ledger-prod.example.com/ledger\n")) == {"DB_URL"}
	found(parse_config("dotenv", "DB_URL=postgres://app@ledger-uat.example.com/ledger\nMODE=prod\n")) == set()
}

test_production_itself_may if {
	found(parse_config("yaml", "kind: ConfigMap\nmetadata: {name: a, namespace: prod}\ndata: {DB_HOST: ledger.prod.example.com}\n")) == set()
}

test_config_map if {
	found(parse_config("yaml", "kind: ConfigMap\nmetadata: {name: a, namespace: dev}\ndata: {db.host: ledger.prod.example.com}\n")) == {"data/db.host"}
}
