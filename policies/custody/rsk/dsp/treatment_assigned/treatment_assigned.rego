# METADATA
# scope: package
# title: Treatment with owner and due date
# description: >-
#   A high risk that nobody works on stays high. Every risk of the level high or extreme must have a treatment with an
#   owner, a due date and a status. A risk counts as grave by its level or by its score, and also where neither can be
#   read.
# custom:
#   id: RSK-DSP-01
#   severity: high
#   indicator: RSK.DSP
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [RiskRegister]
#   clauses: []
#   see_also: [CSF-ID.RA-06, N53-CA-5]
#   checks:
#     risks_listed: {veto: false, implements: []}
#     treatment_complete: {veto: false, implements: [], params: [grave_risk_levels, risk_levels]}
#   remediation: Give every grave risk a treatment with an owner and a date.
#   zh:
#     title: 风险处置措施
#     description: >-
#       无人处置的高风险不会自行降低。等级为高或极高的风险须有处置措施，并写明责任人、完成期限和状态。按所填等级或风险值任一判定为高风险的，均须处置；等级和风险值均无法识别的，视为高风险。
#     remediation: 为每项高风险指定处置责任人和完成期限。
package fiducia.custody.rsk.dsp.treatment_assigned

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.levels
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "treatment of risk", "many": "risks", "zh": "风险处置"}

deny contains object.union(fault, {"check": "risks_listed"}) if {
	some fault in shape.list_faults("risks", {"en": "risk", "many": "risks", "zh": "风险"}, 1)
}

deny contains object.union(fault, {"check": "treatment_complete"}) if {
	some i, risk in shape.items(shape.spec("risks"))
	is_object(risk)
	levels.grave(risk)
	some fault in fields.faults(text.item(noun, risk, "id", i), shape.get(risk, "treatment"), ["spec", "risks", i, "treatment"], {
		"owner": fields.filled,
		"due": fields.date,
		"status": fields.filled,
	})
}
