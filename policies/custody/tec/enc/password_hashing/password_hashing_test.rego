package fiducia.custody.tec.enc.password_hashing_test

import data.fiducia.custody.tec.enc.password_hashing

found(spec) := {[violation.check, violation.path] | some violation in denied} if {
	denied := password_hashing.deny with input as {"kind": "AccessProfile", "spec": spec}
}

found_at(method, salted) := {path[2] | some [_, path] in found({"password_storage": {"method": method, "salted": salted}})}

test_slow_hashes_pass if {
	every method in ["sm3-pbkdf2", "PBKDF2", "bcrypt", "scrypt", "Argon2", "argon2id", "SM3_PBKDF2"] {
		found_at(method, true) == set()
	}
}

test_other_methods_are_denied if {
	every method in ["plain", "md5", "sha256", "aes", "", null, true, 5, ["argon2"]] {
		found_at(method, true) == {"method"}
	}
}

test_without_salt_is_denied if {
	every salted in [false, null, "true", 1] {
		found_at("argon2", salted) == {"salted"}
	}
}

test_section_is_needed if {
	every spec in [null, {}, {"password_storage": null}, {"password_storage": "argon2"}, {"password_storage": ["argon2"]}] {
		found(spec) == {["salted_hash", ["spec", "password_storage", "method"]], ["salted_hash", ["spec", "password_storage", "salted"]]}
	}
}

test_good_practice_on_other_platforms if {
	violations := password_hashing.deny with input as {"metadata": {"platform": "p"}, "spec": {}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
}
