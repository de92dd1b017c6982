# METADATA
# scope: package
# title: No overdue treatment
# description: >-
#   A date that passes without consequence teaches that dates do not matter. No treatment may be open after its due
#   date. An extreme risk whose treatment is more than 30 days late is critical.
# custom:
#   id: RSK-DSP-02
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
#     treatment_readable: {veto: false, implements: []}
#     treated_in_time: {veto: false, implements: [], params: [finished_states]}
#     extreme_overdue: {veto: false, implements: [], params: [extreme_overdue_days, finished_states]}
#   remediation: Finish the treatment, or have its owner bring a new date and the reason before the risk committee.
#   zh:
#     title: 处置逾期
#     description: >-
#       期限过了无人过问，期限便失去意义。任何风险处置均不得逾期未完成；极高风险的处置逾期超过 30 天的，升级为严重问题。
#     remediation: 尽快完成处置；确需延期的，由责任人向风险管理委员会说明原因并申请新的期限。
package fiducia.custody.rsk.dsp.no_overdue_treatment

import data.fiducia.custody.lib.dates
import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.levels
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.states
import data.fiducia.custody.lib.text

noun := {"en": "treatment of risk", "many": "risks", "zh": "风险处置"}

deny contains object.union(fault, {"check": "risks_listed"}) if {
	some fault in shape.list_faults("risks", {"en": "risk", "many": "risks", "zh": "风险"}, 1)
}

deny contains object.union(fault, {"check": "treatment_readable"}) if {
	some i, risk in shape.items(shape.spec("risks"))
	treatment := shape.get(risk, "treatment")
	not is_null(treatment)
	not states.finished(shape.get(treatment, "status"))
	some fault in fields.faults(text.item(noun, risk, "id", i), treatment, ["spec", "risks", i, "treatment"], {"due": fields.date, "status": fields.filled})
}

deny contains overdue(i, risk, late, {"check": "treated_in_time"}) if {
	some i, risk in shape.items(shape.spec("risks"))
	late := days_late(shape.get(risk, "treatment"))
	not escalated(risk, late)
}

deny contains overdue(i, risk, late, {"check": "extreme_overdue", "severity": "critical"}) if {
	some i, risk in shape.items(shape.spec("risks"))
	late := days_late(shape.get(risk, "treatment"))
	escalated(risk, late)
}

overdue(i, risk, late, weight) := object.union(weight, {
	"msg": {
		"en": sprintf("%s was due on %s, %s ago, and its `status` %s", [item.en, risk.treatment.due, fields.days(late), state.en]),
		"zh": sprintf("%s应于 %s 前完成，已逾期 %d 天，其 `status` %s", [item.zh, risk.treatment.due, late, state.zh]),
	},
	"path": ["spec", "risks", i, "treatment", "due"],
	"expected": {"en": "a finished treatment, or a due date that has not passed", "zh": "已完成的处置，或尚未到期的期限"},
}) if {
	item := text.item(noun, risk, "id", i)
	state := text.state(shape.get(risk.treatment, "status"))
}

# Days since an open treatment was due; undefined for any other.
days_late(treatment) := late if {
	not states.finished(shape.get(treatment, "status"))
	late := dates.age(shape.get(treatment, "due"))
	late > 0
}

escalated(risk, late) if {
	late > data.fiducia.params.extreme_overdue_days
	extreme(risk)
}

extreme(risk) if levels.stated(risk) == "extreme"

extreme(risk) if levels.level(levels.score(risk)) == "extreme"
