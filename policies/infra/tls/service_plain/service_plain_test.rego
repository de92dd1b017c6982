package fiducia.infra.tls.service_plain_test

import data.fiducia.infra.tls.service_plain

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := service_plain.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := service_plain.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_kvstore_instance/sessions/0/ssl_enable",
		"resource/aws_cloudfront_distribution/web/0/default_cache_behavior/0/viewer_protocol_policy",
		"resource/aws_elasticache_replication_group/sessions/0/transit_encryption_enabled",
		"resource/aws_msk_cluster/events/0/encryption_info/0/encryption_in_transit/0/client_broker",
		"resource/azurerm_redis_cache/sessions/0/non_ssl_port_enabled",
		"resource/azurerm_storage_account/statements/0/https_traffic_only_enabled",
		"resource/google_sql_database_instance/ledger/0/settings/0/ip_configuration/0/ssl_mode",
		"resource/huaweicloud_rds_instance/ledger/0/ssl_enable",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "azurerm_storage_account" "a" {
  name = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "azurerm_redis_cache" "a" {
  non_ssl_port_enabled = var.p
}
`)
	found(document) == set()
}
