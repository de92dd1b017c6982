package fiducia.infra.enc.weak_key_test

import data.fiducia.infra.enc.weak_key

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := weak_key.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := weak_key.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/aws_acm_certificate/gateway/0/key_algorithm",
		"resource/tls_private_key/gateway/0/rsa_bits",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "tls_private_key" "a" {
  algorithm = "RSA"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "tls_private_key" "a" {
  rsa_bits = var.p
}
`)
	found(document) == set()
	judged(document) == 0
}
