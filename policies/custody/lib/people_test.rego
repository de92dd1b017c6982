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

test_nothing_to_read if {
	every spec in [null, {}, {"roles": null, "assignments": null}, {"roles": [], "assignments": {}}, {"roles": [{"name": "x"}]}] {
		holdings(spec) == set()
		unreadable(spec) == set()
	}
}

test_unreadable if {
	unreadable({"roles": [{}]}) == {["spec", "roles", 0, "name"]}
	unreadable({"roles": [{"name": "x", "members": "zhao"}]}) == {["spec", "roles", 0, "members"]}
	unreadable({"roles": [{"name": "x", "members": [null, "zhao"]}]}) == {["spec", "roles", 0, "members", 0]}
	unreadable({"assignments": ["zhao"]}) == {["spec", "assignments"]}
	unreadable({"assignments": {"zhao": null}}) == {["spec", "assignments", "zhao"]}
	unreadable({"assignments": {"zhao": [5]}}) == {["spec", "assignments", "zhao", 0]}
}
