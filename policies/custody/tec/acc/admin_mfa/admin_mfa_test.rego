package fiducia.custody.tec.acc.admin_mfa_test

import data.fiducia.custody.tec.acc.admin_mfa

found(spec) := {[violation.check, violation.path] | some violation in denied} if {
	denied := admin_mfa.deny with input as {"kind": "AccessProfile", "spec": spec}
}

found_at(factors, crypto) := {path[3] | some [_, path] in found({"admin": {"mfa": {"factors": factors, "crypto_factor": crypto}}})}

test_two_factors_pass if {
	found_at(2, true) == set()
	found_at(3, true) == set()
}

test_too_few_factors_are_denied if {
	every factors in [1, 0, -1, null, "2", true, ["password", "ukey"]] {
		found_at(factors, true) == {"factors"}
	}
}

test_without_cryptography_is_denied if {
	every crypto in [false, null, "true", 1] {
		found_at(2, crypto) == {"crypto_factor"}
	}
}

test_section_is_needed if {
	every spec in [null, {}, {"admin": null}, {"admin": "mfa"}, {"admin": {}}, {"admin": {"mfa": 2}}, {"admin": {"mfa": {}}}] {
		found(spec) == {["two_factors", ["spec", "admin", "mfa", "factors"]], ["two_factors", ["spec", "admin", "mfa", "crypto_factor"]]}
	}
}

test_good_practice_on_other_platforms if {
	violations := admin_mfa.deny with input as {"metadata": {"platform": "p"}, "spec": {}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
}
