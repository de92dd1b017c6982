package fiducia.custody.tec.ids.default_deny_test

import data.fiducia.custody.tec.ids.default_deny

found(firewalls) := {[violation.check, array.slice(violation.path, 2, 9)] | some violation in denied({"firewalls": firewalls})}

denied(spec) := violations if {
	violations := default_deny.deny with input as {"kind": "NetworkProfile", "spec": spec}
}

test_denial_passes if {
	every action in ["deny", "DENY", "drop", " reject "] {
		found([{"name": "edge", "default": action}]) == set()
	}
}

test_anything_else_is_denied if {
	every action in ["allow", "accept", "", null, true, 0, ["deny"]] {
		found([{"name": "edge", "default": "deny"}, {"name": "core", "default": action}]) == {["default_deny", [1, "default"]]}
	}
	found([{"name": "edge"}]) == {["default_deny", [0, "default"]]}
}

test_list_is_needed if {
	every firewalls in [null, [], "edge", {"edge": {}}] {
		found(firewalls) == {["firewalls_listed", []]}
	}
	found(["edge"]) == {["firewalls_listed", [0]]}
	{violation.path | some violation in denied(null)} == {["spec", "firewalls"]}
}

test_good_practice_on_other_platforms if {
	violations := default_deny.deny with input as {"metadata": {"platform": "p"}, "spec": {"firewalls": [1, {}]}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 2
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
}
