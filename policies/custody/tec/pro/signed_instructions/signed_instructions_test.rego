package fiducia.custody.tec.pro.signed_instructions_test

import data.fiducia.custody.tec.pro.signed_instructions

good := {"signature": {"algorithm": "SM2", "verified": true}, "nonce_or_timestamp": true, "window_seconds": 300}

found(spec) := {[violation.check, violation.path] | some violation in denied} if {
	denied := signed_instructions.deny with input as {"kind": "NetworkProfile", "spec": spec}
}

# Paths from the instruction on.
found_with(changes) := {[check, array.slice(path, 3, count(path))] |
	some [check, path] in found({"payments": {"instruction": object.union(good, changes)}})
}

signed_with(name) := found_with({"signature": {"algorithm": name}})

test_signed_instruction_passes if {
	found_with({}) == set()
	every name in ["SM2", "SM2-SM3", "RSA-3072", "sha256WithRSA", "ECDSA-P256", "ML-DSA-65"] {
		signed_with(name) == set()
	}
}

test_no_signature_is_denied if {
	every signature in [null, "SM2", ["SM2"]] {
		found_with({"signature": signature}) == {["signed", ["signature", "algorithm"]], ["signed", ["signature", "verified"]]}
	}
	every name in [null, "", "待定", true, 2, ["SM2"]] {
		signed_with(name) == {["signed", ["signature", "algorithm"]]}
	}
}

test_unverified_signature_is_denied if {
	every value in [null, false, "true", 1] {
		found_with({"signature": {"verified": value}}) == {["signed", ["signature", "verified"]]}
	}
}

test_other_algorithms_are_denied if {
	every name in ["MD5", "HMAC-SHA256", "AES", "SHA1withRSA", "secret", "签名"] {
		signed_with(name) == {["signature_algorithm", ["signature", "algorithm"]]}
	}
}

test_replay_is_denied if {
	every value in [null, false, "true", 1] {
		found_with({"nonce_or_timestamp": value}) == {["replay_protected", ["nonce_or_timestamp"]]}
	}
}

test_boundary_of_the_window if {
	found_with({"window_seconds": 1}) == set()
	every value in [301, 0, -1, null, "300", true] {
		found_with({"window_seconds": value}) == {["replay_protected", ["window_seconds"]]}
	}
}

test_section_is_needed if {
	every spec in [null, {}, {"payments": null}, {"payments": {}}, {"payments": {"instruction": "SM2"}}] {
		count(found(spec)) == 4
	}
}

test_good_practice_on_other_platforms if {
	violations := signed_instructions.deny with input as {"metadata": {"platform": "p"}, "spec": {"payments": {"instruction": {"signature": {"algorithm": "MD5"}}}}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 4
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
}
