# METADATA
# scope: package
# title: Databases are protected against deletion
# description: One mistaken plan deletes a database whose protection is switched off.
# custom:
#   id: INF-BAK-03
#   severity: medium
#   control: TEC-DAT-03
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Set `deletion_protection = true`.
#   zh:
#     title: 数据库须启用删除保护
#     description: 关闭删除保护后，一次错误的变更计划即可删除数据库。
#     remediation: 设置 `deletion_protection = true`。
package fiducia.infra.bak.deletion_protection

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.settings

rows := [
	{"type": "aws_db_instance", "keys": ["deletion_protection"], "default": true, "bad": {"false"}},
	{"type": "aws_rds_cluster", "keys": ["deletion_protection"], "default": true, "bad": {"false"}},
	{"type": "aws_docdb_cluster", "keys": ["deletion_protection"], "default": true, "bad": {"false"}},
	{"type": "aws_dynamodb_table", "keys": ["deletion_protection_enabled"], "default": true, "bad": {"false"}},
	{"type": "google_sql_database_instance", "keys": ["deletion_protection"], "default": true, "bad": {"false"}},
	{"type": "google_sql_database_instance", "keys": ["settings", "deletion_protection_enabled"], "default": true, "bad": {"false"}},
	{"type": "google_container_cluster", "keys": ["deletion_protection"], "default": true, "bad": {"false"}},
	{"type": "alicloud_db_instance", "keys": ["deletion_protection"], "default": true, "bad": {"false"}},
	{"type": "alicloud_kvstore_instance", "keys": ["instance_release_protection"], "default": true, "bad": {"false"}},
	{"type": "alicloud_cs_managed_kubernetes", "keys": ["deletion_protection"], "default": true, "bad": {"false"}},
	{"type": "tencentcloud_kubernetes_cluster", "keys": ["deletion_protection"], "default": true, "bad": {"false"}},
]

seen contains place if {
	some place in terraform.settings(rows)
}

deny contains say.wrong(place, {"en": "true", "zh": " true"}) if {
	some place in seen
	settings.bad(place)
}
