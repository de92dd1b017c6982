package fiducia.custody.tec.enc.encryption_at_rest_test

import data.fiducia.custody.tec.enc.encryption_at_rest

found(spec) := {[violation.check, violation.path] | some violation in denied} if {
	denied := encryption_at_rest.deny with input as {"kind": "DataProfile", "spec": spec}
}

# For a single store, paths from the store on.
found_at(store) := {[check, array.slice(path, 3, count(path))] | some [check, path] in found({"stores": [store]})}

test_encrypted_store_passes if {
	every class in ["public", "internal", "general", "important", "core", "Important"] {
		found_at({"classification": class, "encryption": {"enabled": true}}) == set()
	}
}

test_plain_store_of_a_low_class_passes if {
	every class in ["public", "internal", "general"] {
		found_at({"classification": class, "contains_pi": false}) == set()
	}
}

test_plain_store_of_a_high_class_is_denied if {
	every class in ["important", "core", "IMPORTANT"] {
		found_at({"classification": class, "contains_pi": false}) == {["important_encrypted", ["encryption", "enabled"]]}
	}
}

test_important_with_personal_information_is_reported_once if {
	found_at({"classification": "important", "contains_pi": true}) == {["important_encrypted", ["encryption", "enabled"]]}
}

test_plain_personal_information_is_denied if {
	found_at({"classification": "general", "contains_pi": true}) == {["personal_encrypted", ["encryption", "enabled"]]}
	found_at({"classification": "general", "contains_pi": true, "encryption": {"enabled": true}}) == set()
}

test_switch_of_another_type_is_denied if {
	every encryption in [null, true, "AES", [], {}, {"enabled": "true"}, {"enabled": 1}, {"enabled": null}, {"enabled": false}] {
		found_at({"classification": "core", "encryption": encryption}) == {["important_encrypted", ["encryption", "enabled"]]}
	}
}

test_unknown_class_is_denied if {
	every class in [null, "", "secret", 4, ["important"]] {
		found_at({"classification": class, "contains_pi": false}) == {["classified", ["classification"]]}
	}
	found_at({"contains_pi": false}) == {["classified", ["classification"]]}
}

test_silence_about_personal_information_is_denied_where_it_matters if {
	found_at({"classification": "internal"}) == {["classified", ["contains_pi"]]}
	found_at({"classification": "internal", "encryption": {"enabled": true}}) == set()
	found_at({"classification": "important", "encryption": {"enabled": true}}) == set()
}

test_personal_information_of_another_type_is_denied if {
	every personal in ["yes", "false", 0, ["names"]] {
		found_at({"classification": "core", "contains_pi": personal, "encryption": {"enabled": true}}) == {["classified", ["contains_pi"]]}
	}
}

test_boundary_class_is_a_parameter if {
	denied := encryption_at_rest.deny with input as {"spec": {"stores": [
		{"classification": "general", "contains_pi": false},
		{"classification": "internal", "contains_pi": false},
	]}}
		with data.fiducia.params.encrypted_from_class as "general"
	{violation.path[2] | some violation in denied} == {0}
}

test_list_of_stores_is_needed if {
	every spec in [{}, null, {"stores": null}, {"stores": []}, {"stores": {"ledger": {}}}, {"stores": "ledger"}] {
		found(spec) == {["stores_listed", ["spec", "stores"]]}
	}
}

test_store_must_be_a_mapping if found_at("ledger") == {["stores_listed", []]}

test_good_practice_on_other_platforms if {
	denied := encryption_at_rest.deny with input as {"metadata": {"platform": "p"}, "spec": {"stores": ["x", {"classification": "core"}, {"classification": "general", "contains_pi": true}, {}]}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	{violation.check | some violation in denied} == {"stores_listed", "important_encrypted", "personal_encrypted", "classified"}
	every violation in denied {
		violation.severity == "medium"
		violation.veto == false
	}
}

test_full_weight_on_chinese_and_unknown_platforms if {
	every platforms in [{}, {"p": {"profile": "broker"}}, {"p": {}}, {"q": {"profile": "payment_eu"}}] {
		denied := encryption_at_rest.deny with input as {"metadata": {"platform": "p"}, "spec": {"stores": [{"classification": "core"}]}}
			with data.fiducia.platforms as platforms
		every violation in denied {
			object.get(violation, "severity", "unset") == "unset"
		}
		count(denied) == 1
	}
}
