# METADATA
# scope: package
# title: Drill at least yearly
# description: >-
#   A plan that was never tried fails when it is needed. For every emergency plan there must be a drill of the same
#   scenario within the last 365 days before the evaluation date. A drill without a readable date, or with one that lies
#   in the future, does not count.
# custom:
#   id: OPS-EMG-02
#   severity: critical
#   indicator: OPS.EMG
#   tier: core
#   veto: true
#   veto_basis: high-risk guide
#   mitigable: false
#   veto_default: "on"
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [EmergencyPlan]
#   clauses: [GB22239-8.1.10.13, HRG-6.10.1.2, DORA-11.6]
#   see_also: [CSL-36, CIIR-15, PCI-12.10.2, N53-CP-4]
#   checks:
#     plans_listed: {veto: false, implements: []}
#     drills_listed: {veto: false, implements: []}
#     drill_dates: {veto: false, implements: []}
#     drilled: {veto: true, implements: [HRG-6.10.1.2, GB22239-8.1.10.13, DORA-11.6], params: [drill_interval_days]}
#   basis_note: Chinese laws say "regularly"; once a year is the reading of the high-risk guide.
#   remediation: Hold a drill for the plan, record its date and scenario, and close what it brought to light.
#   zh:
#     title: 每年至少开展一次应急演练
#     description: >-
#       从未演练过的预案，到用时往往失灵。每份应急预案在评估日之前 365 天内须有一次同场景演练；日期无法识别或晚于评估日期的演练不予认可。
#     basis_note: 国内法律法规的表述为“定期”；每年一次是高风险判定指引的解读。
#     remediation: 按预案开展演练，记录演练日期与场景，并整改演练中发现的问题。
package fiducia.custody.ops.emg.annual_drill

import data.fiducia.custody.lib.dates
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

plan_noun := {"en": "emergency plan", "many": "emergency plans", "zh": "应急预案"}

drill_noun := {"en": "drill", "many": "drills", "zh": "演练"}

deny contains object.union(fault, {"check": "plans_listed"}) if {
	some fault in shape.list_faults("plans", plan_noun, 1)
}

deny contains object.union(fault, {"check": "drills_listed"}) if {
	some fault in shape.list_faults("drills", drill_noun, 1)
}

deny contains {
	"msg": {
		"en": sprintf("%s number %d: `scenario` %s, so drills and plans cannot be matched", [list.noun.en, i + 1, state.en]),
		"zh": sprintf("第 %d 项%s的 `scenario` %s，无法将演练与预案对应", [i + 1, list.noun.zh, state.zh]),
	},
	"check": list.check,
	"path": ["spec", list.key, i, "scenario"],
	"expected": {"en": "scenario", "zh": "场景"},
} if {
	some list in [
		{"key": "plans", "noun": plan_noun, "check": "plans_listed"},
		{"key": "drills", "noun": drill_noun, "check": "drills_listed"},
	]
	some i, entry in shape.items(shape.spec(list.key))
	is_object(entry)
	not text.filled(shape.get(entry, "scenario"))
	state := text.state(shape.get(entry, "scenario"))
}

deny contains {
	"msg": {
		"en": sprintf("%s: `date` %s", [item.en, fault.en]),
		"zh": sprintf("%s的 `date` %s", [item.zh, fault.zh]),
	},
	"check": "drill_dates",
	"path": ["spec", "drills", i, "date"],
	"expected": "YYYY-MM-DD",
} if {
	some i, drill in shape.items(shape.spec("drills"))
	is_object(drill)
	fault := dates.past_fault(shape.get(drill, "date"))
	item := text.item(drill_noun, drill, "scenario", i)
}

# No drill of this scenario that counts.
deny contains {
	"msg": {
		"en": sprintf("emergency plan \"%s\" has no drill; one is needed every %d days", [plan.scenario, longest]),
		"zh": sprintf("应急预案“%s”没有演练记录，每 %d 天内须演练一次", [plan.scenario, longest]),
	},
	"check": "drilled",
	"path": ["spec", "drills"],
	"related": [{
		"msg": {"en": "the plan without a drill", "zh": "未演练的预案"},
		"path": ["spec", "plans", i, "scenario"],
	}],
	"expected": {"en": sprintf("drill of %s", [plan.scenario]), "zh": sprintf("“%s”的演练", [plan.scenario])},
} if {
	some i, plan in shape.items(shape.spec("plans"))
	text.filled(shape.get(plan, "scenario"))
	count(ages[text.key(plan.scenario)]) == 0
	longest := data.fiducia.params.drill_interval_days
}

# The latest one is too old.
deny contains {
	"msg": {
		"en": sprintf("emergency plan \"%s\" was last drilled on %s, %d days ago; at most %d days are allowed", [plan.scenario, date, latest, longest]),
		"zh": sprintf("应急预案“%s”最近一次演练为 %s，距今 %d 天，间隔不得超过 %d 天", [plan.scenario, date, latest, longest]),
	},
	"check": "drilled",
	"path": ["spec", "drills", j, "date"],
	"related": [{
		"msg": {"en": "the plan to be drilled", "zh": "须演练的预案"},
		"path": ["spec", "plans", i, "scenario"],
	}],
	"expected": {"en": sprintf("at most %d days ago", [longest]), "zh": sprintf("距今不超过 %d 天", [longest])},
} if {
	some i, plan in shape.items(shape.spec("plans"))
	text.filled(shape.get(plan, "scenario"))
	scenario := text.key(plan.scenario)
	latest := min(ages[scenario])
	longest := data.fiducia.params.drill_interval_days
	latest > longest
	j := min({drill.index | some drill in held; drill.scenario == scenario; drill.age == latest})
	date := input.spec.drills[j].date
}

# The drills that count: with a scenario, and on a day that has come.
held := [{"index": i, "scenario": text.key(drill.scenario), "age": age} |
	some i, drill in shape.items(shape.spec("drills"))
	text.filled(shape.get(drill, "scenario"))
	age := dates.age(shape.get(drill, "date"))
	age >= 0
]

# Ages in days of the drills that count, by scenario; a scenario with a plan is always there.
ages := {scenario: found |
	some plan in shape.items(shape.spec("plans"))
	text.filled(shape.get(plan, "scenario"))
	scenario := text.key(plan.scenario)
	found := {drill.age | some drill in held; drill.scenario == scenario}
}
