package fiducia.custody.tec.enc.approved_algorithms_test

import data.fiducia.custody.tec.enc.approved_algorithms

found(spec) := {[violation.check, violation.path] | some violation in denied} if {
	denied := approved_algorithms.deny with input as {"kind": "CryptoProfile", "spec": spec}
}

# For a single algorithm, paths from the algorithm on.
found_at(algorithm) := {[check, array.slice(path, 3, count(path))] | some [check, path] in found({"algorithms": [algorithm]})}

test_approved_algorithms_pass if {
	every algorithm in [
		{"name": "SM2", "bits": 256}, {"name": "SM2"}, {"name": "SM3"}, {"name": "SM4-GCM", "bits": 128}, {"name": "sms4"},
		{"name": "AES-128-CBC"}, {"name": "AES", "bits": 256}, {"name": "SHA-256"}, {"name": "sha384"}, {"name": "SHA3-512"},
		{"name": "HMAC-SHA256"}, {"name": "ECDSA-P-256"}, {"name": "Ed25519"}, {"name": "ES256"}, {"name": "ChaCha20-Poly1305"},
	] {
		found_at(algorithm) == set()
	}
}

test_broken_algorithms_are_denied_in_any_spelling if {
	every name in [
		"MD5", "md-5", "SHA1", "SHA-1", "sha", "HMAC-SHA1", "DES", "DES-CBC", "3DES", "TDEA", "Triple-DES", "DESede",
		"DES-EDE3-CBC", "RC4", "RC4-128", "ARCFOUR", "AES-128-CBC-HMAC-SHA1",
	] {
		found_at({"name": name, "bits": 4096}) == {["approved", ["name"]]}
	}
	found_at({"name": "SHA1withRSA", "bits": 2048}) == {["approved", ["name"]]}
}

test_unknown_algorithm_is_denied if {
	found_at({"name": "Blowfish", "bits": 448}) == {["approved", ["name"]]}
	found_at({"name": "homemade"}) == {["approved", ["name"]]}
}

test_algorithm_added_to_the_list_passes if {
	denied := approved_algorithms.deny with input as {"spec": {"algorithms": [{"name": "LEA-128"}]}}
		with data.fiducia.params.approved_algorithms as ["lea 128"]
	denied == set()
}

test_name_is_needed if {
	every algorithm in [{}, {"name": null}, {"name": ""}, {"name": 5}, {"name": ["MD5"]}] {
		found_at(algorithm) == {["approved", ["name"]]}
	}
}

test_boundary_of_rsa if {
	found_at({"name": "RSA", "bits": 2048}) == set()
	found_at({"name": "RSA", "bits": 2047}) == {["strength", ["bits"]]}
	found_at({"name": "RSA", "bits": 1024}) == {["strength", ["bits"]]}
}

test_boundary_of_ecc if {
	found_at({"name": "ECC", "bits": 224}) == set()
	found_at({"name": "ECDSA", "bits": 223}) == {["strength", ["bits"]]}
	found_at({"name": "P-192"}) == {["strength", ["name"]]}
}

test_length_in_the_name_counts if {
	found_at({"name": "RSA-4096"}) == set()
	found_at({"name": "RSA-1024"}) == {["strength", ["name"]]}
	found_at({"name": "RSA-1024", "bits": 4096}) == {["strength", ["name"]]}
	found_at({"name": "RSA-1024", "bits": 1024}) == {["strength", ["bits"]]}
}

test_missing_length_is_denied if {
	every name in ["RSA", "RSA-OAEP", "RS256", "ECC", "ECDHE", "DH"] {
		found_at({"name": name}) == {["strength", ["bits"]]}
		found_at({"name": name, "bits": null}) == {["strength", ["bits"]]}
	}
}

test_length_of_another_type_is_denied if {
	every bits in ["2048", 2048.5, 0, -2048, true, [2048], {"min": 2048}] {
		found_at({"name": "RSA", "bits": bits}) == {["strength", ["bits"]]}
	}
	found_at({"name": "AES", "bits": "128"}) == {["strength", ["bits"]]}
}

test_short_symmetric_key_is_denied if found_at({"name": "AES", "bits": 64}) == {["strength", ["bits"]]}

test_longer_symmetric_keys_may_be_asked_for if {
	denied := approved_algorithms.deny with input as {"spec": {"algorithms": [{"name": "AES", "bits": 256}, {"name": "AES-256"}, {"name": "AES"}, {"name": "AES-128"}, {"name": "AES", "bits": 192}]}}
		with data.fiducia.params.min_key_bits as {"AES": 256}
	{violation.path | some violation in denied} == {
		["spec", "algorithms", 2, "name"],
		["spec", "algorithms", 3, "name"],
		["spec", "algorithms", 4, "bits"],
	}
}

test_boundary_of_the_year if {
	found_at({"name": "RSA", "bits": 2048, "use_until": "2030-12-31"}) == set()
	found_at({"name": "RSA", "bits": 2048, "use_until": "2031-01-01"}) == {["long_term", ["bits"]]}
	found_at({"name": "RSA", "bits": 2048, "use_until": 2031}) == {["long_term", ["bits"]]}
	found_at({"name": "RSA", "bits": 2048, "use_until": "2035"}) == {["long_term", ["bits"]]}
}

test_boundary_of_the_long_term_length if {
	found_at({"name": "RSA", "bits": 3072, "use_until": 2031}) == set()
	found_at({"name": "RSA", "bits": 3071, "use_until": 2031}) == {["long_term", ["bits"]]}
	found_at({"name": "ECC", "bits": 256, "use_until": 2031}) == set()
	found_at({"name": "ECC", "bits": 255, "use_until": 2031}) == {["long_term", ["bits"]]}
	found_at({"name": "P-224", "use_until": 2031}) == {["long_term", ["name"]]}
	found_at({"name": "SM2", "use_until": 2040}) == set()
}

test_short_key_is_reported_once if {
	found_at({"name": "RSA", "bits": 1024, "use_until": 2031}) == {["strength", ["bits"]]}
}

test_long_term_without_a_present_bound if {
	denied := approved_algorithms.deny with input as {"spec": {"algorithms": [{"name": "RSA", "bits": 1024, "use_until": 2031}]}}
		with data.fiducia.params.min_key_bits as {"AES": 128}
	{violation.check | some violation in denied} == {"long_term"}
}

test_long_term_points_at_the_year_too if {
	some violation in approved_algorithms.deny with input as {"spec": {"algorithms": [{"name": "RSA", "bits": 2048, "use_until": 2031}]}}
	violation.expected == 3072
	[related.path | some related in violation.related] == [["spec", "algorithms", 0, "use_until"]]
}

test_malformed_year_is_denied if {
	every until in ["soon", "2031-13-01", "", 31, 2031.5, true, ["2031"]] {
		found_at({"name": "SM4", "use_until": until}) == {["long_term", ["use_until"]]}
	}
}

test_list_of_algorithms_is_needed if {
	every spec in [{}, null, {"algorithms": null}, {"algorithms": []}, {"algorithms": "SM4"}, {"algorithms": {"sign": "SM2"}}] {
		found(spec) == {["algorithms_listed", ["spec", "algorithms"]]}
	}
}

test_algorithm_must_be_a_mapping if found_at("SM4") == {["algorithms_listed", []]}
