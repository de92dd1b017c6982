# METADATA
# scope: package
# title: Audit records of databases and networks are kept for six months
# description: Audit records are what an assessor asks for first; a shorter period breaks the duty to keep them.
# custom:
#   id: INF-LOG-02
#   severity: high
#   control: TEC-IDS-07
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Keep the records for at least 184 days.
#   zh:
#     title: 数据库与网络审计记录须留存六个月以上
#     description: 审计记录是评估时首先调取的证据，留存期过短即违反留存义务。
#     remediation: 审计记录至少留存 184 天。
package fiducia.infra.log.audit_retention

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

rows := [
	{"type": "azurerm_mssql_server_extended_auditing_policy", "keys": ["retention_in_days"], "default": 0},
	{"type": "azurerm_mssql_database_extended_auditing_policy", "keys": ["retention_in_days"], "default": 0},
	{"type": "azurerm_network_watcher_flow_log", "keys": ["retention_policy", "days"], "default": 0},
	{"type": "alicloud_db_instance", "keys": ["sql_collector_config_value"], "default": 0},
	{"type": "azurerm_monitor_log_profile", "keys": ["retention_policy", "days"], "default": 0},
	{"type": "azurerm_mssql_server_security_alert_policy", "keys": ["retention_days"], "default": 0},
	{"type": "azurerm_storage_account", "keys": ["queue_properties", "logging", "retention_policy_days"], "default": 0},
	{"type": "tencentcloud_mysql_audit_service", "keys": ["log_expire_day"], "default": 0},
]

seen contains place if {
	some place in terraform.settings(rows)
}

deny contains say.told(place, {
	"en": sprintf("audit records are kept for %v days, at least %v are needed", [number, wanted]),
	"zh": sprintf("审计记录留存 %v 天，应不少于 %v 天", [number, wanted]),
}, {"en": sprintf("at least %v days", [wanted]), "zh": sprintf("不少于 %v 天", [wanted])}) if {
	some place in seen
	number := known.number(terraform.effective(place))
	wanted := data.fiducia.params.infra_log_days
	number < wanted
	not number in {0, -1}
}
