# METADATA
# scope: package
# title: Every key post has a training plan
# description: >-
#   The list of key posts and the training program are kept by different departments and drift apart. The post of every
#   staff member on a key post (`staff[].key_post: true`, `post`) must be stated and must have a plan in the
#   TrainingProgram of the platform.
# custom:
#   id: LNK-06
#   severity: medium
#   input: project
#   applies_to: [Governance]
#   threshold_basis: house
#   remediation: State the post, and write a training plan for it.
#   zh:
#     title: 关键岗位均有培训计划
#     description: >-
#       关键岗位名单与培训计划往往由不同部门维护，容易脱节。每名关键岗位人员（`staff[].key_post: true`）须写明岗位（`post`），且该岗位须在平台的 TrainingProgram 中有培训计划。
#     remediation: 写明岗位，并为其制定培训计划。
package fiducia.custody_links.key_posts_trained

import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text
import data.fiducia.custody_links.lib.project

noun := {"en": "post", "zh": "岗位"}

home := {"en": "the training plans of its platform", "zh": "所属平台的培训计划"}

key_people := [person |
	some person in project.entries("Governance", "staff")
	shape.get(person.value, "key_post") == true
]

deny contains violation if {
	planned := project.mentions(project.entries("TrainingProgram", "plans"), "post")
	homes := project.under(project.specs("TrainingProgram"), "plans")
	some violation in project.strangers(project.mentions(key_people, "post"), planned, noun, home, homes)
}

deny contains {
	"msg": {
		"en": sprintf("`post` of a person on a key post %s, so no training plan can be found for it", [state.en]),
		"zh": sprintf("关键岗位人员的 `post` %s，无法确定其培训计划", [state.zh]),
	},
	"path": array.concat(person.path, ["post"]),
	"expected": {"en": "post", "zh": "岗位"},
} if {
	some person in key_people
	post := shape.get(person.value, "post")
	not text.filled(post)
	state := text.state(post)
}
