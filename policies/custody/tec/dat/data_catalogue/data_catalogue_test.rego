package fiducia.custody.tec.dat.data_catalogue_test

import data.fiducia.custody.tec.dat.data_catalogue

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := data_catalogue.deny with input as {"kind": "DataProfile", "spec": spec}
}

asset := {"name": "bank_card", "level": 4, "owner": "dpo"}

catalog := {"last_review": "2026-04-01"}

found_asset(entry) := {[check, array.slice(path, 3, count(path))] | some [check, path] in found({"assets": [entry], "catalog": catalog})}

found_review(value) := found({"assets": [asset], "catalog": {"last_review": value}})

test_graded_catalogue_passes if {
	found({"assets": [asset], "catalog": catalog}) == set()
	every level in [1, 5] {
		found_asset({"level": level, "owner": "dpo"}) == set()
	}
}

test_level_out_of_range_is_denied if {
	every level in [0, 6, 2.5, -1, "4", null, true, [4], {"level": 4}] {
		found_asset({"level": level, "owner": "dpo"}) == {["graded_and_owned", ["level"]]}
	}
	found_asset({"owner": "dpo"}) == {["graded_and_owned", ["level"]]}
}

test_owner_is_needed if {
	every owner in [null, "", "tbd", "待定", 7, true, ["dpo"]] {
		found_asset({"level": 4, "owner": owner}) == {["graded_and_owned", ["owner"]]}
	}
	found_asset({}) == {["graded_and_owned", ["level"]], ["graded_and_owned", ["owner"]]}
}

test_review_is_recent if {
	every day in ["2026-11-22", "2025-11-22"] {
		found_review(day) == set()
	}
	every day in ["2025-11-21", "2026-11-23", "2026-02-30", "", null, 2026, true] {
		found_review(day) == {["catalogue_reviewed", ["spec", "catalog", "last_review"]]}
	}
}

test_sections_are_needed if {
	every spec in [{}, null, {"assets": null}, {"assets": [], "catalog": "wiki"}, {"assets": "bank_card", "catalog": null}, {"assets": {"bank_card": asset}, "catalog": [catalog]}] {
		found(spec) == {["assets_listed", ["spec", "assets"]], ["catalogue_reviewed", ["spec", "catalog", "last_review"]]}
	}
}

test_asset_must_be_a_mapping if found_asset("bank_card") == {["assets_listed", []]}

test_good_practice_on_other_platforms if {
	violations := data_catalogue.deny with input as {"metadata": {"platform": "p"}, "spec": {"assets": [{}, "x"]}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 4
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
}
