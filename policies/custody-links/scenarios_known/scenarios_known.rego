# METADATA
# scope: package
# title: Emergency plans that are named exist
# description: >-
#   A risk that relies on a plan which nobody has written is not treated. The scenarios named by drills, incidents and
#   risks (`risks[].emergency_plan`) must have an emergency plan on the same platform.
# custom:
#   id: LNK-04
#   severity: high
#   input: project
#   applies_to: [EmergencyPlan, IncidentLog, RiskRegister]
#   threshold_basis: house
#   remediation: Write the plan, or correct the scenario where it is named.
#   zh:
#     title: 所引用的应急预案须存在
#     description: 风险依托的预案若从未编写，等于没有处置。演练、事件和风险（`risks[].emergency_plan`）引用的场景，须在同一平台有相应的应急预案。
#     remediation: 编制该预案，或更正引用处的场景。
package fiducia.custody_links.scenarios_known

import data.fiducia.custody_links.lib.project

noun := {"en": "scenario", "zh": "场景"}

home := {"en": "the emergency plans", "zh": "应急预案"}

deny contains violation if {
	plans := project.mentions(project.entries("EmergencyPlan", "plans"), "scenario")
	homes := project.under(project.specs("EmergencyPlan"), "plans")
	some violation in project.strangers(named, plans, noun, home, homes)
}

events := array.concat(project.entries("EmergencyPlan", "drills"), project.entries("IncidentLog", "incidents"))

named := array.concat(project.mentions(events, "scenario"), project.mentions(project.entries("RiskRegister", "risks"), "emergency_plan"))
