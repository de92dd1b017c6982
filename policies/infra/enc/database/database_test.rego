package fiducia.infra.enc.database_test

import data.fiducia.infra.enc.database

# Where a text is faulty.
found(document) := {concat("/", [sprintf("%v", [step]) | some step in violation.path]) | some violation in violations} if {
	violations := database.deny with input as document
}

# What of it is judged at all.
judged(document) := count(subjects) if subjects := database.seen with input as document

test_bad if {
	found(parse_config_file("fixtures/bad.tf")) == {
		"resource/alicloud_db_instance/ledger/0/tde_status",
		"resource/aws_db_instance/archive/0/storage_encrypted",
		"resource/aws_db_instance/ledger/0/storage_encrypted",
		"resource/aws_docdb_cluster/events/0/storage_encrypted",
		"resource/azurerm_mssql_database/ledger/0/transparent_data_encryption_enabled",
	}
}

test_good if {
	document := parse_config_file("fixtures/good.tf")
	found(document) == set()
	judged(document) > 0
}

test_missing if {
	document := parse_config("hcl2", `resource "aws_db_instance" "a" {
  name = "a"
}
`)
	found(document) == set()
}

test_unknown if {
	document := parse_config("hcl2", `resource "aws_db_instance" "a" {
  engine = "mysql"
  storage_encrypted = var.p
}
`)
	found(document) == set()
}

# A cluster of its own has no encryption by itself; one that joins others may have theirs.
test_clusters_without_the_setting if {
	found(parse_config("hcl2", `resource "aws_rds_cluster" "a" {
  engine = "aurora-mysql"
}
resource "aws_rds_cluster" "b" {
  snapshot_identifier = var.snapshot
}
resource "aws_rds_cluster" "c" {
  engine_mode = "serverless"
}
resource "aws_opensearch_domain" "d" {
  domain_name = "d"
}
`)) == {"resource/aws_rds_cluster/a/0/storage_encrypted", "resource/aws_opensearch_domain/d/0/encrypt_at_rest/enabled"}
}
