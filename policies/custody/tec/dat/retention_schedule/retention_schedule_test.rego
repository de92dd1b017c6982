package fiducia.custody.tec.dat.retention_schedule_test

import data.fiducia.custody.tec.dat.retention_schedule

transactions := {"class": "transactions", "years": 10, "basis": "AML-34", "end_action": "delete"}

customers := {"class": "customer_id", "years": 10, "basis": "AML-34", "end_action": "delete"}

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := retention_schedule.deny with input as {"kind": "DataProfile", "spec": spec}
}

found_with(key, value) := found({"retention": [customers, object.union(object.remove(transactions, [key]), {key: value})]})

found_asset(asset) := {[check, array.slice(path, 3, count(path))] |
	some [check, path] in found({"retention": [customers, transactions], "assets": [asset]})
}

test_full_schedule_passes if {
	found({"retention": [customers, transactions]}) == set()
	found({"retention": [object.union(customers, {"class": "Customer ID"}), transactions, {"class": "logs", "basis": "CSL", "end_action": "delete"}]}) == set()
}

test_basis_and_end_action_are_needed if {
	every key in ["basis", "end_action"] {
		every value in [null, "", "tbd", 5, ["delete"]] {
			found_with(key, value) == {["basis_and_end", ["spec", "retention", 1, key]]}
		}
	}
}

test_ten_years_for_aml_records if {
	every years in [9.9, 0, -10, "10", null, true] {
		found_with("years", years) == {["aml_records", ["spec", "retention", 1, "years"]]}
	}
	found_with("years", 15) == set()
}

test_aml_classes_are_needed if {
	found({"retention": [customers]}) == {["aml_records", ["spec", "retention"]]}
	count(found({"retention": [{"class": "logs", "basis": "b", "end_action": "delete"}]})) == 1
	violations := retention_schedule.deny with input as {"spec": {"retention": [{"class": "logs", "basis": "b", "end_action": "delete"}]}}
	{violation.expected | some violation in violations} == {"customer_id", "transactions"}
}

test_class_must_be_named if {
	every class in [null, "", "tbd", 5, ["transactions"]] {
		["schedule_listed", ["spec", "retention", 1, "class"]] in found_with("class", class)
	}
}

test_assets_name_a_class_or_terms if {
	found({"retention": [customers, transactions], "assets": []}) == set()
	found_asset({"name": "a", "retention": "Transactions"}) == set()
	found_asset({"name": "a", "retention": {"years": 1, "basis": "contract", "end_action": "anonymise"}}) == set()
	every class in [null, "", "logs", 5, true, ["transactions"]] {
		found_asset({"name": "a", "retention": class}) == {["basis_and_end", ["retention"]]}
	}
	found_asset({"name": "a"}) == {["basis_and_end", ["retention"]]}
	found_asset({"retention": {}}) == {["basis_and_end", ["retention", "basis"]], ["basis_and_end", ["retention", "end_action"]]}
	found_asset("a") == {["basis_and_end", []]}
	every assets in ["a", {"a": {"retention": "transactions"}}, false] {
		found({"retention": [customers, transactions], "assets": assets}) == {["basis_and_end", ["spec", "assets"]]}
	}
}

test_schedule_is_needed if {
	every spec in [{}, null, {"retention": null}, {"retention": []}, {"retention": "10 years"}, {"retention": {"transactions": 10}}] {
		found(spec) == {["schedule_listed", ["spec", "retention"]], ["aml_records", ["spec", "retention"]]}
	}
	["schedule_listed", ["spec", "retention", 2]] in found({"retention": [customers, transactions, "logs"]})
}

test_good_practice_on_other_platforms if {
	violations := retention_schedule.deny with input as {"metadata": {"platform": "p"}, "spec": {"retention": [{}, "x", {"class": "transactions"}], "assets": [{}, {"retention": {}}]}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	{violation.check | some violation in violations} == {"schedule_listed", "basis_and_end", "aml_records"}
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
}
