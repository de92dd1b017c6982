package fiducia.custody.lib.people_test

import data.fiducia.custody.lib.people

holdings(spec) := {[holding.person, holding.role, holding.path] | some holding in all} if {
	all := people.holdings with input as {"spec": spec}
}

unreadable(spec) := {fault.path | some fault in all} if {
	all := people.unreadable with input as {"spec": spec}
}

test_same if {
	people.same("Zhang.Wei ", "zhang.wei")
	not people.same("zhang.wei", "li.na")
}

test_roles_and_assignments_are_read_together if {
	holdings({"roles": [{"name": "System-Admin", "members": ["Zhao"]}], "assignments": {"li": ["audit_admin"]}}) == {
		["zhao", "system_admin", ["spec", "roles", 0, "members", 0]],
		["li", "audit_admin", ["spec", "assignments", "li", 0]],
	}
}

test_blanks_hold_nothing if {
	holdings({"roles": [{"name": " ", "members": ["zhao"]}, {"name": "x", "members": ["", null, 5]}], "assignments": {"li": ["", null, 5]}}) == set()
}

test_nothing_to_read if {
	every spec in [null, {}, {"roles": null, "assignments": null}, {"roles": [], "assignments": {}}, {"roles": [{"name": "x"}]}] {
		holdings(spec) == set()
		unreadable(spec) == set()
	}
}

test_unreadable if {
	every role in [null, "x", ["x"]] {
		unreadable({"roles": [role]}) == set()
	}
	unreadable({"roles": [{}]}) == {["spec", "roles", 0, "name"]}
	unreadable({"roles": [{"name": "x", "members": "zhao"}]}) == {["spec", "roles", 0, "members"]}
	unreadable({"roles": [{"name": "x", "members": [null, "zhao"]}]}) == {["spec", "roles", 0, "members", 0]}
	unreadable({"assignments": ["zhao"]}) == {["spec", "assignments"]}
	unreadable({"assignments": {"zhao": null}}) == {["spec", "assignments", "zhao"]}
	unreadable({"assignments": {"zhao": [5]}}) == {["spec", "assignments", "zhao", 0]}
}

told(spec) := [[fault.msg.en, fault.msg.zh, fault.expected.en] | some fault in all] if {
	all := people.unreadable with input as {"spec": spec}
}

test_what_cannot_be_read_is_told if {
	unreadable({"roles": [{"name": "x"}, {"name": null}]}) == {["spec", "roles", 1, "name"]}
	told({"roles": [{}]}) == [["role number 1: `name` is missing; it must be text", "第 1 个角色的 `name` 缺失，应为文本", "text"]]
	told({"roles": [{"name": "x", "members": "zhao"}]}) == [["role \"x\": `members` is \"zhao\"; it must be a list of people", "角色“x”的 `members` 为“zhao”，应为人员列表", "list of people"]]
	told({"roles": [{"name": "x", "members": ["li", null]}]}) == [["role \"x\": member number 2 is missing; it must name a person", "角色“x”的第 2 名成员缺失，应为人员名称", "person"]]
	told({"assignments": ["zhao"]}) == [["`spec.assignments` is a list; it must map each person to a list of roles", "`spec.assignments` 为列表，应为“人员：角色列表”的映射", "mapping of person to list of roles"]]
	told({"assignments": {"zhao": 5}}) == [["the roles of \"zhao\": the value is 5; it must be a list", "“zhao”的角色为 5，应为列表", "list of roles"]]
	told({"assignments": {"zhao": ["x", 5]}}) == [["the roles of \"zhao\": entry number 2 is 5; it must name a role", "“zhao”的第 2 个角色为 5，应为角色名称", "role"]]
}
