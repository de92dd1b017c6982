# METADATA
# scope: package
# title: Databases of clouds log connections and failures
# description: >-
#   A setting that keeps a managed database from logging who connects, what fails and when it writes leaves an incident without a record.
# custom:
#   id: INF-LOG-11
#   severity: medium
#   control: TEC-IDS-08
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Switch the log on.
#   zh:
#     title: 云数据库须记录连接与失败事件
#     description: 关闭托管数据库对连接、失败与检查点的日志记录，事件发生后无据可查。
#     remediation: 启用该日志。
package fiducia.infra.log.database_logs

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

# Settings of PostgreSQL that write, and one that slows down those who guess.
logs := {"log_connections", "log_disconnections", "log_checkpoints", "log_lock_waits", "log_duration", "connection_throttling", "logfiles.retention_days"}

# Azure: a resource a setting.
seen contains place if {
	some type in ["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"]
	some resource in terraform.resources(type)
	resource.value.name in logs
	some place in terraform.values(resource, ["value"])
}

# Google and AWS: settings with a name and a value each.
lists := [
	["google_sql_database_instance", ["settings", "database_flags"]],
	["aws_db_parameter_group", ["parameter"]],
	["aws_rds_cluster_parameter_group", ["parameter"]],
	["alicloud_db_instance", ["parameters"]],
]

seen contains place if {
	some [type, keys] in lists
	some resource in terraform.resources(type)
	some block in terraform.raw(resource, keys)
	block.value.name in logs
	some place in terraform.values(block, ["value"])
}

deny contains say.wrong(place, {"en": "on", "zh": " on"}) if {
	some place in seen
	known.off(place.value)
	lower(sprintf("%v", [place.value])) in {"off", "0", "false"}
}
