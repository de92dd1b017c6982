# METADATA
# scope: package
# title: Incident report deadlines encoded
# description: >-
#   Deadlines run from the first minute, so the runbook must hold them. For incidents from the grade "relatively major"
#   (较大) up, an operator of critical information infrastructure must report to the protection department and to public
#   security within 1 hour, any other operator to the provincial cyberspace administration within 4 hours; a summary
#   report follows within 30 days; and the channel to the People's Bank of China must be known. Whether a platform is
#   critical is read from `cii` of its Platform document.
# custom:
#   id: OPS-EMG-04
#   severity: critical
#   indicator: OPS.EMG
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [EmergencyPlan]
#   clauses: [INC-8]
#   see_also: [INC-4-1, INC-4-3, INC-7, PBI-RPT, NBPI-43, CIIR-18, DRTS-301-5, N53-IR-6]
#   checks:
#     authority_deadlines: {veto: false, implements: [], params: [incident_report_hours_cii, incident_report_hours]}
#     summary_deadline: {veto: false, implements: [INC-8], params: [incident_summary_days]}
#     pboc_channel: {veto: false, implements: []}
#   remediation: >-
#     Put the reporting deadlines and the PBOC channel into the incident runbook and into the on-call tooling.
#   zh:
#     title: 事件报告时限
#     description: >-
#       报告时限自事发起算，须事先写入处置手册。较大及以上事件，关键信息基础设施运营者须在 1 小时内向保护工作部门和公安机关报告，其他网络运营者须在 4 小时内向省级网信部门报告；处置结束后
#       30 日内提交总结报告；并须明确向中国人民银行报告的渠道。平台是否属于关键信息基础设施，以其 Platform 文档的 `cii` 为准。
#     remediation: 将各项报告时限和中国人民银行报告渠道写入应急处置手册及值班系统。
package fiducia.custody.ops.emg.report_deadlines

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

deny contains profile.graded({
	"msg": {
		"en": sprintf("the deadline to report to %s %s; it must be at most %v hours", [authority.en, state.en, longest]),
		"zh": sprintf("向%s报告的时限%s，不得超过 %v 小时", [authority.zh, state.zh, longest]),
	},
	"check": "authority_deadlines",
	"path": ["spec", "incident", "report_deadline_hours", authority.key],
	"expected": {"en": sprintf("at most %v hours", [longest]), "zh": sprintf("不超过 %v 小时", [longest])},
}) if {
	some authority in authorities
	found := shape.get(shape.get(incident, "report_deadline_hours"), authority.key)
	longest := data.fiducia.params[authority.param]
	not fields.between(found, 0, longest)
	state := told(found, "hours")
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("`summary_days` %s; the summary report is due within %v days", [state.en, longest]),
		"zh": sprintf("`summary_days` %s，总结报告须在 %v 天内提交", [state.zh, longest]),
	},
	"check": "summary_deadline",
	"path": ["spec", "incident", "summary_days"],
	"expected": {"en": sprintf("at most %v days", [longest]), "zh": sprintf("不超过 %v 天", [longest])},
}) if {
	found := shape.get(incident, "summary_days")
	longest := data.fiducia.params.incident_summary_days
	not fields.between(found, 0, longest)
	state := told(found, "days")
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("`pboc_channel` %s; it must say how incidents are reported to the People's Bank of China", [state.en]),
		"zh": sprintf("`pboc_channel` %s，须写明向中国人民银行报告事件的渠道", [state.zh]),
	},
	"check": "pboc_channel",
	"path": ["spec", "incident", "pboc_channel"],
	"expected": {"en": "reporting channel", "zh": "报告渠道"},
}) if {
	found := shape.get(incident, "pboc_channel")
	not text.filled(found)
	state := text.state(found)
}

incident := shape.spec("incident")

authorities := [authority |
	some authority in [
		{"key": "protection_department", "en": "the protection department", "zh": "保护工作部门", "cii": true, "param": "incident_report_hours_cii"},
		{"key": "public_security", "en": "public security", "zh": "公安机关", "cii": true, "param": "incident_report_hours_cii"},
		{"key": "provincial_cac", "en": "the provincial cyberspace administration", "zh": "省级网信部门", "cii": false, "param": "incident_report_hours"},
	]
	concerned(authority.cii)
]

concerned(true) if profile.cii

concerned(false) if not profile.cii

told(found, unit) := fields.measured(found, fields.units[unit], text.state(found))
