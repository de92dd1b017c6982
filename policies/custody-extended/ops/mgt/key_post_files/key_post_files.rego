# METADATA
# scope: package
# title: Screening, confidentiality and key-post agreement
# description: >-
#   Those who can do the most harm should be known best. The file of every person on a key post (`staff[].key_post:
#   true`) must show a check of the background (`background_check`), a confidentiality agreement (`nda`) and an
#   agreement on the duties of the post (`post_agreement`). Every entry must say whether its post is a key post; unless
#   it is `false`, it counts as one.
# custom:
#   id: OPS-MGT-06
#   severity: medium
#   indicator: OPS.MGT
#   tier: extended
#   veto: false
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [Governance]
#   clauses: [GB22239-8.1.8.1]
#   see_also: [ISO-A.6.1, N53-PS-3]
#   checks:
#     staff_listed: {veto: false, implements: []}
#     files: {veto: false, implements: [GB22239-8.1.8.1]}
#   remediation: >-
#     Complete the files: check the background, and have both agreements signed.
#   zh:
#     title: 背景审查、保密与岗位责任协议
#     description: >-
#       最有能力造成损害的人，最应知根知底。关键岗位人员（`staff[].key_post: true`）的档案须有背景审查（`background_check`）、保密协议（`nda`）和岗位责任协议（`post_agreement`）。每名人员须写明是否属关键岗位，未写明 `false` 的按关键岗位处理。
#     remediation: 补齐档案：完成背景审查，签署保密协议和岗位责任协议。
package fiducia.custody_extended.ops.mgt.key_post_files

import data.fiducia.custody.lib.fields
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

noun := {"en": "staff member", "many": "staff members", "zh": "人员"}

staff := shape.spec("staff")

deny contains profile.graded(object.union(fault, {"check": "staff_listed"})) if {
	some fault in shape.list_faults("staff", noun, 1)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("%s: `key_post` %s; it must be true or false", [item.en, state.en]),
		"zh": sprintf("%s的 `key_post` %s，应为“是”（true）或“否”（false）", [item.zh, state.zh]),
	},
	"check": "staff_listed",
	"path": ["spec", "staff", i, "key_post"],
	"expected": "true | false",
}) if {
	some i, person in shape.items(staff)
	is_object(person)
	key := shape.get(person, "key_post")
	not is_boolean(key)
	item := text.item(noun, person, "id", i)
	state := text.state(key)
}

deny contains profile.graded(object.union(fault, {"check": "files"})) if {
	some i, person in shape.items(staff)
	is_object(person)
	not shape.get(person, "key_post") == false
	item := text.item(noun, person, "id", i)
	demands := {"background_check": fields.yes, "nda": fields.yes, "post_agreement": fields.yes}
	some fault in fields.faults(item, person, ["spec", "staff", i], demands)
}
