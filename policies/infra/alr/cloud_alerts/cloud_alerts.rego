# METADATA
# scope: package
# title: Alerts of the cloud are on
# description: >-
#   What the cloud notices of attacks reaches nobody where its alerts are off, or kinds of them.
# custom:
#   id: INF-ALR-03
#   severity: medium
#   control: RSK-WRN-03
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Switch the alerts on, and name who is told.
#   zh:
#     title: 云平台告警须启用
#     description: 关闭云平台告警或其中若干类别，攻击迹象将无人知晓。
#     remediation: 启用告警并指定接收人。
package fiducia.infra.alr.cloud_alerts

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.settings
import data.fiducia.infra.lib.terraform

rows := [
	{"type": "azurerm_security_center_contact", "keys": ["alert_notifications"], "default": true, "bad": {"false"}},
	{"type": "azurerm_security_center_contact", "keys": ["alerts_to_admins"], "default": true, "bad": {"false"}},
	{"type": "azurerm_security_center_subscription_pricing", "keys": ["tier"], "default": "Standard", "bad": {"free"}},
	{"type": "azurerm_mssql_server_security_alert_policy", "keys": ["state"], "default": "Enabled", "bad": {"disabled"}},
	{"type": "aws_guardduty_detector", "keys": ["enable"], "default": true, "bad": {"false"}},
	{"type": "aws_cloudwatch_metric_alarm", "keys": ["actions_enabled"], "default": true, "bad": {"false"}},
	{"type": "google_monitoring_alert_policy", "keys": ["enabled"], "default": true, "bad": {"false"}},
	{"type": "alicloud_cms_alarm", "keys": ["enabled"], "default": true, "bad": {"false"}},
	{"type": "tencentcloud_monitor_alarm_policy", "keys": ["enable"], "default": 1, "bad": {"0"}},
	{"type": "huaweicloud_ces_alarmrule", "keys": ["alarm_enabled"], "default": true, "bad": {"false"}},
]

seen contains place if some place in terraform.settings(rows)

# Kinds of alerts that are left out.
seen contains place if {
	some place in terraform.of("azurerm_mssql_server_security_alert_policy", ["disabled_alerts"])
}

deny contains say.wrong(place, {"en": "alerts that are on", "zh": "启用告警"}) if {
	some place in seen
	place.row
	settings.bad(place)
}

deny contains say.wrong(place, {"en": "none left out", "zh": "不停用任何类别"}) if {
	some place in seen
	place.key == "disabled_alerts"
	count(place.value) > 0
}
