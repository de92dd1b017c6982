package fiducia.infra.net.admin_ports_test

import data.fiducia.infra.net.admin_ports

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := admin_ports.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := admin_ports.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_security_group_rule/ssh/0/cidr_ip",
		"resource/aws_security_group/ledger/0/ingress/0/cidr_blocks/1",
		"resource/aws_security_group_rule/db/0/ipv6_cidr_blocks/0",
		"resource/aws_vpc_security_group_ingress_rule/redis/0/cidr_ipv4",
		"resource/azurerm_network_security_group/db/0/security_rule/0/source_address_prefix",
		"resource/azurerm_network_security_rule/rdp/0/source_address_prefix",
		"resource/google_compute_firewall/ssh/0/source_ranges/0",
		"resource/huaweicloud_networking_secgroup_rule/pg/0/remote_ip_prefix",
		"resource/huaweicloud_networking_secgroup_rule/ssh/0/remote_ip_prefix",
		"resource/tencentcloud_security_group_lite_rule/lite/0/ingress/1",
		"resource/tencentcloud_security_group_rule/mysql/0/cidr_ip",
		"resource/tencentcloud_security_group_rule_set/es/0/ingress/0/cidr_block",
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
	document := parse_config("hcl2", `resource "aws_security_group" "a" {
  ingress {
    from_port = 22
    to_port = 22
    protocol = "tcp"
    cidr_blocks = var.c
  }
}
`)
	found(document) == set()
	judged(document) == 0
}
