package fiducia.custody.tec.acc.toxic_combinations_test

import data.fiducia.custody.tec.acc.toxic_combinations

found(spec) := {[violation.check, violation.path] | some violation in denied(spec)}

denied(spec) := violations if {
	violations := toxic_combinations.deny with input as {"kind": "AccessProfile", "spec": with_conflicts(spec)}
}

with_conflicts(spec) := spec if "sod" in object.keys(spec)

with_conflicts(spec) := object.union(spec, {"sod": {"conflicts": [["auditor", "vault_keeper"]]}}) if not "sod" in object.keys(spec)

test_separate_people_pass if {
	found({"assignments": {"zhang": ["payment_maker"], "li": ["payment_checker"], "chen": ["developer", "reconciler"]}}) == set()
	found({"roles": [{"name": "payment_maker", "members": ["zhang"]}, {"name": "payment_checker", "members": ["li"]}]}) == set()
}

test_both_in_assignments_are_denied if {
	spec := {"assignments": {"zhang": ["payment_maker", "payment_checker"]}}
	found(spec) == {["no_conflict", ["spec", "assignments", "zhang", 1]]}
	some violation in denied(spec)
	[related.path | some related in violation.related] == [["spec", "assignments", "zhang", 0]]
}

test_message_names_both_roles_in_their_order if {
	every held in [["payment_maker", "payment_checker"], ["payment_checker", "payment_maker"]] {
		some violation in denied({"assignments": {"zhang": held}})
		violation.msg.en == sprintf("\"zhang\" holds both %s and %s, which exclude each other", held)
		[related.msg.en | some related in violation.related] == [sprintf("holds %s here", [held[0]])]
	}
}

test_both_in_roles_are_denied if {
	found({"roles": [{"name": "developer", "members": ["chen"]}, {"name": "prod_operator", "members": ["li", "Chen"]}]}) == {["no_conflict", ["spec", "roles", 1, "members", 1]]}
}

test_one_here_and_one_there_is_denied if {
	found({"roles": [{"name": "Payment-Checker", "members": ["zhang"]}], "assignments": {"zhang": ["payment maker"]}}) == {["no_conflict", ["spec", "roles", 0, "members", 0]]}
}

test_role_written_twice_is_reported_once if {
	found({"roles": [{"name": "payment_checker", "members": ["zhang"]}], "assignments": {"zhang": ["payment_maker", "payment_checker"]}}) == {["no_conflict", ["spec", "assignments", "zhang", 1]]}
}

test_two_pairs_are_two_violations if {
	found({"assignments": {"zhang": ["payment_maker", "payment_checker", "reconciler"]}}) == {
		["no_conflict", ["spec", "assignments", "zhang", 1]],
		["no_conflict", ["spec", "assignments", "zhang", 2]],
	}
}

test_declared_pair_is_denied_and_pointed_at if {
	spec := {"assignments": {"li": ["vault_keeper", "auditor"]}}
	found(spec) == {["no_conflict", ["spec", "assignments", "li", 1]]}
	some violation in denied(spec)
	[related.path | some related in violation.related] == [["spec", "assignments", "li", 0], ["spec", "sod", "conflicts", 0]]
}

test_pair_declared_again_is_reported_once if {
	count(denied({"assignments": {"zhang": ["payment_maker", "payment_checker"]}, "sod": {"conflicts": [["payment_checker", "payment_maker"]]}})) == 1
}

test_conflicts_are_needed if {
	every sod in [null, {}, "none", {"conflicts": null}, {"conflicts": []}, {"conflicts": "none"}, {"conflicts": {"a": "b"}}] {
		found({"sod": sod, "assignments": {"zhang": ["payment_maker"]}}) == {["conflicts_listed", ["spec", "sod", "conflicts"]]}
	}
}

test_house_pairs_hold_without_declared_ones if {
	found({"sod": {}, "assignments": {"zhang": ["payment_maker", "payment_checker"]}}) == {
		["conflicts_listed", ["spec", "sod", "conflicts"]],
		["no_conflict", ["spec", "assignments", "zhang", 1]],
	}
}

test_conflict_must_be_a_pair if {
	every pair in ["a", null, [], ["a"], ["a", "b", "c"], ["a", 5], ["a", ""], [" ", "a"], ["a", "A"], {"a": "b"}, {"a": "b", "c": "d"}] {
		found({"sod": {"conflicts": [pair]}, "assignments": {"zhang": ["x"]}}) == {["conflicts_listed", ["spec", "sod", "conflicts", 0]]}
	}
}

test_people_are_needed if {
	every spec in [{}, {"assignments": {}}, {"roles": []}, {"roles": [{"name": "x"}]}, {"assignments": {"zhang": []}}] {
		found(spec) == {["people_listed", ["spec", "assignments"]]}
	}
}

test_unreadable_people_are_denied if {
	found({"assignments": "zhang"}) == {["people_listed", ["spec", "assignments"]]}
	found({"assignments": {"zhang": "payment_maker"}}) == {["people_listed", ["spec", "assignments", "zhang"]]}
	found({"assignments": {"li": ["x"]}, "roles": "x"}) == {["people_listed", ["spec", "roles"]]}
	found({"assignments": {"li": ["x"]}, "roles": ["x"]}) == {["people_listed", ["spec", "roles", 0]]}
	found({"assignments": {"li": ["x", 7]}}) == {["people_listed", ["spec", "assignments", "li", 1]]}
}

test_absent_spec_lacks_both if {
	violations := toxic_combinations.deny with input as {"kind": "AccessProfile"}
	{violation.check | some violation in violations} == {"conflicts_listed", "people_listed"}
}

test_good_practice_on_other_platforms if {
	violations := toxic_combinations.deny with input as {"metadata": {"platform": "p"}, "spec": {"sod": {"conflicts": [1]}, "roles": [5], "assignments": {"z": ["payment_maker", "payment_checker", 5]}}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	{violation.check | some violation in violations} == {"conflicts_listed", "people_listed", "no_conflict"}
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
}
