package fiducia.infra.chg.module_source_test

import data.fiducia.infra.chg.module_source

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := module_source.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := module_source.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"module/ledger/0/source",
		"module/network/0/source",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `module "a" {
  version = "1"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_vpc" "a" {
  cidr_block = var.c
}
`)
	found(document) == set()
	judged(document) == 0
}
