# METADATA
# scope: package
# title: Databases are backed up and backups are kept
# description: >-
#   A database without backups, or with those of yesterday alone, cannot be brought back to the state before a
#   mistake.
# custom:
#   id: INF-BAK-01
#   severity: high
#   control: TEC-DAT-03
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Keep backups for at least 7 days.
#   zh:
#     title: 数据库须备份并保留
#     description: 没有备份或只有昨日备份的数据库，无法恢复到出错之前的状态。
#     remediation: 备份至少保留 7 天。
package fiducia.infra.bak.backup_retention

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

rows := [
	{"type": "aws_db_instance", "keys": ["backup_retention_period"], "default": "copied"},
	{"type": "aws_rds_cluster", "keys": ["backup_retention_period"], "default": "copied"},
	{"type": "aws_docdb_cluster", "keys": ["backup_retention_period"], "default": 1},
	{"type": "aws_neptune_cluster", "keys": ["backup_retention_period"], "default": 1},
	{"type": "azurerm_postgresql_flexible_server", "keys": ["backup_retention_days"], "default": 7},
	{"type": "azurerm_mysql_flexible_server", "keys": ["backup_retention_days"], "default": 7},
	{"type": "azurerm_postgresql_server", "keys": ["backup_retention_days"], "default": 7},
	{"type": "alicloud_db_backup_policy", "keys": ["backup_retention_period"], "default": 7},
	{"type": "tencentcloud_mysql_backup_policy", "keys": ["retention_period"], "default": 7},
	{"type": "huaweicloud_rds_instance", "keys": ["backup_strategy", "keep_days"], "default": 7},
	{"type": "google_sql_database_instance", "keys": ["settings", "backup_configuration", "backup_retention_settings", "retained_backups"], "default": 7},
]

seen contains place if {
	some place in terraform.settings(rows)
}

deny contains say.told(place, {
	"en": sprintf("backups are kept for %v days, at least %v are wanted", [number, wanted]),
	"zh": sprintf("备份保留 %v 天，应不少于 %v 天", [number, wanted]),
}, {"en": sprintf("at least %v days", [wanted]), "zh": sprintf("不少于 %v 天", [wanted])}) if {
	some place in seen
	number := known.number(terraform.effective(place))
	wanted := data.fiducia.params.infra_backup_days
	number < wanted
}
