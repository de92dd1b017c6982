package fiducia.custody_extended.tec.acc.password_policy_test

import data.fiducia.custody_extended.tec.acc.password_policy

found(spec) := {[violation.check, violation.path] | some violation in denied} if {
	denied := password_policy.deny with input as {"kind": "AccessProfile", "spec": spec}
}

found_at(length, age) := {[check, path[2]] | some [check, path] in found({"password": {"min_length": length, "max_age_days": age}})}

test_at_the_limits_passes if {
	found_at(12, 90) == set()
	found_at(20, 1) == set()
}

test_short_passwords_are_denied if {
	every length in [11, 6, 0, null, "12", true, [12]] {
		found_at(length, 90) == {["length", "min_length"]}
	}
}

test_old_passwords_are_denied if {
	every age in [91, 0, -1, null, "90", true] {
		found_at(12, age) == {["age", "max_age_days"]}
	}
}

test_age_is_free_with_a_second_factor if {
	found({"password": {"min_length": 12}, "admin": {"mfa": {"factors": 2}}}) == set()
	every mfa in [null, {}, "two", {"factors": 1}, {"factors": "2"}, {"factors": null}] {
		found({"password": {"min_length": 12}, "admin": {"mfa": mfa}}) == {["age", ["spec", "password", "max_age_days"]]}
	}
}

test_section_is_needed if {
	every spec in [null, {}, {"password": null}, {"password": 12}, {"password": []}, {"password": {}}] {
		found(spec) == {["length", ["spec", "password", "min_length"]], ["age", ["spec", "password", "max_age_days"]]}
	}
}
