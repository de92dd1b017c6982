# METADATA
# scope: package
# title: Effect and cost-benefit recorded
# description: >-
#   Money for security is granted again where its effect was shown. The score before and after, the cost and the loss
#   that was avoided must be recorded; a return that is stated must be (avoided loss - cost) / cost.
# custom:
#   id: IMP-03
#   severity: low
#   indicator: OPS.EDU
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [EffectMetrics]
#   clauses: []
#   see_also: [CSF-ID.IM-01]
#   checks:
#     figures: {veto: false, implements: []}
#     return_computed: {veto: false, implements: [], params: [roi_tolerance]}
#   remediation: Record the four figures, and say how the avoided loss was reckoned.
#   zh:
#     title: 实施效果与成本效益
#     description: >-
#       安全投入的效果得到证明，后续投入才有依据。须记录实施前后得分、成本和避免的损失；填报投入产出比的，须等于（避免的损失 − 成本）÷ 成本。
#     remediation: 记录上述四项数据，并说明避免损失的测算依据。
package fiducia.custody.imp.effect_recorded

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

deny contains object.union(fault, {"check": "figures"}) if {
	some fault in fields.section_faults(["spec"], {
		"before_score": fields.number(0, 100),
		"after_score": fields.number(0, 100),
		"cost": fields.positive,
		"avoided_loss": fields.at_least(0),
	})
}

deny contains {
	"msg": {
		"en": sprintf("`roi` %s; (%v - %v) / %v is %v", [state.en, loss, cost, cost, due]),
		"zh": sprintf("`roi` %s，而（%v − %v）÷ %v 为 %v", [state.zh, loss, cost, cost, due]),
	},
	"check": "return_computed",
	"path": ["spec", "roi"],
	"expected": due,
} if {
	stated := shape.spec("roi")
	not is_null(stated)
	cost := shape.spec("cost")
	loss := shape.spec("avoided_loss")
	is_number(cost)
	is_number(loss)
	cost > 0
	exact := (loss - cost) / cost
	due := round(exact * 100) / 100
	not close(stated, exact)
	state := text.state(stated)
}

close(stated, exact) if {
	is_number(stated)
	abs(stated - exact) <= data.fiducia.params.roi_tolerance
}
