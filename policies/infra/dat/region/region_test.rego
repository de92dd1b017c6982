package fiducia.infra.dat.region_test

import data.fiducia.infra.dat.region

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := region.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := region.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"provider/alicloud/0/region",
		"provider/aws/0/region",
		"resource/azurerm_resource_group/core/0/location",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `provider "aws" {}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `provider "aws" {
  region = var.region
}
`)
	found(document) == set()
	judged(document) == 0
}

overseas := {"provider": {"aws": [{"region": "us-east-1"}]}}

test_only_for_chinese_platforms if {
	count(region.deny) == 0 with input as overseas with data.fiducia.params.infra_profile as "baseline"
	count(region.deny) == 1 with input as overseas with data.fiducia.params.infra_profile as "baseline"
		with data.fiducia.platforms as {"harbor-pay": {"profile": "cn_payment_institution"}}
	count(region.deny) == 0 with input as overseas with data.fiducia.params.infra_profile as "baseline"
		with data.fiducia.platforms as {"harbor-pay": {"profile": "payment_eu"}}
}
