# METADATA
# scope: package
# title: Change approval with rollback
# description: >-
#   Changes that nobody else has looked at, or that cannot be undone, are the most frequent cause of outages. Every change
#   must name its requester and an approver who is another person, and must have a rollback plan: `true`, or a text that
#   says where it is.
# custom:
#   id: OPS-MGT-04
#   severity: high
#   indicator: OPS.MGT
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: house
#   applies_to: [Governance]
#   clauses: [GB22239-8.1.10.10]
#   see_also: [GB22239-8.1.7.3, DORA-9.4, N53-CM-3, ISO-A.8.32]
#   checks:
#     changes_listed: {veto: false, implements: []}
#     approved_by_another: {veto: false, implements: [GB22239-8.1.10.10]}
#     rollback_plan: {veto: false, implements: [GB22239-8.1.10.10]}
#   basis_note: >-
#     The clause asks for a reviewed and approved change with a defined way back; that the approver must not be the
#     requester is a house rule.
#   remediation: Reject changes in the change system that lack another approver or a rollback plan.
#   zh:
#     title: 变更审批与回退
#     description: >-
#       无人复核或无法回退的变更是系统中断的首要原因。每项变更须写明申请人和审批人，且二者不得为同一人；并须有回退方案：填写 `true`，或注明方案的文档位置。
#     basis_note: 条款要求变更方案经评审、审批并规定回退程序；审批人不得为申请人属内部控制要求。
#     remediation: 在变更系统中拒绝缺少他人审批或缺少回退方案的变更。
package fiducia.custody.ops.mgt.change_approval

import data.fiducia.custody.lib.dual_control
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "change", "many": "changes", "zh": "变更"}

requester := {"key": "requester", "en": "requester", "did": "requested", "zh": "申请人"}

approver := {"key": "approver", "en": "approver", "zh": "审批人"}

deny contains profile.graded(object.union(fault, {"check": "changes_listed"})) if {
	some fault in shape.list_faults("changes", noun, 1)
}

deny contains profile.graded(object.union(fault, {"check": "approved_by_another"})) if {
	some i, change in shape.items(shape.spec("changes"))
	is_object(change)
	some fault in dual_control.faults(change, ["spec", "changes", i], text.item(noun, change, "id", i), requester, approver)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("%s: `rollback_plan` %s; it must be true or say where the plan is", [item.en, state.en]),
		"zh": sprintf("%s的 `rollback_plan` %s，应为“是”（true），或写明回退方案所在", [item.zh, state.zh]),
	},
	"check": "rollback_plan",
	"path": ["spec", "changes", i, "rollback_plan"],
	"expected": {"en": "rollback plan", "zh": "回退方案"},
}) if {
	some i, change in shape.items(shape.spec("changes"))
	is_object(change)
	not planned(shape.get(change, "rollback_plan"))
	item := text.item(noun, change, "id", i)
	state := text.state(shape.get(change, "rollback_plan"))
}

planned(plan) if plan == true

planned(plan) if text.filled(plan)
