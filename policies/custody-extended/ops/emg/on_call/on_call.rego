# METADATA
# scope: package
# title: 24/7 contact and escalation
# description: >-
#   Incidents do not keep office hours. Somebody must be reachable around the clock (`incident.oncall.coverage: 7x24`),
#   and there must be a substitute (`backup`: `true`, or who it is).
# custom:
#   id: OPS-EMG-07
#   severity: medium
#   indicator: OPS.EMG
#   tier: extended
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [EmergencyPlan]
#   clauses: [PCI-12.10.3]
#   see_also: [CSF-RS.MA-01, N53-IR-4]
#   checks:
#     coverage: {veto: false, implements: [PCI-12.10.3], params: [oncall_coverage]}
#     backup: {veto: false, implements: []}
#   basis_note: >-
#     The clause asks that people are available around the clock; the substitute is a house value, and so is the control
#     for platforms without cards.
#   remediation: Set up a rota that covers nights and holidays, with a substitute for every shift.
#   zh:
#     title: 7×24 小时值守与升级
#     description: >-
#       事件不分上下班。须 7×24 小时有人值守（`incident.oncall.coverage: 7x24`），并有后备人员（`backup`：填 `true` 或写明人员）。
#     basis_note: 条款要求 7×24 小时有人值守；后备人员属内部控制要求，对不涉及银行卡业务的平台，本控制项整体属内部控制要求。
#     remediation: 排定覆盖夜间和节假日的值班表，每个班次均安排后备人员。
package fiducia.custody_extended.ops.emg.on_call

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

path := ["spec", "incident", "oncall"]

oncall := fields.under(path)

deny contains {
	"msg": {
		"en": sprintf("`incident.oncall.coverage` %s; somebody must be reachable around the clock", [state.en]),
		"zh": sprintf("`incident.oncall.coverage` %s，须 7×24 小时有人值守", [state.zh]),
	},
	"check": "coverage",
	"path": array.concat(path, ["coverage"]),
	"expected": {"en": "24x7", "zh": "7×24 小时值守"},
} if {
	coverage := shape.get(oncall, "coverage")
	not around_the_clock(coverage)
	state := text.state(coverage)
}

deny contains {
	"msg": {
		"en": sprintf("`incident.oncall.backup` %s; there must be a substitute", [state.en]),
		"zh": sprintf("`incident.oncall.backup` %s，须有后备人员", [state.zh]),
	},
	"check": "backup",
	"path": array.concat(path, ["backup"]),
	"expected": {"en": "true, or a person", "zh": "“是”（true）或后备人员姓名"},
} if {
	backup := shape.get(oncall, "backup")
	not backup == true
	not text.answered(backup)
	state := text.state(backup)
}

# "7 × 24" and "24/7" say the same.
around_the_clock(coverage) if {
	is_string(coverage)
	spelled(coverage) in {spelled(known) | some known in data.fiducia.params.oncall_coverage}
}

spelled(coverage) := replace(replace(replace(lower(coverage), " ", ""), "×", "x"), "/", "x")
