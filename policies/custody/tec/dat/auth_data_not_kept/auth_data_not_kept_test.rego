package fiducia.custody.tec.dat.auth_data_not_kept_test

import data.fiducia.custody.tec.dat.auth_data_not_kept

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := auth_data_not_kept.deny with input as {"kind": "DataProfile", "spec": spec}
}

found_asset(asset) := found({"sad_stored": [], "assets": [asset]})

test_nothing_kept_passes if {
	found({"sad_stored": []}) == set()
	found({"sad_stored": [], "assets": []}) == set()
	found_asset({"type": "cvn", "stored": false}) == set()
	found_asset({"type": "bank_card", "stored": true}) == set()
	found_asset({"name": "cvn"}) == set()
}

test_declared_data_is_denied if {
	every entry in ["cvn", "anything", null, 5, {"type": "cvn"}] {
		found({"sad_stored": [entry]}) == {["none_kept", ["spec", "sad_stored", 0]]}
	}
	count(found({"sad_stored": ["track", "pin"]})) == 2
}

test_assets_of_such_a_type_are_denied if {
	every type in ["track", "CVN", "cvn", "pin", "bank_password", "Bank-Password"] {
		every stored in [true, null, "false", 0, []] {
			found_asset({"name": "a", "type": type, "stored": stored}) == {["none_kept", ["spec", "assets", 0, "stored"]]}
		}
		found_asset({"type": type}) == {["none_kept", ["spec", "assets", 0, "stored"]]}
	}
}

test_type_is_pointed_at_too if {
	violations := auth_data_not_kept.deny with input as {"spec": {"sad_stored": [], "assets": [{"type": "pin", "stored": true}]}}
	{related.path | some violation in violations; some related in violation.related} == {["spec", "assets", 0, "type"]}
}

test_assets_must_be_readable if {
	every type in ["", 5, true, ["cvn"], {"cvn": true}] {
		found_asset({"type": type, "stored": true}) == {["declared", ["spec", "assets", 0, "type"]]}
	}
	found_asset({"type": null, "stored": true}) == set()
	found_asset("cvn") == {["declared", ["spec", "assets", 0]]}
	every assets in ["cvn", {"a": {"type": "cvn", "stored": true}}, false] {
		found({"sad_stored": [], "assets": assets}) == {["declared", ["spec", "assets"]]}
	}
}

test_declaration_is_needed if {
	every spec in [{}, null, {"sad_stored": null}, {"sad_stored": "none"}, {"sad_stored": false}, {"sad_stored": {"cvn": true}}] {
		found(spec) == {["declared", ["spec", "sad_stored"]]}
	}
}
