package fiducia.infra.rol.open_service_test

import data.fiducia.infra.rol.open_service

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := open_service.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := open_service.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_kvstore_instance/session/0/vpc_auth_mode",
		"resource/tencentcloud_redis_instance/session/0/no_auth",
		"resource/google_redis_instance/session/0/auth_enabled",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	found(parse_config("hcl2", `resource "google_redis_instance" "a" {
  name = "a"
}
`)) == set()
}

test_unknown if {
	found(parse_config("hcl2", `resource "tencentcloud_redis_instance" "a" {
  no_auth = var.open
}
`)) == set()
}
