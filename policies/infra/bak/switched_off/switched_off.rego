# METADATA
# scope: package
# title: Backups are switched on
# description: A store whose backups or point-in-time recovery are switched off has one copy of its data.
# custom:
#   id: INF-BAK-02
#   severity: high
#   control: TEC-DAT-03
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Switch backups and point-in-time recovery on.
#   zh:
#     title: 备份须启用
#     description: 关闭备份或时间点恢复的存储只有一份数据。
#     remediation: 启用备份与时间点恢复。
package fiducia.infra.bak.switched_off

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.settings

rows := [
	{"type": "google_sql_database_instance", "keys": ["settings", "backup_configuration", "enabled"], "default": true, "bad": {"false"}},
	{"type": "google_sql_database_instance", "keys": ["settings", "backup_configuration", "point_in_time_recovery_enabled"], "default": true, "bad": {"false"}},
	{"type": "aws_dynamodb_table", "keys": ["point_in_time_recovery", "enabled"], "default": true, "bad": {"false"}},
	{"type": "alicloud_db_backup_policy", "keys": ["enable_backup_log"], "default": true, "bad": {"false", "0"}},
]

seen contains place if {
	some place in terraform.settings(rows)
}

deny contains say.wrong(place, {"en": "true", "zh": " true"}) if {
	some place in seen
	settings.bad(place)
}
