package fiducia.infra.key.provider_token_test

import data.fiducia.infra.key.provider_token

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := provider_token.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := provider_token.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.env")) == {
		"ALI_KEY",
		"AWS_ACCESS_KEY_ID",
		"TENCENT_ID",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.env")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("dotenv", `A=b
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("dotenv", `A=${TOKEN}
`)
	found(document) == set()
	judged(document) == 0
}
