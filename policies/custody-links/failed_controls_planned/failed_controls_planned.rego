# METADATA
# scope: package
# title: Each failed control has a task and an owner
# description: >-
#   A failure that nobody is asked to repair stays. Every control that an assessment found not to hold (`onsite.samples`
#   with the result `disproved`, `compensating_measures`) must have a task in the ImprovementPlan of the platform, and
#   every task for a control must name its owner.
# custom:
#   id: LNK-10
#   severity: high
#   input: project
#   applies_to: [Assessment, ImprovementPlan]
#   threshold_basis: house
#   remediation: Add a task for the control to the improvement plan, and name who does it.
#   zh:
#     title: 未通过的控制项均有任务与责任人
#     description: >-
#       无人负责整改的问题会一直存在。评估认定未满足的控制项（`onsite.samples` 中结论为 `disproved` 的，以及 `compensating_measures`）须在该平台的 ImprovementPlan 中有相应任务，且针对控制项的每项任务须写明责任人。
#     remediation: 在改进计划中为该控制项增加任务，并写明责任人。
package fiducia.custody_links.failed_controls_planned

import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text
import data.fiducia.custody_links.lib.project

deny contains {
	"msg": {
		"en": sprintf("control \"%s\" does not hold, and no task of the improvement plan is about it", [failed.value]),
		"zh": sprintf("控制项“%s”未满足，而改进计划中没有相应任务", [failed.value]),
	},
	"path": failed.path,
	"related": [{"msg": {"en": "the tasks of the plan", "zh": "改进计划的任务"}, "path": list.path} |
		some list in project.under(project.specs("ImprovementPlan"), "tasks")
		list.platform == failed.platform
	],
	"expected": {"en": "a control with a task", "zh": "有相应任务的控制项"},
} if {
	some failed in project.mentions(array.concat(disproved, measures), "control")
	not [failed.platform, text.key(failed.value)] in tackled
}

deny contains {
	"msg": {
		"en": sprintf("%s is to repair %s, but its `owner` %s", [item.en, task.value.control_id, state.en]),
		"zh": sprintf("%s用于整改 %s，但其 `owner` %s", [item.zh, task.value.control_id, state.zh]),
	},
	"path": array.concat(task.path, ["owner"]),
	"expected": {"en": "person", "zh": "人员"},
} if {
	some task in tasks
	text.filled(shape.get(task.value, "control_id"))
	owner := shape.get(task.value, "owner")
	not text.filled(owner)
	item := text.item({"en": "task", "zh": "任务"}, task.value, "id", task.path[count(task.path) - 1])
	state := text.state(owner)
}

tasks := project.entries("ImprovementPlan", "tasks")

tackled := project.names(project.mentions(tasks, "control_id"))

measures := project.entries("Assessment", "compensating_measures")

disproved := [sample |
	some sample in project.each(project.under(project.under(project.specs("Assessment"), "onsite"), "samples"))
	shape.get(sample.value, "result") == "disproved"
]
