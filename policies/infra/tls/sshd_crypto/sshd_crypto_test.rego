package fiducia.infra.tls.sshd_crypto_test

import data.fiducia.infra.tls.sshd_crypto

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := sshd_crypto.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := sshd_crypto.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad/sshd_config")) == {
		"directives/0/parameters/0",
		"directives/1/parameters/0",
	}
}

test_good if {
	document := parse_config_file("fixtures/good/sshd_config")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("directives", `PermitRootLogin no
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("directives", `Ciphers {{ ciphers }}
`)
	found(document) == set()
	judged(document) == 0
}

# `+` and `^` add to the defaults, `-` takes out of them.
test_lists_that_change_the_defaults if {
	found(parse_config("directives", "Ciphers ^3des-cbc,aes256-ctr\n")) == {"directives/0/parameters/0"}
	found(parse_config("directives", "KexAlgorithms +diffie-hellman-group1-sha1\n")) == {"directives/0/parameters/0"}
	found(parse_config("directives", "Ciphers -3des-cbc\n")) == set()
}
