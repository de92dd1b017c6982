# METADATA
# scope: package
# title: Key risk indicators
# description: >-
#   A board that sees no figures decides by feeling. At least five key risk indicators must be kept, each with a
#   target, a limit and a value that was measured within the last 31 days.
# custom:
#   id: RSK-WRN-04
#   severity: medium
#   indicator: RSK.WRN
#   tier: extended
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [MonitoringProfile]
#   clauses: []
#   see_also: [CSF-GV.OV-03, N53-CA-7]
#   checks:
#     enough: {veto: false, implements: [], params: [min_risk_indicators]}
#     indicators_complete: {veto: false, implements: [], params: [risk_indicator_interval_days]}
#   remediation: Choose the indicators, measure them every month, and report them to the board.
#   zh:
#     title: 关键风险指标
#     description: >-
#       管理层看不到数据，便只能凭感觉决策。须设置至少五项关键风险指标，每项写明目标值、限额和最近 31 天内测得的数值。
#     remediation: 选定关键风险指标，按月测量并向管理层报告。
package fiducia.custody_extended.rsk.wrn.key_risk_indicators

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "key risk indicator", "many": "key risk indicators", "zh": "关键风险指标"}

deny contains object.union(fault, {"check": "enough"}) if {
	some fault in shape.list_faults("kri", noun, 1)
}

deny contains {
	"msg": {
		"en": sprintf("key risk indicators: %d; at least %d are needed", [count(names), least]),
		"zh": sprintf("关键风险指标仅有 %d 项，至少须有 %d 项", [count(names), least]),
	},
	"check": "enough",
	"path": ["spec", "kri"],
	"expected": {"en": sprintf("at least %d key risk indicators", [least]), "zh": sprintf("至少 %d 项关键风险指标", [least])},
} if {
	count(shape.items(shape.spec("kri"))) > 0
	least := data.fiducia.params.min_risk_indicators
	count(names) < least
}

deny contains object.union(fault, {"check": "indicators_complete"}) if {
	some fault in fields.entry_faults(shape.spec("kri"), ["spec", "kri"], noun, "name", {
		"name": fields.filled,
		"target": fields.value,
		"limit": fields.value,
		"last_value": fields.value,
		"date": fields.within(data.fiducia.params.risk_indicator_interval_days),
	})
}

# One name counts once.
names := {text.key(indicator.name) |
	some indicator in shape.items(shape.spec("kri"))
	text.filled(shape.get(indicator, "name"))
}
