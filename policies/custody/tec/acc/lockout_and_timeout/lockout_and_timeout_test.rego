package fiducia.custody.tec.acc.lockout_and_timeout_test

import data.fiducia.custody.tec.acc.lockout_and_timeout

found(spec) := {[violation.check, violation.path] | some violation in denied} if {
	denied := lockout_and_timeout.deny with input as {"kind": "AccessProfile", "spec": spec}
}

found_with(lockout, idle) := found({"lockout": object.union({"max_attempts": 5, "minutes": 30}, lockout), "session": {"idle_minutes": idle}})

test_at_the_limits_passes if {
	found_with({}, 15) == set()
	found_with({"max_attempts": 1, "minutes": 60}, 1) == set()
}

test_attempts_out_of_bounds_are_denied if {
	every value in [6, 0, -1, 4.5, null, "5", true, [5]] {
		found_with({"max_attempts": value}, 15) == {["attempts", ["spec", "lockout", "max_attempts"]]}
	}
}

test_short_lock_is_denied if {
	every value in [29, 0, null, "30", true] {
		found_with({"minutes": value}, 15) == {["locked_long_enough", ["spec", "lockout", "minutes"]]}
	}
}

test_lock_until_identity_is_confirmed_passes if {
	found_with({"minutes": 0, "until_identity_confirmed": true}, 15) == set()
	every value in [false, null, "true", 1] {
		found_with({"minutes": 0, "until_identity_confirmed": value}, 15) == {["locked_long_enough", ["spec", "lockout", "minutes"]]}
	}
}

test_idle_time_out_of_bounds_is_denied if {
	every value in [16, 480, 0, null, "15", true] {
		found_with({}, value) == {["idle", ["spec", "session", "idle_minutes"]]}
	}
}

test_sections_are_needed if {
	every spec in [null, {}, {"lockout": null, "session": null}, {"lockout": 5, "session": 15}, {"lockout": [], "session": {}}] {
		found(spec) == {
			["attempts", ["spec", "lockout", "max_attempts"]],
			["locked_long_enough", ["spec", "lockout", "minutes"]],
			["idle", ["spec", "session", "idle_minutes"]],
		}
	}
}
