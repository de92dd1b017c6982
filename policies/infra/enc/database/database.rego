# METADATA
# scope: package
# title: Databases are encrypted
# description: >-
#   Amounts and identities in a database are readable in its files, snapshots and backups unless the database is
#   encrypted.
# custom:
#   id: INF-ENC-02
#   severity: critical
#   control: TEC-ENC-03
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Set `storage_encrypted = true` and name a key.
#   zh:
#     title: 数据库须加密存储
#     description: 未加密的数据库，其文件、快照与备份中的金额与身份信息均可读。
#     remediation: 设置 `storage_encrypted = true` 并指定密钥。
package fiducia.infra.enc.database

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.settings

rows := [
	{"type": "aws_db_instance", "keys": ["storage_encrypted"], "default": "no replica", "bad": {"false"}},
	{"type": "aws_rds_cluster", "keys": ["storage_encrypted"], "default": "no cluster", "bad": {"false"}},
	{"type": "aws_docdb_cluster", "keys": ["storage_encrypted"], "default": false, "bad": {"false"}},
	{"type": "aws_neptune_cluster", "keys": ["storage_encrypted"], "default": false, "bad": {"false"}},
	{"type": "aws_redshift_cluster", "keys": ["encrypted"], "default": true, "bad": {"false"}},
	{"type": "aws_opensearch_domain", "keys": ["encrypt_at_rest", "enabled"], "default": false, "bad": {"false"}},
	{"type": "aws_elasticsearch_domain", "keys": ["encrypt_at_rest", "enabled"], "default": false, "bad": {"false"}},
	{"type": "aws_elasticache_replication_group", "keys": ["at_rest_encryption_enabled"], "default": true, "bad": {"false"}},
	{"type": "aws_dax_cluster", "keys": ["server_side_encryption", "enabled"], "default": false, "bad": {"false"}},
	{"type": "azurerm_mssql_database", "keys": ["transparent_data_encryption_enabled"], "default": true, "bad": {"false"}},
	{"type": "alicloud_db_instance", "keys": ["tde_status"], "default": "Enabled", "bad": {"disabled"}},
	{"type": "alicloud_mongodb_instance", "keys": ["tde_status"], "default": "enabled", "bad": {"disabled"}},
	{"type": "alicloud_polardb_cluster", "keys": ["tde_status"], "default": "Enabled", "bad": {"disabled"}},
]

seen contains place if {
	some place in terraform.settings(rows)
}

# The same for a cluster, unless it is serverless or joins others.
plain contains say.gap(place.name, place.path) if {
	some place in terraform.lacking("aws_rds_cluster", ["storage_encrypted"])
	some resource in terraform.resources("aws_rds_cluster")
	resource.name == place.name
	count({key | some key in ["snapshot_identifier", "replication_source_identifier", "restore_to_point_in_time", "s3_import", "global_cluster_identifier", "kms_key_id", "serverlessv2_scaling_configuration", "dynamic"]; resource.value[key]}) == 0
	object.get(resource.value, "engine_mode", "provisioned") == "provisioned"
}

# Those that are not encrypted.
unencrypted contains place if {
	some place in seen
	settings.bad(place)
}

unencrypted contains place if some place in plain

deny contains say.wrong(place, {"en": "true", "zh": " true"}) if some place in unencrypted

# An instance that neither restores a snapshot nor copies another one has the encryption that it says, and none by itself.
plain contains say.gap(place.name, place.path) if {
	some place in terraform.lacking("aws_db_instance", ["storage_encrypted"])
	some resource in terraform.resources("aws_db_instance")
	resource.name == place.name
	count({key | some key in ["snapshot_identifier", "replicate_source_db", "restore_to_point_in_time", "s3_import", "replica_mode", "cluster_identifier"]; resource.value[key]}) == 0
	not contains(object.get(resource.value, "engine", ""), "aurora")
	resource.value.engine
}
