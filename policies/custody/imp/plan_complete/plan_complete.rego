# METADATA
# scope: package
# title: Improvement plan has goals, steps, owners, dates, outcomes
# description: >-
#   A plan that does not say who does what until when is a wish. Every task must have the control that is to pass, an
#   objective, an owner, a due date and an expected outcome; and the plan must say which people, money and equipment
#   are set aside for it.
# custom:
#   id: IMP-01
#   severity: medium
#   indicator: RSK.DSP
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: regulation
#   applies_to: [ImprovementPlan]
#   clauses: []
#   see_also: [N53-CA-5, CSF-ID.IM-01, CSF-GV.RR-03]
#   checks:
#     tasks_listed: {veto: false, implements: []}
#     tasks_complete: {veto: false, implements: []}
#     resources: {veto: false, implements: []}
#   basis_note: What the plan must hold is a house value; the clauses listed beside it ask for a plan.
#   remediation: Fill in what is missing before the plan is approved.
#   zh:
#     title: 提升方案目标、步骤、责任人、时限、成果
#     description: >-
#       没有写明由谁、在何时、做什么的方案只是愿望。每项任务须有对应控制项、目标、责任人、完成期限和预期成果；方案须写明投入的人力、资金和物资。
#     basis_note: 方案应包含的内容属内部控制要求；相关条款仅要求制定改进计划。
#     remediation: 在方案审批前补齐缺失内容。
package fiducia.custody.imp.plan_complete

import data.fiducia.custody.lib.dates
import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "task", "many": "tasks", "zh": "任务"}

deny contains object.union(fault, {"check": "tasks_listed"}) if {
	some fault in shape.list_faults("tasks", noun, 1)
}

deny contains object.union(fault, {"check": "tasks_complete"}) if {
	some fault in fields.entry_faults(shape.spec("tasks"), ["spec", "tasks"], noun, "id", {
		"control_id": fields.filled,
		"objective": fields.filled,
		"owner": fields.filled,
		"due": fields.date,
		"expected_outcome": fields.filled,
	})
}

deny contains {
	"msg": {
		"en": sprintf("two tasks have the id \"%s\"", [task.id]),
		"zh": sprintf("有两项任务的编号均为“%s”", [task.id]),
	},
	"check": "tasks_listed",
	"path": ["spec", "tasks", i, "id"],
	"related": [{"msg": {"en": "the first one", "zh": "首次出现"}, "path": ["spec", "tasks", first, "id"]}],
	"expected": {"en": "an id of its own", "zh": "不重复的编号"},
} if {
	some i, task in shape.items(shape.spec("tasks"))
	text.filled(shape.get(task, "id"))
	first := min([j | some j, other in shape.items(shape.spec("tasks")); shape.get(other, "id") == task.id])
	first < i
}

deny contains {
	"msg": {
		"en": sprintf("%s: the new date %s is before the old one, %s", [item.en, task.replan.due, task.due]),
		"zh": sprintf("%s的新期限 %s 早于原期限 %s", [item.zh, task.replan.due, task.due]),
	},
	"check": "tasks_complete",
	"path": ["spec", "tasks", i, "replan", "due"],
	"expected": {"en": sprintf("a date after %s", [task.due]), "zh": sprintf("晚于 %s 的日期", [task.due])},
} if {
	some i, task in shape.items(shape.spec("tasks"))
	dates.valid(shape.get(task, "due"))
	dates.valid(shape.get(shape.get(task, "replan"), "due"))
	task.replan.due < task.due
	item := text.item(noun, task, "id", i)
}

deny contains {
	"msg": {
		"en": sprintf("%s: `done_at` is %s, after the evaluation date", [item.en, task.done_at]),
		"zh": sprintf("%s的 `done_at` 为 %s，晚于评估日期", [item.zh, task.done_at]),
	},
	"check": "tasks_complete",
	"path": ["spec", "tasks", i, "done_at"],
	"expected": {"en": "a day that has come", "zh": "不晚于评估日期的日期"},
} if {
	some i, task in shape.items(shape.spec("tasks"))
	dates.age(shape.get(task, "done_at")) < 0
	item := text.item(noun, task, "id", i)
}

deny contains object.union(fault, {"check": "resources"}) if {
	some fault in fields.section_faults(["spec", "resources"], {"people": fields.positive, "budget": fields.at_least(0), "assets": fields.several(1)})
}
