# METADATA
# scope: package
# title: Emergency plans exist for each required scenario
# description: >-
#   Without a plan the first hours of an incident are lost, and the law asks for one. There must be a plan for a cyber
#   attack and for a data leak, and further ones for a system outage, a loss of funds, a failure of the custodian and an
#   incident with personal information. Every plan must lay down its trigger, organisation, resources, process, recovery
#   and training.
# custom:
#   id: OPS-EMG-01
#   severity: critical
#   indicator: OPS.EMG
#   tier: core
#   veto: true
#   veto_basis: high-risk guide
#   mitigable: false
#   veto_default: "on"
#   profiles: [cn]
#   threshold_basis: mixed
#   applies_to: [EmergencyPlan]
#   clauses: [CSL-27, NDR-11, PIPL-51, GB22239-8.1.10.13]
#   see_also: [NBPI-17, HRG-6.10.1.1, GB43206-7.4.1, N53-IR-8]
#   checks:
#     plans_listed: {veto: false, implements: []}
#     statutory_scenarios: {veto: true, implements: [CSL-27, NDR-11, PIPL-51], params: [emergency_scenarios_required]}
#     further_scenarios: {veto: false, implements: [], params: [emergency_scenarios_further]}
#     plan_elements: {veto: true, implements: [GB22239-8.1.10.13], params: [emergency_plan_elements]}
#   basis_note: >-
#     Plans for attacks and data leaks are what the clauses ask for; the other scenarios are house values and do not veto.
#   remediation: Write the missing plan, or the missing part of it, have it approved, and train the people it names.
#   zh:
#     title: 应急预案覆盖规定场景
#     description: >-
#       没有预案，事件发生后最关键的几个小时就会白白流失，法律也明确要求制定预案。须有网络攻击、数据泄露两类预案，并应有系统中断、资金损失、存管机构失效、个人信息事件等预案；每份预案须明确启动条件、组织、资源、处置流程、恢复与培训。
#     basis_note: 网络攻击与数据泄露预案为条款所要求；其余场景属内部控制要求，不构成一票否决。
#     remediation: 补齐缺失的预案或要素，履行审批，并对相关人员开展培训。
package fiducia.custody.ops.emg.plan_coverage

import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "emergency plan", "many": "emergency plans", "zh": "应急预案"}

deny contains profile.graded(object.union(fault, {"check": "plans_listed"})) if {
	some fault in shape.list_faults("plans", noun, 1)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("emergency plan number %d: `scenario` %s; it must name what the plan is for", [i + 1, state.en]),
		"zh": sprintf("第 %d 份应急预案的 `scenario` %s，应写明适用场景", [i + 1, state.zh]),
	},
	"check": "plans_listed",
	"path": ["spec", "plans", i, "scenario"],
	"expected": {"en": "scenario", "zh": "场景"},
}) if {
	some i, plan in shape.items(shape.spec("plans"))
	is_object(plan)
	not text.filled(shape.get(plan, "scenario"))
	state := text.state(shape.get(plan, "scenario"))
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("there is no emergency plan for \"%s\", which the law asks for", [scenario]),
		"zh": sprintf("缺少法定的%s应急预案", [text.named(scenario).zh]),
	},
	"check": "statutory_scenarios",
	"path": ["spec", "plans"],
	"expected": scenario,
}) if {
	some scenario in data.fiducia.params.emergency_scenarios_required
	not text.key(scenario) in covered
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("there is no emergency plan for \"%s\"", [scenario]),
		"zh": sprintf("缺少%s应急预案", [text.named(scenario).zh]),
	},
	"check": "further_scenarios",
	"path": ["spec", "plans"],
	"expected": scenario,
}) if {
	some scenario in data.fiducia.params.emergency_scenarios_further
	not text.key(scenario) in covered
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("%s: `%s` %s; the plan must lay it down", [item.en, element, state.en]),
		"zh": sprintf("%s的 `%s` %s，预案须予以明确", [item.zh, element, state.zh]),
	},
	"check": "plan_elements",
	"path": ["spec", "plans", i, element],
	"expected": element,
}) if {
	some i, plan in shape.items(shape.spec("plans"))
	is_object(plan)
	some element in data.fiducia.params.emergency_plan_elements
	not text.answered(shape.get(plan, element))
	item := text.item(noun, plan, "scenario", i)
	state := text.state(shape.get(plan, element))
}

covered := {text.key(plan.scenario) |
	some plan in shape.items(shape.spec("plans"))
	text.filled(shape.get(plan, "scenario"))
}
