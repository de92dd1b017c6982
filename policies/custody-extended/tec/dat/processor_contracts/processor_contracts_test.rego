package fiducia.custody_extended.tec.dat.processor_contracts_test

import data.fiducia.custody_extended.tec.dat.processor_contracts

good := {"name": "sms-co", "contract": "C-12", "purpose": "notify", "security_terms": ["encryption"], "record_years": 3}

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := processor_contracts.deny with input as {"kind": "DataProfile", "spec": spec}
}

found_with(key, value) := {[check, array.slice(path, 4, count(path))] |
	some [check, path] in found({"pi": {"processors": [object.union(object.remove(good, [key]), {key: value})]}})
}

test_contracted_processors_pass if {
	found({"pi": {"processors": [good]}}) == set()
	found({"pi": {"processors": []}}) == set()
	found_with("security_terms", "annex 2") == set()
}

test_contract_purpose_and_terms_are_needed if {
	every key in ["contract", "purpose", "security_terms"] {
		every value in [null, "", "tbd", "无", false, []] {
			found_with(key, value) == {["contracted", [key]]}
		}
	}
}

test_records_are_kept_three_years if {
	every value in [null, 2.9, 0, -3, "3", true, [3]] {
		found_with("record_years", value) == {["recorded", ["record_years"]]}
	}
	found_with("record_years", 10) == set()
}

test_one_period_for_all if {
	every years in [3, 10] {
		found({"pi": {"processors": [object.remove(good, ["record_years"])]}, "records": {"retention_years": years}}) == set()
	}
	every records in [null, {}, 3, {"retention_years": 2}, {"retention_years": "3"}] {
		found({"pi": {"processors": [object.remove(good, ["record_years"])]}, "records": records}) == {["recorded", ["spec", "pi", "processors", 0, "record_years"]]}
	}
	found({"pi": {"processors": [object.union(good, {"record_years": 2})]}, "records": {"retention_years": 3}}) == {["recorded", ["spec", "pi", "processors", 0, "record_years"]]}
}

test_list_is_needed if {
	every spec in [{}, null, {"pi": null}, {"pi": {}}, {"pi": []}, {"pi": {"processors": null}}, {"pi": {"processors": "none"}}, {"pi": {"processors": {"sms-co": good}}}] {
		found(spec) == {["processors_listed", ["spec", "pi", "processors"]]}
	}
	found({"pi": {"processors": ["sms-co"]}}) == {["processors_listed", ["spec", "pi", "processors", 0]]}
	count(found({"pi": {"processors": [{}]}})) == 4
}

test_good_practice_on_other_platforms if {
	violations := processor_contracts.deny with input as {"metadata": {"platform": "p"}, "spec": {"pi": {"processors": [{}, "x"]}}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 5
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
}
