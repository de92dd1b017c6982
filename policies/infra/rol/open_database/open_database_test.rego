package fiducia.infra.rol.open_database_test

import data.fiducia.infra.rol.open_database

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := open_database.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := open_database.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad-compose.yaml")) == {
		"services/db/environment/POSTGRES_HOST_AUTH_METHOD",
		"services/legacy/environment/0",
	}
}

test_good if {
	document := parse_config_file("fixtures/good-compose.yaml")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("yaml", `services: {db: {image: x}}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("yaml", `services: {db: {environment: {POSTGRES_HOST_AUTH_METHOD: "${METHOD}"}}}
`)
	found(document) == set()
	judged(document) == 0
}

test_other_formats if {
	found(parse_config("ini", "[mysqld]\nskip-grant-tables\n")) == {"mysqld/skip-grant-tables"}
	found(parse_config("yaml", "kind: Pod\nspec: {containers: [{name: a, env: [{name: ALLOW_EMPTY_PASSWORD, value: 'yes'}]}]}\n")) == {"spec/containers/0/env/0/value"}
	found(parse_config("dockerfile", "FROM mysql\nENV MYSQL_ROOT_HOST=%\n")) == {"1/Value/1"}
	found(parse_config("directives", "user default on nopass ~* +@all\n")) == {"directives/0/parameters/2"}
	found(parse_config("directives", "user default off nopass\n")) == set()
}
