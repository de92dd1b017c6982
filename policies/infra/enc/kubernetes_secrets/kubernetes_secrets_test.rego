package fiducia.infra.enc.kubernetes_secrets_test

import data.fiducia.infra.enc.kubernetes_secrets

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := kubernetes_secrets.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := kubernetes_secrets.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.yaml")) == {
		"resources/0/providers/0",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `kind: EncryptionConfiguration
resources: []
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `kind: EncryptionConfiguration
resources: [{resources: [secrets], providers: ["{{ provider }}"]}]
`)
	found(document) == set()
	judged(document) == 0
}
