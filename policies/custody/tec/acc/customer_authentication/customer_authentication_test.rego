package fiducia.custody.tec.acc.customer_authentication_test

import data.fiducia.custody.tec.acc.customer_authentication

good := {"factors": 2, "dynamic_linking": true, "max_failed": 5, "session_idle_minutes": 5}

found(spec) := {[violation.check, violation.path] | some violation in denied} if {
	denied := customer_authentication.deny with input as {"kind": "AccessProfile", "spec": spec}
}

found_with(changes) := {[check, path[3]] | some [check, path] in found({"customer": {"sca": object.union(good, changes)}})}

test_at_the_limits_passes if {
	found_with({}) == set()
	found_with({"factors": 3, "max_failed": 1, "session_idle_minutes": 1}) == set()
}

test_too_few_factors_are_denied if {
	every value in [1, 0, null, "2", true, [2]] {
		found_with({"factors": value}) == {["factors", "factors"]}
	}
}

test_code_that_is_not_linked_is_denied if {
	every value in [false, null, "true", 1] {
		found_with({"dynamic_linking": value}) == {["dynamic_linking", "dynamic_linking"]}
	}
}

test_attempts_out_of_bounds_are_denied if {
	every value in [6, 0, -1, 2.5, null, "5", true] {
		found_with({"max_failed": value}) == {["limits", "max_failed"]}
	}
}

test_idle_time_out_of_bounds_is_denied if {
	every value in [5.1, 0, null, "5", true] {
		found_with({"session_idle_minutes": value}) == {["limits", "session_idle_minutes"]}
	}
}

test_section_is_needed if {
	every spec in [null, {}, {"customer": null}, {"customer": {}}, {"customer": {"sca": "sms"}}, {"customer": {"sca": []}}] {
		found(spec) == {
			["factors", ["spec", "customer", "sca", "factors"]],
			["dynamic_linking", ["spec", "customer", "sca", "dynamic_linking"]],
			["limits", ["spec", "customer", "sca", "max_failed"]],
			["limits", ["spec", "customer", "sca", "session_idle_minutes"]],
		}
	}
}
