# METADATA
# scope: package
# title: Risk acceptance bounded
# description: >-
#   An exception without an end is a rule that was abolished. Every exception must name its control, who approved it,
#   the reason, and a day of expiry that has not passed and lies at most 365 days ahead. An empty list states that
#   there are none.
# custom:
#   id: RSK-DSP-03
#   severity: medium
#   indicator: RSK.DSP
#   tier: extended
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [RiskRegister]
#   clauses: []
#   see_also: [CSF-ID.RA-06, ISO-A.5.36]
#   checks:
#     exceptions_listed: {veto: false, implements: []}
#     exceptions_complete: {veto: false, implements: [], params: [exception_max_days]}
#   remediation: Renew the exception with a new decision, or close it and meet the control.
#   zh:
#     title: 风险接受有期限与审批
#     description: >-
#       没有期限的例外，等于废除了规则。每项例外须写明控制项、批准人、理由和失效日期；失效日期不得早于评估日，且距评估日不得超过 365 天。空列表表示确无例外。
#     remediation: 重新审批并续期，或关闭例外并满足控制要求。
package fiducia.custody_extended.rsk.dsp.exceptions_bounded

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape

noun := {"en": "exception", "many": "exceptions", "zh": "例外事项"}

deny contains object.union(fault, {"check": "exceptions_listed"}) if {
	some fault in shape.list_faults("exceptions", noun, 0)
}

deny contains object.union(fault, {"check": "exceptions_complete"}) if {
	some fault in fields.entry_faults(shape.spec("exceptions"), ["spec", "exceptions"], noun, "control", {
		"control": fields.filled,
		"approver": fields.filled,
		"reason": fields.filled,
		"expires": fields.ahead(data.fiducia.params.exception_max_days),
	})
}
