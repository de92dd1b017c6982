package fiducia.custody.tec.enc.keys_in_module_test

import data.fiducia.custody.tec.enc.keys_in_module

found(keys) := {[violation.check, violation.path] | some violation in denied({"keys": keys})}

denied(spec) := violations if {
	violations := keys_in_module.deny with input as {"kind": "CryptoProfile", "spec": spec}
}

kek := {"id": "kek-1", "purpose": "KEK", "storage": "hsm", "location": "hsm-a", "strength": 128}

dek := {"id": "dek-1", "storage": "kms", "location": "hsm-b", "strength": 128, "wrapped_by": "KEK-1"}

test_wrapped_key_passes if {
	found([kek, dek]) == set()
	found([object.union(dek, {"purpose": "data", "storage": "Certified-Module"}), kek]) == set()
}

test_keys_that_need_no_wrapping_pass if {
	every purpose in ["kek", "master", "root", "signing", "TLS"] {
		found([{"id": "k", "purpose": purpose, "storage": "hsm"}]) == set()
	}
}

test_other_storage_is_denied if {
	every storage in [null, "", "file", "env", "source", true, ["hsm"]] {
		found([object.union(kek, {"storage": storage})]) == {["stored_in_module", ["spec", "keys", 0, "storage"]]}
	}
}

test_data_key_without_wrapping_is_denied if {
	every purpose in [null, "data", "misc", "", 7] {
		found([{"id": "k", "purpose": purpose, "storage": "hsm"}]) == {["wrapped", ["spec", "keys", 0, "wrapped_by"]]}
	}
	every name in [null, "", "待定", 5, ["kek-1"]] {
		found([kek, object.union(dek, {"wrapped_by": name})]) == {["wrapped", ["spec", "keys", 1, "wrapped_by"]]}
	}
}

test_placeholder_names_no_key if {
	found([{"id": "TBD", "purpose": "kek", "storage": "hsm"}, object.union(dek, {"wrapped_by": "TBD"})]) == {["wrapped", ["spec", "keys", 1, "wrapped_by"]]}
}

test_key_without_a_purpose_is_a_data_key if {
	every purpose in [null, "Data", 7] {
		violations := denied({"keys": [{"id": "k", "purpose": purpose, "storage": "hsm"}]}) with data.fiducia.params.unwrapped_key_purposes as ["data"]
		violations == set()
	}
}

test_unknown_key_encrypting_key_is_denied if {
	found([kek, object.union(dek, {"wrapped_by": "kek-2"})]) == {["wrapped", ["spec", "keys", 1, "wrapped_by"]]}
	found([object.union(dek, {"wrapped_by": "dek-1"})]) == {["wrapped", ["spec", "keys", 0, "wrapped_by"]]}
	found([object.union(kek, {"wrapped_by": "root"})]) == {["wrapped", ["spec", "keys", 0, "wrapped_by"]]}
}

test_strength if {
	found([object.union(kek, {"strength": 256}), dek]) == set()
	found([kek, object.union(dek, {"strength": 129})]) == {["separate", ["spec", "keys", 0, "strength"]]}
	some violation in denied({"keys": [kek, object.union(dek, {"strength": 256})]})
	[related.path | some related in violation.related] == [["spec", "keys", 1, "strength"]]
	violation.expected == 256
}

test_weakest_strength_is_one if {
	found([object.union(kek, {"strength": 1}), object.union(dek, {"strength": 1})]) == set()
}

test_unstated_strength_is_denied_on_both_sides if {
	every strength in [null, 0, "128", true, [128]] {
		found([object.union(kek, {"strength": strength}), dek]) == {["separate", ["spec", "keys", 0, "strength"]]}
		found([kek, object.union(dek, {"strength": strength})]) == {["separate", ["spec", "keys", 1, "strength"]]}
	}
}

# What is no number is not called too weak besides.
test_unreadable_strength_is_reported_once if {
	every strength in [null, "128", true, [128]] {
		count(denied({"keys": [object.union(kek, {"strength": strength}), dek]})) == 1
		count(denied({"keys": [kek, object.union(dek, {"strength": strength})]})) == 1
	}
}

test_location if {
	found([kek, object.union(dek, {"location": "HSM A"})]) == {["separate", ["spec", "keys", 1, "location"]]}
	every location in [null, "", "待定", 5, ["hsm-a"]] {
		found([object.union(kek, {"location": location}), dek]) == {["separate", ["spec", "keys", 0, "location"]]}
		found([kek, object.union(dek, {"location": location})]) == {["separate", ["spec", "keys", 1, "location"]]}
	}
}

test_list_of_keys_is_needed if {
	every keys in [null, [], "dek-1", {"dek-1": {}}] {
		found(keys) == {["keys_listed", ["spec", "keys"]]}
	}
	found(["dek-1"]) == {["keys_listed", ["spec", "keys", 0]]}
	every spec in [null, {}] {
		{violation.check | some violation in denied(spec)} == {"keys_listed"}
	}
}
