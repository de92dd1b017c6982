package fiducia.infra.enc.password_hash_test

import data.fiducia.infra.enc.password_hash

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := password_hash.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := password_hash.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad/postgresql.conf")) == {
		"directives/1/parameters/0",
	}
}

test_good if {
	document := parse_config_file("fixtures/good/postgresql.conf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("directives", `port = 5432
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("directives", `password_encryption = {{ hash }}
`)
	found(document) == set()
	judged(document) == 0
}

test_mysql if {
	found(parse_config("ini", "[mysqld]\ndefault-authentication-plugin = mysql_native_password\n")) == {"mysqld/default-authentication-plugin"}
	found(parse_config("ini", "[mysqld]\nauthentication_policy = caching_sha2_password,,\n")) == set()
}
