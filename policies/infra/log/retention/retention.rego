# METADATA
# scope: package
# title: Log groups keep logs for six months
# description: >-
#   Logs that are gone after a month tell nothing of an intrusion that is found after three. Chinese law asks for six
#   months.
# custom:
#   id: INF-LOG-01
#   severity: medium
#   control: TEC-IDS-07
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Keep logs for at least 184 days.
#   zh:
#     title: 日志组须留存日志六个月以上
#     description: 一个月即清除的日志无法还原三个月后才发现的入侵；法律要求留存不少于六个月。
#     remediation: 日志至少留存 184 天。
package fiducia.infra.log.retention

import data.fiducia.infra.lib.known
import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform

rows := [
	{"type": "aws_cloudwatch_log_group", "keys": ["retention_in_days"], "default": 0},
	{"type": "azurerm_log_analytics_workspace", "keys": ["retention_in_days"], "default": 30},
	{"type": "google_logging_project_bucket_config", "keys": ["retention_days"], "default": 30},
	{"type": "alicloud_log_store", "keys": ["retention_period"], "default": 30},
	{"type": "alicloud_cs_managed_kubernetes", "keys": ["control_plane_log_ttl"], "default": 3600},
	{"type": "tencentcloud_cls_topic", "keys": ["period"], "default": 3600},
	{"type": "huaweicloud_lts_group", "keys": ["ttl_in_days"], "default": 3600},
]

seen contains place if {
	some place in terraform.settings(rows)
}

deny contains say.told(place, {
	"en": sprintf("logs are kept for %v days, at least %v are needed", [number, wanted]),
	"zh": sprintf("日志留存 %v 天，应不少于 %v 天", [number, wanted]),
}, {"en": sprintf("at least %v days", [wanted]), "zh": sprintf("不少于 %v 天", [wanted])}) if {
	some place in seen
	number := known.number(terraform.effective(place))
	wanted := data.fiducia.params.infra_log_days
	number < wanted
	not number in {0, -1}
}
