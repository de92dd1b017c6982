package fiducia.infra.tls.listener_policy_test

import data.fiducia.infra.tls.listener_policy

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := listener_policy.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := listener_policy.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_slb_listener/web/0/tls_cipher_policy",
		"resource/aws_api_gateway_domain_name/web/0/security_policy",
		"resource/aws_cloudfront_distribution/web/0/viewer_certificate/0/minimum_protocol_version",
		"resource/aws_lb_listener/web/0/ssl_policy",
		"resource/azurerm_application_gateway/web/0/ssl_policy/0/min_protocol_version",
		"resource/google_compute_ssl_policy/web/0/min_tls_version",
		"resource/huaweicloud_elb_listener/web/0/tls_ciphers_policy",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "aws_lb_listener" "a" {
  port = 80
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_lb_listener" "a" {
  ssl_policy = var.p
}
`)
	found(document) == set()
	judged(document) == 0
}
