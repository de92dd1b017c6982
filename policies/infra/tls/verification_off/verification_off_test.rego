package fiducia.infra.tls.verification_off_test

import data.fiducia.infra.tls.verification_off

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := verification_off.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := verification_off.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.dockerfile")) == {
		"3/Value/1",
		"5/Value/4",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.dockerfile")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("dockerfile", `FROM node
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("dockerfile", `FROM node
ENV NODE_ENV=$ENVIRONMENT
`)
	found(document) == set()
	judged(document) == 0
}

test_other_formats if {
	found(parse_config("yaml", "kind: Pod\nspec: {containers: [{name: a, env: [{name: VAULT_SKIP_VERIFY, value: 'true'}]}]}\n")) == {"spec/containers/0/env/0/value"}
	found(parse_config("yaml", "services: {a: {environment: {PYTHONHTTPSVERIFY: 0}}}\n")) == {"services/a/environment/PYTHONHTTPSVERIFY"}
	found(parse_config("dotenv", "GIT_SSL_NO_VERIFY=1\n")) == {"GIT_SSL_NO_VERIFY"}
}
