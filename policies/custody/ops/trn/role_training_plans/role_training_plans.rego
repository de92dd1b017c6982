# METADATA
# scope: package
# title: Role-based training plans
# description: >-
#   A database administrator and a fund accountant need to know different things. There must be training plans by post
#   (`plans[].post`), each with the hours a year (`hours`); every post that the program itself names as a key post
#   (`key_posts`) must have one.
# custom:
#   id: OPS-TRN-02
#   severity: medium
#   indicator: OPS.TRN
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [TrainingProgram]
#   clauses: [GB22239-8.1.8.3]
#   see_also: [GB43206-7.2.3, N53-AT-3, CSF-PR.AT-02]
#   checks:
#     plans_listed: {veto: false, implements: [GB22239-8.1.8.3]}
#     hours: {veto: false, implements: []}
#     key_posts: {veto: false, implements: [GB22239-8.1.8.3]}
#   basis_note: The clause asks for training plans by post; that the hours are stated is a house value.
#   remediation: Write a training plan for each key post, with its content and hours.
#   zh:
#     title: 分岗位培训计划
#     description: 数据库管理员与资金会计所需的技能并不相同。须按岗位制定培训计划（`plans[].post`）并写明每年学时（`hours`）；凡在 `key_posts` 中列为关键岗位的，均须有培训计划。
#     basis_note: 条款要求针对不同岗位制定培训计划；写明学时属内部控制要求。
#     remediation: 为每个关键岗位制定培训计划，写明培训内容与学时。
package fiducia.custody.ops.trn.role_training_plans

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "training plan", "many": "training plans", "zh": "培训计划"}

plans := shape.spec("plans")

key_posts := shape.spec("key_posts")

deny contains profile.graded(object.union(fault, {"check": "plans_listed"})) if {
	some fault in shape.list_faults("plans", noun, 1)
}

deny contains profile.graded(object.union(fault, {"check": "plans_listed"})) if {
	some fault in fields.entry_faults(plans, ["spec", "plans"], noun, "post", {"post": fields.filled})
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("%s: `hours` %s; the hours of training a year must be stated", [item.en, state.en]),
		"zh": sprintf("%s的 `hours` %s，须写明每年培训学时", [item.zh, state.zh]),
	},
	"check": "hours",
	"path": ["spec", "plans", i, "hours"],
	"expected": {"en": "more than 0", "zh": "大于 0"},
}) if {
	some i, plan in shape.items(plans)
	is_object(plan)
	hours := shape.get(plan, "hours")
	not positive(hours)
	item := text.item(noun, plan, "post", i)
	state := text.state(hours)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("key post \"%s\" has no training plan", [post]),
		"zh": sprintf("关键岗位“%s”没有培训计划", [post]),
	},
	"check": "key_posts",
	"path": ["spec", "key_posts", i],
	"expected": {"en": "a post with a training plan", "zh": "有培训计划的岗位"},
}) if {
	some i, post in shape.items(key_posts)
	text.filled(post)
	not text.key(post) in planned
}

# The list may be left out, but what stands there must be readable.
deny contains profile.graded({
	"msg": {
		"en": sprintf("`spec.key_posts` %s; it must be a list of posts", [state.en]),
		"zh": sprintf("`spec.key_posts` %s，应为岗位列表", [state.zh]),
	},
	"check": "key_posts",
	"path": ["spec", "key_posts"],
	"expected": {"en": "list of posts", "zh": "岗位列表"},
}) if {
	not is_null(key_posts)
	not is_array(key_posts)
	state := text.state(key_posts)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("key post number %d %s; it must name a post", [i + 1, state.en]),
		"zh": sprintf("第 %d 个关键岗位%s，应为岗位名称", [i + 1, state.zh]),
	},
	"check": "key_posts",
	"path": ["spec", "key_posts", i],
	"expected": {"en": "post", "zh": "岗位"},
}) if {
	some i, post in shape.items(key_posts)
	not text.filled(post)
	state := text.state(post)
}

positive(hours) if {
	is_number(hours)
	hours > 0
}

planned := {text.key(plan.post) |
	some plan in shape.items(plans)
	text.filled(shape.get(plan, "post"))
}
