package fiducia.infra.tls.mysql_test

import data.fiducia.infra.tls.mysql

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := mysql.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := mysql.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.cnf")) == {
		"mysqld/require_secure_transport",
		"mysqld/skip-ssl",
		"mysqld/tls-version",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.cnf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("ini", `[mysqld]
port = 3306
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("ini", `[mysqld]
require_secure_transport = {{ secure }}
`)
	found(document) == set()
	judged(document) == 0
}
