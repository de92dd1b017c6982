package fiducia.infra.tls.ingress_redirect_test

import data.fiducia.infra.tls.ingress_redirect

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := ingress_redirect.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := ingress_redirect.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"metadata/annotations/nginx.ingress.kubernetes.io/ssl-redirect",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `kind: Ingress
metadata: {name: a}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `kind: Ingress
metadata: {name: a, annotations: {nginx.ingress.kubernetes.io/ssl-redirect: "{{ .Values.r }}"}}
`)
	found(document) == set()
	judged(document) == 0
}
