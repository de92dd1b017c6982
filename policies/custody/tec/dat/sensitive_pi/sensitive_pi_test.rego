package fiducia.custody.tec.dat.sensitive_pi_test

import data.fiducia.custody.tec.dat.sensitive_pi

good := {"type": "bank_account", "separate_consent": true, "pia": {"date": "2026-02-01", "retention_years": 3}}

found(spec) := {[violation.check, violation.path] | some violation in violations} if {
	violations := sensitive_pi.deny with input as {"kind": "DataProfile", "spec": spec}
}

found_with(key, value) := {[check, array.slice(path, 4, count(path))] |
	some [check, path] in found({"pi": {"sensitive": [object.union(object.remove(good, [key]), {key: value})]}})
}

test_consent_and_assessment_pass if found({"pi": {"sensitive": [good, good]}}) == set()

test_consent_must_be_true if {
	every value in [null, false, "true", 1, ["yes"]] {
		found_with("separate_consent", value) == {["separate_consent", ["separate_consent"]]}
	}
}

test_assessment_has_a_date if {
	every value in [null, "", "soon", "2026-11-23", "2026-02-30", 2026, true] {
		found_with("pia", {"date": value, "retention_years": 3}) == {["assessed", ["pia", "date"]]}
	}
	found_with("pia", {"date": "2026-11-22", "retention_years": 3}) == set()
}

test_record_is_kept_three_years if {
	every value in [null, 2.9, 0, -3, "3", true, [3]] {
		found_with("pia", {"date": "2026-02-01", "retention_years": value}) == {["assessed", ["pia", "retention_years"]]}
	}
	found_with("pia", {"date": "2026-02-01", "retention_years": 10}) == set()
}

test_assessment_is_needed if {
	every value in [null, {}, "done", true, ["2026-02-01"]] {
		found_with("pia", value) == {["assessed", ["pia", "date"]], ["assessed", ["pia", "retention_years"]]}
	}
}

test_empty_entry_lacks_everything if count(found({"pi": {"sensitive": [{}]}})) == 3

test_list_is_needed if {
	every spec in [{}, null, {"pi": null}, {"pi": {}}, {"pi": []}, {"pi": {"sensitive": null}}, {"pi": {"sensitive": []}}, {"pi": {"sensitive": "none"}}, {"pi": {"sensitive": {"bank_account": good}}}] {
		found(spec) == {["sensitive_listed", ["spec", "pi", "sensitive"]]}
	}
	found({"pi": {"sensitive": ["bank_account"]}}) == {["sensitive_listed", ["spec", "pi", "sensitive", 0]]}
}

test_good_practice_on_other_platforms if {
	violations := sensitive_pi.deny with input as {"metadata": {"platform": "p"}, "spec": {"pi": {"sensitive": [{}, "x"]}}}
		with data.fiducia.platforms as {"p": {"profile": "payment_eu"}}
	count(violations) == 4
	{[violation.severity, violation.veto] | some violation in violations} == {["medium", false]}
}
