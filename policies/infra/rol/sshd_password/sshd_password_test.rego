package fiducia.infra.rol.sshd_password_test

import data.fiducia.infra.rol.sshd_password

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := sshd_password.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := sshd_password.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad/sshd_config")) == {
		"directives/0/parameters/0",
	}
}

test_good if {
	document := parse_config_file("fixtures/good/sshd_config")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("directives", `Port 22
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("directives", `PasswordAuthentication {{ password }}
`)
	found(document) == set()
	judged(document) == 0
}
