package fiducia.infra.net.all_ports_test

import data.fiducia.infra.net.all_ports

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := all_ports.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := all_ports.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_security_group_rule/any/0/cidr_ip",
		"resource/aws_security_group/web/0/ingress/0/cidr_blocks/0",
		"resource/aws_vpc_security_group_ingress_rule/any/0/cidr_ipv4",
		"resource/google_compute_firewall/any/0/source_ranges/0",
		"resource/tencentcloud_security_group_lite_rule/any/0/ingress/0",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "aws_security_group" "a" {
  name = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_security_group_rule" "a" {
  type = "ingress"
  from_port = 0
  to_port = 0
  protocol = "-1"
  cidr_blocks = [var.c]
}
`)
	found(document) == set()
	judged(document) == 0
}
