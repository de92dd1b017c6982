# METADATA
# scope: package
# title: Stage reviews and no overdue tasks
# description: >-
#   Plans do not fail at the end but on the way, when nobody looks. The progress must have been reviewed within the
#   last 92 days, or the plan drawn up within them; no task may be open after its due date unless a new date was agreed on (`replan.due`) and has
#   not passed either.
# custom:
#   id: IMP-02
#   severity: medium
#   indicator: RSK.DSP
#   tier: core
#   veto: false
#   profiles: [all]
#   threshold_basis: house
#   applies_to: [ImprovementPlan]
#   clauses: []
#   see_also: [CSF-ID.IM-01, GB22239-8.1.7.5]
#   checks:
#     reviewed: {veto: false, implements: [], params: [stage_review_interval_days]}
#     tasks_listed: {veto: false, implements: []}
#     tasks_in_time: {veto: false, implements: [], params: [finished_states]}
#   remediation: Hold the review, and finish or plan anew the tasks that are late.
#   zh:
#     title: 阶段性评估与进度
#     description: >-
#       方案往往不是败在最后，而是败在过程中无人过问。最近 92 天内须开展过阶段性评估（或方案在此期间内首次制定）；任务不得逾期未完成，除非已重新核定期限（`replan.due`）且新期限尚未届满。
#     remediation: 开展阶段性评估，完成逾期任务或重新核定期限。
package fiducia.custody.imp.stage_reviews

import data.fiducia.custody.lib.dates
import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.states
import data.fiducia.custody.lib.text

review_noun := {"en": "stage review", "many": "stage reviews", "zh": "阶段性评估"}

task_noun := {"en": "task", "many": "tasks", "zh": "任务"}

deny contains object.union(fault, {"check": "reviewed"}) if {
	not too_young
	some fault in shape.list_faults("stage_reviews", review_noun, 1)
}

# A plan without a review whose first revision is not longer ago than a review may be.
too_young if {
	shape.spec("stage_reviews") in [null, []]
	ages := {age |
		some revision in shape.items(shape.spec("revisions"))
		age := dates.age(shape.get(revision, "date"))
	}
	min(ages) >= 0
	max(ages) <= data.fiducia.params.stage_review_interval_days
}

deny contains object.union(fault, {"check": "reviewed"}) if {
	some fault in fields.entry_faults(shape.spec("stage_reviews"), ["spec", "stage_reviews"], review_noun, "", {"date": fields.past})
}

# The latest of the reviews that were held is too old.
deny contains {
	"msg": {
		"en": sprintf("the last stage review was on %s, %s ago; at most %d days are allowed", [date, fields.days(latest), longest]),
		"zh": sprintf("最近一次阶段性评估为 %s，距今 %d 天，间隔不得超过 %d 天", [date, latest, longest]),
	},
	"check": "reviewed",
	"path": ["spec", "stage_reviews", i, "date"],
	"expected": {"en": sprintf("at most %d days ago", [longest]), "zh": sprintf("距今不超过 %d 天", [longest])},
} if {
	held := [[age, i] |
		some i, review in shape.items(shape.spec("stage_reviews"))
		age := dates.age(shape.get(review, "date"))
		age >= 0
	]
	[latest, i] := min(held)
	longest := data.fiducia.params.stage_review_interval_days
	latest > longest
	date := input.spec.stage_reviews[i].date
}

deny contains object.union(fault, {"check": "tasks_listed"}) if {
	some fault in shape.list_faults("tasks", task_noun, 0)
}

deny contains object.union(fault, {"check": "tasks_listed"}) if {
	some i, task in open_tasks
	some fault in fields.faults(text.item(task_noun, task, "id", i), task, ["spec", "tasks", i], {"due": fields.date})
}

deny contains {
	"msg": {
		"en": sprintf("%s was due on %s, %s ago, and its `status` %s", [item.en, date.value, fields.days(late), state.en]),
		"zh": sprintf("%s应于 %s 前完成，已逾期 %d 天，其 `status` %s", [item.zh, date.value, late, state.zh]),
	},
	"check": "tasks_in_time",
	"path": array.concat(["spec", "tasks", i], date.keys),
	"expected": {"en": "a finished task, or a new date under `replan`", "zh": "已完成的任务，或在 `replan` 中重新核定的期限"},
} if {
	some i, task in open_tasks
	date := due(task)
	late := dates.age(date.value)
	late > 0
	item := text.item(task_noun, task, "id", i)
	state := text.state(shape.get(task, "status"))
}

open_tasks := {i: task |
	some i, task in shape.items(shape.spec("tasks"))
	is_object(task)
	not states.finished(shape.get(task, "status"))
}

# The date that counts, and its place: the one that was agreed on last.
due(task) := {"value": task.replan.due, "keys": ["replan", "due"]} if dates.valid(shape.get(shape.get(task, "replan"), "due"))

due(task) := {"value": shape.get(task, "due"), "keys": ["due"]} if not dates.valid(shape.get(shape.get(task, "replan"), "due"))
