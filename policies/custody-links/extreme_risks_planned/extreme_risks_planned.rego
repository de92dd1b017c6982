# METADATA
# scope: package
# title: Each extreme risk has an emergency plan
# description: >-
#   A risk that may end the business needs a plan for the day it comes true. Every risk of the level extreme, or whose
#   likelihood times impact says so, must name the scenario of its emergency plan (`emergency_plan`), and that plan must
#   exist on the same platform.
# custom:
#   id: LNK-09
#   severity: high
#   input: project
#   applies_to: [RiskRegister]
#   threshold_basis: house
#   remediation: Write the emergency plan, and name its scenario in the risk.
#   zh:
#     title: 极高风险均有应急预案
#     description: 可能断送业务的风险，须有发生之日可用的预案。凡等级为极高，或可能性与影响之积达到极高的风险，均须写明其应急预案的场景（`emergency_plan`），且该预案须在同一平台存在。
#     remediation: 编制应急预案，并在风险中写明其场景。
package fiducia.custody_links.extreme_risks_planned

import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text
import data.fiducia.custody_links.lib.project

noun := {"en": "risk", "zh": "风险"}

deny contains {
	"msg": {
		"en": sprintf("%s is extreme, but its `emergency_plan` %s", [item.en, state.en]),
		"zh": sprintf("%s为极高风险，但其 `emergency_plan` %s", [item.zh, state.zh]),
	},
	"path": array.concat(risk.path, ["emergency_plan"]),
	"expected": {"en": "scenario of an emergency plan", "zh": "应急预案的场景"},
} if {
	some risk in extreme_risks
	plan := shape.get(risk.value, "emergency_plan")
	not text.filled(plan)
	item := text.item(noun, risk.value, "id", risk.path[count(risk.path) - 1])
	state := text.state(plan)
}

deny contains {
	"msg": {
		"en": sprintf("%s is extreme, and there is no emergency plan for \"%s\"", [item.en, plan]),
		"zh": sprintf("%s为极高风险，而应急预案中没有“%s”场景", [item.zh, plan]),
	},
	"path": array.concat(risk.path, ["emergency_plan"]),
	"expected": {"en": "scenario of an emergency plan", "zh": "应急预案的场景"},
} if {
	some risk in extreme_risks
	plan := shape.get(risk.value, "emergency_plan")
	text.filled(plan)
	not [risk.platform, text.key(plan)] in planned
	item := text.item(noun, risk.value, "id", risk.path[count(risk.path) - 1])
}

planned := project.names(project.mentions(project.entries("EmergencyPlan", "plans"), "scenario"))

extreme_risks := [risk |
	some risk in project.entries("RiskRegister", "risks")
	extreme(risk.value)
]

# By its level, or by its figures, whatever the level says.
extreme(risk) if text.among(shape.get(risk, "level"), ["extreme"])

extreme(risk) if {
	is_number(risk.score)
	risk.score >= data.fiducia.params.extreme_risk_score
}

extreme(risk) if {
	is_number(risk.likelihood)
	is_number(risk.impact)
	risk.likelihood * risk.impact >= data.fiducia.params.extreme_risk_score
}
