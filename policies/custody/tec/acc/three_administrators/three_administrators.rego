# METADATA
# scope: package
# title: Three administrators separated
# description: >-
#   Nobody may run the systems, set their security rules and also erase the traces. The roles `system_admin`,
#   `security_admin` and `audit_admin` must exist and be filled, no person may hold two of them, and the security
#   administrator must be a full-time post. Members are read from `roles[].members` and from `assignments`.
# custom:
#   id: TEC-ACC-03
#   severity: critical
#   indicator: TEC.ACC
#   tier: core
#   veto: false
#   profiles: [cn]
#   threshold_basis: regulation
#   applies_to: [AccessProfile]
#   clauses: [GB22239-8.1.5, GB22239-8.1.7.2b, GB22239-8.1.4.2d]
#   see_also: [GB22239-8.1.7.1, ISO-A.5.3, N53-AC-5]
#   checks:
#     roles_listed: {veto: false, implements: []}
#     roles_filled: {veto: false, implements: [GB22239-8.1.4.2d, GB22239-8.1.5], params: [admin_roles]}
#     separated: {veto: false, implements: [GB22239-8.1.4.2d, GB22239-8.1.5], params: [admin_roles]}
#     full_time: {veto: false, implements: [GB22239-8.1.7.2b], params: [full_time_roles]}
#   basis_note: >-
#     That no person holds two posts follows from 8.1.4.2 d) and, for the security administrator, from 8.1.7.2 b);
#     8.1.5 and 8.1.7.1 name the three roles and posts.
#   remediation: >-
#     Create the three roles, give each its own people, and make the security administrator a full-time post
#     (`full_time: true`).
#   zh:
#     title: 系统、安全、审计三员分立
#     description: >-
#       任何人都不得既操作系统、又制定安全策略、还能抹去痕迹。须设立 `system_admin`、`security_admin`、`audit_admin`
#       三个角色并配备人员，同一人不得兼任其中两个，安全管理员须为专职。人员从 `roles[].members` 与 `assignments` 一并读取。
#     basis_note: 一人不得兼任，依据为 8.1.4.2 d)，安全管理员另依据 8.1.7.2 b)；8.1.5 与 8.1.7.1 规定的是三类角色和岗位的设置。
#     remediation: >-
#       设立三个角色并分别配备不同人员，安全管理员设为专职（`full_time: true`）。
package fiducia.custody.tec.acc.three_administrators

import data.fiducia.custody.lib.people
import data.fiducia.custody.lib.profile
import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

deny contains profile.graded(object.union(fault, {"check": "roles_listed"})) if {
	some fault in shape.list_faults("roles", people.role_noun, 1)
}

deny contains profile.graded(object.union(fault, {"check": "roles_listed"})) if {
	some fault in people.unreadable
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("there is no role \"%s\"; system, security and audit administration must be separate roles", [role]),
		"zh": sprintf("未设立角色%s；系统、安全、审计管理员须分别设立", [text.named(role).zh]),
	},
	"check": "roles_filled",
	"path": ["spec", "roles"],
	"expected": role,
}) if {
	some role in data.fiducia.params.admin_roles
	count(shape.items(shape.spec("roles"))) > 0
	not text.key(role) in defined_roles
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("role \"%s\" has no members; at least one person must hold it", [role.name]),
		"zh": sprintf("角色%s没有成员，至少须有一人担任", [text.named(role.name).zh]),
	},
	"check": "roles_filled",
	"path": ["spec", "roles", i, "members"],
	"expected": {"en": "at least one person", "zh": "至少一人"},
}) if {
	some i, role in shape.items(shape.spec("roles"))
	administers(role)
	not text.key(role.name) in held_roles
}

# One violation for each administrator role a person holds beyond the first.
deny contains profile.graded({
	"msg": {
		"en": sprintf("\"%s\" is %s and also %s; these roles need different people", [second.person, second.role, concat(", ", {first.role | some first in earlier})]),
		"zh": sprintf("“%s”担任%s，又担任%s，须由不同人员担任", [second.person, text.named(second.role).zh, concat("、", {text.named(first.role).zh | some first in earlier})]),
	},
	"check": "separated",
	"path": second.path,
	"related": [{"msg": {"en": sprintf("holds %s here", [first.role]), "zh": sprintf("在此担任%s", [text.named(first.role).zh])}, "path": first.path} |
		some first in earlier
	],
	"expected": {"en": "a person without another administrator role", "zh": "不兼任其他管理员角色的人员"},
}) if {
	some second in admin_holdings
	earlier := sort([first |
		some first in admin_holdings
		first.person == second.person
		first.role != second.role
		first.path < second.path
	])
	count(earlier) > 0
}

deny contains profile.graded({
	"msg": {
		"en": sprintf("role \"%s\": `full_time` %s; it must be true", [role.name, state.en]),
		"zh": sprintf("角色%s的 `full_time` %s，应为“是”（true），即专职", [text.named(role.name).zh, state.zh]),
	},
	"check": "full_time",
	"path": ["spec", "roles", i, "full_time"],
	"expected": true,
}) if {
	some i, role in shape.items(shape.spec("roles"))
	shape.text(shape.get(role, "name"))
	text.key(role.name) in text.keys(data.fiducia.params.full_time_roles)
	shape.get(role, "full_time") != true
	state := text.state(shape.get(role, "full_time"))
}

admin_roles := text.keys(data.fiducia.params.admin_roles)

administers(role) if {
	shape.text(shape.get(role, "name"))
	text.key(role.name) in admin_roles
}

defined_roles := {text.key(role.name) |
	some role in shape.items(shape.spec("roles"))
	shape.text(shape.get(role, "name"))
}

held_roles := {holding.role | some holding in people.holdings}

admin_holdings := {holding | some holding in people.holdings; holding.role in admin_roles}
