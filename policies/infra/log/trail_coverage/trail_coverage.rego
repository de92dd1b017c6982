# METADATA
# scope: package
# title: The trail of an account covers all regions and is on
# description: What happens in a region without a trail leaves no record.
# custom:
#   id: INF-LOG-04
#   severity: medium
#   control: TEC-IDS-08
#   applies_to: [{format: hcl2}]
#   subjects: seen
#   threshold_basis: house
#   remediation: Cover all regions and switch logging on.
#   zh:
#     title: 操作审计须覆盖全部地域并处于启用状态
#     description: 未被审计覆盖的地域内的操作不留记录。
#     remediation: 覆盖全部地域并启用日志。
package fiducia.infra.log.trail_coverage

import data.fiducia.infra.lib.say
import data.fiducia.infra.lib.terraform
import data.fiducia.infra.lib.settings

rows := [
	{"type": "aws_cloudtrail", "keys": ["is_multi_region_trail"], "default": false, "bad": {"false"}},
	{"type": "aws_cloudtrail", "keys": ["enable_logging"], "default": true, "bad": {"false"}},
	{"type": "alicloud_actiontrail_trail", "keys": ["trail_region"], "default": "All", "bad": {"cn-hangzhou", "cn-shanghai", "cn-beijing", "cn-shenzhen"}},
	{"type": "alicloud_actiontrail_trail", "keys": ["event_rw"], "default": "All", "bad": {"read", "write"}},
	{"type": "azurerm_network_watcher_flow_log", "keys": ["enabled"], "default": true, "bad": {"false"}},
	{"type": "alicloud_actiontrail_trail", "keys": ["status"], "default": "Enable", "bad": {"disable"}},
	{"type": "tencentcloud_audit_track", "keys": ["status"], "default": 1, "bad": {"0"}},
	{"type": "huaweicloud_cts_tracker", "keys": ["enabled"], "default": true, "bad": {"false"}},
]

seen contains place if {
	some place in terraform.settings(rows)
}

deny contains say.wrong(place, {"en": "all regions, switched on", "zh": "覆盖全部地域并启用"}) if {
	some place in seen
	settings.bad(place)
}
