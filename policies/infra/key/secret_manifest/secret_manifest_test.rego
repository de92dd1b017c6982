package fiducia.infra.key.secret_manifest_test

import data.fiducia.infra.key.secret_manifest

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := secret_manifest.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := secret_manifest.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"data/password",
		"stringData/api-token",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `apiVersion: v1
kind: Secret
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `apiVersion: v1
kind: Secret
metadata: {name: a}
stringData: {password: "{{ .Values.p }}"}
`)
	found(document) == set()
	judged(document) == 0
}

test_config_map if {
	document := parse_config("yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {DB_PASSWORD: S3ttlement, LOG: info}\n")
	found(document) == {"data/DB_PASSWORD"}
}
