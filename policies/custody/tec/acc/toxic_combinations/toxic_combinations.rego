# METADATA
# scope: package
# title: Toxic role combinations forbidden
# description: >-
#   Someone who both makes and checks a payment, or both writes code and runs it in production, can commit fraud alone.
#   The platform must list the role pairs that exclude each other (`sod.conflicts`), and no person may hold both roles of
#   such a pair, nor of a pair that this pack always forbids. Holders are read from `roles[].members` and `assignments`.
# custom:
#   id: TEC-ACC-04
#   severity: critical
#   indicator: TEC.ACC
#   tier: core
#   veto: true
#   veto_basis: house
#   veto_default: "off"
#   profiles: [cn]
#   threshold_basis: house
#   applies_to: [AccessProfile]
#   clauses: [GB22239-8.1.4.2d]
#   see_also: [DRTS-21, ISO-A.5.3, N53-AC-5, CSF-PR.AA-05]
#   checks:
#     conflicts_listed: {veto: false, implements: []}
#     people_listed: {veto: false, implements: []}
#     no_conflict: {veto: false, implements: [GB22239-8.1.4.2d], params: [sod_conflicts]}
#   basis_note: The clause asks for least privilege and separated rights; which roles exclude each other is a house value.
#   remediation: Take one of the two roles from the person, and list every excluded pair under `sod.conflicts`.
#   zh:
#     title: 不相容职责互斥
#     description: >-
#       一个人若既经办又复核付款，或既开发代码又操作生产环境，便可独自舞弊。平台须列出互斥的角色组合（`sod.conflicts`），任何人不得同时持有其中一组的两个角色，也不得违反本策略包固有的互斥组合。人员从
#       `roles[].members` 与 `assignments` 一并读取。
#     basis_note: 条款要求最小权限与权限分离；具体哪些角色互斥属内部控制要求。
#     remediation: 收回该人员两个角色中的一个，并在 `sod.conflicts` 中列全互斥的角色组合。
package fiducia.custody.tec.acc.toxic_combinations

import data.fiducia.custody.lib.people
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

deny contains profile.graded({
	"msg": {
		"en": sprintf("`spec.sod.conflicts` %s; it must list the pairs of roles that exclude each other", [state.en]),
		"zh": sprintf("`spec.sod.conflicts` %s，应列出互斥的角色组合", [state.zh]),
	},
	"check": "conflicts_listed",
	"path": ["spec", "sod", "conflicts"],
	"expected": {"en": "list of role pairs", "zh": "角色对列表"},
}) if {
	count(shape.items(conflicts)) == 0
	state := conflicts_state(conflicts)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("conflict number %d is no pair of two different roles", [i + 1]),
		"zh": sprintf("第 %d 组互斥角色不是由两个不同角色组成", [i + 1]),
	},
	"check": "conflicts_listed",
	"path": ["spec", "sod", "conflicts", i],
	"expected": {"en": "pair of two roles", "zh": "由两个角色组成的一对"},
}) if {
	some i, pair in shape.items(conflicts)
	not role_pair(pair)
}

deny contains profile.graded({
	"msg": {
		"en": "neither `spec.roles` nor `spec.assignments` says who holds which role, so nothing can be compared",
		"zh": "`spec.roles` 与 `spec.assignments` 均未说明人员与角色的对应关系，无法比对",
	},
	"check": "people_listed",
	"path": ["spec", "assignments"],
	"expected": {"en": "mapping of person to list of roles", "zh": "人员到角色列表的映射"},
}) if {
	count(people.holdings) == 0
	count(people.unreadable) == 0
}

deny contains profile.graded(object.union(fault, {"check": "people_listed"})) if {
	some fault in people.unreadable
}

deny contains profile.graded(object.union(fault, {"check": "people_listed"})) if {
	not is_null(shape.spec("roles"))
	some fault in shape.list_faults("roles", people.role_noun, 0)
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("\"%s\" holds both %s and %s, which exclude each other", [person, first.role, second.role]),
		"zh": sprintf("“%s”同时担任互斥的角色%s与%s", [person, text.named(first.role).zh, text.named(second.role).zh]),
	},
	"check": "no_conflict",
	"path": second.path,
	"related": array.concat(
		[{"msg": {"en": sprintf("holds %s here", [first.role]), "zh": sprintf("在此担任%s", [text.named(first.role).zh])}, "path": first.path}],
		declared_at(pair),
	),
	"expected": {"en": "only one of the two roles", "zh": "两个角色中只保留一个"},
}) if {
	some pair in excluded_pairs
	some person in {holding.person | some holding in people.holdings}
	one := sort([holding.path | some holding in people.holdings; holding.person == person; holding.role == pair[0]])
	other := sort([holding.path | some holding in people.holdings; holding.person == person; holding.role == pair[1]])
	[first, second] := sort([{"path": one[0], "role": pair[0]}, {"path": other[0], "role": pair[1]}])
}

conflicts := shape.get(shape.spec("sod"), "conflicts")

conflicts_state(list) := {"en": "is empty", "zh": "为空"} if list == []

conflicts_state(list) := text.state(list) if list != []

role_pair(pair) if {
	is_array(pair)
	count(pair) == 2
	every role in pair {
		shape.text(role)
	}
	text.key(pair[0]) != text.key(pair[1])
}

# Every pair once, in one spelling and order, whoever declares it.
excluded_pairs := {normal(pair) | some pair in data.fiducia.params.sod_conflicts; role_pair(pair)} | {normal(pair) |
	some pair in shape.items(conflicts)
	role_pair(pair)
}

normal(pair) := sort([text.key(pair[0]), text.key(pair[1])])

# Where the document itself declares the pair.
declared_at(pair) := [{"msg": {"en": "declared as excluding each other", "zh": "此处声明两者互斥"}, "path": ["spec", "sod", "conflicts", i]} |
	some i, declared in shape.items(conflicts)
	role_pair(declared)
	normal(declared) == pair
]
