package fiducia.custody.tec.enc.key_rotation_test

import data.fiducia.custody.tec.enc.key_rotation

found(spec) := {[violation.check, violation.path] | some violation in denied} if {
	denied := key_rotation.deny with input as {"kind": "CryptoProfile", "spec": spec}
		with data.fiducia.today as "2026-11-22"
}

# For a single key, paths from the key on.
found_at(key) := {[check, array.slice(path, 3, count(path))] | some [check, path] in found({"keys": [key]})}

test_fresh_key_passes if found_at({"id": "dek-1", "cryptoperiod_days": 365, "last_rotated": "2026-05-01"}) == set()

test_boundary_of_a_data_key if {
	found_at({"cryptoperiod_days": 365, "last_rotated": "2025-11-22"}) == set()
	found_at({"cryptoperiod_days": 365, "last_rotated": "2025-11-21"}) == {["rotated", ["last_rotated"]]}
	found_at({"purpose": "data", "cryptoperiod_days": 366, "last_rotated": "2026-11-01"}) == {["cryptoperiod_limit", ["cryptoperiod_days"]]}
}

test_boundary_of_a_tls_key if {
	found_at({"purpose": "TLS", "cryptoperiod_days": 398, "last_rotated": "2025-10-20"}) == set()
	found_at({"purpose": "tls", "cryptoperiod_days": 398, "last_rotated": "2025-10-19"}) == {["rotated", ["last_rotated"]]}
	found_at({"purpose": "tls", "cryptoperiod_days": 399, "last_rotated": "2026-11-01"}) == {["cryptoperiod_limit", ["cryptoperiod_days"]]}
}

test_own_period_counts_where_it_is_shorter if {
	found_at({"cryptoperiod_days": 90, "last_rotated": "2026-08-24"}) == set()
	found_at({"cryptoperiod_days": 90, "last_rotated": "2026-08-23"}) == {["rotated", ["last_rotated"]]}
	found_at({"cryptoperiod_days": 1, "last_rotated": "2026-11-21"}) == set()
	found_at({"cryptoperiod_days": 1, "last_rotated": "2026-11-20"}) == {["rotated", ["last_rotated"]]}
}

test_key_encryption_key_is_bound_by_its_own_period if {
	found_at({"purpose": "kek", "cryptoperiod_days": 1095, "last_rotated": "2024-01-01"}) == set()
	found_at({"purpose": "kek", "cryptoperiod_days": 1000, "last_rotated": "2024-01-01"}) == {["rotated", ["last_rotated"]]}
	found_at({"purpose": "kek", "last_rotated": "2014-01-01"}) == {["cryptoperiod_set", ["cryptoperiod_days"]]}
}

test_unknown_purpose_counts_as_data if {
	every purpose in ["misc", "", null, 7, ["kek"]] {
		found_at({"purpose": purpose, "cryptoperiod_days": 1095, "last_rotated": "2026-11-01"}) == {["cryptoperiod_limit", ["cryptoperiod_days"]]}
	}
}

test_missing_or_senseless_period_is_denied if {
	every period in [null, 0, -1, 30.5, "365", "P1Y", true, [365]] {
		found_at({"cryptoperiod_days": period, "last_rotated": "2026-11-01"}) == {["cryptoperiod_set", ["cryptoperiod_days"]]}
	}
	found_at({"last_rotated": "2022-01-01"}) == {["cryptoperiod_set", ["cryptoperiod_days"]], ["rotated", ["last_rotated"]]}
}

test_missing_or_malformed_rotation_is_denied if {
	every date in [null, "", "last spring", "2026-02-30", "2026-11-1", 20261101, 2026, true, ["2026-11-01"]] {
		found_at({"cryptoperiod_days": 365, "last_rotated": date}) == {["rotated", ["last_rotated"]]}
	}
	found_at({"cryptoperiod_days": 365}) == {["rotated", ["last_rotated"]]}
}

test_rotation_in_the_future_is_denied if {
	found_at({"cryptoperiod_days": 365, "last_rotated": "2026-11-22"}) == set()
	found_at({"cryptoperiod_days": 365, "last_rotated": "2026-11-23"}) == {["rotated", ["last_rotated"]]}
}

test_empty_key_lacks_both if {
	found_at({}) == {["cryptoperiod_set", ["cryptoperiod_days"]], ["rotated", ["last_rotated"]]}
}

test_list_of_keys_is_needed if {
	every spec in [{}, null, {"keys": null}, {"keys": []}, {"keys": {"dek-1": {}}}, {"keys": "dek-1"}] {
		found(spec) == {["keys_listed", ["spec", "keys"]]}
	}
}

test_key_must_be_a_mapping if found_at("dek-1") == {["keys_listed", []]}
