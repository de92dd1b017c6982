package fiducia.custody.tec.acc.three_administrators_test

import data.fiducia.custody.tec.acc.three_administrators

found(spec) := {[violation.check, violation.path] | some violation in denied(spec)}

denied(spec) := violations if {
	violations := three_administrators.deny with input as {"kind": "AccessProfile", "spec": spec}
}

system := {"name": "system_admin", "members": ["zhao"]}

security := {"name": "security_admin", "members": ["sun"], "full_time": true}

audit := {"name": "audit_admin", "members": ["li"]}

test_three_people_pass if found({"roles": [system, security, audit]}) == set()

test_other_spellings_of_a_role_pass if {
	found({"roles": [object.union(system, {"name": "System-Admin"}), security, audit]}) == set()
}

test_holders_may_stand_in_assignments if {
	found({"roles": [system, security, {"name": "audit_admin"}], "assignments": {"li": ["audit_admin"]}}) == set()
}

test_missing_role_is_denied if {
	found({"roles": [system, audit]}) == {["roles_filled", ["spec", "roles"]]}
	found({"roles": [{"name": "developer"}]}) == {["roles_filled", ["spec", "roles"]]}
	count(denied({"roles": [{"name": "developer"}]})) == 3
}

test_empty_role_is_denied if {
	every members in [null, []] {
		found({"roles": [system, security, {"name": "audit_admin", "members": members}]}) == {["roles_filled", ["spec", "roles", 2, "members"]]}
	}
}

test_person_with_two_roles_is_denied if {
	found({"roles": [system, security, {"name": "audit_admin", "members": ["li", "Zhao "]}]}) == {["separated", ["spec", "roles", 2, "members", 1]]}
	some violation in denied({"roles": [system, security, {"name": "audit_admin", "members": ["li", "zhao"]}]})
	[related.path | some related in violation.related] == [["spec", "roles", 0, "members", 0]]
}

test_person_with_three_roles_is_denied_twice if {
	found({"roles": [system, object.union(security, {"members": ["zhao"]}), object.union(audit, {"members": ["zhao"]})]}) == {
		["separated", ["spec", "roles", 1, "members", 0]],
		["separated", ["spec", "roles", 2, "members", 0]],
	}
}

test_second_role_by_assignment_is_denied if {
	found({"roles": [system, security, audit], "assignments": {"sun": ["report_reader", "audit_admin"]}}) == {["separated", ["spec", "roles", 1, "members", 0]]}
}

test_same_role_written_twice_passes if {
	found({"roles": [system, security, audit], "assignments": {"zhao": ["system_admin"]}}) == set()
}

test_other_roles_may_be_combined if {
	found({"roles": [system, security, audit, {"name": "on_call", "members": ["zhao", "li"]}]}) == set()
}

test_security_administrator_must_be_full_time if {
	every full_time in [null, false, "true", "yes", 1] {
		found({"roles": [system, object.union(security, {"full_time": full_time}), audit]}) == {["full_time", ["spec", "roles", 1, "full_time"]]}
	}
	found({"roles": [system, {"name": "security_admin", "members": ["sun"]}, audit]}) == {["full_time", ["spec", "roles", 1, "full_time"]]}
}

test_list_of_roles_is_needed if {
	every spec in [{}, null, {"roles": null}, {"roles": []}, {"roles": "system_admin"}, {"roles": {"system_admin": ["zhao"]}}] {
		found(spec) == {["roles_listed", ["spec", "roles"]]}
	}
}

test_unreadable_parts_are_denied if {
	found({"roles": [system, security, audit, "on_call"]}) == {["roles_listed", ["spec", "roles", 3]]}
	found({"roles": [system, security, audit, {"name": 5}]}) == {["roles_listed", ["spec", "roles", 3, "name"]]}
	found({"roles": [system, security, audit, {"name": "x", "members": "zhao"}]}) == {["roles_listed", ["spec", "roles", 3, "members"]]}
	found({"roles": [system, security, audit, {"name": "x", "members": [5]}]}) == {["roles_listed", ["spec", "roles", 3, "members", 0]]}
	found({"roles": [system, security, audit], "assignments": ["zhao"]}) == {["roles_listed", ["spec", "assignments"]]}
	found({"roles": [system, security, audit], "assignments": {"zhao": "audit_admin"}}) == {["roles_listed", ["spec", "assignments", "zhao"]]}
	found({"roles": [system, security, audit], "assignments": {"zhao": [null]}}) == {["roles_listed", ["spec", "assignments", "zhao", 0]]}
}

test_good_practice_on_other_platforms if {
	violations := three_administrators.deny with input as {"metadata": {"platform": "p"}, "spec": {"roles": [{"name": "security_admin", "members": [5]}, "x"]}}
		with data.fiducia.platforms as {"p": {"profile": "casp_eu"}}
	{violation.check | some violation in violations} == {"roles_listed", "roles_filled", "full_time"}
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
}
