# METADATA
# scope: package
# title: Warning rules with thresholds and actions
# description: >-
#   A warning without a threshold never comes, and one without an action is only noise. Every rule of `alerts.rules`
#   must have its metric, threshold, severity, action and owner; and the rules must cover large amounts, velocity, new
#   devices, differences of balances and unusual logins.
# custom:
#   id: RSK-WRN-02
#   severity: high
#   indicator: RSK.WRN
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: mixed
#   applies_to: [MonitoringProfile]
#   clauses: [DORA-10]
#   see_also: [DORA-17, ATF-18, GB22239-8.1.5.4f]
#   checks:
#     rules_listed: {veto: false, implements: []}
#     rules_complete: {veto: false, implements: [DORA-10]}
#     metrics_covered: {veto: false, implements: [], params: [alert_metrics_required]}
#   basis_note: The clause asks for alert thresholds and automatic alerts; which metrics are covered is a house value.
#   remediation: Write the missing rules, and give each a threshold, an action and somebody who answers it.
#   zh:
#     title: 预警规则、阈值与动作
#     description: >-
#       没有阈值的预警不会触发，没有处置动作的预警只是噪声。`alerts.rules` 每条规则须有指标、阈值、级别、动作和责任人；规则须覆盖大额交易、高频交易、新设备、余额不符和异常登录。
#     basis_note: 所引条款要求设定告警阈值并自动告警；须覆盖哪些指标属内部控制要求。
#     remediation: 补充缺失的预警规则，逐条明确阈值、处置动作和责任人。
package fiducia.custody.rsk.wrn.warning_rules

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "alert rule", "many": "alert rules", "zh": "预警规则"}

path := ["spec", "alerts", "rules"]

deny contains object.union(fault, {"check": "rules_listed"}) if {
	some fault in shape.list_faults_at(rules, path, noun, 1)
}

deny contains object.union(fault, {"check": "rules_complete"}) if {
	some fault in fields.entry_faults(rules, path, noun, "metric", {
		"metric": fields.filled,
		"threshold": fields.value,
		"severity": fields.filled,
		"action": fields.filled,
		"owner": fields.filled,
	})
}

deny contains {
	"msg": {
		"en": sprintf("no alert rule watches \"%s\"", [metric]),
		"zh": sprintf("没有针对%s的预警规则", [text.named(metric).zh]),
	},
	"check": "metrics_covered",
	"path": path,
	"expected": metric,
} if {
	some metric in data.fiducia.params.alert_metrics_required
	not text.key(metric) in text.keys([shape.get(alert, "metric") | some alert in shape.items(rules)])
}

rules := shape.get(shape.spec("alerts"), "rules")
