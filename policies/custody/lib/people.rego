# METADATA
# scope: package
# title: Who holds which role
# description: >-
#   Reads an AccessProfile: `spec.roles[].members` and `spec.assignments` (person to list of roles) are two ways of
#   writing the same fact and are read together.
package fiducia.custody.lib.people

import data.fiducia.custody.lib.shape
import data.fiducia.custody.lib.text

# Two spellings of one person: case and outer white space do not make a second pair of eyes.
same(a, b) if id(a) == id(b)

id(person) := lower(trim_space(person))

# {person, role, path}: path leads to the text that says so.
holdings contains {"person": id(member), "role": text.key(role.name), "path": ["spec", "roles", i, "members", j]} if {
	some i, role in shape.items(shape.spec("roles"))
	shape.text(shape.get(role, "name"))
	some j, member in shape.items(role.members)
	shape.text(member)
}

holdings contains {"person": id(person), "role": text.key(role), "path": ["spec", "assignments", person, i]} if {
	some person, roles in shape.pairs(shape.spec("assignments"))
	some i, role in shape.items(roles)
	shape.text(role)
}

# Places that should say who holds a role and cannot be read.
unreadable contains {
	"msg": {
		"en": sprintf("role number %d: `name` %s; it must be text", [i + 1, state.en]),
		"zh": sprintf("第 %d 个角色的 `name` %s，应为文本", [i + 1, state.zh]),
	},
	"path": ["spec", "roles", i, "name"],
	"expected": {"en": "text", "zh": "文本"},
} if {
	some i, role in shape.items(shape.spec("roles"))
	is_object(role)
	not shape.text(shape.get(role, "name"))
	state := text.state(shape.get(role, "name"))
}

unreadable contains {
	"msg": {
		"en": sprintf("%s: `members` %s; it must be a list of people", [item.en, state.en]),
		"zh": sprintf("%s的 `members` %s，应为人员列表", [item.zh, state.zh]),
	},
	"path": ["spec", "roles", i, "members"],
	"expected": {"en": "list of people", "zh": "人员列表"},
} if {
	some i, role in shape.items(shape.spec("roles"))
	members := shape.get(role, "members")
	not is_null(members)
	not is_array(members)
	item := text.item(role_noun, role, "name", i)
	state := text.state(members)
}

unreadable contains {
	"msg": {
		"en": sprintf("%s: member number %d %s; it must name a person", [item.en, j + 1, state.en]),
		"zh": sprintf("%s的第 %d 名成员%s，应为人员名称", [item.zh, j + 1, state.zh]),
	},
	"path": ["spec", "roles", i, "members", j],
	"expected": {"en": "person", "zh": "人员"},
} if {
	some i, role in shape.items(shape.spec("roles"))
	some j, member in shape.items(shape.get(role, "members"))
	not shape.text(member)
	item := text.item(role_noun, role, "name", i)
	state := text.state(member)
}

unreadable contains {
	"msg": {
		"en": sprintf("`spec.assignments` %s; it must map each person to a list of roles", [state.en]),
		"zh": sprintf("`spec.assignments` %s，应为“人员：角色列表”的映射", [state.zh]),
	},
	"path": ["spec", "assignments"],
	"expected": {"en": "mapping of person to list of roles", "zh": "人员到角色列表的映射"},
} if {
	assignments := shape.spec("assignments")
	not is_null(assignments)
	not is_object(assignments)
	state := text.state(assignments)
}

unreadable contains {
	"msg": {
		"en": sprintf("the roles of \"%s\": the value %s; it must be a list", [person, state.en]),
		"zh": sprintf("“%s”的角色%s，应为列表", [person, state.zh]),
	},
	"path": ["spec", "assignments", person],
	"expected": {"en": "list of roles", "zh": "角色列表"},
} if {
	some person, roles in shape.pairs(shape.spec("assignments"))
	not is_array(roles)
	state := text.state(roles)
}

unreadable contains {
	"msg": {
		"en": sprintf("the roles of \"%s\": entry number %d %s; it must name a role", [person, i + 1, state.en]),
		"zh": sprintf("“%s”的第 %d 个角色%s，应为角色名称", [person, i + 1, state.zh]),
	},
	"path": ["spec", "assignments", person, i],
	"expected": {"en": "role", "zh": "角色"},
} if {
	some person, roles in shape.pairs(shape.spec("assignments"))
	some i, role in shape.items(roles)
	not shape.text(role)
	state := text.state(role)
}

role_noun := {"en": "role", "many": "roles", "zh": "角色"}
